package dev.headrace.model.copy;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Cuts bytes into lines. A line of CSV may have newlines between quotes, one of text may have them
 * behind backslashes. All lines have to end alike; {@code \.} alone on a line is the end of all.
 * Takes as much memory as the longest line.
 */
final class CopyLines {
  private static final int WINDOW_BYTES = 64 * 1024;

  /** A longer line is more likely a quote that was never closed. */
  private static final int MAX_LINE_BYTES = 1 << 30;

  /** How lines end, which the first one shows. */
  private enum End {
    UNKNOWN,
    NEWLINE,
    RETURN,
    RETURN_NEWLINE
  }

  private final InputStream in;
  private final boolean csv;
  private final int quote;
  private final int escape;
  private byte[] bytes = new byte[WINDOW_BYTES];
  private int next;
  private int filled;
  private boolean exhausted;
  private End end = End.UNKNOWN;
  private final Slice line = new Slice();
  private long number;

  CopyLines(InputStream in, CopyFormat format) {
    this.in = in;
    this.csv = format.kind() == CopyFormat.Kind.CSV;
    this.quote = csv ? format.quote() : -1;
    // an escape that is the quote needs no attention: two quotes close and open
    this.escape = csv && format.escape() != format.quote() ? format.escape() : -1;
  }

  /** The line, without its end; valid until the next one is read. */
  Slice line() {
    return line;
  }

  /** Its number, from one. */
  long number() {
    return number;
  }

  /**
   * Reads the next line.
   *
   * @return false at the end of the bytes, or behind the mark for it
   * @throws SqlException 22P04 if it does not end as those before
   */
  boolean next() throws IOException {
    line.set(bytes, 0, 0);
    if (!isThere(next)) {
      return false;
    }
    number++;
    int length = csv ? scanQuoted() : scanEscaped();
    int endLength = endLength(length);
    line.set(bytes, next, length);
    next += length + endLength;
    return !isEndMark();
  }

  private boolean isEndMark() {
    return line.length() == 2 && line.at(0) == '\\' && line.at(1) == '.';
  }

  /** The length of a line of text. */
  private int scanEscaped() throws IOException {
    int length = 0;
    while (isThere(next + length)) {
      byte here = bytes[next + length];
      if (here == '\n' || here == '\r') {
        return length;
      }
      boolean mark = here == '\\' && isThere(next + length + 1) && bytes[next + length + 1] != '.';
      length += mark ? 2 : 1;
    }
    return length;
  }

  /** The length of a line of CSV. */
  private int scanQuoted() throws IOException {
    boolean quoted = false;
    boolean escaped = false;
    int length = 0;
    for (; isThere(next + length); length++) {
      byte here = bytes[next + length];
      if (!quoted && (here == '\n' || here == '\r')) {
        return length;
      }
      if (quoted && here == escape) {
        escaped = !escaped;
      } else {
        if (here == quote && !escaped) {
          quoted = !quoted;
        }
        escaped = false;
      }
    }
    return length;
  }

  /** Whether there is a byte at that place of the window, which moves if it has to. */
  private boolean isThere(int at) throws IOException {
    return at < filled || fill(at - next);
  }

  /** Reads on until a byte follows that many of the line. */
  private boolean fill(int offset) throws IOException {
    while (!exhausted && next + offset >= filled) {
      if (filled == bytes.length) {
        makeRoom();
      }
      int count = in.read(bytes, filled, bytes.length - filled);
      exhausted = count < 0;
      filled += Math.max(count, 0);
    }
    return next + offset < filled;
  }

  private void makeRoom() {
    int length = filled - next;
    if (length > MAX_LINE_BYTES) {
      throw new SqlException(ErrorCode.PROGRAM_LIMIT_EXCEEDED, "a line is too long")
          .withDetail("It has more than " + MAX_LINE_BYTES + " bytes.");
    }
    byte[] target = length > bytes.length / 2 ? new byte[bytes.length * 2] : bytes;
    System.arraycopy(bytes, next, target, 0, length);
    bytes = target;
    filled = length;
    next = 0;
  }

  /** How many bytes end a line of that length: none at the end of all. */
  private int endLength(int length) throws IOException {
    if (!isThere(next + length)) {
      return 0;
    }
    End found = End.NEWLINE;
    if (bytes[next + length] == '\r') {
      // where lines end with a return alone, a newline behind it is another line's
      boolean newline =
          end != End.RETURN && isThere(next + length + 1) && bytes[next + length + 1] == '\n';
      found = newline ? End.RETURN_NEWLINE : End.RETURN;
    }
    if (end == End.UNKNOWN) {
      end = found;
    } else if (end != found) {
      throw unlike(found);
    }
    return found == End.RETURN_NEWLINE ? 2 : 1;
  }

  private SqlException unlike(End found) {
    String what = found == End.NEWLINE ? "newline" : "carriage return";
    String escaped = found == End.NEWLINE ? "\\n" : "\\r";
    return new SqlException(
            ErrorCode.BAD_COPY_FILE_FORMAT,
            (csv ? "unquoted " : "literal ") + what + " found in data")
        .withHint(
            csv
                ? "Use quoted CSV field to represent " + what + "."
                : "Use \"" + escaped + "\" to represent " + what + ".");
  }
}
