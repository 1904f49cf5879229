package dev.headrace.codegen.interpret;

import dev.headrace.codegen.support.Numbers;
import dev.headrace.model.Batch;
import dev.headrace.model.Interval;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlType;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes key rows: equal values become equal bytes. */
final class KeyRows {
  private final RowLayout layout;
  private final RowWriter writer;
  private final Batch scratch = new Batch();

  KeyRows(List<SqlType> types) {
    this.layout = new RowLayout(types);
    this.writer = new RowWriter(layout);
  }

  /** Makes the key row, at 0 of {@link #bytes()}. */
  KeyRows set(@Nullable Object... values) {
    scratch.clear();
    @Nullable Object[] normal = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      normal[i] = keyForm(values[i], layout.type(i));
    }
    writer.append(scratch, 1, normal);
    return this;
  }

  byte[] bytes() {
    return scratch.bytes();
  }

  long hash() {
    return Rows.hashColumns(scratch.bytes(), 0);
  }

  private static @Nullable Object keyForm(@Nullable Object value, SqlType type) {
    return switch (value) {
      case null -> null;
      case Float f -> Float.intBitsToFloat(Numbers.keyBits((float) f));
      case Double d -> Double.longBitsToDouble(Numbers.keyBits((double) d));
      case BigDecimal decimal ->
          type.precision() == SqlType.UNBOUNDED ? Numbers.keyForm(decimal) : decimal;
      case Interval interval -> Numbers.keyForm(interval);
      default -> value;
    };
  }
}
