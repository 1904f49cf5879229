package dev.headrace.ir.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.ir.Explain;
import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.Join;
import dev.headrace.ir.RelChecker;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Short names for building queries in tests of rules. */
final class Queries {
  /** Columns a, b, c: nullable integers. */
  static final Rel T = scan("t", "a", "b", "c");

  /** Columns x, y, z: nullable integers. */
  static final Rel U = scan("u", "x", "y", "z");

  private Queries() {}

  static Rel scan(String name, String... columns) {
    return new Rel.Scan(
        name,
        name,
        Arrays.stream(columns).map(column -> Field.of(column, SqlType.INTEGER)).toList());
  }

  static Rel filter(Expr predicate, Rel input) {
    return new Rel.Filter(input, predicate);
  }

  static Rel project(Rel input, Expr... expressions) {
    List<Field> fields = new ArrayList<>();
    for (Expr expression : expressions) {
      fields.add(new Field("p" + fields.size(), expression.type(), expression.nullable()));
    }
    return new Rel.Project(input, List.of(expressions), fields);
  }

  /** A join on the first columns. */
  static Rel join(Join.Kind kind, Rel left, Rel right, @Nullable Expr residual) {
    return new Join(kind, left, right, List.of(new Join.Key(0, 0, false)), residual);
  }

  static Rel distinct(Rel input, Integer... keys) {
    return new Rel.Aggregate(
        input, List.of(keys), List.of(), Arrays.stream(keys).map(input.fields()::get).toList());
  }

  /** {@code count(*)} by some columns. */
  static Rel counts(Rel input, Integer... keys) {
    List<Field> fields = new ArrayList<>(Arrays.stream(keys).map(input.fields()::get).toList());
    fields.add(Field.notNull("count", SqlType.BIGINT));
    Rel.AggregateCall count =
        new Rel.AggregateCall(Rel.AggregateCall.Function.COUNT, -1, false, -1, SqlType.BIGINT);
    return new Rel.Aggregate(input, List.of(keys), List.of(count), fields);
  }

  static Rel union(Rel... inputs) {
    return new Rel.Union(List.of(inputs), inputs[0].fields());
  }

  static Rel except(Rel left, Rel right, boolean all) {
    return new Rel.SetOperation(Rel.SetOperation.Operator.EXCEPT, all, left, right, left.fields());
  }

  static Rel intersect(Rel left, Rel right, boolean all) {
    return new Rel.SetOperation(
        Rel.SetOperation.Operator.INTERSECT, all, left, right, left.fields());
  }

  static Rel ordered(Rel input) {
    return new Rel.Sort(input, List.of(new Rel.SortKey(0, false, false)), null, null);
  }

  static Rel limited(Rel input, long limit) {
    return new Rel.Sort(
        input,
        List.of(new Rel.SortKey(0, false, false)),
        new Expr.Literal(limit, SqlType.BIGINT),
        null);
  }

  static Rel none(Rel like) {
    return new Rel.Values(List.of(), like.fields());
  }

  /** Asserts that a rule turns a query into one that prints like this. */
  static void becomes(Rule rule, Rel before, String after) {
    RelChecker.check(before);
    assertThat(Explain.explain(RelChecker.check(rule.apply(before)))).isEqualTo(after);
  }

  /** Asserts that a rule leaves a query alone. */
  static void stays(Rule rule, Rel before) {
    RelChecker.check(before);
    assertThat(rule.apply(before)).isSameAs(before);
  }
}
