package dev.headrace.pgwire.codec;

import dev.headrace.model.ColumnOrigin;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowReader;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.text.BinaryFormat;
import dev.headrace.model.text.ByteOutput;
import dev.headrace.model.text.TextFormat;
import dev.headrace.model.text.TextStyle;
import dev.headrace.model.text.TypeOids;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Writes the rows of one result as DataRow messages, each column in the format that was asked for,
 * straight from the bytes of an EventRow to those of the message. Made once per result, or once for
 * many with the same fields and formats.
 */
public final class RowEncoder {
  /** The format code of the text format. */
  public static final int TEXT = 0;

  /** The format code of the binary format. */
  public static final int BINARY = 1;

  private static final int NULL_LENGTH = -1;

  private final List<Field> fields;
  private final List<ColumnOrigin> origins;
  private final RowLayout layout;
  private final RowReader reader;
  private final short[] formats;
  private final TextStyle style;
  private final SqlType.Kind[] kinds;
  private final int[] offsets;
  private final boolean[] binary;

  /**
   * For fields in these formats: none for text throughout, one for all columns, or one for each.
   *
   * @param origins of the fields; empty if not known
   * @param style of the text format
   * @throws SqlException if it is another number of formats, or a format is unknown
   */
  public RowEncoder(
      List<Field> fields, List<ColumnOrigin> origins, short[] formats, TextStyle style) {
    this.fields = fields;
    this.origins = origins;
    this.formats = formats.clone();
    this.style = style;
    this.layout = RowLayout.of(fields);
    this.reader = new RowReader(layout);
    this.kinds = fields.stream().map(field -> field.type().kind()).toArray(SqlType.Kind[]::new);
    this.offsets = IntStream.range(0, kinds.length).map(layout::offset).toArray();
    this.binary = new boolean[kinds.length];
    if (formats.length > 1 && formats.length != fields.size()) {
      throw new SqlException(
          ErrorCode.PROTOCOL_VIOLATION,
          "bind message has "
              + formats.length
              + " result formats but query has "
              + fields.size()
              + " columns");
    }
    for (int column = 0; column < binary.length; column++) {
      binary[column] = isBinary(formats, column);
    }
  }

  /** Whether it was made for these formats and this style. */
  public boolean isFor(short[] otherFormats, TextStyle otherStyle) {
    return Arrays.equals(formats, otherFormats) && style.equals(otherStyle);
  }

  /** Whether a column or parameter is in binary, by the rule of none, one or all format codes. */
  static boolean isBinary(short[] formats, int index) {
    int format = formats.length == 0 ? TEXT : formats.length == 1 ? formats[0] : formats[index];
    return switch (format) {
      case TEXT -> false;
      case BINARY -> true;
      default ->
          throw new SqlException(
              ErrorCode.INVALID_PARAMETER_VALUE, "unsupported format code: " + format);
    };
  }

  /** Writes the RowDescription. */
  public void describe(MessageOutput output) {
    output.begin(Reply.ROW_DESCRIPTION);
    output.putShort(fields.size());
    for (int column = 0; column < binary.length; column++) {
      Field field = fields.get(column);
      output.putString(field.name());
      ColumnOrigin origin = origins.isEmpty() ? ColumnOrigin.NONE : origins.get(column);
      output.putInt(origin.relation());
      output.putShort(origin.column());
      output.putInt(TypeOids.oid(field.type()));
      output.putShort(TypeOids.typlen(field.type()));
      output.putInt(TypeOids.typmod(field.type()));
      output.putShort(binary[column] ? BINARY : TEXT);
    }
    output.end();
  }

  /** Writes one DataRow. */
  public void encode(byte[] slab, int row, MessageOutput output) {
    output.begin(Reply.DATA_ROW);
    output.putShort(binary.length);
    ByteOutput body = output.body();
    for (int column = 0; column < binary.length; column++) {
      int lengthField = body.length();
      if (Rows.isNull(slab, row, column)) {
        body.writeInt(NULL_LENGTH);
      } else {
        body.writeInt(0);
        if (binary[column]) {
          binary(slab, row, column, body);
        } else {
          text(slab, row, column, body);
        }
        output.patchInt(lengthField, body.length() - lengthField - 4);
      }
    }
    output.end();
  }

  private void text(byte[] slab, int row, int column, ByteOutput body) {
    int at = row + offsets[column];
    switch (kinds[column]) {
      case BOOLEAN -> body.writeByte(slab[at] == 0 ? 'f' : 't');
      case SMALLINT -> TextFormat.writeLong(Rows.getShort(slab, at), body);
      case INTEGER -> TextFormat.writeLong(Rows.getInt(slab, at), body);
      case BIGINT -> TextFormat.writeLong(Rows.getLong(slab, at), body);
      case REAL -> TextFormat.writeFloat(Rows.getFloat(slab, at), body);
      case DOUBLE -> TextFormat.writeDouble(Rows.getDouble(slab, at), body);
      case TIMESTAMP -> TextFormat.writeTimestamp(Rows.getLong(slab, at), body);
      case TIMESTAMPTZ -> TextFormat.writeTimestamptz(Rows.getLong(slab, at), style.zone(), body);
      case TEXT, VARCHAR, CHAR, JSONB -> bytes(slab, row, at, body);
      case NUMERIC, BYTEA, DATE, TIME, INTERVAL, UUID, ENUM, ARRAY ->
          TextFormat.write(layout.type(column), value(slab, row, column), style, body);
    }
  }

  private void binary(byte[] slab, int row, int column, ByteOutput body) {
    int at = row + offsets[column];
    switch (kinds[column]) {
      case BOOLEAN -> body.writeByte(slab[at]);
      case SMALLINT -> body.writeShort(Rows.getShort(slab, at));
      case INTEGER -> body.writeInt(Rows.getInt(slab, at));
      case BIGINT, TIME -> body.writeLong(Rows.getLong(slab, at));
      case REAL -> body.writeInt(Float.floatToIntBits(Rows.getFloat(slab, at)));
      case DOUBLE -> body.writeLong(Double.doubleToLongBits(Rows.getDouble(slab, at)));
      case DATE -> body.writeInt(BinaryFormat.dateToWire(Rows.getInt(slab, at)));
      case TIMESTAMP, TIMESTAMPTZ ->
          body.writeLong(BinaryFormat.timestampToWire(Rows.getLong(slab, at)));
      case TEXT, VARCHAR, CHAR, BYTEA -> bytes(slab, row, at, body);
      case NUMERIC, JSONB, INTERVAL, UUID, ENUM, ARRAY ->
          BinaryFormat.write(layout.type(column), value(slab, row, column), body);
    }
  }

  private static void bytes(byte[] slab, int row, int at, ByteOutput body) {
    body.write(slab, row + Rows.getInt(slab, at), Rows.getInt(slab, at + 4));
  }

  private Object value(byte[] slab, int row, int column) {
    return Objects.requireNonNull(reader.get(slab, row, column));
  }
}
