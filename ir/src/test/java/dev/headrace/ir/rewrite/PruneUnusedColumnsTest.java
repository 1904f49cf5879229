package dev.headrace.ir.rewrite;

import static dev.headrace.ir.Exprs.add;
import static dev.headrace.ir.Exprs.integer;
import static dev.headrace.ir.rewrite.Queries.T;
import static dev.headrace.ir.rewrite.Queries.U;
import static dev.headrace.ir.rewrite.Queries.counts;
import static dev.headrace.ir.rewrite.Queries.except;
import static dev.headrace.ir.rewrite.Queries.join;
import static dev.headrace.ir.rewrite.Queries.limited;
import static dev.headrace.ir.rewrite.Queries.project;
import static dev.headrace.ir.rewrite.Queries.union;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.ir.Explain;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.Join;
import org.junit.jupiter.api.Test;

final class PruneUnusedColumnsTest {
  @Test
  void joinsGetOnlyWhatIsReadAboveOrByThem() {
    assertThat(
            Explain.explain(
                PruneUnusedColumns.apply(project(join(Join.Kind.INNER, T, U, null), integer(1)))))
        .isEqualTo(
            """
            Project: b AS p0
              Inner join: a = x
                Project: a, b
                  Scan t: a, b, c
                Project: x
                  Scan u: x, y, z
            """);
  }

  @Test
  void unusedExpressionsAndCallsGo() {
    assertThat(
            Explain.explain(
                PruneUnusedColumns.apply(
                    project(
                        counts(project(T, integer(0), add(integer(1), integer(2))), 0),
                        integer(0)))))
        .isEqualTo(
            """
            Project: p0
              Distinct by p0
                Project: a AS p0
                  Scan t: a, b, c
            """);
  }

  @Test
  void limitsDependOnAllColumns() {
    Rel query = project(limited(T, 3), integer(0));
    assertThat(PruneUnusedColumns.apply(query)).isSameAs(query);
  }

  @Test
  void setOperationsCompareAllColumns() {
    Rel query = project(except(T, U, true), integer(0));
    assertThat(PruneUnusedColumns.apply(query)).isSameAs(query);
  }

  @Test
  void aSharedNodeKeepsWhatAnyParentReads() {
    Rel shared = project(T, integer(0), integer(1), integer(2));
    Rel query = union(project(shared, integer(0)), project(shared, integer(2)));
    assertThat(Explain.explain(PruneUnusedColumns.apply(query)))
        .isEqualTo(
            """
            Union all
              Project: p0
                #1 Project: a AS p0, c AS p2
                  Scan t: a, b, c
              Project: p2 AS p0
                Shared #1
            """);
  }

  @Test
  void aColumnRemainsWhereNoneIsRead() {
    assertThat(
            Explain.explain(PruneUnusedColumns.apply(counts(project(T, integer(0), integer(1))))))
        .isEqualTo(
            """
            Aggregate: count(*)
              Project: a AS p0
                Scan t: a, b, c
            """);
  }
}
