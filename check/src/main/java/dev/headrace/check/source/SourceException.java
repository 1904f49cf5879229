package dev.headrace.check.source;

import org.jspecify.annotations.Nullable;

/** There is nothing to check statements against. */
public final class SourceException extends RuntimeException {
  private final @Nullable String hint;

  public SourceException(String message, @Nullable String hint) {
    super(message);
    this.hint = hint;
  }

  /** What is wrong. */
  public String text() {
    return String.valueOf(getMessage());
  }

  /** What can be done about it. */
  public @Nullable String hint() {
    return hint;
  }
}
