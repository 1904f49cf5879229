package dev.headrace.model.copy;

import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;

/** Reads text and CSV. */
final class LineCopyReader implements CopyReader {
  private final CopyFormat format;
  private final CopyPlace place;
  private final List<Field> fields;
  private final ColumnParser[] parsers;
  private final RowWriter writer;
  private final CopyLines lines;
  private final LineSplitter splitter;

  LineCopyReader(
      CopyFormat format, String relation, List<Field> fields, ZoneId zone, InputStream in) {
    this.format = format;
    this.place = new CopyPlace(relation);
    this.fields = List.copyOf(fields);
    this.parsers = ColumnParser.of(fields, zone);
    this.writer = new RowWriter(RowLayout.of(fields));
    this.lines = new CopyLines(in, format);
    this.splitter = new LineSplitter(format, fields.size());
  }

  @Override
  public boolean read(Batch batch, int bytes) throws IOException {
    if (lines.number() == 0 && format.header() != CopyFormat.Header.NONE && !readHeader()) {
      return false;
    }
    while (batch.end() < bytes) {
      if (!nextLine()) {
        return false;
      }
      appendRow(batch);
    }
    return true;
  }

  @Override
  public String context() {
    Slice line = lines.line();
    return place.line(lines.number(), line.base(), line.offset(), line.length());
  }

  private boolean nextLine() throws IOException {
    try {
      return lines.next();
    } catch (SqlException e) {
      throw e.withContext(place.line(lines.number()));
    }
  }

  private boolean readHeader() throws IOException {
    if (!nextLine()) {
      return false;
    }
    if (format.header() == CopyFormat.Header.MATCH) {
      try {
        splitter.split(lines.line());
        matchHeader();
      } catch (SqlException e) {
        throw e.withContext(context());
      }
    }
    return true;
  }

  private void matchHeader() {
    if (splitter.count() != fields.size()) {
      throw malformed(
          "wrong number of fields in header line: got "
              + splitter.count()
              + ", expected "
              + fields.size());
    }
    for (int column = 0; column < fields.size(); column++) {
      String expected = fields.get(column).name();
      String start = "column name mismatch in header line field " + (column + 1) + ": got ";
      if (splitter.isNull(column)) {
        throw malformed(
            start + "null value (\"" + format.nullText() + "\"), expected \"" + expected + "\"");
      }
      Slice name = splitter.value(column);
      String got = new String(name.base(), name.offset(), name.length(), StandardCharsets.UTF_8);
      if (!got.equals(expected)) {
        throw malformed(start + SqlException.quote(got) + ", expected \"" + expected + "\"");
      }
    }
  }

  private void appendRow(Batch batch) {
    try {
      splitter.split(lines.line());
      if (splitter.count() > fields.size()) {
        throw malformed("extra data after last expected column");
      }
    } catch (SqlException e) {
      throw e.withContext(context());
    }
    writer.begin(batch);
    for (int column = 0; column < parsers.length; column++) {
      if (column == splitter.count()) {
        throw malformed("missing data for column \"" + fields.get(column).name() + "\"")
            .withContext(context());
      }
      if (!splitter.isNull(column)) {
        set(column, splitter.value(column));
      }
    }
    writer.end(1);
  }

  private void set(int column, Slice value) {
    try {
      parsers[column].set(writer, value);
    } catch (SqlException e) {
      throw e.withContext(
          place.column(
              lines.number(),
              fields.get(column).name(),
              value.base(),
              value.offset(),
              value.length()));
    }
  }

  private static SqlException malformed(String message) {
    return new SqlException(ErrorCode.BAD_COPY_FILE_FORMAT, message);
  }
}
