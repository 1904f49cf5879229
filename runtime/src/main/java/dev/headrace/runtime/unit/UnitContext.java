package dev.headrace.runtime.unit;

/**
 * What an instance of a unit is made with.
 *
 * @param parameters slab with the statement's parameter row
 * @param parameterRow where that row starts
 * @param errors told of failed records
 */
public record UnitContext(byte[] parameters, int parameterRow, RowErrors errors) {
  /** For units without parameters. */
  public static UnitContext of(RowErrors errors) {
    return new UnitContext(new byte[0], 0, errors);
  }
}
