package dev.headrace.ir.testkit;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.ir.WindowCall;
import dev.headrace.ir.WindowFrame;
import dev.headrace.ir.WindowFrame.Bound;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Window functions by definition: for each row, its frame is looked for among all rows. */
final class WindowOracle {
  private final Rel.Window window;
  private final List<Field> fields;
  private final ToLongFunction<Expr> constant;
  private final Comparator<List<@Nullable Object>> order;
  private int[] groups = {};

  private WindowOracle(Rel.Window window, ToLongFunction<Expr> constant) {
    this.window = window;
    this.fields = window.input().fields();
    this.constant = constant;
    Comparator<List<@Nullable Object>> byKeys = (_, _) -> 0;
    for (Rel.SortKey key : window.order()) {
      byKeys = byKeys.thenComparing((a, b) -> RelExecutor.compare(key, fields, a, b));
    }
    this.order = byKeys;
  }

  static List<List<@Nullable Object>> of(
      Rel.Window window, List<List<@Nullable Object>> rows, ToLongFunction<Expr> constant) {
    WindowOracle oracle = new WindowOracle(window, constant);
    List<Field> keys = window.partition().stream().map(oracle.fields::get).toList();
    TreeMap<List<@Nullable Object>, List<List<@Nullable Object>>> partitions =
        new TreeMap<>(RelExecutor.byColumns(keys));
    for (List<@Nullable Object> row : rows) {
      List<@Nullable Object> key = new ArrayList<>();
      window.partition().forEach(column -> key.add(row.get(column)));
      partitions.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
    }
    List<List<@Nullable Object>> result = new ArrayList<>();
    partitions.values().forEach(partition -> oracle.addResults(partition, result));
    return result;
  }

  private void addResults(
      List<List<@Nullable Object>> partition, List<List<@Nullable Object>> result) {
    partition.sort(order.thenComparing(RelExecutor.byColumns(fields)));
    countGroups(partition);
    for (int i = 0; i < partition.size(); i++) {
      List<@Nullable Object> row = new ArrayList<>(partition.get(i));
      for (WindowCall call : window.calls()) {
        row.add(value(call, partition, i));
      }
      result.add(row);
    }
  }

  private boolean arePeers(List<List<@Nullable Object>> rows, int a, int b) {
    return order.compare(rows.get(a), rows.get(b)) == 0;
  }

  private int firstPeer(List<List<@Nullable Object>> rows, int row) {
    int first = row;
    while (first > 0 && arePeers(rows, first - 1, row)) {
      first--;
    }
    return first;
  }

  private int afterPeers(List<List<@Nullable Object>> rows, int row) {
    int after = row + 1;
    while (after < rows.size() && arePeers(rows, after, row)) {
      after++;
    }
    return after;
  }

  // of the rows of the partition: how many groups of peers come before each
  private void countGroups(List<List<@Nullable Object>> rows) {
    groups = new int[rows.size()];
    for (int i = 1; i < groups.length; i++) {
      groups[i] = groups[i - 1] + (arePeers(rows, i - 1, i) ? 0 : 1);
    }
  }

  private @Nullable Object value(WindowCall call, List<List<@Nullable Object>> rows, int row) {
    int size = rows.size();
    return switch (call.function()) {
      case ROW_NUMBER -> row + 1L;
      case RANK -> firstPeer(rows, row) + 1L;
      case DENSE_RANK -> groups[row] + 1L;
      case PERCENT_RANK -> size == 1 ? 0.0 : (double) firstPeer(rows, row) / (size - 1);
      case CUME_DIST -> (double) afterPeers(rows, row) / size;
      case NTILE -> bucket((Integer) rows.getFirst().get(call.arguments().getFirst()), size, row);
      case LAG -> shifted(call, rows, row, -1);
      case LEAD -> shifted(call, rows, row, 1);
      case FIRST_VALUE, LAST_VALUE, NTH_VALUE -> ofFrame(call, rows, row);
      case AGGREGATE ->
          AggregateOracle.of(call.requireAggregate(), fields, frame(call.frame(), rows, row));
    };
  }

  private static @Nullable Object bucket(@Nullable Integer buckets, int size, int row) {
    if (buckets == null) {
      return null;
    }
    if (buckets <= 0) {
      throw new SqlException(
          ErrorCode.INVALID_ARGUMENT_FOR_NTILE, "argument of ntile must be greater than zero");
    }
    int rest = row;
    for (int bucket = 0; ; bucket++) {
      rest -= size / buckets + (bucket < size % buckets ? 1 : 0);
      if (rest < 0) {
        return bucket + 1;
      }
    }
  }

  private static @Nullable Object shifted(
      WindowCall call, List<List<@Nullable Object>> rows, int row, int sign) {
    List<Integer> arguments = call.arguments();
    Object distance =
        arguments.size() < 2 ? Integer.valueOf(1) : rows.get(row).get(arguments.get(1));
    if (distance == null) {
      return null;
    }
    long at = row + (long) sign * (Integer) distance;
    if (at >= 0 && at < rows.size()) {
      return rows.get((int) at).get(arguments.getFirst());
    }
    return arguments.size() < 3 ? null : rows.get(row).get(arguments.get(2));
  }

  private @Nullable Object ofFrame(WindowCall call, List<List<@Nullable Object>> rows, int row) {
    List<List<@Nullable Object>> frame = frame(call.frame(), rows, row);
    int at =
        switch (call.function()) {
          case FIRST_VALUE -> 0;
          case LAST_VALUE -> frame.size() - 1;
          default -> nth(rows.get(row).get(call.arguments().get(1)));
        };
    return at < 0 || at >= frame.size() ? null : frame.get(at).get(call.arguments().getFirst());
  }

  private static int nth(@Nullable Object number) {
    if (number == null) {
      return -1;
    }
    if ((Integer) number <= 0) {
      throw new SqlException(
          ErrorCode.INVALID_ARGUMENT_FOR_NTH_VALUE,
          "argument of nth_value must be greater than zero");
    }
    return (Integer) number - 1;
  }

  private List<List<@Nullable Object>> frame(
      WindowFrame frame, List<List<@Nullable Object>> rows, int row) {
    List<List<@Nullable Object>> result = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      if (side(frame, frame.start(), rows, row, i) >= 0
          && side(frame, frame.end(), rows, row, i) <= 0) {
        result.add(rows.get(i));
      }
    }
    return result;
  }

  /** Below 0 for a row before the bound of another row's frame, above 0 behind it. */
  private int side(
      WindowFrame frame, Bound bound, List<List<@Nullable Object>> rows, int row, int other) {
    return switch (bound) {
      case Bound.Unbounded(boolean following) -> following ? -1 : 1;
      case Bound.CurrentRow() -> distance(frame, row, other);
      case Bound.Offset(Expr count, boolean following) -> {
        long away = constant.applyAsLong(count);
        yield Long.signum(distance(frame, row, other) - (following ? away : -away));
      }
      case Bound.Value(int value, int column) -> {
        Rel.SortKey key = window.order().getFirst();
        List<@Nullable Object> wanted = new ArrayList<>(rows.get(row));
        wanted.set(column, wanted.get(value));
        yield RelExecutor.compare(
            new Rel.SortKey(column, key.descending(), key.nullsFirst()),
            fields,
            rows.get(other),
            wanted);
      }
    };
  }

  private int distance(WindowFrame frame, int row, int other) {
    return frame.unit() == WindowFrame.Unit.ROWS ? other - row : groups[other] - groups[row];
  }
}
