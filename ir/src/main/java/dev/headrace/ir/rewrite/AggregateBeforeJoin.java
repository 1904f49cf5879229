package dev.headrace.ir.rewrite;

import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprProperties;
import dev.headrace.ir.ExprTransformer;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.AggregateCall;
import dev.headrace.ir.Rel.AggregateCall.Function;
import dev.headrace.ir.Rel.Join;
import dev.headrace.ir.RelTransformer;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/**
 * Aggregates the many rows that join with one before they are joined: {@code Aggregate by b.x (sum
 * a.y) (a JOIN b ON a.k = b.k) -> Aggregate by b.x (sum s) ((Aggregate by k (sum y as s) a) JOIN b
 * ON k = b.k)} (eager aggregation; Yan and Larson, VLDB 1995).
 *
 * <p>For views this is worth more than the saved probes: the join keeps a row per key and not all
 * rows of the large side, and a change of the other side's row moves one sum and not every row that
 * was ever joined with it.
 *
 * <p>It is done where the other side has a row per key at most, which makes it the smaller one, and
 * where the sums of sums are exactly the sums: not for floats, and not if an argument can fail,
 * since it is computed for rows that find no partner too.
 */
public final class AggregateBeforeJoin {
  private final BiPredicate<Rel, Set<Integer>> isUnique;
  private final IdentityHashMap<Rel, Rel> rewritten = new IdentityHashMap<>();

  private AggregateBeforeJoin(BiPredicate<Rel, Set<Integer>> isUnique) {
    this.isUnique = isUnique;
  }

  /**
   * An equal tree, to be simplified again.
   *
   * @param isUnique whether no two rows of a relation agree on some columns
   */
  public static Rel apply(Rel root, BiPredicate<Rel, Set<Integer>> isUnique) {
    return new AggregateBeforeJoin(isUnique).visit(root);
  }

  private Rel visit(Rel rel) {
    Rel known = rewritten.get(rel);
    if (known == null) {
      Rel split = rel instanceof Rel.Aggregate aggregate ? split(aggregate) : rel;
      known = RelTransformer.mapInputs(split, this::visit);
      rewritten.put(rel, known);
    }
    return known;
  }

  private Rel split(Rel.Aggregate aggregate) {
    Rel input = aggregate.input();
    List<Expr> columns =
        input instanceof Rel.Project project
            ? project.expressions()
            : RelTransformer.columns(input);
    Rel below = input instanceof Rel.Project project ? project.input() : input;
    if (!(below instanceof Join join) || join.keys().isEmpty() || join.residual() != null) {
      return aggregate;
    }
    boolean left = join.kind() == Join.Kind.INNER || join.kind() == Join.Kind.LEFT;
    boolean right = join.kind() == Join.Kind.INNER || join.kind() == Join.Kind.RIGHT;
    Split split = new Split(aggregate, columns, join, /* left */ true);
    if (left && isWorthwhile(split)) {
      return split.result();
    }
    split = new Split(aggregate, columns, join, /* left */ false);
    return right && isWorthwhile(split) ? split.result() : aggregate;
  }

  private boolean isWorthwhile(Split split) {
    return isUnique.test(split.other, split.otherKeys())
        && !isUnique.test(split.side, Set.copyOf(split.sideKeys))
        && split.isPossible();
  }

  /** One aggregate on its way to become two, one of a join's sides taken to be the large one. */
  private static final class Split {
    private final Rel.Aggregate aggregate;
    private final List<Expr> columns;
    private final Join join;
    private final boolean left;
    private final Rel side;
    private final Rel other;
    private final List<Integer> sideKeys;
    private final BitSet sideColumns = new BitSet();
    private final int sideStart;

    // the partial aggregate: its input's expressions, its keys (columns of the side) and its calls
    private final List<Expr> inputs = new ArrayList<>();
    private final Map<Integer, Integer> keyPositions = new LinkedHashMap<>();
    private final List<AggregateCall> partials = new ArrayList<>();

    // the final aggregate: its input's expressions, its calls
    private final List<Expr> joined = new ArrayList<>();
    private final List<AggregateCall> totals = new ArrayList<>();

    Split(Rel.Aggregate aggregate, List<Expr> columns, Join join, boolean left) {
      this.aggregate = aggregate;
      this.columns = columns;
      this.join = join;
      this.left = left;
      this.side = left ? join.left() : join.right();
      this.other = left ? join.right() : join.left();
      this.sideStart = left ? 0 : other.fields().size();
      this.sideKeys =
          join.keys().stream().map(key -> left ? key.left() : key.right()).distinct().toList();
      sideColumns.set(sideStart, sideStart + side.fields().size());
    }

    Set<Integer> otherKeys() {
      Set<Integer> keys = new HashSet<>();
      join.keys().forEach(key -> keys.add(left ? key.right() : key.left()));
      return keys;
    }

    boolean isPossible() {
      return aggregate.keys().stream().allMatch(key -> keepsGroups(columns.get(key)))
          && aggregate.calls().stream().allMatch(this::isPossible);
    }

    /** Whether all rows that are equal in the join's keys belong to the same group. */
    private boolean keepsGroups(Expr key) {
      BitSet used = ExprProperties.usedColumns(key);
      used.and(sideColumns);
      return used.isEmpty()
          || (used.stream().allMatch(column -> sideKeys.contains(column - sideStart))
              && Conditions.respectsEquality(key));
    }

    private boolean isPossible(AggregateCall call) {
      return isDistributive(call)
          && (call.argument() < 0 || isComputable(columns.get(call.argument())))
          && (call.filter() < 0 || isComputable(columns.get(call.filter())));
    }

    private boolean isDistributive(AggregateCall call) {
      return switch (call.function()) {
        case COUNT -> !call.distinct();
        case SUM, AVG ->
            !call.distinct()
                && switch (columns.get(call.argument()).type().kind()) {
                  case SMALLINT, INTEGER, BIGINT, NUMERIC -> true;
                  default -> false;
                };
        case MIN, MAX -> Conditions.equalMeansSame(columns.get(call.argument()).type());
        case BOOL_AND, BOOL_OR -> true;
        default -> false;
      };
    }

    private boolean isComputable(Expr expr) {
      return Conditions.readsOnly(expr, sideColumns)
          && !ExprProperties.canFail(expr)
          && ExprProperties.isImmutable(expr);
    }

    Rel result() {
      for (int key : sideKeys) {
        keyPositions.put(key, inputs.size());
        inputs.add(RelTransformer.column(side, key));
      }
      List<List<Integer>> parts = aggregate.calls().stream().map(this::partials).toList();
      Rel partial = partialAggregate();
      Rel joinedParts = joined(partial);
      int partialStart = (left ? 0 : sideStart) + keyPositions.size();
      aggregate.keys().forEach(key -> joined.add(moved(columns.get(key))));
      int groups = joined.size();
      IntStream.range(0, partials.size())
          .forEach(i -> joined.add(RelTransformer.column(joinedParts, partialStart + i)));
      List<Expr> results = new ArrayList<>();
      for (int i = 0; i < groups; i++) {
        Expr key = joined.get(i);
        results.add(new Expr.Column(i, key.type(), key.nullable()));
      }
      for (int i = 0; i < parts.size(); i++) {
        results.add(result(aggregate.calls().get(i), parts.get(i), groups));
      }
      return new Rel.Project(totalAggregate(joinedParts, groups), results, aggregate.fields());
    }

    private Rel partialAggregate() {
      List<Field> inputFields = inputs.stream().map(Split::field).toList();
      List<Field> fields = new ArrayList<>(inputFields.subList(0, keyPositions.size()));
      partials.forEach(
          call -> fields.add(new Field("", call.type(), call.function() != Function.COUNT)));
      return new Rel.Aggregate(
          new Rel.Project(side, inputs, inputFields),
          List.copyOf(keyPositions.values()),
          partials,
          fields);
    }

    private Rel joined(Rel partial) {
      List<Join.Key> keys =
          join.keys().stream()
              .map(
                  key ->
                      left
                          ? new Join.Key(position(key.left()), key.right(), key.nullsMatch())
                          : new Join.Key(key.left(), position(key.right()), key.nullsMatch()))
              .toList();
      return new Join(join.kind(), left ? partial : other, left ? other : partial, keys, null);
    }

    private Rel totalAggregate(Rel joinedParts, int groups) {
      List<Field> inputFields = joined.stream().map(Split::field).toList();
      List<Field> fields = new ArrayList<>(inputFields.subList(0, groups));
      totals.forEach(call -> fields.add(Field.of("", call.type())));
      return new Rel.Aggregate(
          new Rel.Project(joinedParts, joined, inputFields),
          IntStream.range(0, groups).boxed().toList(),
          totals,
          fields);
    }

    private static Field field(Expr expr) {
      return new Field("", expr.type(), expr.nullable());
    }

    private int position(int sideColumn) {
      return keyPositions.getOrDefault(sideColumn, -1);
    }

    /** An expression over the join as one over the join with the partial aggregate. */
    private Expr moved(Expr expr) {
      int removed = left ? side.fields().size() - keyPositions.size() - partials.size() : 0;
      return ExprTransformer.remap(
          expr,
          column ->
              sideColumns.get(column)
                  ? sideStart + position(column - sideStart)
                  : column - removed);
    }

    /** Adds what a call needs to the partial aggregate, and gives the places of it. */
    private List<Integer> partials(AggregateCall call) {
      int argument = call.argument() < 0 ? -1 : input(columns.get(call.argument()));
      int filter = call.filter() < 0 ? -1 : input(columns.get(call.filter()));
      return switch (call.function()) {
        case AVG ->
            List.of(
                partial(Function.SUM, argument, filter, sumType(inputs.get(argument).type())),
                partial(Function.COUNT, argument, filter, SqlType.BIGINT));
        default -> List.of(partial(call.function(), argument, filter, call.type()));
      };
    }

    private static SqlType sumType(SqlType type) {
      return switch (type.kind()) {
        case SMALLINT, INTEGER -> SqlType.BIGINT;
        default -> SqlType.NUMERIC;
      };
    }

    private int input(Expr overJoin) {
      Expr expr = ExprTransformer.shift(overJoin, -sideStart);
      int index = inputs.indexOf(expr);
      if (index < 0) {
        index = inputs.size();
        inputs.add(expr);
      }
      return index;
    }

    private int partial(Function function, int argument, int filter, SqlType type) {
      return add(partials, new AggregateCall(function, argument, false, filter, type));
    }

    private static int add(List<AggregateCall> calls, AggregateCall call) {
      int index = calls.indexOf(call);
      if (index < 0) {
        index = calls.size();
        calls.add(call);
      }
      return index;
    }

    private Expr result(AggregateCall call, List<Integer> parts, int groups) {
      return switch (call.function()) {
        case COUNT -> {
          Expr count = new Expr.Cast(total(Function.SUM, parts.getFirst(), groups), call.type());
          Expr none = new Expr.Literal(0L, SqlType.BIGINT);
          yield new Expr.Coalesce(List.of(count, none), call.type());
        }
        case SUM -> {
          Expr sum = total(Function.SUM, parts.getFirst(), groups);
          yield sum.type().kind() == call.type().kind() ? sum : new Expr.Cast(sum, call.type());
        }
        case AVG -> {
          Expr count = total(Function.SUM, parts.get(1), groups);
          Expr none =
              new Expr.Comparison(
                  Expr.Comparison.Operator.EQUAL,
                  count,
                  new Expr.Literal(BigDecimal.ZERO, SqlType.NUMERIC));
          Expr average =
              new Expr.Arithmetic(
                  Expr.Arithmetic.Operator.DIVIDE,
                  total(Function.SUM, parts.getFirst(), groups),
                  count,
                  SqlType.NUMERIC);
          yield new Expr.Case(
              List.of(new Expr.Case.Branch(none, new Expr.Literal(null, call.type()))),
              average,
              call.type());
        }
        default -> total(call.function(), parts.getFirst(), groups);
      };
    }

    /** The column of an aggregate of a partial one. */
    private Expr total(Function function, int part, int groups) {
      SqlType type = partials.get(part).type();
      int call =
          add(
              totals,
              new AggregateCall(
                  function,
                  groups + part,
                  false,
                  -1,
                  function == Function.SUM ? SqlType.NUMERIC : type));
      return new Expr.Column(groups + call, totals.get(call).type(), true);
    }
  }
}
