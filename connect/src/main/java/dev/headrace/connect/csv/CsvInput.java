package dev.headrace.connect.csv;

import dev.headrace.connect.io.ByteWindow;
import dev.headrace.connect.io.Waiting;
import dev.headrace.connect.value.ColumnParser;
import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.connector.BadRecords;
import dev.headrace.runtime.connector.Input;
import dev.headrace.runtime.connector.Progress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of a CSV file.
 *
 * <p>A broken record is reported and skipped. One whose end cannot be told, because of its quotes,
 * is taken to be its first line only, so one stray quote does not swallow the rest of a file.
 */
public final class CsvInput implements Input {
  /** A record that is longer than this is broken. */
  static final int MAX_RECORD_BYTES = 1 << 24;

  private final ByteWindow window;
  private final CsvFormat format;
  private final CsvScanner scanner;
  private final List<Field> fields;
  private final RowWriter writer;
  private final byte[] nullText;
  private final ColumnParser[] parsers;
  private final Slice value = new Slice();
  private final Slice raw = new Slice();

  /** Which field of a record a column takes, or -1 for none. */
  private final int[] fieldOfColumn;

  private boolean started;
  private int fieldsOfRecord;
  private int position;
  private long line = 1;
  private boolean skipping;
  private volatile long done;

  /** Reads a file from its start and closes the window in the end. */
  public CsvInput(ByteWindow window, CsvFormat format, List<Field> fields) {
    this.window = window;
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
    if (started) {
      return;
    }
    CsvScanner.Result result = nextRecord();
    if (result == CsvScanner.Result.INCOMPLETE && !window.ended()) {
      return;
    }
    started = true;
    if (startsWithByteOrderMark()) {
      position = 3;
      result = nextRecord();
    }
    if (result == CsvScanner.Result.RECORD && format.header() != CsvFormat.Header.FALSE) {
      header(new CsvHeader(fields, names()));
    }
  }

  private void header(CsvHeader header) {
    if (format.header() == CsvFormat.Header.TRUE || header.isLikely()) {
      header.match(fieldOfColumn, window.path());
      fieldsOfRecord = scanner.fields();
      position = scanner.next();
      line += scanner.lines();
    }
  }

  private boolean startsWithByteOrderMark() {
    byte[] bytes = window.bytes();
    return window.end() >= 3
        && bytes[0] == (byte) 0xEF
        && bytes[1] == (byte) 0xBB
        && bytes[2] == (byte) 0xBF;
  }

  private List<String> names() {
    String[] names = new String[scanner.fields()];
    Arrays.setAll(names, field -> value(field).toString().strip());
    return List.of(names);
  }

  @Override
  public Status read(Batch batch, int maxRows, Duration maxWait, BadRecords bad) {
    start();
    int limit = (int) Math.min(Integer.MAX_VALUE, (long) batch.rows() + maxRows);
    int recordsLeft = maxRows;
    boolean any = false;
    Waiting waiting = new Waiting(maxWait);
    while (batch.rows() < limit && recordsLeft-- > 0) {
      if (!started || !record(batch, bad)) {
        done = window.position();
        if (window.ended()) {
          return Status.END;
        }
        if (any) {
          return Status.MORE;
        }
        if (!waiting.again()) {
          return Status.IDLE;
        }
        start();
        recordsLeft++;
      } else {
        any = true;
      }
    }
    done = window.position() - (window.end() - position);
    return Status.MORE;
  }

  /** Reads one record; returns false if none is there yet. */
  private boolean record(Batch batch, BadRecords bad) {
    if (skipping && !skipLine()) {
      return false;
    }
    switch (nextRecord()) {
      case INCOMPLETE -> {
        if (window.end() - position <= MAX_RECORD_BYTES) {
          return false;
        }
        tooLong(bad);
      }
      case UNTERMINATED_QUOTE -> broken(bad, "unterminated CSV quoted field");
      case DATA_AFTER_QUOTE -> broken(bad, "unexpected data after a closing quote");
      case RECORD -> {
        if (scanner.next() - position > MAX_RECORD_BYTES) {
          tooLong(bad);
          return true;
        }
        if (!scanner.isBlank() || fieldsOfRecord == 1) {
          row(batch, bad);
        }
        position = scanner.next();
        line += scanner.lines();
      }
    }
    return true;
  }

  private void tooLong(BadRecords bad) {
    broken(bad, "record is longer than " + MAX_RECORD_BYTES + " bytes; is a quote missing?");
  }

  private CsvScanner.Result nextRecord() {
    while (true) {
      if (position < window.end()) {
        CsvScanner.Result result =
            scanner.scan(window.bytes(), position, window.end(), window.ended());
        if (result != CsvScanner.Result.INCOMPLETE || window.end() - position > MAX_RECORD_BYTES) {
          return result;
        }
      }
      boolean more = window.more(position);
      position = 0;
      if (!more && (!window.ended() || window.end() == 0)) {
        return CsvScanner.Result.INCOMPLETE;
      }
    }
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

  private void broken(BadRecords bad, String reason) {
    int end = position;
    while (end < window.end() && window.bytes()[end] != '\n') {
      end++;
    }
    report(bad, reason, end, ErrorCode.BAD_COPY_FILE_FORMAT);
    skipping = true;
  }

  private void report(BadRecords bad, String reason, int end, ErrorCode code) {
    int length = Math.min(end - position, BadRecords.MAX_RAW_BYTES);
    while (length > 0 && isLineEnd(window.bytes()[position + length - 1])) {
      length--;
    }
    bad.bad(line, reason, raw.set(window.bytes(), position, length), code);
  }

  private static boolean isLineEnd(byte character) {
    return character == '\n' || character == '\r';
  }

  /** Goes to the start of the next line; returns false if it is not there yet. */
  private boolean skipLine() {
    while (true) {
      byte[] bytes = window.bytes();
      for (int end = window.end(); position < end; position++) {
        if (bytes[position] == '\n') {
          position++;
          line++;
          skipping = false;
          return true;
        }
      }
      boolean more = window.more(position);
      position = 0;
      if (!more) {
        return false;
      }
    }
  }

  @Override
  public Progress progress() {
    return new Progress(Progress.Unit.BYTES, done, window.size());
  }

  @Override
  public void close() {
    window.close();
  }
}
