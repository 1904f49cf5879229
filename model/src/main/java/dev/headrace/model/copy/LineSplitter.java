package dev.headrace.model.copy;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.text.ByteOutput;
import java.util.Arrays;

/**
 * Splits lines into values: undoes escapes and quotes and tells NULLs. A value that has neither
 * stays where it is in the line.
 */
final class LineSplitter {
  private final CopyFormat format;
  private final byte[] nullBytes;
  private final Slice[] values;
  private final boolean[] nulls;
  private final ByteOutput[] unescaped;
  private final Slice surplus = new Slice();
  private final ByteOutput surplusBytes = new ByteOutput();
  private int count;

  // the value at hand
  private byte[] line = new byte[0];
  private int position;
  private int end;

  /**
   * @param columns how many values are kept of a line; those beyond are only counted
   */
  LineSplitter(CopyFormat format, int columns) {
    this.format = format;
    this.nullBytes = format.nullBytes();
    this.values = new Slice[columns];
    this.nulls = new boolean[columns];
    this.unescaped = new ByteOutput[columns];
    Arrays.setAll(values, column -> new Slice());
    Arrays.setAll(unescaped, column -> new ByteOutput());
  }

  /** How many values the last line had. */
  int count() {
    return count;
  }

  boolean isNull(int column) {
    return nulls[column];
  }

  /** A value that is not NULL; valid until the next line. */
  Slice value(int column) {
    return values[column];
  }

  /** Splits a line. */
  void split(Slice source) {
    line = source.base();
    position = source.offset();
    end = position + source.length();
    count = 0;
    if (source.length() == 0 && values.length == 0) {
      return; // an empty line is a row without columns
    }
    boolean more = true;
    while (more) {
      boolean kept = count < values.length;
      Slice value = kept ? values[count] : surplus;
      ByteOutput bytes = kept ? unescaped[count] : surplusBytes;
      boolean isNull =
          format.kind() == CopyFormat.Kind.CSV
              ? readQuoted(value, bytes)
              : readEscaped(value, bytes);
      if (kept) {
        nulls[count] = isNull;
      }
      count++;
      more = position < end;
      if (more) {
        position++; // the delimiter; behind it there is a value, if an empty one
        if (position == end) {
          addEmpty();
          more = false;
        }
      }
    }
  }

  /** The empty value behind a delimiter that ends the line. */
  private void addEmpty() {
    if (count < values.length) {
      values[count].set(line, end, 0);
      nulls[count] =
          nullBytes.length == 0
              && !(format.kind() == CopyFormat.Kind.CSV && format.forceNotNull().get(count));
    }
    count++;
  }

  private boolean isNullText(byte[] bytes, int from, int to) {
    return Arrays.equals(bytes, from, to, nullBytes, 0, nullBytes.length);
  }

  // ---- text

  /** Reads a value of text up to its delimiter; says whether it is NULL. */
  private boolean readEscaped(Slice value, ByteOutput bytes) {
    int start = position;
    char delimiter = format.delimiter();
    while (position < end && line[position] != delimiter && line[position] != '\\') {
      position++;
    }
    if (position == end || line[position] == delimiter) {
      value.set(line, start, position - start);
    } else {
      bytes.clear();
      bytes.write(line, start, position - start);
      unescape(bytes, delimiter);
      value.set(bytes.bytes(), 0, bytes.length());
    }
    return isNullText(line, start, position);
  }

  private void unescape(ByteOutput bytes, char delimiter) {
    while (position < end && line[position] != delimiter) {
      byte here = line[position++];
      if (here == '\\' && position < end) {
        bytes.writeByte(escaped(line[position++]));
      } else {
        bytes.writeByte(here);
      }
    }
  }

  /** What a character behind a backslash stands for. */
  private int escaped(byte character) {
    return switch (character) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> 0x0b;
      case '0', '1', '2', '3', '4', '5', '6', '7' -> number(character - '0', 8, 2);
      case 'x' ->
          position < end && Character.digit(line[position], 16) >= 0 ? number(0, 16, 2) : 'x';
      default -> character;
    };
  }

  /** A number in the digits that follow, so many at most. */
  private int number(int start, int radix, int digits) {
    int number = start;
    for (int left = digits; left > 0 && position < end; left--) {
      int digit = Character.digit(line[position], radix);
      if (digit < 0) {
        return number;
      }
      number = number * radix + digit;
      position++;
    }
    return number & 0xff;
  }

  // ---- CSV

  /** Reads a value of CSV up to its delimiter; says whether it is NULL. */
  private boolean readQuoted(Slice value, ByteOutput bytes) {
    int start = position;
    int column = count;
    char delimiter = format.delimiter();
    char quote = format.quote();
    while (position < end && line[position] != delimiter && line[position] != quote) {
      position++;
    }
    if (position == end || line[position] == delimiter) {
      value.set(line, start, position - start);
      return isNullText(line, start, position) && !format.forceNotNull().get(column);
    }
    bytes.clear();
    bytes.write(line, start, position - start);
    while (position < end && line[position] != delimiter) {
      if (line[position] == quote) {
        position++;
        readToQuote(bytes, quote);
      } else {
        bytes.writeByte(line[position++]);
      }
    }
    value.set(bytes.bytes(), 0, bytes.length());
    return format.forceNull().get(column) && isNullText(bytes.bytes(), 0, bytes.length());
  }

  private void readToQuote(ByteOutput bytes, char quote) {
    char escape = format.escape();
    while (position < end) {
      byte here = line[position++];
      boolean escapes =
          here == escape && position < end && (line[position] == quote || line[position] == escape);
      if (escapes) {
        bytes.writeByte(line[position++]);
      } else if (here == quote) {
        return;
      } else {
        bytes.writeByte(here);
      }
    }
    throw new SqlException(ErrorCode.BAD_COPY_FILE_FORMAT, "unterminated CSV quoted field");
  }
}
