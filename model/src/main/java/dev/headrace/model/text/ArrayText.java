package dev.headrace.model.text;

import dev.headrace.model.ArrayValues;
import dev.headrace.model.CatalogTypes;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The text form of arrays: {@code {1,NULL,"a b"}}. */
final class ArrayText {
  private static final byte[] NULL = "NULL".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] NOTHING = {};
  private static final byte[] OPEN = {'('};
  private static final byte[] CLOSE = {')'};

  private ArrayText() {}

  static void write(SqlType arrayType, Slice array, TextStyle style, ByteOutput out) {
    SqlType element = element(arrayType);
    if (CatalogTypes.contains(arrayType)) {
      boolean pair = arrayType.equals(CatalogTypes.NUMBERED);
      out.write(pair ? OPEN : NOTHING);
      writeVector(element, ArrayValues.decode(arrayType, array), pair ? ',' : ' ', style, out);
      out.write(pair ? CLOSE : NOTHING);
      return;
    }
    out.writeByte('{');
    boolean first = true;
    for (Object value : ArrayValues.decode(arrayType, array)) {
      if (!first) {
        out.writeByte(',');
      }
      first = false;
      if (value == null) {
        out.write(NULL);
      } else {
        int start = out.length();
        TextFormat.write(element, value, style, out);
        quoteIfNeeded(out, start);
      }
    }
    out.writeByte('}');
  }

  /** A vector of numbers, {@code 1 2}; the inside of a pair, {@code (1,2)}. */
  private static void writeVector(
      SqlType element,
      List<@Nullable Object> values,
      char separator,
      TextStyle style,
      ByteOutput out) {
    boolean first = true;
    for (Object value : values) {
      if (!first) {
        out.writeByte(separator);
      }
      first = false;
      TextFormat.write(element, Objects.requireNonNull(value), style, out);
    }
  }

  private static SqlType element(SqlType arrayType) {
    return Objects.requireNonNull(arrayType.element(), "not an array type");
  }

  private static void quoteIfNeeded(ByteOutput out, int start) {
    byte[] bytes = out.bytes();
    int end = out.length();
    int special = 0;
    boolean quote = start == end || NumberText.equalsIgnoreCase(bytes, start, end, "null");
    for (int i = start; i < end; i++) {
      byte b = bytes[i];
      special += b == '"' || b == '\\' ? 1 : 0;
      quote |= b == '{' || b == '}' || b == ',' || NumberText.isSpace(b);
    }
    if (!quote && special == 0) {
      return;
    }
    byte[] target = out.reserve(special + 2);
    int at = end + special + 2;
    out.length(at);
    target[--at] = '"';
    for (int i = end - 1; i >= start; i--) {
      byte b = target[i];
      target[--at] = b;
      if (b == '"' || b == '\\') {
        target[--at] = '\\';
      }
    }
    target[--at] = '"';
  }

  static Slice parse(SqlType arrayType, byte[] bytes, int offset, int length, ZoneId zone) {
    return new Parser(element(arrayType), bytes, offset, length, zone).parse(arrayType);
  }

  /** One pass over the text; elements are unescaped into a buffer and read from there. */
  private static final class Parser {
    private final SqlType element;
    private final byte[] bytes;
    private final int offset;
    private final int length;
    private final ZoneId zone;
    private final int end;
    private int at;

    Parser(SqlType element, byte[] bytes, int offset, int length, ZoneId zone) {
      this.element = element;
      this.bytes = bytes;
      this.offset = offset;
      this.length = length;
      this.zone = zone;
      this.end = offset + length;
      this.at = offset;
    }

    Slice parse(SqlType arrayType) {
      skipBlanks();
      if (at < end && bytes[at] == '[') {
        skipBounds();
      }
      expect('{', "Array value must start with \"{\" or dimension information.");
      List<@Nullable Object> values = new ArrayList<>();
      skipBlanks();
      if (at < end && bytes[at] == '}') {
        at++;
      } else {
        boolean more = true;
        while (more) {
          values.add(value());
          skipBlanks();
          more = at < end && bytes[at] == ',';
          if (!more && (at >= end || bytes[at] != '}')) {
            throw malformed("Unexpected end of input.");
          }
          at++;
        }
      }
      skipBlanks();
      if (at < end) {
        throw malformed("Junk after closing right brace.");
      }
      return ArrayValues.encode(arrayType, values);
    }

    /** {@code [1:3]=}, the usual bounds, which are implied here. */
    private void skipBounds() {
      int start = at;
      while (at < end && bytes[at] != '=') {
        at++;
      }
      String bounds = new String(bytes, start, at - start, StandardCharsets.UTF_8);
      if (!bounds.matches("\\[1:\\d+]")) {
        throw new SqlException(
            ErrorCode.FEATURE_NOT_SUPPORTED, "arrays have one dimension and start at 1");
      }
      at++;
      skipBlanks();
    }

    private void expect(char wanted, String detail) {
      if (at >= end || bytes[at] != wanted) {
        throw malformed(detail);
      }
      at++;
    }

    private @Nullable Object value() {
      skipBlanks();
      if (at < end && bytes[at] == '{') {
        throw new SqlException(
            ErrorCode.FEATURE_NOT_SUPPORTED, "multidimensional arrays are not supported");
      }
      ByteOutput text = new ByteOutput();
      boolean quoted = at < end && bytes[at] == '"';
      if (quoted) {
        quotedText(text);
      } else {
        plainText(text);
        if (NumberText.equalsIgnoreCase(text.bytes(), 0, text.length(), "null")) {
          return null;
        }
      }
      return TextFormat.parse(element, text.bytes(), 0, text.length(), zone);
    }

    private void quotedText(ByteOutput text) {
      at++;
      while (at < end && bytes[at] != '"') {
        if (bytes[at] == '\\') {
          at++;
        }
        if (at < end) {
          text.writeByte(bytes[at++]);
        }
      }
      expect('"', "Unexpected end of input.");
    }

    private void plainText(ByteOutput text) {
      int visible = 0;
      while (at < end && bytes[at] != ',' && bytes[at] != '}') {
        if (bytes[at] == '"' || bytes[at] == '{') {
          throw malformed("Unexpected \"" + (char) bytes[at] + "\" character.");
        }
        boolean escaped = bytes[at] == '\\' && at + 1 < end;
        at += escaped ? 1 : 0;
        boolean blank = !escaped && NumberText.isSpace(bytes[at]);
        text.writeByte(bytes[at++]);
        visible = blank ? visible : text.length();
      }
      text.length(visible);
      if (visible == 0) {
        throw malformed("Unexpected \"" + (at < end ? (char) bytes[at] : "end") + "\" character.");
      }
    }

    private void skipBlanks() {
      while (at < end && NumberText.isSpace(bytes[at])) {
        at++;
      }
    }

    private SqlException malformed(String detail) {
      return new SqlException(
              ErrorCode.INVALID_TEXT_REPRESENTATION,
              "malformed array literal: " + NumberText.quote(bytes, offset, length))
          .withDetail(detail);
    }
  }
}
