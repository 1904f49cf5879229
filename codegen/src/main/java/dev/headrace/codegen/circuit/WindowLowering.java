package dev.headrace.codegen.circuit;

import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.AggregateCall;
import dev.headrace.ir.Rel.SortKey;
import dev.headrace.ir.WindowCall;
import dev.headrace.ir.WindowFrame;
import dev.headrace.ir.WindowFrame.Bound;
import dev.headrace.ir.WindowFrame.Unit;
import dev.headrace.model.RowLayout;
import dev.headrace.model.SqlType;
import dev.headrace.model.text.KeyCodec;
import dev.headrace.runtime.window.FrameAggregate;
import dev.headrace.runtime.window.FrameBound;
import dev.headrace.runtime.window.FrameExtreme;
import dev.headrace.runtime.window.FrameValue;
import dev.headrace.runtime.window.Frames;
import dev.headrace.runtime.window.Rankings;
import dev.headrace.runtime.window.RowKeys;
import dev.headrace.runtime.window.Shift;
import dev.headrace.runtime.window.WindowFunction;
import java.util.List;
import java.util.Objects;

/** Makes what computes the window functions of a node. */
final class WindowLowering {
  private final Rel.Window window;
  private final RowLayout input;
  private final Distance distance;

  /** The value of an offset of a frame's start or end. */
  @FunctionalInterface
  interface Distance {
    long of(Bound.Offset offset, boolean isStart);
  }

  /**
   * @param distance the value of an offset, which is known when the circuit is made
   */
  WindowLowering(Rel.Window window, Distance distance) {
    this.window = window;
    this.input = RowLayout.of(window.input().fields());
    this.distance = distance;
  }

  RowLayout input() {
    return input;
  }

  RowLayout results() {
    return new RowLayout(types());
  }

  List<SqlType> types() {
    return window.calls().stream().map(WindowCall::type).toList();
  }

  RowKeys keys() {
    List<RowKeys.Column> partition =
        window.partition().stream()
            .map(column -> new RowKeys.Column(column, KeyCodec.Order.ASCENDING))
            .toList();
    return new RowKeys(input, partition, columns(window.order()));
  }

  static List<RowKeys.Column> columns(List<SortKey> order) {
    return order.stream()
        .map(
            key ->
                new RowKeys.Column(
                    key.column(), new KeyCodec.Order(key.descending(), key.nullsFirst())))
        .toList();
  }

  List<WindowFunction> functions() {
    return window.calls().stream().map(this::function).toList();
  }

  private WindowFunction function(WindowCall call) {
    List<Integer> arguments = call.arguments();
    return switch (call.function()) {
      case ROW_NUMBER -> Rankings.ROW_NUMBER;
      case RANK -> Rankings.RANK;
      case DENSE_RANK -> Rankings.DENSE_RANK;
      case PERCENT_RANK -> Rankings.PERCENT_RANK;
      case CUME_DIST -> Rankings.CUME_DIST;
      case NTILE -> new Rankings.Buckets(arguments.getFirst());
      case LAG, LEAD ->
          new Shift(
              arguments.getFirst(),
              arguments.size() > 1 ? arguments.get(1) : -1,
              arguments.size() > 2 ? arguments.get(2) : -1,
              call.function() == WindowCall.Function.LEAD);
      case FIRST_VALUE -> value(FrameValue.Which.FIRST, call);
      case LAST_VALUE -> value(FrameValue.Which.LAST, call);
      case NTH_VALUE -> value(FrameValue.Which.NTH, call);
      case AGGREGATE -> aggregate(call.requireAggregate(), frames(call.frame()));
    };
  }

  private WindowFunction value(FrameValue.Which which, WindowCall call) {
    int number = which == FrameValue.Which.NTH ? call.arguments().get(1) : -1;
    return new FrameValue(which, call.arguments().getFirst(), number, frames(call.frame()));
  }

  private WindowFunction aggregate(AggregateCall call, Frames frames) {
    boolean greatest = call.function() == AggregateCall.Function.MAX;
    boolean extreme = greatest || call.function() == AggregateCall.Function.MIN;
    return extreme && !frames.excludes()
        ? new FrameExtreme(call.argument(), call.filter(), greatest, frames)
        : new FrameAggregate(CollectLowering.accumulation(call, input), call.filter(), frames);
  }

  private Frames frames(WindowFrame frame) {
    return new Frames(
        bound(frame.unit(), frame.start(), true),
        bound(frame.unit(), frame.end(), false),
        switch (frame.exclusion()) {
          case NO_OTHERS -> Frames.Exclusion.NO_OTHERS;
          case CURRENT_ROW -> Frames.Exclusion.CURRENT_ROW;
          case GROUP -> Frames.Exclusion.GROUP;
          case TIES -> Frames.Exclusion.TIES;
        });
  }

  private FrameBound bound(Unit unit, Bound bound, boolean isStart) {
    return switch (bound) {
      case Bound.Unbounded _ -> new FrameBound.Unbounded();
      case Bound.CurrentRow _ -> away(unit, 0);
      case Bound.Offset offset -> {
        long count = distance.of(offset, isStart);
        yield away(unit, offset.following() ? count : -count);
      }
      case Bound.Value(int value, int column) -> {
        SortKey key = Objects.requireNonNull(window.order().getFirst());
        yield new FrameBound.Value(
            value, column, new KeyCodec.Order(key.descending(), key.nullsFirst()));
      }
    };
  }

  private static FrameBound away(Unit unit, long distance) {
    return unit == Unit.ROWS ? new FrameBound.Row(distance) : new FrameBound.Peers(distance);
  }
}
