package dev.headrace.ir.nulls;

/** What is known about the NULLs of a column. */
public sealed interface Presence {
  /** What is known of a column by itself. */
  enum Alone implements Presence {
    NEVER_NULL,
    MAYBE_NULL
  }

  /**
   * It is NULL in the same rows as all other columns of a group, such as those of the side of an
   * outer join that may be missing.
   *
   * @param group a number that means nothing outside of one result
   */
  record NullTogether(int group) implements Presence {}

  /** Whether it can be NULL. */
  default boolean nullable() {
    return this != Alone.NEVER_NULL;
  }
}
