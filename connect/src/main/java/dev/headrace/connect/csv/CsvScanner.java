package dev.headrace.connect.csv;

import java.util.Arrays;

/**
 * Finds the fields of one CSV record at a time in a window of bytes, without copying any.
 *
 * <p>A field that starts with the quote ends with the next quote that is not escaped, which has to
 * be followed by a delimiter or the line's end. Elsewhere a quote is a character like others. A
 * record ends with a line feed, one carriage return before it is dropped.
 *
 * <p>A record that does not end within the window is scanned again from its start once there is
 * more of it; windows are large and records short, so that costs next to nothing and leaves no
 * state between calls.
 */
final class CsvScanner {
  /** What {@link #scan} found. */
  enum Result {
    RECORD,
    /** The window ends within the record. */
    INCOMPLETE,
    /** The stream ends within quotes. */
    UNTERMINATED_QUOTE,
    /** There is something between a closing quote and the field's end. */
    DATA_AFTER_QUOTE
  }

  /** A field without quotes. */
  static final byte PLAIN = 0;

  /** A field in quotes; its bounds leave them out. */
  static final byte QUOTED = 1;

  /** A field in quotes that has escaped characters in it. */
  static final byte ESCAPED = 2;

  private final byte delimiter;
  private final byte quote;
  private final byte escape;

  private int[] starts = new int[16];
  private int[] ends = new int[16];
  private byte[] forms = new byte[16];
  private int fields;
  private int next;
  private int lineFeeds;

  CsvScanner(CsvFormat format) {
    this.delimiter = format.delimiter();
    this.quote = format.quote();
    this.escape = format.escape();
  }

  /** Number of fields of the record. */
  int fields() {
    return fields;
  }

  int start(int field) {
    return starts[field];
  }

  int end(int field) {
    return ends[field];
  }

  byte form(int field) {
    return forms[field];
  }

  /** Where the next record starts. */
  int next() {
    return next;
  }

  /** How many lines the record takes. */
  int lines() {
    return lineFeeds;
  }

  /** Whether the record is an empty line. */
  boolean isBlank() {
    return fields == 1 && forms[0] == PLAIN && starts[0] == ends[0];
  }

  /**
   * Finds the record that starts at an offset.
   *
   * @param end the window's end
   * @param ended whether nothing comes after the window
   */
  Result scan(byte[] bytes, int from, int end, boolean ended) {
    fields = 0;
    lineFeeds = 0;
    int position = from;
    while (true) {
      if (position < end && bytes[position] == quote) {
        position = quoted(bytes, position + 1, end, ended);
        if (position < 0) {
          return ended ? Result.UNTERMINATED_QUOTE : Result.INCOMPLETE;
        }
        if (position < end && bytes[position] == '\r') {
          position++;
          if (position < end && bytes[position] != '\n') {
            return Result.DATA_AFTER_QUOTE;
          }
        }
        if (position < end && bytes[position] != delimiter && bytes[position] != '\n') {
          return Result.DATA_AFTER_QUOTE;
        }
      } else {
        position = plain(bytes, position, end);
      }
      if (position >= end) {
        return endOfWindow(end, ended);
      }
      position++;
      if (bytes[position - 1] == '\n') {
        lineFeeds++;
        next = position;
        return Result.RECORD;
      }
    }
  }

  private Result endOfWindow(int end, boolean ended) {
    lineFeeds++;
    next = end;
    return ended ? Result.RECORD : Result.INCOMPLETE;
  }

  private int plain(byte[] bytes, int from, int end) {
    int position = from;
    while (position < end) {
      byte current = bytes[position];
      if (current == delimiter || current == '\n') {
        break;
      }
      position++;
    }
    boolean lineEnds = position == end || bytes[position] == '\n';
    boolean carriageReturn = lineEnds && position > from && bytes[position - 1] == '\r';
    add(from, carriageReturn ? position - 1 : position, PLAIN);
    return position;
  }

  /** Returns where the closing quote ends, or -1 if the window ends before. */
  private int quoted(byte[] bytes, int from, int end, boolean ended) {
    byte form = QUOTED;
    for (int position = from; position < end; position++) {
      byte current = bytes[position];
      if (current == escape && position + 1 == end && !ended) {
        return -1;
      }
      if (current == escape && position + 1 < end && isEscapable(bytes[position + 1])) {
        form = ESCAPED;
        position++;
      } else if (current == quote) {
        add(from, position, form);
        return position + 1;
      } else if (current == '\n') {
        lineFeeds++;
      }
    }
    return -1;
  }

  private boolean isEscapable(byte character) {
    return character == quote || character == escape;
  }

  private void add(int start, int end, byte form) {
    if (fields == starts.length) {
      starts = Arrays.copyOf(starts, fields * 2);
      ends = Arrays.copyOf(ends, fields * 2);
      forms = Arrays.copyOf(forms, fields * 2);
    }
    starts[fields] = start;
    ends[fields] = end;
    forms[fields] = form;
    fields++;
  }

  /**
   * Writes an {@link #ESCAPED} field without its escape characters.
   *
   * @param target has room for the whole field
   * @return how many bytes were written
   */
  int unescape(byte[] bytes, int field, byte[] target) {
    int length = 0;
    for (int position = starts[field]; position < ends[field]; position++) {
      if (bytes[position] == escape
          && position + 1 < ends[field]
          && isEscapable(bytes[position + 1])) {
        position++;
      }
      target[length++] = bytes[position];
    }
    return length;
  }
}
