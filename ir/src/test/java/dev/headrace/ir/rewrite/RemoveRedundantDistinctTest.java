package dev.headrace.ir.rewrite;

import static dev.headrace.ir.rewrite.Queries.T;
import static dev.headrace.ir.rewrite.Queries.becomes;
import static dev.headrace.ir.rewrite.Queries.counts;
import static dev.headrace.ir.rewrite.Queries.distinct;
import static dev.headrace.ir.rewrite.Queries.stays;

import org.junit.jupiter.api.Test;

final class RemoveRedundantDistinctTest {
  private final Rule rule = new RemoveRedundantDistinct();

  @Test
  void distinctOfDistinctIsOneDistinct() {
    becomes(
        rule,
        distinct(distinct(T, 0, 1), 1, 0),
        """
            Project: b, a
              Distinct by a, b
                Scan t: a, b, c
            """);
  }

  @Test
  void distinctOfGroupsKeysIsNotNeeded() {
    becomes(
        rule,
        distinct(counts(T, 0), 0),
        """
            Project: a
              Aggregate by a: count(*)
                Scan t: a, b, c
            """);
    stays(rule, distinct(counts(T, 0), 1));
    stays(rule, distinct(T, 0));
  }
}
