package dev.headrace.model.copy;

import java.nio.charset.StandardCharsets;

/** Where in what is copied something went wrong, in PostgreSQL's words. */
final class CopyPlace {
  /** PostgreSQL's MAX_COPY_DATA_DISPLAY. */
  private static final int MAX_SHOWN = 100;

  private final String relation;

  CopyPlace(String relation) {
    this.relation = relation;
  }

  /** A line or, in binary, a row. */
  String line(long number) {
    return "COPY " + relation + ", line " + number;
  }

  /** A line with its text. */
  String line(long number, byte[] text, int offset, int length) {
    return line(number) + ": \"" + shown(text, offset, length) + "\"";
  }

  String column(long number, String column) {
    return line(number) + ", column " + column;
  }

  /** A column with its text. */
  String column(long number, String column, byte[] text, int offset, int length) {
    return column(number, column) + ": \"" + shown(text, offset, length) + "\"";
  }

  private static String shown(byte[] text, int offset, int length) {
    if (length <= MAX_SHOWN) {
      return new String(text, offset, length, StandardCharsets.UTF_8);
    }
    int end = offset + MAX_SHOWN;
    while (end > offset && (text[end] & 0xc0) == 0x80) {
      end--; // not within a character
    }
    return new String(text, offset, end - offset, StandardCharsets.UTF_8) + "...";
  }
}
