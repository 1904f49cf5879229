package dev.headrace.check.source;

import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A statement to describe.
 *
 * @param sql with parameters $1, $2, ...
 * @param nullable the parameters, from 1, that may be NULL
 */
public record Question(String sql, SortedSet<Integer> nullable) {
  public Question {
    nullable = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(nullable));
  }
}
