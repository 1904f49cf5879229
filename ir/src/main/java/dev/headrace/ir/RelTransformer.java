package dev.headrace.ir;

import dev.headrace.model.Field;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds relational nodes. Whatever does not change stays the same object, so that an unchanged
 * node can be told by identity and sharing is kept.
 */
@SuppressWarnings("ReferenceEquality") // identity tells an unchanged tree
public final class RelTransformer {
  private RelTransformer() {}

  /** The node with each input replaced. */
  public static Rel mapInputs(Rel rel, UnaryOperator<Rel> map) {
    List<Rel> before = rel.inputs();
    List<Rel> after = before.stream().map(map).toList();
    for (int i = 0; i < before.size(); i++) {
      if (before.get(i) != after.get(i)) {
        return withInputs(rel, after);
      }
    }
    return rel;
  }

  /** The node with other inputs, which have the same columns. */
  public static Rel withInputs(Rel rel, List<Rel> inputs) {
    return switch (rel) {
      case Rel.Scan scan -> scan;
      case Rel.Working working -> working;
      case Rel.Recursive recursive ->
          new Rel.Recursive(
              inputs.getFirst(),
              inputs.get(1),
              recursive.working(),
              recursive.all(),
              recursive.fields());
      case Rel.Once once -> new Rel.Once(inputs.getFirst(), once.name());
      case Rel.Values values -> values;
      case Rel.Filter filter -> new Rel.Filter(inputs.getFirst(), filter.predicate());
      case Rel.Project project ->
          new Rel.Project(inputs.getFirst(), project.expressions(), project.fields());
      case Rel.Join join ->
          new Rel.Join(join.kind(), inputs.getFirst(), inputs.get(1), join.keys(), join.residual());
      case Rel.Aggregate aggregate ->
          new Rel.Aggregate(
              inputs.getFirst(), aggregate.keys(), aggregate.calls(), aggregate.fields());
      case Rel.Window window ->
          new Rel.Window(
              inputs.getFirst(),
              window.partition(),
              window.order(),
              window.calls(),
              window.fields());
      case Rel.Expand expand ->
          new Rel.Expand(
              inputs.getFirst(),
              expand.calls(),
              expand.ordinality(),
              expand.outer(),
              expand.fields());
      case Rel.Union union -> new Rel.Union(inputs, union.fields());
      case Rel.SetOperation node ->
          new Rel.SetOperation(
              node.operator(), node.all(), inputs.getFirst(), inputs.get(1), node.fields());
      case Rel.Sort sort ->
          new Rel.Sort(inputs.getFirst(), sort.order(), sort.limit(), sort.offset());
    };
  }

  /** The node with each of its own expressions replaced. */
  public static Rel mapExprs(Rel rel, UnaryOperator<Expr> map) {
    return switch (rel) {
      case Rel.Scan _,
          Rel.Aggregate _,
          Rel.Expand _,
          Rel.Once _,
          Rel.Recursive _,
          Rel.Union _,
          Rel.SetOperation _,
          Rel.Working _ ->
          rel;
      case Rel.Values values -> {
        List<List<Expr>> rows =
            values.rows().stream().map(row -> ExprTransformer.mapAll(row, map)).toList();
        yield rows.equals(values.rows()) ? values : new Rel.Values(rows, values.fields());
      }
      case Rel.Filter filter -> filter(filter, map.apply(filter.predicate()));
      case Rel.Project project -> {
        List<Expr> expressions = ExprTransformer.mapAll(project.expressions(), map);
        yield expressions == project.expressions()
            ? project
            : new Rel.Project(project.input(), expressions, project.fields());
      }
      case Rel.Join join -> {
        Expr residual = mapOptional(join.residual(), map);
        yield residual == join.residual()
            ? join
            : new Rel.Join(join.kind(), join.left(), join.right(), join.keys(), residual);
      }
      case Rel.Window window -> mapFrames(window, map);
      case Rel.Sort sort -> {
        Expr limit = mapOptional(sort.limit(), map);
        Expr offset = mapOptional(sort.offset(), map);
        yield limit == sort.limit() && offset == sort.offset()
            ? sort
            : new Rel.Sort(sort.input(), sort.order(), limit, offset);
      }
    };
  }

  private static Rel mapFrames(Rel.Window window, UnaryOperator<Expr> map) {
    List<WindowCall> calls =
        window.calls().stream()
            .map(
                call ->
                    new WindowCall(
                        call.function(),
                        call.arguments(),
                        call.aggregate(),
                        new WindowFrame(
                            call.frame().unit(),
                            mapBound(call.frame().start(), map),
                            mapBound(call.frame().end(), map),
                            call.frame().exclusion()),
                        call.type()))
            .toList();
    return calls.equals(window.calls())
        ? window
        : new Rel.Window(
            window.input(), window.partition(), window.order(), calls, window.fields());
  }

  private static WindowFrame.Bound mapBound(WindowFrame.Bound bound, UnaryOperator<Expr> map) {
    return bound instanceof WindowFrame.Bound.Offset(Expr count, boolean following)
        ? new WindowFrame.Bound.Offset(map.apply(count), following)
        : bound;
  }

  private static @Nullable Expr mapOptional(@Nullable Expr expr, UnaryOperator<Expr> map) {
    return expr == null ? null : map.apply(expr);
  }

  /** The filter with another predicate. */
  static Rel filter(Rel.Filter filter, Expr predicate) {
    return predicate.equals(filter.predicate())
        ? filter
        : new Rel.Filter(filter.input(), predicate);
  }

  /** A filter, or the input itself for TRUE or no condition. */
  public static Rel filtered(Rel input, List<? extends Expr> conjuncts) {
    Expr predicate = ExprTransformer.and(conjuncts);
    return Expr.Literal.TRUE.equals(predicate) ? input : new Rel.Filter(input, predicate);
  }

  /** References to all columns of a relation, in order. */
  public static List<Expr> columns(Rel rel) {
    return IntStream.range(0, rel.fields().size())
        .<Expr>mapToObj(index -> column(rel, index))
        .toList();
  }

  /** A reference to a column of a relation. */
  public static Expr.Column column(Rel rel, int index) {
    Field field = rel.fields().get(index);
    return new Expr.Column(index, field.type(), field.nullable());
  }

  /** A projection to some columns, in ascending order. */
  public static Rel narrowed(Rel input, BitSet columns) {
    List<Expr> expressions = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    columns.stream()
        .forEach(
            index -> {
              expressions.add(column(input, index));
              fields.add(input.fields().get(index));
            });
    return new Rel.Project(input, expressions, fields);
  }
}
