package dev.headrace.connect.json;

import dev.headrace.connect.io.ByteWindow;
import dev.headrace.connect.text.RecordInput;
import dev.headrace.model.Batch;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.copy.ColumnParser;
import dev.headrace.model.text.JsonText;
import dev.headrace.runtime.connector.BadRecords;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of a file of JSON objects: one after the other, usually one a line, or the elements of one
 * array. Members are matched to columns by name, exactly or else whatever the case; of several with
 * one name the last counts; missing ones are NULL like {@code null}; others are ignored.
 */
public final class JsonInput extends RecordInput {
  private final JsonScanner scanner = new JsonScanner();
  private final List<Field> fields;
  private final RowWriter writer;
  private final ColumnParser[] parsers;
  private final MemberNames names;
  private final Slice value = new Slice();

  /** Where each column's value is in the window; start 0 if the object has none. */
  private final int[] starts;

  private final int[] ends;

  /** Whether the objects are the elements of an array, and whether its bracket was closed. */
  private boolean inArray;

  private boolean closed;
  private boolean any;

  /** Reads a file from its start and closes the window in the end. */
  public JsonInput(ByteWindow window, List<Field> fields) {
    super(window);
    this.fields = List.copyOf(fields);
    this.writer = new RowWriter(RowLayout.of(fields));
    this.parsers = ColumnParser.of(fields);
    this.names = new MemberNames(fields);
    this.starts = new int[fields.size()];
    this.ends = new int[fields.size()];
  }

  @Override
  protected Outcome record(Batch batch, BadRecords bad) {
    separators();
    if (position == window.end()) {
      return window.ended() ? Outcome.END : Outcome.INCOMPLETE;
    }
    byte[] bytes = window.bytes();
    int next =
        closed
            ? scanner.broken("there is something behind the end of the JSON array")
            : object(bytes, position, window.end());
    if (next == JsonScanner.INCOMPLETE) {
      if (!window.ended()) {
        return Outcome.INCOMPLETE;
      }
      broken(bad, "unexpected end of JSON");
    } else if (next == JsonScanner.BROKEN) {
      broken(bad, scanner.problem());
    } else if (next - position > MAX_RECORD_BYTES) {
      tooLong(bad);
    } else {
      row(batch, bad, next);
      advance(next, lineFeeds(bytes, position, next));
    }
    any = true;
    return Outcome.READ;
  }

  /** Goes to the next object, over white space and what an array has around its elements. */
  private void separators() {
    byte[] bytes = window.bytes();
    for (; position < window.end(); position++) {
      byte current = bytes[position];
      if (current == '\n') {
        advance(position, 1);
      } else if (current == '[' && !any && !inArray) {
        inArray = true;
      } else if (current == ']' && inArray && !closed) {
        closed = true;
      } else if (!JsonScanner.isSpace(current) && !(current == ',' && inArray && !closed)) {
        return;
      }
    }
  }

  private int object(byte[] bytes, int from, int end) {
    if (bytes[from] != '{') {
      return scanner.broken("expected a JSON object");
    }
    Arrays.fill(starts, 0);
    int position = JsonScanner.space(bytes, from + 1, end);
    if (position < end && bytes[position] == '}') {
      return position + 1;
    }
    for (int member = 0; true; member++) {
      position = member(bytes, position, end, member);
      if (position < 0) {
        return position;
      }
      position = JsonScanner.space(bytes, position, end);
      if (position == end) {
        return JsonScanner.INCOMPLETE;
      }
      if (bytes[position] == '}') {
        return position + 1;
      }
      if (bytes[position] != ',') {
        return scanner.unexpected(bytes[position]);
      }
      position = JsonScanner.space(bytes, position + 1, end);
    }
  }

  /** Reads a name and its value; returns what the scanner does. */
  private int member(byte[] bytes, int from, int end, int member) {
    if (from == end) {
      return JsonScanner.INCOMPLETE;
    }
    if (bytes[from] != '"') {
      return scanner.unexpected(bytes[from]);
    }
    int nameEnd = scanner.string(bytes, from, end);
    if (nameEnd < 0) {
      return nameEnd;
    }
    int start = scanner.colon(bytes, nameEnd, end);
    if (start < 0) {
      return start;
    }
    int column = names.column(member, bytes, from, nameEnd);
    int valueEnd = scanner.value(bytes, start, end);
    if (valueEnd > 0 && column >= 0) {
      starts[column] = start;
      ends[column] = valueEnd;
    }
    return valueEnd;
  }

  private void row(Batch batch, BadRecords bad, int next) {
    byte[] bytes = window.bytes();
    writer.begin(batch);
    for (int column = 0; column < starts.length; column++) {
      try {
        int start = starts[column];
        if (start == 0 || bytes[start] == 'n') {
          parsers[column].setNull();
        } else {
          parsers[column].set(writer, text(column, start, ends[column] - start));
        }
      } catch (SqlException e) {
        report(bad, parsers[column].describe(e), next, e.code());
        return;
      }
    }
    writer.end(1);
  }

  /** A value as text: a string's characters, or for others and JSONB the JSON itself. */
  private Slice text(int column, int start, int length) {
    byte[] bytes = window.bytes();
    return bytes[start] != '"' || fields.get(column).type().kind() == SqlType.Kind.JSONB
        ? value.set(bytes, start, length)
        : JsonText.unquote(bytes, start, length, value);
  }

  private static int lineFeeds(byte[] bytes, int from, int end) {
    int count = 0;
    for (int i = from; i < end; i++) {
      count += bytes[i] == '\n' ? 1 : 0;
    }
    return count;
  }
}
