package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Expr.Comparison;
import dev.headrace.ir.ExprProperties;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.AggregateCall;
import dev.headrace.ir.Rel.Join;
import dev.headrace.ir.WindowCall;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes a subquery independent of the query around it (Neumann, Kemper: "Unnesting Arbitrary
 * Queries", BTW 2015).
 *
 * <p>The result has the subquery's columns and, for each outer column it refers to, one more: the
 * rows of the subquery for all values of the outer columns at once. Where an equality with the
 * outer column shows its value ({@code WHERE u.tid = t.id}), that column serves; otherwise the
 * subquery is joined with the distinct values of the outer columns, its domain.
 */
final class Unnesting {
  private final int frame;
  private final Rel outer;
  private final List<Expr.Column> columns;
  // the rows of recursive queries that refer to outer columns, with these at the end
  private final Map<String, List<Field>> recursions = new HashMap<>();
  private @Nullable Rel domain;

  private final IdentityHashMap<Rel, Part> parts = new IdentityHashMap<>();

  private Unnesting(int frame, Rel outer, SortedMap<Integer, Expr.Column> columns) {
    this.frame = frame;
    this.outer = outer;
    this.columns = List.copyOf(columns.values());
  }

  /**
   * What became of a subquery.
   *
   * @param rel its columns first
   * @param outer columns of the enclosing query's rows
   * @param keys the columns of {@code rel} that stand for them
   * @param nullsMatch whether rows for a NULL are there and to be found
   */
  record Result(Rel rel, List<Integer> outer, List<Integer> keys, boolean nullsMatch) {
    /** Equalities between the outer rows and these; the outer rows go left. */
    List<Join.Key> joinKeys() {
      List<Join.Key> joinKeys = new ArrayList<>();
      for (int i = 0; i < keys.size(); i++) {
        joinKeys.add(new Join.Key(outer.get(i), keys.get(i), nullsMatch));
      }
      return joinKeys;
    }
  }

  private record Part(Rel rel, List<Integer> keys, boolean nullsMatch) {}

  /** Unnests a subquery of a frame whose rows are those of {@code outer}. */
  static Result unnest(Rel subquery, int frame, Rel outer) {
    SortedMap<Integer, Expr.Column> columns = OuterColumns.of(subquery, frame);
    if (columns.isEmpty()) {
      return new Result(subquery, List.of(), List.of(), false);
    }
    Unnesting unnesting = new Unnesting(frame, outer, columns);
    Part part = unnesting.part(subquery);
    return new Result(part.rel, List.copyOf(columns.keySet()), part.keys, part.nullsMatch);
  }

  private Rel domain() {
    if (domain == null) {
      domain =
          Projections.distinct(
              Projections.columns(outer, columns.stream().map(Expr.Column::index).toList()));
    }
    return domain;
  }

  private boolean isFree(Rel rel) {
    return OuterColumns.anyOf(rel, frame) || isRound(rel);
  }

  /** Whether it reads the rows of a round of a recursion that refers to outer columns. */
  private boolean isRound(Rel rel) {
    return rel instanceof Rel.Working working && recursions.containsKey(working.name())
        || !recursions.isEmpty() && rel.inputs().stream().anyMatch(this::isRound);
  }

  /** What is read in several places becomes one part, so that it is still one. */
  private Part part(Rel rel) {
    Part known = parts.get(rel);
    if (known == null) {
      known = isFree(rel) ? freePart(rel) : timesDomain(rel, List.of());
      parts.put(rel, known);
    }
    return known;
  }

  private Part freePart(Rel rel) {
    return switch (rel) {
      case Rel.Scan scan -> throw new IllegalStateException("outer columns in " + scan);
      case Rel.Values values -> values(values);
      case Rel.Filter filter -> filter(filter);
      case Rel.Project project -> project(project);
      case Join join -> join(join);
      case Rel.Aggregate aggregate -> aggregate(aggregate);
      case Rel.Union union -> {
        List<Part> parts = alike(union.inputs());
        List<Rel> inputs = parts.stream().map(Part::rel).toList();
        yield withRel(parts.getFirst(), new Rel.Union(inputs, inputs.getFirst().fields()));
      }
      case Rel.SetOperation node -> {
        List<Part> parts = alike(node.inputs());
        Rel left = parts.getFirst().rel;
        yield withRel(
            parts.getFirst(),
            new Rel.SetOperation(
                node.operator(), node.all(), left, parts.getLast().rel, left.fields()));
      }
      case Rel.Window window -> window(window);
      case Rel.Expand expand -> expand(expand);
      case Rel.Recursive recursive -> recursive(recursive);
      case Rel.Working working -> {
        List<Field> fields = Objects.requireNonNull(recursions.get(working.name()));
        yield new Part(
            new Rel.Working(working.name(), fields),
            range(working.fields().size(), columns.size()),
            true);
      }
      case Rel.Once once -> throw new IllegalStateException("outer columns in " + once);
      case Rel.Sort sort -> {
        yield sort.limit() == null && sort.offset() == null ? part(sort.input()) : limited(sort);
      }
    };
  }

  /** The recursions for all combinations of outer values at once, each row with its values. */
  private Part recursive(Rel.Recursive recursive) {
    int width = recursive.fields().size();
    Rel initial = inOrder(exact(part(recursive.initial())), width).rel;
    List<Field> fields = new ArrayList<>(recursive.fields());
    initial
        .fields()
        .subList(width, width + columns.size())
        .forEach(field -> fields.add(Field.of(field.name(), field.type())));
    recursions.put(recursive.working(), List.copyOf(fields));
    Rel step = inOrder(exact(part(recursive.step())), width).rel;
    Rel all = new Rel.Recursive(initial, step, recursive.working(), recursive.all(), fields);
    return new Part(all, range(width, columns.size()), true);
  }

  private Part expand(Rel.Expand expand) {
    Part input = part(expand.input());
    int width = expand.input().fields().size();
    int made = expand.fields().size() - width;
    List<Integer> order = Projections.range(0, width);
    order.addAll(input.keys);
    Rel rel = Projections.columns(input.rel, order);
    List<Field> fields = new ArrayList<>(rel.fields());
    fields.addAll(expand.fields().subList(width, width + made));
    Rel expanded = new Rel.Expand(rel, expand.calls(), expand.ordinality(), expand.outer(), fields);
    List<Integer> own = Projections.range(0, width);
    own.addAll(Projections.range(width + columns.size(), made));
    own.addAll(Projections.range(width, columns.size()));
    return new Part(
        Projections.columns(expanded, own),
        Projections.range(width + made, columns.size()),
        input.nullsMatch);
  }

  /** LIMIT counts the rows of each combination of outer values. */
  private Part limited(Rel.Sort sort) {
    Part part =
        window(NumberedRows.numbered(sort.input(), sort.order(), WindowCall.Function.ROW_NUMBER));
    int width = sort.fields().size();
    Expr limit = sort.limit() == null ? null : replaced(sort.limit(), part.keys);
    Expr offset = sort.offset() == null ? null : replaced(sort.offset(), part.keys);
    Rel kept =
        Joins.filter(
            part.rel, NumberedRows.conditions(Projections.column(part.rel, width), limit, offset));
    List<Integer> columnsKept = Projections.range(0, width);
    columnsKept.addAll(part.keys);
    return new Part(
        Projections.columns(kept, columnsKept),
        Projections.range(width, columns.size()),
        part.nullsMatch);
  }

  /** Each combination of outer values has partitions of its own. */
  private Part window(Rel.Window window) {
    Part input = part(window.input());
    int width = window.input().fields().size();
    List<Integer> order = Projections.range(0, width);
    order.addAll(input.keys);
    Rel rel = Projections.columns(input.rel, order);
    List<Integer> keys = Projections.range(width, columns.size());
    List<Integer> partition = new ArrayList<>(window.partition());
    partition.addAll(keys);
    List<Field> fields = new ArrayList<>(rel.fields());
    fields.addAll(window.fields().subList(width, window.fields().size()));
    Rel numbered = new Rel.Window(rel, partition, window.order(), window.calls(), fields);
    List<Integer> own = Projections.range(0, width);
    own.addAll(Projections.range(width + columns.size(), window.calls().size()));
    own.addAll(keys);
    return new Part(
        Projections.columns(numbered, own),
        Projections.range(window.fields().size(), columns.size()),
        input.nullsMatch);
  }

  private static Part withRel(Part part, Rel rel) {
    return new Part(rel, part.keys, part.nullsMatch);
  }

  /** Every row for every combination of outer values, under conditions. */
  private Part timesDomain(Rel rel, List<Expr> conjuncts) {
    List<Integer> keys = range(rel.fields().size(), columns.size());
    List<Expr> mapped = conjuncts.stream().map(c -> replaced(c, keys)).toList();
    return new Part(Joins.join(Join.Kind.INNER, rel, domain(), mapped), keys, true);
  }

  private static List<Integer> range(int start, int count) {
    List<Integer> range = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      range.add(start + i);
    }
    return range;
  }

  /** The expression with outer columns replaced by the columns that stand for them. */
  private Expr replaced(Expr expr, List<Integer> keys) {
    return OuterColumns.mapColumns(
        expr,
        node -> {
          if (!(node instanceof Expr.Column column) || !OuterColumns.isOf(column, frame)) {
            return node;
          }
          int at = position(OuterColumns.inner(column).index());
          return new Expr.Column(keys.get(at), column.type(), column.nullable());
        });
  }

  private int position(int outerIndex) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).index() == outerIndex) {
        return i;
      }
    }
    throw new IllegalStateException("no outer column " + outerIndex);
  }

  private Part values(Rel.Values values) {
    List<Part> rows = new ArrayList<>();
    List<Integer> keys = range(0, columns.size());
    for (List<Expr> row : values.rows()) {
      List<Expr> expressions = new ArrayList<>(row.stream().map(e -> replaced(e, keys)).toList());
      List<Field> fields = new ArrayList<>(values.fields());
      keys.forEach(
          k -> {
            expressions.add(Projections.column(domain(), k));
            fields.add(domain().fields().get(k));
          });
      rows.add(
          new Part(
              new Rel.Project(domain(), expressions, fields),
              range(row.size(), columns.size()),
              true));
    }
    if (rows.size() == 1) {
      return rows.getFirst();
    }
    List<Rel> inputs = rows.stream().map(Part::rel).toList();
    return withRel(rows.getFirst(), new Rel.Union(inputs, inputs.getFirst().fields()));
  }

  private Part filter(Rel.Filter filter) {
    List<Expr> conjuncts = Conditions.conjuncts(filter.predicate());
    if (isFree(filter.input())) {
      Part input = part(filter.input());
      List<Expr> mapped = conjuncts.stream().map(c -> replaced(c, input.keys)).toList();
      return withRel(input, Joins.filter(input.rel, mapped));
    }
    Part decoupled = decoupled(filter.input(), conjuncts);
    return decoupled != null ? decoupled : timesDomain(filter.input(), conjuncts);
  }

  /** Takes outer values from equalities with them, or gives null if one has no equality. */
  private @Nullable Part decoupled(Rel input, List<Expr> conjuncts) {
    List<Expr> rest = new ArrayList<>(conjuncts);
    List<@Nullable Expr> found = new ArrayList<>();
    for (Expr.Column column : columns) {
      Expr value = null;
      for (Expr conjunct : conjuncts) {
        Expr other = equalTo(conjunct, column);
        if (value == null && other != null && Types.isExact(column.type())) {
          value = other;
          rest.remove(conjunct);
        }
      }
      if (value == null) {
        return null;
      }
      found.add(value);
    }
    List<Expr> computed = new ArrayList<>();
    List<Integer> keys = new ArrayList<>();
    for (Expr value : found) {
      if (value instanceof Expr.Column column) {
        keys.add(column.index());
      } else if (value != null) {
        keys.add(input.fields().size() + computed.size());
        computed.add(value);
      }
    }
    Rel wide = Projections.append(input, computed);
    List<Expr> mapped = rest.stream().map(c -> replaced(c, keys)).toList();
    return new Part(Joins.filter(wide, mapped), keys, false);
  }

  private @Nullable Expr equalTo(Expr conjunct, Expr.Column column) {
    if (!(conjunct instanceof Comparison(Comparison.Operator operator, Expr left, Expr right))
        || operator != Comparison.Operator.EQUAL) {
      return null;
    }
    if (isOuter(left, column) && isLocal(right)) {
      return right;
    }
    return isOuter(right, column) && isLocal(left) ? left : null;
  }

  private boolean isOuter(Expr expr, Expr.Column column) {
    return expr instanceof Expr.Column c
        && OuterColumns.isOf(c, frame)
        && OuterColumns.inner(c).index() == column.index();
  }

  private boolean isLocal(Expr expr) {
    return !OuterColumns.any(expr) && ExprProperties.isDeterministic(expr);
  }

  private Part project(Rel.Project project) {
    Part input = part(project.input());
    List<Expr> expressions = new ArrayList<>();
    project.expressions().forEach(e -> expressions.add(replaced(e, input.keys)));
    List<Field> fields = new ArrayList<>(project.fields());
    List<Integer> keys = range(expressions.size(), columns.size());
    for (int key : input.keys) {
      expressions.add(Projections.column(input.rel, key));
      fields.add(input.rel.fields().get(key));
    }
    return new Part(new Rel.Project(input.rel, expressions, fields), keys, input.nullsMatch);
  }

  private Part aggregate(Rel.Aggregate aggregate) {
    Part input = part(aggregate.input());
    Rel grouped = grouped(aggregate, input);
    int own = aggregate.keys().size();
    if (own == 0) {
      return withEmptyGroups(aggregate, grouped, input.nullsMatch);
    }
    List<Integer> order = range(0, own);
    order.addAll(range(own + columns.size(), aggregate.calls().size()));
    order.addAll(range(own, columns.size()));
    return new Part(
        Projections.columns(grouped, order),
        range(aggregate.fields().size(), columns.size()),
        input.nullsMatch);
  }

  /** Groups by the outer values too: own keys, outer values, calls. */
  private static Rel grouped(Rel.Aggregate aggregate, Part input) {
    List<Integer> keys = new ArrayList<>(aggregate.keys());
    keys.addAll(input.keys);
    List<Field> fields = new ArrayList<>(aggregate.fields().subList(0, aggregate.keys().size()));
    input.keys.forEach(k -> fields.add(input.rel.fields().get(k)));
    fields.addAll(aggregate.fields().subList(aggregate.keys().size(), aggregate.fields().size()));
    return new Rel.Aggregate(input.rel, keys, aggregate.calls(), fields);
  }

  /** An aggregate without keys has a row for no input too. */
  private Part withEmptyGroups(Rel.Aggregate aggregate, Rel grouped, boolean nullsMatch) {
    int outerCount = columns.size();
    List<Join.Key> keys = new ArrayList<>();
    for (int i = 0; i < outerCount; i++) {
      keys.add(new Join.Key(i, i, nullsMatch));
    }
    Rel joined = new Join(Join.Kind.LEFT, domain(), grouped, keys, null);
    List<Expr> expressions = new ArrayList<>();
    for (int i = 0; i < aggregate.calls().size(); i++) {
      Expr value = Projections.column(joined, 2 * outerCount + i);
      expressions.add(overNoRows(aggregate.calls().get(i), value));
    }
    List<Field> fields = new ArrayList<>(aggregate.fields());
    for (int i = 0; i < outerCount; i++) {
      expressions.add(Projections.column(joined, i));
      fields.add(domain().fields().get(i));
    }
    return new Part(
        new Rel.Project(joined, expressions, fields),
        range(aggregate.calls().size(), outerCount),
        true);
  }

  /** The value of an aggregate that an outer join may have left without a group. */
  static Expr overNoRows(AggregateCall call, Expr value) {
    return call.function() == AggregateCall.Function.COUNT
        ? new Expr.Coalesce(List.of(value, new Expr.Literal(0L, SqlType.BIGINT)), SqlType.BIGINT)
        : value;
  }

  /** A scalar aggregate per combination of outer values, without rows for empty groups. */
  static Result unnestAggregate(Rel.Aggregate aggregate, int frame, Rel outer) {
    SortedMap<Integer, Expr.Column> columns = OuterColumns.of(aggregate, frame);
    Unnesting unnesting = new Unnesting(frame, outer, columns);
    Part input = unnesting.part(aggregate.input());
    return new Result(
        grouped(aggregate, input),
        List.copyOf(columns.keySet()),
        range(0, columns.size()),
        input.nullsMatch);
  }

  private Part join(Join join) {
    boolean leftFree = isFree(join.left());
    boolean rightFree = isFree(join.right());
    boolean conditionFree = join.residual() != null && OuterColumns.anyOf(join.residual(), frame);
    boolean keepsLeft = join.kind().keepsUnmatchedLeft() || join.kind().leftOnly();
    boolean needsLeft =
        leftFree || keepsLeft && (rightFree || conditionFree) || conditionFree && !rightFree;
    boolean needsRight =
        rightFree
            || join.kind().keepsUnmatchedRight() && (leftFree || conditionFree)
            || keepsLeft && conditionFree && join.kind().keepsUnmatchedRight();
    Part left = needsLeft ? part(join.left()) : null;
    Part right = needsRight ? part(join.right()) : null;
    boolean full = join.kind() == Join.Kind.FULL;
    return joined(
        join,
        full && left != null ? exact(left) : left,
        full && right != null ? exact(right) : right);
  }

  private Part joined(Join join, @Nullable Part left, @Nullable Part right) {
    Rel leftRel = left == null ? join.left() : left.rel;
    Rel rightRel = right == null ? join.right() : right.rel;
    int oldLeft = join.left().fields().size();
    int oldRight = join.right().fields().size();
    int width = leftRel.fields().size();
    List<Join.Key> keys = new ArrayList<>(join.keys());
    boolean nullsMatch = left == null || left.nullsMatch;
    if (right != null) {
      nullsMatch &= right.nullsMatch;
    }
    if (left != null && right != null) {
      for (int i = 0; i < columns.size(); i++) {
        keys.add(new Join.Key(left.keys.get(i), right.keys.get(i), nullsMatch));
      }
    }
    boolean rightRows = join.kind() == Join.Kind.RIGHT || left == null;
    List<Integer> outerKeys = new ArrayList<>();
    if (rightRows && right != null) {
      right.keys.forEach(k -> outerKeys.add(width + k));
    } else if (left != null) {
      outerKeys.addAll(left.keys);
    }
    Expr residual = join.residual();
    if (residual != null) {
      Expr moved =
          OuterColumns.mapColumns(
              residual,
              node ->
                  node instanceof Expr.Column c && !OuterColumns.isOuter(c) && c.index() >= oldLeft
                      ? new Expr.Column(c.index() - oldLeft + width, c.type(), c.nullable())
                      : node);
      residual = replaced(moved, outerKeys);
    }
    Rel joined = new Join(join.kind(), leftRel, rightRel, keys, residual);
    if (join.kind() == Join.Kind.FULL && left != null && right != null) {
      return fullJoined(joined, left, right, oldLeft, oldRight, nullsMatch);
    }
    if (join.kind().leftOnly()) {
      return new Part(joined, outerKeys, left != null && left.nullsMatch);
    }
    List<Integer> order = range(0, oldLeft);
    order.addAll(range(width, oldRight));
    order.addAll(outerKeys);
    boolean matches =
        rightRows && right != null ? right.nullsMatch : left != null && left.nullsMatch;
    return new Part(
        Projections.columns(joined, order), range(oldLeft + oldRight, columns.size()), matches);
  }

  /** Of the outer values on both sides of a full join, the one that is there. */
  private Part fullJoined(
      Rel joined, Part left, Part right, int oldLeft, int oldRight, boolean nullsMatch) {
    int width = left.rel.fields().size();
    List<Expr> expressions = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    List<Integer> own = range(0, oldLeft);
    own.addAll(range(width, oldRight));
    for (int index : own) {
      expressions.add(Projections.column(joined, index));
      fields.add(joined.fields().get(index));
    }
    for (int i = 0; i < columns.size(); i++) {
      Expr value =
          new Expr.Coalesce(
              List.of(
                  Projections.column(joined, left.keys.get(i)),
                  Projections.column(joined, width + right.keys.get(i))),
              columns.get(i).type());
      expressions.add(value);
      fields.add(Projections.field(columns.get(i).type().toString(), value));
    }
    return new Part(
        new Rel.Project(joined, expressions, fields),
        range(oldLeft + oldRight, columns.size()),
        nullsMatch);
  }

  /** Inputs of a set operation with the outer values in the same places and the same NULLs. */
  private List<Part> alike(List<Rel> inputs) {
    List<Part> parts = inputs.stream().map(this::part).toList();
    boolean nullsMatch = parts.stream().anyMatch(Part::nullsMatch);
    List<Part> alike = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      Part part = nullsMatch ? exact(parts.get(i)) : parts.get(i);
      alike.add(inOrder(part, inputs.get(i).fields().size()));
    }
    return alike;
  }

  /** The same with the outer values behind the subquery's own columns. */
  private Part inOrder(Part part, int width) {
    List<Integer> order = range(0, width);
    order.addAll(part.keys);
    return new Part(
        Projections.columns(part.rel, order), range(width, columns.size()), part.nullsMatch);
  }

  /** The same without rows for NULLs, which were only never to be found. */
  private static Part exact(Part part) {
    if (part.nullsMatch) {
      return part;
    }
    List<Expr> present = new ArrayList<>();
    for (int key : part.keys) {
      Expr column = Projections.column(part.rel, key);
      if (column.nullable()) {
        present.add(Conditions.isNotNull(column));
      }
    }
    return new Part(Joins.filter(part.rel, present), part.keys, true);
  }

  /** Whether a relation has at most one row whatever its input. */
  static boolean isSingleRow(Rel rel) {
    return switch (rel) {
      case Rel.Aggregate aggregate -> aggregate.keys().isEmpty();
      case Rel.Values values -> values.rows().size() == 1;
      case Rel.Project project -> isSingleRow(project.input());
      case Rel.Filter filter -> isSingleRow(filter.input());
      case Rel.Sort(Rel input, var _, Expr.Literal limit, var _) ->
          Long.valueOf(1).equals(limit.value()) || isSingleRow(input);
      case Rel.Sort sort -> isSingleRow(sort.input());
      case Rel.Window window -> isSingleRow(window.input());
      case Rel.Once once -> isSingleRow(once.input());
      case Rel.Scan _,
          Join _,
          Rel.Expand _,
          Rel.Recursive _,
          Rel.Union _,
          Rel.SetOperation _,
          Rel.Working _ ->
          false;
    };
  }

  /** Replaces outer columns of the frame by the frame's own columns: the expression moved up. */
  static Expr movedUp(Expr expr, int frame) {
    return OuterColumns.mapColumns(
        expr,
        node ->
            node instanceof Expr.Column column && OuterColumns.isOf(column, frame)
                ? OuterColumns.inner(column)
                : node);
  }
}
