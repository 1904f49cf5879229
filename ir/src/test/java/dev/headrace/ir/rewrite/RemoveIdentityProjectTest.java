package dev.headrace.ir.rewrite;

import static dev.headrace.ir.Exprs.integer;
import static dev.headrace.ir.rewrite.Queries.T;
import static dev.headrace.ir.rewrite.Queries.becomes;
import static dev.headrace.ir.rewrite.Queries.project;
import static dev.headrace.ir.rewrite.Queries.stays;

import org.junit.jupiter.api.Test;

final class RemoveIdentityProjectTest {
  private final Rule rule = new RemoveIdentityProject();

  @Test
  void allColumnsInOrderAreTheInput() {
    becomes(
        rule,
        project(T, integer(0), integer(1), integer(2)),
        """
            Scan t: a, b, c
            """);
  }

  @Test
  void fewerOrOtherColumnsAreNot() {
    stays(rule, project(T, integer(0), integer(1)));
    stays(rule, project(T, integer(1), integer(0), integer(2)));
  }
}
