package dev.headrace.model.copy;

import dev.headrace.model.RowLayout;
import dev.headrace.model.RowReader;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlType;
import dev.headrace.model.text.ByteOutput;
import dev.headrace.model.text.TextFormat;
import dev.headrace.model.text.TextStyle;
import java.time.ZoneOffset;
import java.util.Objects;

/** Appends one column of rows as PostgreSQL's text. */
public final class ColumnWriter {
  private final int column;
  private final int offset;
  private final SqlType type;
  private final RowReader reader;
  private final TextStyle style;

  private ColumnWriter(int column, RowLayout layout, RowReader reader, TextStyle style) {
    this.column = column;
    this.offset = layout.offset(column);
    this.type = layout.type(column);
    this.reader = reader;
    this.style = style;
  }

  /** A writer for each column of a layout; times with a zone are shown in UTC. */
  public static ColumnWriter[] of(RowLayout layout) {
    return of(layout, TextStyle.of(ZoneOffset.UTC));
  }

  /** The same in a session's style. */
  public static ColumnWriter[] of(RowLayout layout, TextStyle style) {
    RowReader reader = new RowReader(layout);
    ColumnWriter[] writers = new ColumnWriter[layout.columns()];
    for (int column = 0; column < writers.length; column++) {
      writers[column] = new ColumnWriter(column, layout, reader, style);
    }
    return writers;
  }

  public SqlType type() {
    return type;
  }

  public boolean isNull(byte[] bytes, int row) {
    return Rows.isNull(bytes, row, column);
  }

  /** The value as its carrier; it is not NULL. */
  public Object value(byte[] bytes, int row) {
    return Objects.requireNonNull(reader.get(bytes, row, column));
  }

  /** Appends the value, which is not NULL. */
  public void write(byte[] bytes, int row, ByteOutput out) {
    int at = row + offset;
    switch (type.kind()) {
      case BOOLEAN -> out.writeByte(bytes[at] != 0 ? 't' : 'f');
      case SMALLINT -> TextFormat.writeLong(Rows.getShort(bytes, at), out);
      case INTEGER -> TextFormat.writeLong(Rows.getInt(bytes, at), out);
      case BIGINT -> TextFormat.writeLong(Rows.getLong(bytes, at), out);
      case REAL -> TextFormat.writeFloat(Rows.getFloat(bytes, at), out);
      case DOUBLE -> TextFormat.writeDouble(Rows.getDouble(bytes, at), out);
      case TIMESTAMP -> TextFormat.writeTimestamp(Rows.getLong(bytes, at), out);
      case TIMESTAMPTZ -> TextFormat.writeTimestamptz(Rows.getLong(bytes, at), style.zone(), out);
      case TEXT, VARCHAR, CHAR, JSONB ->
          out.write(bytes, row + Rows.getInt(bytes, at), Rows.getInt(bytes, at + 4));
      case NUMERIC, BYTEA, DATE, TIME, INTERVAL, UUID, ENUM, ARRAY ->
          TextFormat.write(type, value(bytes, row), style, out);
    }
  }
}
