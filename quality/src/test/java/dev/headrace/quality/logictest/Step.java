package dev.headrace.quality.logictest;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One record of a script. */
sealed interface Step {

  /** Line of the record's first word, from 1. */
  int line();

  /** Whether a database with these names runs it. */
  boolean runsOn(Set<String> names);

  /**
   * For which databases a record is meant: the lines {@code skipif} and {@code onlyif} before it.
   *
   * @param skipped by these
   * @param only by these, unless it is empty
   */
  record Condition(Set<String> skipped, Set<String> only) {
    public Condition {
      skipped = Set.copyOf(skipped);
      only = Set.copyOf(only);
    }

    boolean holds(Set<String> names) {
      return names.stream().noneMatch(skipped::contains)
          && (only.isEmpty() || names.stream().anyMatch(only::contains));
    }
  }

  /**
   * A statement whose rows, if it has any, do not matter.
   *
   * @param fails whether an error is expected
   * @param error the expected one, as SQLSTATE and message; empty if any will do
   */
  record Statement(int line, Condition condition, String sql, boolean fails, String error)
      implements Step {
    @Override
    public boolean runsOn(Set<String> names) {
      return condition.holds(names);
    }
  }

  /**
   * A query with its rows.
   *
   * @param types a letter for each column: I, R or T
   * @param label queries with the same label have the same rows; null without one
   * @param expected the values in the order of {@code sort}, row by row, one a line; or rows, one a
   *     line, with tabs between the values; or {@code N values hashing to MD5}
   */
  record Query(
      int line,
      Condition condition,
      String sql,
      String types,
      Sort sort,
      @Nullable String label,
      List<String> expected)
      implements Step {
    public Query {
      expected = List.copyOf(expected);
    }

    @Override
    public boolean runsOn(Set<String> names) {
      return condition.holds(names);
    }
  }

  /** The script ends here. */
  record Halt(int line, Condition condition) implements Step {
    @Override
    public boolean runsOn(Set<String> names) {
      return condition.holds(names);
    }
  }

  /** What is done with the values of an answer before they are compared. */
  enum Sort {
    NOSORT,
    ROWSORT,
    VALUESORT
  }
}
