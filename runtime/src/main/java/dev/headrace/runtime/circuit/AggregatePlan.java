package dev.headrace.runtime.circuit;

import dev.headrace.model.RowLayout;
import dev.headrace.model.SqlType;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link AggregateOperator} keeps and puts out.
 *
 * <p>A unit adds a step's records to a worker's own <em>delta</em> table; the operator then merges
 * the delta tables into the shards' <em>state</em>. The state's accumulator row starts with the
 * delta's columns and goes on with those of distinct aggregates, which only the merge can maintain.
 * Both start with the group's number of rows, a BIGINT.
 *
 * <p>The output's records are: accumulator row, key row, and if there are {@code extras} a third
 * row with them. The next pipeline computes the aggregates' results from these.
 *
 * @param key layout of group keys
 * @param deltaAccumulators layout of a delta's accumulator row
 * @param stateAccumulators layout of the state's accumulator row
 * @param merges how the delta's accumulators enter the state's
 * @param objects object accumulators, first those of the delta
 * @param deltaObjects how many of the objects a delta has
 * @param values arguments whose single values matter
 * @param extras columns of the third row
 * @param global whether there are no keys, so that there is one group even without rows
 */
public record AggregatePlan(
    RowLayout key,
    RowLayout deltaAccumulators,
    RowLayout stateAccumulators,
    List<Merge> merges,
    List<ObjectAccumulator> objects,
    int deltaObjects,
    List<ValueState> values,
    List<Extra> extras,
    boolean global) {
  public AggregatePlan {
    merges = List.copyOf(merges);
    objects = List.copyOf(objects);
    values = List.copyOf(values);
    extras = List.copyOf(extras);
  }

  /** One accumulator's way from a delta record into the state. */
  public sealed interface Merge {
    /** Adds BIGINT columns. */
    record AddLong(int deltaColumn, int stateColumn) implements Merge {}

    /** Adds 128-bit integers in two BIGINT columns, the low half first. */
    record AddWide(int deltaColumn, int stateColumn) implements Merge {}

    /** Keeps the further of two encoded extremes in BIGINT columns. */
    record Further(int deltaColumn, int stateColumn) implements Merge {}

    /** Adds object accumulators. */
    record AddObject(int object) implements Merge {}
  }

  /**
   * A sum that is an object.
   *
   * @param create an empty sum
   * @param merge adds the second to the first
   * @param value the sum as a carrier of {@code type}
   */
  public record ObjectAccumulator(
      SqlType type,
      Supplier<Object> create,
      BiConsumer<Object, Object> merge,
      Function<Object, @Nullable Object> value) {}

  /**
   * The values of one argument by group.
   *
   * @param type of the argument
   * @param tableKey layout of the key row of the unit's table: the group key's columns, then the
   *     value
   * @param distinct accumulators that count or sum each value once
   */
  public record ValueState(SqlType type, RowLayout tableKey, List<Distinct> distinct) {
    public ValueState {
      distinct = List.copyOf(distinct);
    }
  }

  /** What happens in the state when a value appears (sign 1) or disappears (sign -1). */
  public sealed interface Distinct {
    /** A BIGINT column counts values. */
    record Count(int stateColumn) implements Distinct {}

    /** A BIGINT column sums values of an integer type. */
    record SumLong(int stateColumn) implements Distinct {}

    /** Two BIGINT columns sum BIGINT values. */
    record SumWide(int stateColumn) implements Distinct {}

    /** An object sums values; {@code add} gets object, value and sign. */
    record SumObject(int object, ValueAdder add) implements Distinct {}
  }

  /** Adds a value, or with sign -1 takes it away. */
  @FunctionalInterface
  public interface ValueAdder {
    void add(Object sum, Object value, int sign);
  }

  /** A column of the third row. */
  public sealed interface Extra {
    SqlType type();

    /** The value of an object accumulator. */
    record ObjectValue(int object, SqlType type) implements Extra {}

    /** The least or the greatest value of a {@link ValueState}; NULL if there is none. */
    record Extreme(int values, boolean greatest, SqlType type) implements Extra {}
  }
}
