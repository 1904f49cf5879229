package dev.headrace.ir.rewrite;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Expr.Comparison;
import dev.headrace.ir.ExprTransformer;
import dev.headrace.ir.Rel;
import dev.headrace.ir.RelTransformer;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * EXCEPT and INTERSECT without ALL, by counting each row's occurrences on either side:
 *
 * <pre>
 * x EXCEPT y -> Project columns
 *                 Filter lefts > 0 AND rights = 0          (INTERSECT: rights > 0)
 *                   Aggregate by columns: lefts = count(*) FILTER (WHERE left),
 *                                         rights = count(*) FILTER (WHERE right)
 *                     Union
 *                       Project columns, TRUE AS left, FALSE AS right (x)
 *                       Project columns, FALSE AS left, TRUE AS right (y)
 * </pre>
 *
 * <p>NULLs are equal to each other, as grouping has it. The forms with ALL need the counts
 * themselves and stay.
 */
final class SetOperationToAggregate implements Rule {
  @Override
  public Rel apply(Rel rel) {
    if (!(rel instanceof Rel.SetOperation operation) || operation.all()) {
      return rel;
    }
    int columns = operation.fields().size();
    List<Field> tagged = new ArrayList<>(operation.fields());
    tagged.add(Field.notNull("left", SqlType.BOOLEAN));
    tagged.add(Field.notNull("right", SqlType.BOOLEAN));
    Rel union =
        new Rel.Union(
            List.of(
                tagged(operation.left(), true, tagged), tagged(operation.right(), false, tagged)),
            tagged);
    List<Field> counted = new ArrayList<>(operation.fields());
    counted.add(Field.notNull("lefts", SqlType.BIGINT));
    counted.add(Field.notNull("rights", SqlType.BIGINT));
    Rel aggregate =
        new Rel.Aggregate(
            union,
            IntStream.range(0, columns).boxed().toList(),
            List.of(count(columns), count(columns + 1)),
            counted);
    Rel filter = new Rel.Filter(aggregate, condition(operation.operator(), columns));
    List<Expr> kept = RelTransformer.columns(filter).subList(0, columns);
    return new Rel.Project(filter, kept, operation.fields());
  }

  private static Rel tagged(Rel input, boolean left, List<Field> fields) {
    List<Expr> expressions = new ArrayList<>(RelTransformer.columns(input));
    expressions.add(new Expr.Literal(left, SqlType.BOOLEAN));
    expressions.add(new Expr.Literal(!left, SqlType.BOOLEAN));
    return new Rel.Project(input, expressions, fields);
  }

  private static Rel.AggregateCall count(int filter) {
    return new Rel.AggregateCall(
        Rel.AggregateCall.Function.COUNT, -1, false, filter, SqlType.BIGINT);
  }

  private static Expr condition(Rel.SetOperation.Operator operator, int columns) {
    Comparison.Operator rights =
        switch (operator) {
          case EXCEPT -> Comparison.Operator.EQUAL;
          case INTERSECT -> Comparison.Operator.GREATER;
        };
    return ExprTransformer.and(
        List.of(
            comparedWithZero(Comparison.Operator.GREATER, columns),
            comparedWithZero(rights, columns + 1)));
  }

  private static Expr comparedWithZero(Comparison.Operator operator, int column) {
    return new Comparison(
        operator,
        new Expr.Column(column, SqlType.BIGINT, false),
        new Expr.Literal(0L, SqlType.BIGINT));
  }
}
