package dev.headrace.ir;

import dev.headrace.ir.Rel.AggregateCall;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One window function of a {@link Rel.Window}.
 *
 * @param arguments columns of the input
 * @param aggregate what to compute of the frame's rows if it is an AGGREGATE, else null
 * @param frame for functions that do not look at frames {@link WindowFrame#WHOLE}
 * @param type of the result
 */
public record WindowCall(
    Function function,
    List<Integer> arguments,
    @Nullable AggregateCall aggregate,
    WindowFrame frame,
    SqlType type) {
  /** The functions of section 9.22 of PostgreSQL's manual. */
  public enum Function {
    ROW_NUMBER,
    RANK,
    DENSE_RANK,
    PERCENT_RANK,
    CUME_DIST,
    /** Argument: the number of buckets, INTEGER. */
    NTILE,
    /** Arguments: a value; how many rows before, INTEGER; a default of the value's type. */
    LAG,
    /** The same, rows after. */
    LEAD,
    FIRST_VALUE,
    LAST_VALUE,
    /** Arguments: a value and the row's number within the frame, INTEGER. */
    NTH_VALUE,
    AGGREGATE;

    /** Whether the frame is part of the meaning. */
    public boolean isFramed() {
      return switch (this) {
        case ROW_NUMBER, RANK, DENSE_RANK, PERCENT_RANK, CUME_DIST, NTILE, LAG, LEAD -> false;
        case FIRST_VALUE, LAST_VALUE, NTH_VALUE, AGGREGATE -> true;
      };
    }
  }

  public WindowCall {
    arguments = List.copyOf(arguments);
    if ((function == Function.AGGREGATE) != (aggregate != null)) {
      throw new IllegalArgumentException(function + " of " + aggregate);
    }
  }

  /** An aggregate of the frame's rows. */
  public static WindowCall of(AggregateCall aggregate, WindowFrame frame) {
    return new WindowCall(Function.AGGREGATE, List.of(), aggregate, frame, aggregate.type());
  }

  /** The aggregate of an AGGREGATE. */
  public AggregateCall requireAggregate() {
    return Objects.requireNonNull(aggregate, "an aggregate");
  }

  /** The columns it reads. */
  public List<Integer> columns() {
    List<Integer> columns = new ArrayList<>(arguments);
    if (aggregate != null) {
      columns.addAll(aggregate.columns());
    }
    for (WindowFrame.Bound bound : List.of(frame.start(), frame.end())) {
      if (bound instanceof WindowFrame.Bound.Value(int value, int column)) {
        columns.add(value);
        columns.add(column);
      }
    }
    return columns;
  }

  /** The same over columns that stand elsewhere. */
  public WindowCall remapped(IntUnaryOperator map) {
    return new WindowCall(
        function,
        arguments.stream().map(map::applyAsInt).toList(),
        aggregate == null ? null : aggregate.remapped(map),
        frame.remapped(map),
        type);
  }
}
