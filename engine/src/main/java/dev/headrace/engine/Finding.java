package dev.headrace.engine;

/**
 * What {@link Headrace#check} found out about a table or view.
 *
 * @param relation its name
 * @param outcome whether it is right
 * @param text what is wrong, or why it could not be checked; empty if it is right
 */
public record Finding(String relation, Outcome outcome, String text) {
  /** Whether a relation is right. */
  public enum Outcome {
    RIGHT,
    WRONG,
    NOT_CHECKED
  }
}
