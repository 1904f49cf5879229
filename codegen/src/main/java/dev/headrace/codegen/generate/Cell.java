package dev.headrace.codegen.generate;

/** How a column of a row to be written is written. */
sealed interface Cell {
  Nullness nullness();

  /** Nothing: always NULL. */
  record Absent() implements Cell {
    @Override
    public Nullness nullness() {
      return Nullness.ALWAYS;
    }
  }

  /** A number of at most eight bytes; it is zero where it is NULL. */
  record Primitive(Value value, Nullness nullness) implements Cell {}

  /** An object of sixteen bytes: an interval or a UUID. */
  record Wide(Value value, Nullness nullness) implements Cell {}

  /** The sixteen bytes of an input column; they are zero where it is NULL. */
  record WideColumn(int column, Nullness nullness) implements Cell {}

  /** Bytes; there are none where it is NULL. */
  record Bytes(Value.Region region, Nullness nullness) implements Cell {}

  /**
   * A decimal to be encoded.
   *
   * @param length local with the encoded length, zero where it is NULL
   */
  record Decimal(Value value, int length, Nullness nullness) implements Cell {}
}
