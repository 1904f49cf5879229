package dev.headrace.codegen.generate;

import dev.headrace.model.SqlType.Kind;

/** Where generated code finds a value that is not NULL. */
sealed interface Value {
  /** A constant, as its kind's carrier. */
  record Constant(Kind kind, Object carrier) implements Value {}

  /** A local variable holding the unboxed carrier. */
  record Local(Kind kind, int slot) implements Value {}

  /**
   * The bytes of a variable column, in place: three locals for array, index of the first byte, and
   * length. Behind them the row's padding makes eight bytes full.
   */
  record Region(int bytes, int start, int length) implements Value {}

  /** A field of the unit holding the unboxed carrier. */
  record Field(Kind kind, String name) implements Value {}
}
