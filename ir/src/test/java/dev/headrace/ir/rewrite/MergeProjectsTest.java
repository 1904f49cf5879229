package dev.headrace.ir.rewrite;

import static dev.headrace.ir.Exprs.add;
import static dev.headrace.ir.Exprs.constant;
import static dev.headrace.ir.Exprs.integer;
import static dev.headrace.ir.rewrite.Queries.T;
import static dev.headrace.ir.rewrite.Queries.becomes;
import static dev.headrace.ir.rewrite.Queries.project;
import static dev.headrace.ir.rewrite.Queries.stays;

import dev.headrace.ir.Rel;
import org.junit.jupiter.api.Test;

final class MergeProjectsTest {
  private final Rule rule = new MergeProjects();

  @Test
  void expressionsAreComposed() {
    becomes(
        rule,
        project(project(T, add(integer(0), integer(1))), add(integer(0), constant(2))),
        """
            Project: (a + b) + 2 AS p0
              Scan t: a, b, c
            """);
  }

  @Test
  void whatIsUsedTwiceIsComputedOnce() {
    Rel lower = project(T, add(integer(0), integer(1)));
    stays(rule, project(lower, add(integer(0), integer(0))));
  }

  @Test
  void columnsMayBeUsedTwice() {
    becomes(
        rule,
        project(project(T, integer(2)), add(integer(0), integer(0))),
        """
            Project: c + c AS p0
              Scan t: a, b, c
            """);
  }
}
