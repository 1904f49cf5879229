package dev.headrace.check.source;

import dev.headrace.engine.statement.Description;
import org.jspecify.annotations.Nullable;

/** What a source says about a statement. */
public sealed interface Answer {
  /** It is right. */
  record Described(Description description) implements Answer {}

  /**
   * It is wrong, or cannot be known.
   *
   * @param index in the question's text, in Java characters, of what the message is about
   */
  record Refused(String message, int index, @Nullable String hint) implements Answer {}
}
