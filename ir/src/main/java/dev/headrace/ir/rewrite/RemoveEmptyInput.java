package dev.headrace.ir.rewrite;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.ir.RelTransformer;
import java.util.ArrayList;
import java.util.List;

/**
 * What never has rows goes: {@code Project (none) -> none}, {@code x JOIN none -> none}, {@code x
 * LEFT JOIN none -> Project (x, NULL)}, {@code x ANTI JOIN none -> x}, {@code Union (x, none) ->
 * Union (x)}, {@code Aggregate by keys (none) -> none}, {@code x EXCEPT ALL none -> x}. An
 * aggregate without keys stays: it has a row for no input.
 */
final class RemoveEmptyInput implements Rule {
  @Override
  public Rel apply(Rel rel) {
    return switch (rel) {
      case Rel.Scan _, Rel.Values _, Rel.Working _ -> rel;
      case Rel.Recursive recursive -> isEmpty(recursive.initial()) ? none(rel) : rel;
      case Rel.Filter _, Rel.Project _, Rel.Window _, Rel.Expand _, Rel.Once _ ->
          isEmpty(rel.inputs().getFirst()) ? none(rel) : rel;
      case Rel.Sort sort ->
          isEmpty(sort.input())
                  && LimitZero.isValid(sort.limit())
                  && LimitZero.isValid(sort.offset())
              ? none(rel)
              : rel;
      case Rel.Aggregate aggregate ->
          isEmpty(aggregate.input()) && !aggregate.keys().isEmpty() ? none(rel) : rel;
      case Rel.Join join -> join(join);
      case Rel.Union union -> union(union);
      case Rel.SetOperation operation -> setOperation(operation);
    };
  }

  private static boolean isEmpty(Rel rel) {
    return rel instanceof Rel.Values values && values.rows().isEmpty();
  }

  private static Rel none(Rel rel) {
    return new Rel.Values(List.of(), rel.fields());
  }

  private static Rel join(Rel.Join join) {
    boolean left = isEmpty(join.left());
    boolean right = isEmpty(join.right());
    if (!left && !right) {
      return join;
    }
    return switch (join.kind()) {
      case INNER, SEMI -> none(join);
      case LEFT -> left ? none(join) : withNulls(join);
      case RIGHT -> right ? none(join) : withNulls(join);
      case FULL -> left && right ? none(join) : withNulls(join);
      case ANTI -> left ? none(join) : join.left();
    };
  }

  /** The rows of the side that is not empty, with NULLs for the other. */
  private static Rel withNulls(Rel.Join join) {
    boolean leftEmpty = isEmpty(join.left());
    List<Expr> columns = new ArrayList<>();
    addColumns(join.left(), leftEmpty, columns);
    addColumns(join.right(), !leftEmpty, columns);
    return new Rel.Project(leftEmpty ? join.right() : join.left(), columns, join.fields());
  }

  private static void addColumns(Rel side, boolean empty, List<Expr> columns) {
    if (empty) {
      side.fields().forEach(field -> columns.add(new Expr.Literal(null, field.type())));
    } else {
      columns.addAll(RelTransformer.columns(side));
    }
  }

  private static Rel union(Rel.Union union) {
    List<Rel> inputs = union.inputs().stream().filter(input -> !isEmpty(input)).toList();
    if (inputs.isEmpty()) {
      return none(union);
    }
    return inputs.size() == union.inputs().size() ? union : new Rel.Union(inputs, union.fields());
  }

  private static Rel setOperation(Rel.SetOperation operation) {
    boolean intersect = operation.operator() == Rel.SetOperation.Operator.INTERSECT;
    if (isEmpty(operation.left()) || (intersect && isEmpty(operation.right()))) {
      return none(operation);
    }
    return isEmpty(operation.right()) && operation.all() ? operation.left() : operation;
  }
}
