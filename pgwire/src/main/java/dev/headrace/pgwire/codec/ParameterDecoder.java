package dev.headrace.pgwire.codec;

import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.text.BinaryFormat;
import dev.headrace.model.text.TextFormat;
import java.time.ZoneId;
import java.util.List;

/**
 * Reads the parameters of Bind messages for one prepared statement into a row of the statement's
 * parameter types.
 */
public final class ParameterDecoder {
  private final RowLayout layout;
  private final RowWriter writer;

  public ParameterDecoder(List<SqlType> types) {
    this.layout = new RowLayout(types);
    this.writer = new RowWriter(layout);
  }

  /**
   * Reads the part of a Bind message from the parameter formats to the last value.
   *
   * @param statement the statement's name, for messages
   * @param zone where a TIMESTAMPTZ in the text format is, unless it says so itself
   * @return one row
   */
  public Batch decode(MessageInput message, String statement, ZoneId zone) {
    short[] formats = readFormats(message);
    int count = message.readCount();
    if (formats.length > 1 && formats.length != count) {
      throw violation(
          "bind message has " + formats.length + " parameter formats but " + count + " parameters");
    }
    if (count != layout.columns()) {
      throw violation(
          "bind message supplies "
              + count
              + " parameters, but prepared statement \""
              + statement
              + "\" requires "
              + layout.columns());
    }
    Batch row = new Batch(layout.fixedLength() + message.remaining());
    writer.begin(row);
    for (int parameter = 0; parameter < count; parameter++) {
      boolean binary = RowEncoder.isBinary(formats, parameter);
      int length = message.readInt();
      if (length != -1) {
        value(parameter, binary, message.array(), message.skip(length), length, zone);
      }
    }
    writer.end(1);
    return row;
  }

  /** Reads a list of format codes. */
  public static short[] readFormats(MessageInput message) {
    short[] formats = new short[message.readCount()];
    for (int index = 0; index < formats.length; index++) {
      formats[index] = message.readShort();
    }
    return formats;
  }

  private void value(
      int parameter, boolean binary, byte[] bytes, int start, int length, ZoneId zone) {
    SqlType type = layout.type(parameter);
    writer.set(
        parameter,
        binary
            ? BinaryFormat.read(type, bytes, start, length)
            : TextFormat.parse(type, bytes, start, length, zone));
  }

  private static SqlException violation(String message) {
    return new SqlException(ErrorCode.PROTOCOL_VIOLATION, message);
  }
}
