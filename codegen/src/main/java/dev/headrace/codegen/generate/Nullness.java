package dev.headrace.codegen.generate;

/** Where generated code finds out whether a value is NULL. */
sealed interface Nullness {
  Nullness NEVER = new Never();
  Nullness ALWAYS = new Always();

  /** It is not. */
  record Never() implements Nullness {}

  /** It is. */
  record Always() implements Nullness {}

  /** A local variable, int: 1 for NULL, else 0. */
  record Flag(int slot) implements Nullness {}

  /** A field of the unit, int: 1 for NULL, else 0. */
  record Field(String name) implements Nullness {}

  /** A bit of a word of a row's null bitmap that is in a local variable, long. */
  record Bit(int word, int bit) implements Nullness {}
}
