package dev.headrace.engine.statement;

import dev.headrace.ir.RowSource;
import dev.headrace.ir.ScalarFunction;
import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values a plan is run with.
 *
 * @param values the statement's parameters, then those of stable functions, as carriers
 * @param row the same as a row
 */
record ParameterRow(List<@Nullable Object> values, Slice row) implements RowSource {
  static final ParameterRow NONE = new ParameterRow(List.of(), new Slice());

  static ParameterRow of(
      CachedPlan cached,
      List<? extends @Nullable Object> own,
      List<@Nullable Object> literals,
      Instant now,
      SessionParameters session) {
    QueryPlan plan = cached.plan();
    int expected = plan.parameterTypes().size() - literals.size();
    if (own.size() != expected) {
      throw new SqlException(
          ErrorCode.PROTOCOL_VIOLATION,
          "statement needs " + expected + " parameters, but " + own.size() + " were given");
    }
    if (plan.parameterTypes().isEmpty() && plan.stableFunctions().isEmpty()) {
      return NONE;
    }
    List<@Nullable Object> values = new ArrayList<>(own);
    values.addAll(literals);
    for (ScalarFunction function : plan.stableFunctions()) {
      values.add(StableValues.value(function, now, session));
    }
    Batch batch = new Batch(cached.parameterLayout().fixedLength());
    new RowWriter(cached.parameterLayout()).append(batch, 1, values.toArray());
    return new ParameterRow(values, Slice.of(batch.bytes(), 0, batch.end()));
  }

  @Override
  public @Nullable Object column(int index) {
    throw new IllegalStateException("parameters are no row with columns");
  }

  @Override
  public @Nullable Object parameter(int index) {
    return values.get(index);
  }
}
