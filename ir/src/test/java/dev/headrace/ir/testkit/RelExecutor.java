package dev.headrace.ir.testkit;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Interpreter;
import dev.headrace.ir.Rel;
import dev.headrace.ir.TableCall;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.model.function.Comparisons;
import dev.headrace.model.function.RowSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Executes queries by the book: nested loops, lists of carriers, nothing clever. The oracle for
 * rewrites, for compiled circuits and for views.
 */
public final class RelExecutor {
  private final Function<String, List<List<@Nullable Object>>> tables;
  private final List<? extends @Nullable Object> parameters;
  private final Interpreter interpreter = new Interpreter();
  private final Map<String, List<List<@Nullable Object>>> rounds = new HashMap<>();

  /**
   * @param tables the rows of each relation by name
   * @param parameters the statement's, as carriers
   */
  public RelExecutor(
      Function<String, List<List<@Nullable Object>>> tables,
      List<? extends @Nullable Object> parameters) {
    this.tables = tables;
    this.parameters = parameters;
  }

  /**
   * The rows of a query; in order if it ends with a sort.
   *
   * @throws SqlException if an expression fails
   */
  public List<List<@Nullable Object>> execute(Rel rel) {
    return switch (rel) {
      case Rel.Scan scan -> tables.apply(scan.relation());
      case Rel.Values values ->
          values.rows().stream().map(row -> evaluate(row, List.of())).toList();
      case Rel.Filter filter ->
          execute(filter.input()).stream().filter(row -> isTrue(filter.predicate(), row)).toList();
      case Rel.Project project ->
          execute(project.input()).stream()
              .map(row -> evaluate(project.expressions(), row))
              .toList();
      case Rel.Join join -> join(join);
      case Rel.Aggregate aggregate -> aggregate(aggregate);
      case Rel.Expand expand -> expand(expand);
      case Rel.Working working -> Objects.requireNonNull(rounds.get(working.name()));
      case Rel.Recursive recursive -> recursive(recursive);
      case Rel.Window window -> WindowOracle.of(window, execute(window.input()), this::count);
      case Rel.Union union ->
          union.inputs().stream().flatMap(input -> execute(input).stream()).toList();
      case Rel.SetOperation operation -> setOperation(operation);
      case Rel.Once once -> execute(once.input());
      case Rel.Sort sort -> sort(sort);
    };
  }

  private List<@Nullable Object> evaluate(List<Expr> exprs, List<@Nullable Object> row) {
    List<@Nullable Object> result = new ArrayList<>();
    ListSource source = new ListSource(row, parameters);
    exprs.forEach(expr -> result.add(interpreter.evaluate(expr, source)));
    return result;
  }

  private boolean isTrue(Expr condition, List<@Nullable Object> row) {
    return interpreter.isTrue(condition, new ListSource(row, parameters));
  }

  private List<List<@Nullable Object>> join(Rel.Join join) {
    List<List<@Nullable Object>> left = execute(join.left());
    List<List<@Nullable Object>> right = execute(join.right());
    List<List<@Nullable Object>> result = new ArrayList<>();
    boolean[] rightMatched = new boolean[right.size()];
    for (List<@Nullable Object> l : left) {
      boolean matched = false;
      for (int r = 0; r < right.size(); r++) {
        List<@Nullable Object> both = concatenated(l, right.get(r));
        if (matches(join, l, right.get(r), both)) {
          matched = true;
          rightMatched[r] = true;
          if (!join.kind().leftOnly()) {
            result.add(both);
          }
        }
      }
      if (join.kind().leftOnly() && matched == (join.kind() == Rel.Join.Kind.SEMI)) {
        result.add(l);
      } else if (!matched && join.kind().keepsUnmatchedLeft()) {
        result.add(concatenated(l, nulls(join.right())));
      }
    }
    for (int r = 0; r < right.size(); r++) {
      if (!rightMatched[r] && join.kind().keepsUnmatchedRight()) {
        result.add(concatenated(nulls(join.left()), right.get(r)));
      }
    }
    return result;
  }

  private static List<@Nullable Object> nulls(Rel rel) {
    return Collections.nCopies(rel.fields().size(), null);
  }

  private static List<@Nullable Object> concatenated(
      List<@Nullable Object> left, List<@Nullable Object> right) {
    List<@Nullable Object> both = new ArrayList<>(left);
    both.addAll(right);
    return both;
  }

  private boolean matches(
      Rel.Join join,
      List<@Nullable Object> left,
      List<@Nullable Object> right,
      List<@Nullable Object> both) {
    for (Rel.Join.Key key : join.keys()) {
      Object l = left.get(key.left());
      Object r = right.get(key.right());
      boolean nullMatch = key.nullsMatch() && l == null && r == null;
      if (!nullMatch
          && (l == null
              || r == null
              || Comparisons.compare(join.left().fields().get(key.left()).type(), l, r) != 0)) {
        return false;
      }
    }
    return join.residual() == null || isTrue(join.residual(), both);
  }

  private List<List<@Nullable Object>> aggregate(Rel.Aggregate aggregate) {
    List<Field> input = aggregate.input().fields();
    List<Field> keyFields = aggregate.keys().stream().map(input::get).toList();
    Map<List<@Nullable Object>, List<List<@Nullable Object>>> groups =
        new TreeMap<>(byColumns(keyFields));
    if (aggregate.keys().isEmpty()) {
      groups.put(List.of(), new ArrayList<>());
    }
    for (List<@Nullable Object> row : execute(aggregate.input())) {
      List<@Nullable Object> key = new ArrayList<>();
      aggregate.keys().forEach(column -> key.add(row.get(column)));
      groups.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
    }
    List<List<@Nullable Object>> result = new ArrayList<>();
    groups.forEach(
        (key, rows) -> {
          List<@Nullable Object> row = new ArrayList<>(key);
          aggregate.calls().forEach(call -> row.add(AggregateOracle.of(call, input, rows)));
          result.add(row);
        });
    return result;
  }

  static Comparator<List<@Nullable Object>> byColumns(List<Field> fields) {
    return (a, b) -> {
      for (int i = 0; i < fields.size(); i++) {
        int order = Comparisons.compareNullsLast(fields.get(i).type(), a.get(i), b.get(i));
        if (order != 0) {
          return order;
        }
      }
      return 0;
    };
  }

  private List<List<@Nullable Object>> setOperation(Rel.SetOperation operation) {
    Map<List<@Nullable Object>, int[]> counts = new TreeMap<>(byColumns(operation.fields()));
    execute(operation.left()).forEach(row -> counts.computeIfAbsent(row, k -> new int[2])[0]++);
    execute(operation.right()).forEach(row -> counts.computeIfAbsent(row, k -> new int[2])[1]++);
    List<List<@Nullable Object>> result = new ArrayList<>();
    counts.forEach(
        (row, count) -> {
          int times =
              switch (operation.operator()) {
                case EXCEPT ->
                    operation.all()
                        ? Math.max(0, count[0] - count[1])
                        : count[0] > 0 && count[1] == 0 ? 1 : 0;
                case INTERSECT ->
                    Math.min(Math.min(count[0], count[1]), operation.all() ? Integer.MAX_VALUE : 1);
              };
          result.addAll(Collections.nCopies(times, row));
        });
    return result;
  }

  private List<List<@Nullable Object>> sort(Rel.Sort sort) {
    List<List<@Nullable Object>> rows = new ArrayList<>(execute(sort.input()));
    Comparator<List<@Nullable Object>> order = (_, _) -> 0;
    for (Rel.SortKey key : sort.order()) {
      order = order.thenComparing((a, b) -> compare(key, sort.fields(), a, b));
    }
    rows.sort(order.thenComparing(byColumns(sort.fields())));
    long offset = count(sort.offset(), 0, ErrorCode.INVALID_ROW_COUNT_IN_OFFSET_CLAUSE, "OFFSET");
    long limit =
        count(sort.limit(), Long.MAX_VALUE, ErrorCode.INVALID_ROW_COUNT_IN_LIMIT_CLAUSE, "LIMIT");
    return rows.stream().skip(offset).limit(limit).toList();
  }

  private List<List<@Nullable Object>> recursive(Rel.Recursive recursive) {
    TreeSet<List<@Nullable Object>> seen = new TreeSet<>(byColumns(recursive.fields()));
    List<List<@Nullable Object>> result = new ArrayList<>();
    List<List<@Nullable Object>> round = execute(recursive.initial());
    while (!round.isEmpty()) {
      List<List<@Nullable Object>> counted =
          recursive.all() ? round : round.stream().filter(seen::add).toList();
      result.addAll(counted);
      rounds.put(recursive.working(), counted);
      round = counted.isEmpty() ? counted : execute(recursive.step());
    }
    return result;
  }

  private List<List<@Nullable Object>> expand(Rel.Expand expand) {
    List<List<@Nullable Object>> result = new ArrayList<>();
    for (List<@Nullable Object> row : execute(expand.input())) {
      List<List<List<@Nullable Object>>> sets = new ArrayList<>();
      for (TableCall call : expand.calls()) {
        List<List<@Nullable Object>> set = new ArrayList<>();
        List<@Nullable Object> arguments = new ArrayList<>();
        call.arguments().forEach(column -> arguments.add(row.get(column)));
        RowSet rows = call.rows();
        rows.open(arguments);
        while (rows.next()) {
          List<@Nullable Object> values = new ArrayList<>();
          IntStream.range(0, call.types().size()).forEach(i -> values.add(rows.value(i)));
          set.add(values);
        }
        sets.add(set);
      }
      int most = sets.stream().mapToInt(List::size).max().orElse(0);
      for (int i = 0; i < (most == 0 && expand.outer() ? 1 : most); i++) {
        List<@Nullable Object> expanded = new ArrayList<>(row);
        for (int j = 0; j < sets.size(); j++) {
          List<List<@Nullable Object>> set = sets.get(j);
          expanded.addAll(
              i < set.size()
                  ? set.get(i)
                  : Collections.nCopies(expand.calls().get(j).types().size(), null));
        }
        if (expand.ordinality()) {
          expanded.add(most == 0 ? null : Long.valueOf(i + 1L));
        }
        result.add(expanded);
      }
    }
    return result;
  }

  private long count(Expr expr) {
    return (Long)
        Objects.requireNonNull(interpreter.evaluate(expr, new ListSource(List.of(), parameters)));
  }

  static int compare(
      Rel.SortKey key, List<Field> fields, List<@Nullable Object> a, List<@Nullable Object> b) {
    Object left = a.get(key.column());
    Object right = b.get(key.column());
    if (left == null || right == null) {
      int nullsLast = Boolean.compare(left == null, right == null);
      return key.nullsFirst() ? -nullsLast : nullsLast;
    }
    int order = Comparisons.compare(fields.get(key.column()).type(), left, right);
    return key.descending() ? -order : order;
  }

  private long count(@Nullable Expr expr, long absent, ErrorCode negative, String clause) {
    Object value =
        expr == null ? null : interpreter.evaluate(expr, new ListSource(List.of(), parameters));
    if (value == null) {
      return absent;
    }
    long count = (Long) value;
    if (count < 0) {
      throw new SqlException(negative, clause + " must not be negative");
    }
    return count;
  }

  /** How often each row occurs: what two results must agree on. */
  public static Map<List<@Nullable Object>, Integer> bag(List<List<@Nullable Object>> rows) {
    Map<List<@Nullable Object>, Integer> bag = new LinkedHashMap<>();
    rows.forEach(row -> bag.merge(row, 1, Integer::sum));
    return bag;
  }

  /** Rows with positions, for messages. */
  public static String print(List<List<@Nullable Object>> rows) {
    StringBuilder text = new StringBuilder();
    IntStream.range(0, rows.size())
        .forEach(
            i -> text.append(i).append(": ").append(Objects.toString(rows.get(i))).append('\n'));
    return text.toString();
  }
}
