package dev.headrace.ir.testkit;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.AggregateCall;
import dev.headrace.ir.Rel.AggregateCall.Function;
import dev.headrace.ir.RelTransformer;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Random queries over given tables. Columns have types whose equal values are the same, so that a
 * result is determined as a bag of rows.
 */
public final class RandomRel {
  private static final List<SqlType> TYPES =
      List.of(SqlType.INTEGER, SqlType.BIGINT, SqlType.TEXT, SqlType.BOOLEAN, SqlType.DATE);

  private final RandomGenerator random;
  private final RandomValues values;
  private final List<Rel.Scan> tables;
  private final List<Rel> made = new ArrayList<>();

  /**
   * @param tables with columns of {@link #columnType} only
   */
  public RandomRel(RandomGenerator random, List<Rel.Scan> tables) {
    this.random = random;
    this.values = new RandomValues(random);
    this.tables = List.copyOf(tables);
  }

  /** A type for a column. */
  public static SqlType columnType(RandomGenerator random) {
    return TYPES.get(random.nextInt(TYPES.size()));
  }

  /** A query at most that many nodes deep; now and then a part of it occurs twice. */
  public Rel next(int depth) {
    if (!made.isEmpty() && random.nextInt(8) == 0) {
      return values.pick(made);
    }
    Rel rel = depth <= 1 ? values.pick(tables) : inner(depth - 1);
    made.add(rel);
    return rel;
  }

  private Rel inner(int depth) {
    return switch (random.nextInt(17)) {
      case 0, 1, 2 -> filter(next(depth));
      case 3, 4, 5 -> project(next(depth));
      case 6, 7, 8 -> join(next(depth), next(depth));
      case 9, 10 -> aggregate(next(depth));
      case 11, 12 -> new RandomWindow(random).over(next(depth));
      case 13 -> combined(next(depth), next(depth));
      case 14, 15 -> summary(next(depth), next(depth));
      default -> sort(next(depth));
    };
  }

  private RandomExpr exprs(List<Field> fields) {
    return new RandomExpr(random, fields, List.of());
  }

  private Rel filter(Rel input) {
    return new Rel.Filter(input, condition(input.fields()));
  }

  private Expr condition(List<Field> fields) {
    if (random.nextInt(3) == 0) {
      return exprs(fields).condition(random.nextInt(1, 4));
    }
    List<Expr> conjuncts = new ArrayList<>();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      int column = random.nextInt(fields.size());
      Field field = fields.get(column);
      Expr reference = new Expr.Column(column, field.type(), field.nullable());
      conjuncts.add(
          random.nextInt(4) == 0
              ? new Expr.Not(new Expr.IsNull(reference))
              : new Expr.Comparison(
                  values.pick(List.of(Expr.Comparison.Operator.values())),
                  reference,
                  exprs(fields).next(field.type(), random.nextInt(1, 3))));
    }
    return conjuncts.size() == 1 ? conjuncts.getFirst() : new Expr.And(conjuncts);
  }

  private Rel project(Rel input) {
    List<Expr> expressions = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      Expr expr =
          random.nextInt(3) > 0
              ? RelTransformer.column(input, random.nextInt(input.fields().size()))
              : exprs(input.fields()).next(columnType(random), random.nextInt(1, 4));
      expressions.add(expr);
      fields.add(new Field("p" + fields.size(), expr.type(), expr.nullable()));
    }
    return new Rel.Project(input, expressions, fields);
  }

  private Rel join(Rel left, Rel right) {
    List<Rel.Join.Key> keys = new ArrayList<>();
    for (int i = 0; i < left.fields().size(); i++) {
      for (int j = 0; j < right.fields().size(); j++) {
        boolean fits = left.fields().get(i).type().equals(right.fields().get(j).type());
        if (fits && random.nextInt(3) == 0) {
          keys.add(new Rel.Join.Key(i, j, random.nextInt(4) == 0));
        }
      }
    }
    List<Field> both = new ArrayList<>(left.fields());
    both.addAll(right.fields());
    Expr residual = random.nextBoolean() ? null : condition(both);
    return new Rel.Join(values.pick(List.of(Rel.Join.Kind.values())), left, right, keys, residual);
  }

  private Rel aggregate(Rel input) {
    List<Integer> keys = new ArrayList<>();
    List<AggregateCall> calls = new ArrayList<>();
    List<Field> keyFields = new ArrayList<>();
    List<Field> callFields = new ArrayList<>();
    for (int i = 0; i < input.fields().size(); i++) {
      Field field = input.fields().get(i);
      if (random.nextInt(3) == 0) {
        keys.add(i);
        keyFields.add(field);
      } else if (random.nextBoolean()) {
        AggregateCall call = call(input, i, field.type());
        calls.add(call);
        callFields.add(Field.of("a" + i, call.type()));
      }
    }
    if (keys.isEmpty() && calls.isEmpty()) {
      calls.add(new AggregateCall(Function.COUNT, -1, false, -1, SqlType.BIGINT));
      callFields.add(Field.notNull("count", SqlType.BIGINT));
    }
    keyFields.addAll(callFields);
    return new Rel.Aggregate(input, keys, calls, keyFields);
  }

  /** Groups of one side of a join, aggregates of the other. */
  private Rel summary(Rel facts, Rel dimension) {
    boolean swapped = random.nextBoolean();
    Rel left = swapped ? dimension : facts;
    Rel right = swapped ? facts : dimension;
    List<Rel.Join.Key> keys = new ArrayList<>();
    for (int i = 0; i < left.fields().size(); i++) {
      for (int j = 0; j < right.fields().size(); j++) {
        if (left.fields().get(i).type().equals(right.fields().get(j).type()) && keys.size() < 2) {
          keys.add(new Rel.Join.Key(i, j, random.nextInt(4) == 0));
        }
      }
    }
    Rel.Join.Kind outer = swapped ? Rel.Join.Kind.RIGHT : Rel.Join.Kind.LEFT;
    Rel join =
        new Rel.Join(
            random.nextBoolean() ? Rel.Join.Kind.INNER : outer,
            left,
            right,
            keys, /* residual */
            null);
    int factsStart = swapped ? left.fields().size() : 0;
    int factsEnd = factsStart + facts.fields().size();
    List<Integer> groups = new ArrayList<>();
    List<AggregateCall> calls = new ArrayList<>();
    for (int i = 0; i < join.fields().size(); i++) {
      boolean isFact = i >= factsStart && i < factsEnd;
      int side = i - factsStart;
      boolean isKey = keys.stream().anyMatch(key -> (swapped ? key.right() : key.left()) == side);
      SqlType type = join.fields().get(i).type();
      if (type.kind() != Kind.NUMERIC && (!isFact || isKey) && random.nextInt(3) == 0) {
        groups.add(i);
      }
      if (isFact && type.kind() != Kind.NUMERIC) {
        calls.addAll(sums(i, type));
      }
    }
    calls.add(new AggregateCall(Function.COUNT, -1, false, -1, SqlType.BIGINT));
    List<Field> fields = new ArrayList<>();
    groups.forEach(group -> fields.add(join.fields().get(group)));
    for (AggregateCall call : calls) {
      boolean nullable = call.function() != Function.COUNT;
      fields.add(new Field("a" + fields.size(), call.type(), nullable));
    }
    return decimalsAsText(new Rel.Aggregate(join, groups, calls, fields));
  }

  /** 1.0 and 1.00 are equal, but not the same. */
  private static Rel decimalsAsText(Rel rel) {
    List<Expr> expressions = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    for (Expr column : RelTransformer.columns(rel)) {
      Expr expr =
          column.type().kind() == Kind.NUMERIC ? new Expr.Cast(column, SqlType.TEXT) : column;
      expressions.add(expr);
      fields.add(new Field("s" + fields.size(), expr.type(), expr.nullable()));
    }
    return new Rel.Project(rel, expressions, fields);
  }

  private List<AggregateCall> sums(int column, SqlType type) {
    List<AggregateCall> calls = new ArrayList<>();
    switch (type.kind()) {
      case INTEGER, BIGINT -> {
        SqlType sum = type.kind() == Kind.INTEGER ? SqlType.BIGINT : SqlType.NUMERIC;
        calls.add(new AggregateCall(Function.SUM, column, false, -1, sum));
        calls.add(new AggregateCall(Function.AVG, column, false, -1, SqlType.NUMERIC));
      }
      case BOOLEAN -> {
        calls.add(new AggregateCall(Function.BOOL_AND, column, false, -1, type));
        calls.add(new AggregateCall(Function.COUNT, -1, false, column, SqlType.BIGINT));
      }
      default -> calls.add(new AggregateCall(Function.MAX, column, false, -1, type));
    }
    calls.removeIf(_ -> random.nextInt(3) == 0);
    return calls;
  }

  private AggregateCall call(Rel input, int argument, SqlType type) {
    int filter = -1;
    for (int i = 0; i < input.fields().size(); i++) {
      if (input.fields().get(i).type().kind() == Kind.BOOLEAN && random.nextBoolean()) {
        filter = i;
      }
    }
    boolean distinct = random.nextInt(3) == 0;
    if (type.kind() == Kind.INTEGER && random.nextInt(4) == 0) {
      return new AggregateCall(Function.SUM, argument, distinct, filter, SqlType.BIGINT);
    }
    return switch (random.nextInt(3)) {
      case 0 -> new AggregateCall(Function.MIN, argument, distinct, filter, type);
      case 1 -> new AggregateCall(Function.MAX, argument, distinct, filter, type);
      default -> new AggregateCall(Function.COUNT, argument, distinct, filter, SqlType.BIGINT);
    };
  }

  private Rel combined(Rel left, Rel right) {
    List<Expr> expressions = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    for (Field field : left.fields()) {
      expressions.add(exprs(right.fields()).next(field.type(), 1));
      fields.add(Field.of(field.name(), field.type()));
    }
    Rel fitting = new Rel.Project(right, expressions, fields);
    return random.nextBoolean()
        ? new Rel.Union(List.of(left, fitting), fields)
        : new Rel.SetOperation(
            values.pick(List.of(Rel.SetOperation.Operator.values())),
            random.nextBoolean(),
            left,
            fitting,
            fields);
  }

  private Rel sort(Rel input) {
    Rel.SortKey key =
        new Rel.SortKey(
            random.nextInt(input.fields().size()), random.nextBoolean(), random.nextBoolean());
    return new Rel.Sort(input, List.of(key), count(), random.nextInt(3) == 0 ? count() : null);
  }

  private Expr count() {
    return new Expr.Literal((long) random.nextInt(4), SqlType.BIGINT);
  }
}
