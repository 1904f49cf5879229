package dev.headrace.connect.csv;

import dev.headrace.connect.io.ByteWindow;
import dev.headrace.connect.text.RecordInput;
import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.copy.ColumnParser;
import dev.headrace.runtime.connector.BadRecords;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of a CSV file.
 *
 * <p>A broken record is reported and skipped. One whose end cannot be told, because of its quotes,
 * is taken to be its first line only, so one stray quote does not swallow the rest of a file.
 */
public final class CsvInput extends RecordInput {
  private final CsvFormat format;
  private final CsvScanner scanner;
  private final List<Field> fields;
  private final RowWriter writer;
  private final byte[] nullText;
  private final ColumnParser[] parsers;
  private final Slice value = new Slice();

  /** Which field of a record a column takes, or -1 for none. */
  private final int[] fieldOfColumn;

  private boolean started;
  private int fieldsOfRecord;

  /** Reads a file from its start and closes the window in the end. */
  public CsvInput(ByteWindow window, CsvFormat format, List<Field> fields) {
    super(window);
    this.format = format;
    this.scanner = new CsvScanner(format);
    this.fields = List.copyOf(fields);
    this.writer = new RowWriter(RowLayout.of(fields));
    this.parsers = ColumnParser.of(fields);
    this.nullText = format.nullText().getBytes(StandardCharsets.UTF_8);
    this.fieldOfColumn = new int[fields.size()];
    this.fieldsOfRecord = fields.size();
    Arrays.setAll(fieldOfColumn, column -> column);
  }

  /**
   * Reads the header if there is one and the file has come that far.
   *
   * @throws SqlException {@link ErrorCode#BAD_COPY_FILE_FORMAT} if it does not fit the columns
   */
  public void start() {
    while (!started && !tryStart()) {
      if (!more()) {
        return;
      }
    }
  }

  private boolean tryStart() {
    if (window.end() == 0) {
      return false;
    }
    CsvScanner.Result result = scan();
    if (result == CsvScanner.Result.INCOMPLETE && window.end() <= MAX_RECORD_BYTES) {
      return false;
    }
    if (result == CsvScanner.Result.RECORD && format.header() != CsvFormat.Header.FALSE) {
      header(new CsvHeader(fields, names()));
    }
    started = true;
    return true;
  }

  private CsvScanner.Result scan() {
    return scanner.scan(window.bytes(), position, window.end(), window.ended());
  }

  private void header(CsvHeader header) {
    if (format.header() == CsvFormat.Header.TRUE || header.isLikely()) {
      header.match(fieldOfColumn, window.path());
      fieldsOfRecord = scanner.fields();
      advance(scanner.next(), scanner.lines());
    }
  }

  private List<String> names() {
    String[] names = new String[scanner.fields()];
    Arrays.setAll(names, field -> value(field).toString().strip());
    return List.of(names);
  }

  @Override
  protected Outcome record(Batch batch, BadRecords bad) {
    if (!started) {
      start();
      if (!started) {
        return window.ended() ? Outcome.END : Outcome.INCOMPLETE;
      }
    }
    if (position == window.end()) {
      return window.ended() ? Outcome.END : Outcome.INCOMPLETE;
    }
    switch (scan()) {
      case INCOMPLETE -> {
        return Outcome.INCOMPLETE;
      }
      case UNTERMINATED_QUOTE -> broken(bad, "unterminated CSV quoted field");
      case DATA_AFTER_QUOTE -> broken(bad, "unexpected data after a closing quote");
      case RECORD -> {
        if (scanner.next() - position > MAX_RECORD_BYTES) {
          tooLong(bad);
          return Outcome.READ;
        }
        if (!scanner.isBlank() || fieldsOfRecord == 1) {
          row(batch, bad);
        }
        advance(scanner.next(), scanner.lines());
      }
    }
    return Outcome.READ;
  }

  private void row(Batch batch, BadRecords bad) {
    if (scanner.fields() != fieldsOfRecord) {
      report(bad, wrongNumberOfFields(), scanner.next(), ErrorCode.BAD_COPY_FILE_FORMAT);
      return;
    }
    writer.begin(batch);
    for (int column = 0; column < fieldOfColumn.length; column++) {
      int field = fieldOfColumn[column];
      try {
        if (field < 0 || isNull(field)) {
          parsers[column].setNull();
        } else {
          parsers[column].set(writer, value(field));
        }
      } catch (SqlException e) {
        report(bad, parsers[column].describe(e), scanner.next(), e.code());
        return;
      }
    }
    writer.end(1);
  }

  private String wrongNumberOfFields() {
    return scanner.fields() > fieldsOfRecord
        ? "extra data after last expected column: "
            + scanner.fields()
            + " fields instead of "
            + fieldsOfRecord
        : "missing data: " + scanner.fields() + " fields instead of " + fieldsOfRecord;
  }

  private boolean isNull(int field) {
    return scanner.form(field) == CsvScanner.PLAIN
        && Arrays.equals(
            window.bytes(), scanner.start(field), scanner.end(field), nullText, 0, nullText.length);
  }

  /** A field without quotes and escapes; the next call points it elsewhere. */
  private Slice value(int field) {
    int length = scanner.end(field) - scanner.start(field);
    if (scanner.form(field) != CsvScanner.ESCAPED) {
      return value.set(window.bytes(), scanner.start(field), length);
    }
    return value.own(scanner.unescape(window.bytes(), field, value.buffer(length)));
  }
}
