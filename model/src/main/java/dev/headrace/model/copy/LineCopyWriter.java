package dev.headrace.model.copy;

import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.text.ByteOutput;
import dev.headrace.model.text.TextStyle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Writes text and CSV. */
final class LineCopyWriter implements CopyWriter {
  private final CopyFormat format;
  private final boolean csv;
  private final List<Field> fields;
  private final ColumnWriter[] columns;
  private final byte[] nullBytes;
  private final ByteOutput value = new ByteOutput();

  LineCopyWriter(CopyFormat format, List<Field> fields, TextStyle style) {
    this.format = format;
    this.csv = format.kind() == CopyFormat.Kind.CSV;
    this.fields = List.copyOf(fields);
    this.columns = ColumnWriter.of(RowLayout.of(fields), style);
    this.nullBytes = format.nullBytes();
  }

  @Override
  public void start(ByteOutput out) {
    if (format.header() == CopyFormat.Header.NONE) {
      return;
    }
    for (int column = 0; column < columns.length; column++) {
      delimit(column, out);
      value.clear();
      value.write(fields.get(column).name().getBytes(StandardCharsets.UTF_8));
      write(false, out);
    }
    out.writeByte('\n');
  }

  @Override
  public void row(byte[] slab, int row, ByteOutput out) {
    for (int column = 0; column < columns.length; column++) {
      delimit(column, out);
      if (columns[column].isNull(slab, row)) {
        out.write(nullBytes);
      } else {
        value.clear();
        columns[column].write(slab, row, value);
        write(csv && format.forceQuote().get(column), out);
      }
    }
    out.writeByte('\n');
  }

  @Override
  public void end(ByteOutput out) {
    // the file ends, or the protocol says so
  }

  private void delimit(int column, ByteOutput out) {
    if (column > 0) {
      out.writeByte(format.delimiter());
    }
  }

  private void write(boolean forceQuote, ByteOutput out) {
    if (csv) {
      writeCsv(forceQuote || needsQuotes(), out);
    } else {
      writeText(out);
    }
  }

  // ---- text

  private void writeText(ByteOutput out) {
    byte[] bytes = value.bytes();
    int copied = 0;
    for (int at = 0; at < value.length(); at++) {
      int escape = escapeOf(bytes[at]);
      if (escape != 0) {
        out.write(bytes, copied, at - copied);
        out.writeByte('\\');
        out.writeByte(escape);
        copied = at + 1;
      }
    }
    out.write(bytes, copied, value.length() - copied);
  }

  /** What to write behind a backslash instead of a byte; 0 for the byte itself alone. */
  private int escapeOf(byte character) {
    return switch (character) {
      case '\b' -> 'b';
      case '\f' -> 'f';
      case '\n' -> 'n';
      case '\r' -> 'r';
      case '\t' -> 't';
      case 0x0b -> 'v';
      case '\\' -> '\\';
      default -> character == format.delimiter() ? character : 0;
    };
  }

  // ---- CSV

  private boolean needsQuotes() {
    byte[] bytes = value.bytes();
    int length = value.length();
    if (Arrays.equals(bytes, 0, length, nullBytes, 0, nullBytes.length)) {
      return true; // or it would be read as NULL
    }
    if (columns.length == 1 && length == 2 && bytes[0] == '\\' && bytes[1] == '.') {
      return true; // or it would be read as the end
    }
    for (int at = 0; at < length; at++) {
      byte here = bytes[at];
      if (here == format.delimiter() || here == format.quote() || here == '\n' || here == '\r') {
        return true;
      }
    }
    return false;
  }

  private void writeCsv(boolean quoted, ByteOutput out) {
    if (!quoted) {
      out.write(value.bytes(), 0, value.length());
      return;
    }
    out.writeByte(format.quote());
    for (int at = 0; at < value.length(); at++) {
      byte here = value.bytes()[at];
      if (here == format.quote() || here == format.escape()) {
        out.writeByte(format.escape());
      }
      out.writeByte(here);
    }
    out.writeByte(format.quote());
  }
}
