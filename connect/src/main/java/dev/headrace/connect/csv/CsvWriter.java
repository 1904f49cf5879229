package dev.headrace.connect.csv;

import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.copy.ColumnWriter;
import dev.headrace.model.text.ByteOutput;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Appends rows as CSV in PostgreSQL's text forms, quoted where RFC 4180 asks for it. NULL is the
 * format's text for NULL, and a value that looks like it is quoted. Lines end with a line feed.
 */
public final class CsvWriter {
  private final CsvFormat format;
  private final List<Field> fields;
  private final ColumnWriter[] columns;
  private final byte[] nullText;
  private final ByteOutput scratch = new ByteOutput();

  public CsvWriter(CsvFormat format, List<Field> fields) {
    this.format = format;
    this.fields = List.copyOf(fields);
    this.columns = ColumnWriter.of(RowLayout.of(fields));
    this.nullText = format.nullText().getBytes(StandardCharsets.UTF_8);
  }

  /** Appends the line of column names, then those of further columns. */
  public void writeHeader(ByteOutput out, String... further) {
    for (int i = 0; i < fields.size(); i++) {
      separate(i, out);
      name(fields.get(i).name(), out);
    }
    for (int i = 0; i < further.length; i++) {
      separate(fields.size() + i, out);
      name(further[i], out);
    }
    out.writeByte('\n');
  }

  private void name(String name, ByteOutput out) {
    int start = out.length();
    out.write(name.getBytes(StandardCharsets.UTF_8));
    quoteIfNeeded(start, out);
  }

  /** Appends a row's line. */
  public void writeRow(byte[] bytes, int row, ByteOutput out) {
    writeColumns(bytes, row, out);
    out.writeByte('\n');
  }

  /** Appends a row's fields without the line's end. */
  public void writeColumns(byte[] bytes, int row, ByteOutput out) {
    for (int i = 0; i < columns.length; i++) {
      separate(i, out);
      if (columns[i].isNull(bytes, row)) {
        out.write(nullText);
      } else {
        int start = out.length();
        columns[i].write(bytes, row, out);
        quoteIfNeeded(start, out);
      }
    }
  }

  private void separate(int column, ByteOutput out) {
    if (column > 0) {
      out.writeByte(format.delimiter());
    }
  }

  /** Puts what was appended from an offset on into quotes if it could be misread. */
  private void quoteIfNeeded(int start, ByteOutput out) {
    byte[] bytes = out.bytes();
    int end = out.length();
    if (!Arrays.equals(bytes, start, end, nullText, 0, nullText.length)
        && !hasSpecial(bytes, start, end)) {
      return;
    }
    scratch.clear();
    scratch.write(bytes, start, end - start);
    out.length(start);
    out.writeByte(format.quote());
    byte[] value = scratch.bytes();
    for (int i = 0; i < scratch.length(); i++) {
      if (value[i] == format.quote() || value[i] == format.escape()) {
        out.writeByte(format.escape());
      }
      out.writeByte(value[i]);
    }
    out.writeByte(format.quote());
  }

  private boolean hasSpecial(byte[] bytes, int start, int end) {
    for (int i = start; i < end; i++) {
      byte current = bytes[i];
      if (current == format.delimiter()
          || current == format.quote()
          || current == '\n'
          || current == '\r') {
        return true;
      }
    }
    return false;
  }
}
