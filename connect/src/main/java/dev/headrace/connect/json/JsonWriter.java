package dev.headrace.connect.json;

import dev.headrace.model.ArrayValues;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import dev.headrace.model.copy.ColumnWriter;
import dev.headrace.model.text.ByteOutput;
import dev.headrace.model.text.JsonText;
import dev.headrace.model.text.TextFormat;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Appends rows as JSON objects, as PostgreSQL's {@code to_json} has the values: numbers and
 * booleans as such, but not-a-number and infinities as strings; jsonb as it is; arrays as arrays;
 * timestamps with a T; all others as strings of their text.
 */
public final class JsonWriter {
  private final ColumnWriter[] columns;
  private final byte[][] names;
  private final ByteOutput scratch = new ByteOutput();
  private final Slice text = new Slice();

  public JsonWriter(List<Field> fields) {
    this.columns = ColumnWriter.of(RowLayout.of(fields));
    this.names = new byte[columns.length][];
    ByteOutput name = new ByteOutput();
    for (int i = 0; i < names.length; i++) {
      name.clear();
      JsonText.writeString(Slice.of(fields.get(i).name()), name);
      name.writeByte(':');
      names[i] = name.toBytes();
    }
  }

  /** Appends a row's members without the braces. */
  public void writeMembers(byte[] bytes, int row, ByteOutput out) {
    for (int i = 0; i < columns.length; i++) {
      if (i > 0) {
        out.writeByte(',');
      }
      out.write(names[i]);
      if (columns[i].isNull(bytes, row)) {
        out.writeAscii("null");
      } else {
        write(columns[i], bytes, row, out);
      }
    }
  }

  private void write(ColumnWriter column, byte[] bytes, int row, ByteOutput out) {
    switch (column.type().kind()) {
      case SMALLINT, INTEGER, BIGINT, NUMERIC, JSONB -> column.write(bytes, row, out);
      default -> write(column.type(), column.value(bytes, row), out);
    }
  }

  private void write(SqlType type, @Nullable Object value, ByteOutput out) {
    switch (value) {
      case null -> out.writeAscii("null");
      case Boolean bool -> out.writeAscii(bool.toString());
      case Double number when !Double.isFinite(number) -> string(type, number, out);
      case Float number when !Float.isFinite(number) -> string(type, number, out);
      case BigDecimal number -> TextFormat.writeNumeric(number, out);
      case Double number -> TextFormat.writeDouble(number, out);
      case Float number -> TextFormat.writeFloat(number, out);
      case Integer number when type.kind().isInteger() -> TextFormat.writeLong(number, out);
      case Long number when type.kind().isInteger() -> TextFormat.writeLong(number, out);
      case Slice json when type.kind() == SqlType.Kind.JSONB -> out.write(json);
      case Slice array when type.kind() == SqlType.Kind.ARRAY -> array(type, array, out);
      default -> string(type, value, out);
    }
  }

  private void array(SqlType type, Slice array, ByteOutput out) {
    out.writeByte('[');
    boolean first = true;
    for (Object element : ArrayValues.decode(type, array)) {
      if (!first) {
        out.writeByte(',');
      }
      first = false;
      write(Objects.requireNonNull(type.element()), element, out);
    }
    out.writeByte(']');
  }

  private void string(SqlType type, Object value, ByteOutput out) {
    scratch.clear();
    TextFormat.write(type, value, ZoneOffset.UTC, scratch);
    if (type.kind() == SqlType.Kind.TIMESTAMP || type.kind() == SqlType.Kind.TIMESTAMPTZ) {
      isoTimestamp();
    }
    JsonText.writeString(text.set(scratch.bytes(), 0, scratch.length()), out);
  }

  /** {@code 2001-01-01 00:01:00+00} as {@code 2001-01-01T00:01:00+00:00}. */
  private void isoTimestamp() {
    byte[] bytes = scratch.bytes();
    for (int i = 0; i < scratch.length(); i++) {
      if (bytes[i] == ' ') {
        bytes[i] = 'T';
        break;
      }
    }
    int end = scratch.length();
    if (end > 3 && bytes[end - 3] == '+') {
      scratch.writeAscii(":00");
    }
  }
}
