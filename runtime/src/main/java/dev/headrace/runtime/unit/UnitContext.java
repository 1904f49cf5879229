package dev.headrace.runtime.unit;

import dev.headrace.model.Slice;

/**
 * What an instance of a unit is made with.
 *
 * @param parameters the statement's parameter row, empty if it has none; not changed while the unit
 *     lives
 * @param errors told of failed records
 * @param cancellation asked within records that take long
 */
public record UnitContext(Slice parameters, RowErrors errors, Cancellation cancellation) {
  /** Whether there are any. */
  public boolean hasParameters() {
    return parameters.length() > 0;
  }

  /** For units without parameters that are not cancelled. */
  public static UnitContext of(RowErrors errors) {
    return new UnitContext(new Slice(), errors, Cancellation.NEVER);
  }
}
