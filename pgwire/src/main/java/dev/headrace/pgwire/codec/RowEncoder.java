package dev.headrace.pgwire.codec;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.text.ByteOutput;
import java.util.List;

/**
 * Writes the rows of one result as DataRow messages, each column in the format that was asked for,
 * straight from the bytes of an EventRow to those of the message. Made once per result.
 */
public final class RowEncoder {
  /** The format code of the text format. */
  public static final int TEXT = 0;

  /** The format code of the binary format. */
  public static final int BINARY = 1;

  private static final int NULL_LENGTH = -1;

  private final List<Field> fields;
  private final RowLayout layout;
  private final boolean[] binary;

  /**
   * For fields in these formats: none for text throughout, one for all columns, or one for each.
   *
   * @throws SqlException if it is another number of formats, or a format is unknown
   */
  public RowEncoder(List<Field> fields, short[] formats) {
    this.fields = fields;
    this.layout = RowLayout.of(fields);
    this.binary = new boolean[fields.size()];
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
      output.putInt(0); // not told: table, column number
      output.putShort(0);
      output.putInt(WireTypes.oid(field.type()));
      output.putShort(WireTypes.length(field.type()));
      output.putInt(WireTypes.modifier(field.type()));
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
        value(slab, row, column, body);
        output.patchInt(lengthField, body.length() - lengthField - 4);
      }
    }
    output.end();
  }

  private void value(byte[] slab, int row, int column, ByteOutput body) {
    SqlType type = layout.type(column);
    int at = row + layout.offset(column);
    switch (type.kind()) {
      case INTEGER -> {
        if (binary[column]) {
          body.writeInt(Rows.getInt(slab, at));
        } else {
          body.writeAscii(Integer.toString(Rows.getInt(slab, at)));
        }
      }
      case BIGINT -> {
        if (binary[column]) {
          body.writeLong(Rows.getLong(slab, at));
        } else {
          body.writeAscii(Long.toString(Rows.getLong(slab, at)));
        }
      }
      case TEXT -> body.write(slab, row + Rows.getInt(slab, at), Rows.getInt(slab, at + 4));
      default -> throw new SqlException(ErrorCode.FEATURE_NOT_SUPPORTED, type.toString());
    }
  }
}
