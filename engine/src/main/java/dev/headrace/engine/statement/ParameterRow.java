package dev.headrace.engine.statement;

import dev.headrace.ir.RowSource;
import dev.headrace.ir.ScalarFunction;
import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values a plan is run with. Not thread-safe. */
final class ParameterRow implements RowSource {
  static final ParameterRow NONE =
      new ParameterRow(new RowLayout(List.of()), new Object[0], Instant.EPOCH);

  private final RowLayout layout;
  private final Instant time;
  private final @Nullable Object[] values;
  private @Nullable Slice row;

  private ParameterRow(RowLayout layout, @Nullable Object[] values, Instant time) {
    this.time = time;
    this.layout = layout;
    this.values = values;
    if (values.length == 0) {
      row = new Slice();
    }
  }

  /**
   * The values of a plan's parameters.
   *
   * @param own the statement's, as carriers
   * @param literals that were taken out of its text
   * @param now for stable functions, whose values come last
   */
  static ParameterRow of(
      CachedPlan cached,
      List<? extends @Nullable Object> own,
      List<? extends @Nullable Object> literals,
      Instant now,
      SessionParameters session) {
    QueryPlan plan = cached.plan();
    int expected = plan.parameterTypes().size() - literals.size();
    if (own.size() != expected) {
      throw new SqlException(
          ErrorCode.PROTOCOL_VIOLATION,
          "statement needs " + expected + " parameters, but " + own.size() + " were given");
    }
    if (plan.parameterTypes().isEmpty()
        && plan.stableFunctions().isEmpty()
        && plan.locking().isEmpty()) {
      return NONE;
    }
    @Nullable Object[] values = new Object[cached.parameterLayout().columns()];
    int count = 0;
    for (Object value : own) {
      values[count++] = value;
    }
    for (Object literal : literals) {
      values[count++] = literal;
    }
    for (ScalarFunction function : plan.stableFunctions()) {
      values[count++] = StableValues.value(function, now, session);
    }
    return new ParameterRow(cached.parameterLayout(), values, now);
  }

  /** The same values for another plan of the same statement, which has the same parameters. */
  ParameterRow of(CachedPlan other, SessionParameters session) {
    List<@Nullable Object> own =
        Arrays.asList(values).subList(0, other.plan().parameterTypes().size());
    return of(other, own, List.of(), time, session);
  }

  /** All of them as a row, which compiled units read; made when it is asked for. */
  Slice row() {
    Slice known = row;
    if (known == null) {
      Batch batch = new Batch(layout.fixedLength());
      new RowWriter(layout).append(batch, 1, values);
      known = Slice.of(batch.bytes(), 0, batch.end());
      row = known;
    }
    return known;
  }

  @Override
  public @Nullable Object column(int index) {
    throw new IllegalStateException("parameters are no row with columns");
  }

  @Override
  public @Nullable Object parameter(int index) {
    return values[index];
  }
}
