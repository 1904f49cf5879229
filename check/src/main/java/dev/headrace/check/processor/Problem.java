package dev.headrace.check.processor;

import org.jspecify.annotations.Nullable;

/** Something wrong with a statement. */
final class Problem extends RuntimeException {
  private final int index;
  private final @Nullable String hint;

  /**
   * @param index of the place in the statement as the source has it; -1 if it is no place in it
   */
  Problem(String message, int index, @Nullable String hint) {
    super(message, null, false, false);
    this.index = index;
    this.hint = hint;
  }

  Problem(String message, int index) {
    this(message, index, null);
  }

  /** The same, about a place in the statement. */
  Problem at(int place) {
    return new Problem(text(), place, hint);
  }

  String text() {
    return String.valueOf(getMessage());
  }

  int index() {
    return index;
  }

  @Nullable String hint() {
    return hint;
  }
}
