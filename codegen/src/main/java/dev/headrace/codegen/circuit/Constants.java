package dev.headrace.codegen.circuit;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Interpreter;
import dev.headrace.ir.Rel;
import dev.headrace.ir.RowReaderSource;
import dev.headrace.ir.RowSource;
import dev.headrace.ir.WindowFrame;
import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowReader;
import dev.headrace.model.SqlException;
import dev.headrace.model.function.RowCounts;
import dev.headrace.runtime.circuit.Limits;
import dev.headrace.runtime.unit.UnitContext;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Evaluates what depends on parameters only, once, when a circuit is made. */
final class Constants {
  private Constants() {}

  /** The constant rows of a tree, made anew for each statement's parameters. */
  static Supplier<Batch> rows(Rel.Values values, UnitContext context, RowLayout parameters) {
    ConstantRows rows = new ConstantRows(values);
    return () -> {
      Batch batch = new Batch();
      rows.appendTo(batch, source(context, parameters));
      return batch;
    };
  }

  static Limits limits(Rel.Sort sort, UnitContext context, RowLayout parameters) {
    RowSource source = source(context, parameters);
    Long offset = value(sort.offset(), source);
    Long limit = value(sort.limit(), source);
    return new Limits(
        offset == null ? 0 : RowCounts.offset(offset),
        limit == null ? Long.MAX_VALUE : RowCounts.limit(limit));
  }

  static long distance(
      WindowFrame.Bound.Offset offset, boolean isStart, UnitContext context, RowLayout parameters) {
    String bound = isStart ? "starting" : "ending";
    Long count = value(offset.count(), source(context, parameters));
    if (count == null) {
      throw new SqlException(
          ErrorCode.NULL_VALUE_NOT_ALLOWED, "frame " + bound + " offset must not be null");
    }
    if (count < 0) {
      throw new SqlException(
          ErrorCode.INVALID_PRECEDING_OR_FOLLOWING_SIZE,
          "frame " + bound + " offset must not be negative");
    }
    return count;
  }

  private static @Nullable Long value(@Nullable Expr expr, RowSource source) {
    return expr == null ? null : (Long) new Interpreter().evaluate(expr, source);
  }

  private static RowSource source(UnitContext context, RowLayout parameters) {
    List<@Nullable Object> values =
        parameters.columns() == 0
            ? List.of()
            : new RowReader(parameters)
                .get(context.parameters().base(), context.parameters().offset());
    return new RowReaderSource(List.of(), values);
  }
}
