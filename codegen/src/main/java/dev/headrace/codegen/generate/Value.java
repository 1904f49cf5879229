package dev.headrace.codegen.generate;

import dev.headrace.model.SqlType.Kind;

/** Where generated code finds a value that is not NULL. */
sealed interface Value {
  /** A constant, as its kind's carrier. */
  record Constant(Kind kind, Object carrier) implements Value {}

  /** A local variable holding the unboxed carrier. */
  record Local(Kind kind, int slot) implements Value {}

  /**
   * Bytes in place: three locals for array, index of the first byte, and length.
   *
   * @param padded whether zeros behind them make eight bytes full, as in rows
   */
  record Region(int bytes, int start, int length, boolean padded) implements Value {}

  /** A field of the unit holding the unboxed carrier. */
  record Field(Kind kind, String name) implements Value {}
}
