package dev.headrace.ir.testkit;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.AggregateCall;
import dev.headrace.ir.WindowCall;
import dev.headrace.ir.WindowFrame;
import dev.headrace.ir.WindowFrame.Bound;
import dev.headrace.ir.WindowFrame.Unit;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Random window functions. Where a result depends on the order of rows that are equal in the order,
 * all columns are in the order: rewrites may take columns away that would decide.
 */
final class RandomWindow {
  private static final List<WindowCall.Function> SEE_TIES =
      List.of(
          WindowCall.Function.ROW_NUMBER,
          WindowCall.Function.LAG,
          WindowCall.Function.LEAD,
          WindowCall.Function.FIRST_VALUE,
          WindowCall.Function.LAST_VALUE,
          WindowCall.Function.AGGREGATE);
  private static final List<WindowCall.Function> SEE_PEERS =
      List.of(
          WindowCall.Function.RANK,
          WindowCall.Function.DENSE_RANK,
          WindowCall.Function.PERCENT_RANK,
          WindowCall.Function.CUME_DIST,
          WindowCall.Function.AGGREGATE);

  private final RandomGenerator random;

  RandomWindow(RandomGenerator random) {
    this.random = random;
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  Rel over(Rel input) {
    int columns = input.fields().size();
    boolean total = random.nextBoolean();
    List<Integer> partition = new ArrayList<>();
    List<Rel.SortKey> order = new ArrayList<>();
    for (int column : IntStream.range(0, columns).toArray()) {
      if (random.nextInt(3) == 0) {
        partition.add(column);
      }
      if (total || random.nextInt(3) == 0) {
        order.add(new Rel.SortKey(column, random.nextBoolean(), random.nextBoolean()));
      }
    }
    java.util.Collections.shuffle(order, new java.util.Random(random.nextLong()));
    List<WindowCall> calls = new ArrayList<>();
    List<Field> fields = new ArrayList<>(input.fields());
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      WindowCall call = call(input.fields(), order, total);
      calls.add(call);
      fields.add(Field.of("w" + i, call.type()));
    }
    return new Rel.Window(input, partition, order, calls, fields);
  }

  private WindowCall call(List<Field> input, List<Rel.SortKey> order, boolean total) {
    WindowCall.Function function = pick(total ? SEE_TIES : SEE_PEERS);
    int column = random.nextInt(input.size());
    SqlType type = input.get(column).type();
    return switch (function) {
      case ROW_NUMBER, RANK, DENSE_RANK ->
          new WindowCall(function, List.of(), null, WindowFrame.WHOLE, SqlType.BIGINT);
      case PERCENT_RANK, CUME_DIST ->
          new WindowCall(function, List.of(), null, WindowFrame.WHOLE, SqlType.DOUBLE);
      case LAG, LEAD -> {
        List<Integer> arguments = new ArrayList<>(List.of(column));
        for (int i = 0; i < input.size(); i++) {
          if (arguments.size() < 2 && input.get(i).type().kind() == Kind.INTEGER) {
            arguments.add(i);
          }
        }
        if (arguments.size() == 2 && random.nextBoolean()) {
          arguments.add(column);
        }
        yield new WindowCall(function, arguments, null, WindowFrame.WHOLE, type);
      }
      case FIRST_VALUE, LAST_VALUE ->
          new WindowCall(function, List.of(column), null, frame(order, true), type);
      default -> WindowCall.of(aggregate(column, input), frame(order, total));
    };
  }

  private AggregateCall aggregate(int column, List<Field> input) {
    SqlType type = input.get(column).type();
    int filter = -1;
    for (int i = 0; i < input.size(); i++) {
      if (input.get(i).type().kind() == Kind.BOOLEAN && random.nextInt(3) == 0) {
        filter = i;
      }
    }
    return switch (type.kind()) {
      case INTEGER ->
          random.nextBoolean()
              ? new AggregateCall(AggregateCall.Function.SUM, column, false, filter, SqlType.BIGINT)
              : new AggregateCall(
                  AggregateCall.Function.AVG, column, false, filter, SqlType.NUMERIC);
      case BIGINT ->
          pick(
              List.of(
                  new AggregateCall(
                      AggregateCall.Function.BIT_XOR, column, false, filter, SqlType.BIGINT),
                  new AggregateCall(
                      AggregateCall.Function.MAX, column, false, filter, SqlType.BIGINT)));
      case BOOLEAN ->
          new AggregateCall(
              random.nextBoolean()
                  ? AggregateCall.Function.BOOL_AND
                  : AggregateCall.Function.BOOL_OR,
              column,
              false,
              filter,
              SqlType.BOOLEAN);
      default ->
          random.nextBoolean()
              ? new AggregateCall(AggregateCall.Function.MIN, column, false, filter, type)
              : new AggregateCall(
                  AggregateCall.Function.COUNT, column, false, filter, SqlType.BIGINT);
    };
  }

  private WindowFrame frame(List<Rel.SortKey> order, boolean rows) {
    if (random.nextInt(4) == 0) {
      return WindowFrame.DEFAULT;
    }
    Unit unit = rows && random.nextBoolean() ? Unit.ROWS : Unit.GROUPS;
    if (order.size() == 1 && random.nextBoolean()) {
      int column = order.getFirst().column();
      // any other column of the type will not do: a bound never moves back
      return new WindowFrame(
          Unit.RANGE,
          random.nextBoolean() ? new Bound.Value(column, column) : new Bound.Unbounded(false),
          random.nextBoolean() ? new Bound.Value(column, column) : new Bound.Unbounded(true));
    }
    return new WindowFrame(unit, bound(false), bound(true));
  }

  private Bound bound(boolean end) {
    return switch (random.nextInt(4)) {
      case 0 -> new Bound.CurrentRow();
      case 1 -> new Bound.Unbounded(end);
      default ->
          new Bound.Offset(
              new Expr.Literal((long) random.nextInt(3), SqlType.BIGINT), random.nextBoolean());
    };
  }
}
