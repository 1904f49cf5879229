package dev.headrace.engine.statement;

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
record ParameterRow(List<@Nullable Object> values, Slice row) {
  static ParameterRow of(
      QueryPlan plan,
      List<? extends @Nullable Object> own,
      Instant now,
      SessionParameters session) {
    if (own.size() != plan.parameterTypes().size()) {
      throw new SqlException(
          ErrorCode.PROTOCOL_VIOLATION,
          "statement needs "
              + plan.parameterTypes().size()
              + " parameters, but "
              + own.size()
              + " were given");
    }
    List<@Nullable Object> values = new ArrayList<>(own);
    for (ScalarFunction function : plan.stableFunctions()) {
      values.add(StableValues.value(function, now, session));
    }
    if (values.isEmpty()) {
      return new ParameterRow(values, new Slice());
    }
    Batch batch = new Batch();
    new RowWriter(plan.parameterLayout()).append(batch, 1, values.toArray());
    return new ParameterRow(values, Slice.of(batch.bytes(), 0, batch.end()));
  }
}
