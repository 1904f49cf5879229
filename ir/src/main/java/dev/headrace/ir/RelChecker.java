package dev.headrace.ir;

import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Checks that a tree is sound: every column reference exists, has the type of the column it reads,
 * and claims to be NOT NULL only if that column is; results fit the declared fields. A violation is
 * a defect of whatever built the tree.
 */
public final class RelChecker {
  private final IdentityHashMap<Rel, Boolean> checked = new IdentityHashMap<>();

  private RelChecker() {}

  /**
   * Checks a tree and returns it.
   *
   * @throws IllegalStateException naming the node and what is wrong with it
   */
  public static Rel check(Rel rel) {
    new RelChecker().visit(rel);
    return rel;
  }

  private void visit(Rel rel) {
    if (checked.put(rel, true) == null) {
      rel.inputs().forEach(this::visit);
      checkNode(rel);
    }
  }

  private static void checkNode(Rel rel) {
    switch (rel) {
      case Rel.Scan _, Rel.Once _, Rel.Working _ -> {}
      case Rel.Values values -> values.rows().forEach(row -> produces(rel, row, List.of()));
      case Rel.Filter filter -> reads(rel, filter.predicate(), filter.input().fields());
      case Rel.Project project -> produces(rel, project.expressions(), project.input().fields());
      case Rel.Join join -> checkJoin(join);
      case Rel.Aggregate aggregate -> checkAggregate(aggregate);
      case Rel.Window window -> checkWindow(window);
      case Rel.Expand expand ->
          expand
              .calls()
              .forEach(
                  call ->
                      call.arguments()
                          .forEach(column -> inRange(rel, column, expand.input().fields())));
      case Rel.Union _, Rel.SetOperation _, Rel.Recursive _ ->
          rel.inputs().forEach(input -> fits(rel, input.fields()));
      case Rel.Sort sort ->
          sort.order().forEach(key -> inRange(rel, key.column(), sort.input().fields()));
    }
  }

  private static void produces(Rel rel, List<Expr> expressions, List<Field> columns) {
    List<Field> produced = new ArrayList<>();
    for (Expr expression : expressions) {
      reads(rel, expression, columns);
      produced.add(new Field("", expression.type(), expression.nullable()));
    }
    fits(rel, produced);
  }

  private static void reads(Rel rel, Expr expr, List<Field> columns) {
    if (expr instanceof Expr.Column column) {
      inRange(rel, column.index(), columns);
      Field field = columns.get(column.index());
      require(sameStorage(field.type(), column.type()), rel, column + " reads " + field);
      require(column.nullable() || !field.nullable(), rel, column + " reads nullable " + field);
    }
    expr.operands().forEach(operand -> reads(rel, operand, columns));
  }

  private static void fits(Rel rel, List<Field> produced) {
    List<Field> declared = rel.fields();
    require(declared.size() == produced.size(), rel, produced.size() + " columns for " + declared);
    for (int i = 0; i < produced.size(); i++) {
      Field from = produced.get(i);
      Field to = declared.get(i);
      require(sameStorage(from.type(), to.type()), rel, from.type() + " for " + to);
      require(to.nullable() || !from.nullable(), rel, "a nullable value for " + to);
    }
  }

  private static void checkJoin(Rel.Join join) {
    List<Field> left = join.left().fields();
    List<Field> right = join.right().fields();
    for (Rel.Join.Key key : join.keys()) {
      inRange(join, key.left(), left);
      inRange(join, key.right(), right);
      require(
          sameStorage(left.get(key.left()).type(), right.get(key.right()).type()),
          join,
          "key of two types");
    }
    if (join.residual() != null) {
      List<Field> both = new ArrayList<>(left);
      both.addAll(right);
      reads(join, join.residual(), both);
    }
  }

  private static void checkAggregate(Rel.Aggregate aggregate) {
    List<Field> input = aggregate.input().fields();
    aggregate.keys().forEach(key -> inRange(aggregate, key, input));
    aggregate.calls().forEach(call -> checkCall(aggregate, call, input));
  }

  private static void checkCall(Rel rel, Rel.AggregateCall call, List<Field> input) {
    call.columns().forEach(column -> inRange(rel, column, input));
    if (call.filter() >= 0) {
      Kind kind = input.get(call.filter()).type().kind();
      require(kind == Kind.BOOLEAN, rel, "filter not BOOLEAN");
    }
  }

  private static void checkWindow(Rel.Window window) {
    List<Field> input = window.input().fields();
    window.partition().forEach(column -> inRange(window, column, input));
    window.order().forEach(key -> inRange(window, key.column(), input));
    List<Field> produced = new ArrayList<>(input);
    for (WindowCall call : window.calls()) {
      call.columns().forEach(column -> inRange(window, column, input));
      if (call.aggregate() != null) {
        checkCall(window, call.aggregate(), input);
      }
      produced.add(new Field("", call.type(), window.fields().get(produced.size()).nullable()));
    }
    fits(window, produced);
  }

  private static void inRange(Rel rel, int column, List<Field> columns) {
    require(column >= 0 && column < columns.size(), rel, "column " + column + " of " + columns);
  }

  private static boolean sameStorage(SqlType a, SqlType b) {
    return a.kind() == b.kind() || (a.kind().isText() && b.kind().isText());
  }

  private static void require(boolean condition, Rel rel, String problem) {
    if (!condition) {
      throw new IllegalStateException(Explain.line(rel) + ": " + problem);
    }
  }
}
