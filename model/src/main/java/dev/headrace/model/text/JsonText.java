package dev.headrace.model.text;

import dev.headrace.model.Decimals;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Reads JSON (RFC 8259) and writes it as PostgreSQL prints jsonb: one blank after each comma and
 * colon, the members of an object by length and then bytes of their names, of equal names the last,
 * numbers as NUMERIC prints them, strings with the fewest escapes. Equal jsonb values with equally
 * scaled numbers thus have equal bytes.
 */
public final class JsonText {
  private static final int MAX_DEPTH = 1_000;
  private static final int MAX_NUMBER = 200_000;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  /** How the members of an object are sorted. */
  static final Comparator<Slice> NAME_ORDER =
      Comparator.comparingInt(Slice::length).thenComparing(Comparator.naturalOrder());

  private final byte[] source;
  private final int start;
  private final int end;
  private int at;
  private int depth;

  private record Member(Slice name, Slice value) {}

  private JsonText(byte[] source, int start, int end) {
    this.source = source;
    this.start = start;
    this.end = end;
    this.at = start;
  }

  /**
   * Appends the normal form of a JSON text.
   *
   * @throws SqlException 22P02 if it is not JSON, 22P05 for the character 0
   */
  public static void normalise(byte[] bytes, int offset, int length, ByteOutput out) {
    JsonText parser = new JsonText(bytes, offset, offset + length);
    parser.value(out);
    if (parser.next() >= 0) {
      throw parser.error();
    }
  }

  /** Skips white space and returns the byte there, or -1 at the end. */
  private int next() {
    while (at < end) {
      byte b = source[at];
      if (b != ' ' && b != '\n' && b != '\t' && b != '\r') {
        return b & 0xff;
      }
      at++;
    }
    return -1;
  }

  private void value(ByteOutput out) {
    switch (next()) {
      case '{' -> object(out);
      case '[' -> array(out);
      case '"' -> writeString(string(), out);
      case 't' -> word("true", out);
      case 'f' -> word("false", out);
      case 'n' -> word("null", out);
      default -> number(out);
    }
  }

  private void word(String expected, ByteOutput out) {
    for (int i = 0; i < expected.length(); i++) {
      if (at + i >= end || source[at + i] != expected.charAt(i)) {
        throw error();
      }
    }
    at += expected.length();
    if (at < end && Character.isLetterOrDigit(source[at])) {
      throw error();
    }
    out.writeAscii(expected);
  }

  private void array(ByteOutput out) {
    enter();
    out.writeByte('[');
    if (next() == ']') {
      at++;
    } else {
      value(out);
      while (separator(']')) {
        out.writeAscii(", ");
        value(out);
      }
    }
    out.writeByte(']');
    depth--;
  }

  private void object(ByteOutput out) {
    enter();
    List<Member> members = new ArrayList<>();
    if (next() == '}') {
      at++;
    } else {
      do {
        members.add(member());
      } while (separator('}'));
    }
    writeObject(members, out);
    depth--;
  }

  private void enter() {
    at++;
    if (++depth > MAX_DEPTH) {
      throw new SqlException(
          ErrorCode.STATEMENT_TOO_COMPLEX, "JSON is nested deeper than " + MAX_DEPTH + " levels");
    }
  }

  private Member member() {
    if (next() != '"') {
      throw error();
    }
    Slice name = string();
    if (next() != ':') {
      throw error();
    }
    at++;
    ByteOutput member = new ByteOutput();
    value(member);
    return new Member(name, Slice.of(member.bytes(), 0, member.length()));
  }

  /** Steps over a comma (true) or the closing bracket (false). */
  private boolean separator(char close) {
    int b = next();
    if (b != ',' && b != close) {
      throw error();
    }
    at++;
    return b == ',';
  }

  private static void writeObject(List<Member> members, ByteOutput out) {
    members.sort(Comparator.comparing(Member::name, NAME_ORDER));
    out.writeByte('{');
    boolean first = true;
    for (int i = 0; i < members.size(); i++) {
      Member member = members.get(i);
      if (i + 1 < members.size() && members.get(i + 1).name.equals(member.name)) {
        continue;
      }
      if (!first) {
        out.writeAscii(", ");
      }
      first = false;
      writeString(member.name, out);
      out.writeAscii(": ");
      out.write(member.value);
    }
    out.writeByte('}');
  }

  private void number(ByteOutput out) {
    int from = at;
    skip('-');
    int digits = at;
    digits();
    boolean leadingZero = source[digits] == '0' && at > digits + 1;
    boolean plain = true;
    if (skip('.')) {
      digits();
    }
    if (skip('e') || skip('E')) {
      plain = false;
      if (!skip('+')) {
        skip('-');
      }
      digits();
    }
    if (leadingZero || (at < end && isWordByte(source[at]))) {
      throw error();
    }
    if (plain && source[from] != '-') {
      out.write(source, from, at - from);
    } else {
      out.writeAscii(plainNumber(from, at).toPlainString());
    }
  }

  private BigDecimal plainNumber(int from, int to) {
    if (to - from > MAX_NUMBER) {
      throw new SqlException(
          ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "value overflows numeric format");
    }
    return NumberText.parseNumeric(source, from, to - from);
  }

  private static boolean isWordByte(byte b) {
    return b < 0 || b == '_' || b == '.' || Character.isLetterOrDigit(b);
  }

  private boolean skip(char expected) {
    if (at < end && source[at] == expected) {
      at++;
      return true;
    }
    return false;
  }

  private void digits() {
    int from = at;
    while (at < end && source[at] >= '0' && source[at] <= '9') {
      at++;
    }
    if (at == from) {
      throw error();
    }
  }

  /** The characters of a string, escapes resolved. */
  private Slice string() {
    int from = ++at;
    while (at < end && source[at] != '"' && source[at] != '\\') {
      checkCharacter(source[at++]);
    }
    if (at < end && source[at] == '"') {
      return Slice.of(source, from, at++ - from);
    }
    ByteOutput text = new ByteOutput(at - from + 16);
    text.write(source, from, at - from);
    while (at < end && source[at] != '"') {
      if (source[at] == '\\') {
        at++;
        escape(text);
      } else {
        checkCharacter(source[at]);
        text.writeByte(source[at++]);
      }
    }
    if (at++ >= end) {
      throw error();
    }
    return Slice.of(text.bytes(), 0, text.length());
  }

  private void checkCharacter(byte b) {
    if (b >= 0 && b < ' ') {
      throw error().withDetail("Character with value 0x%02x must be escaped.".formatted((int) b));
    }
  }

  private void escape(ByteOutput text) {
    int b = at < end ? source[at++] : -1;
    switch (b) {
      case '"', '\\', '/' -> text.writeByte(b);
      case 'b' -> text.writeByte('\b');
      case 'f' -> text.writeByte('\f');
      case 'n' -> text.writeByte('\n');
      case 'r' -> text.writeByte('\r');
      case 't' -> text.writeByte('\t');
      case 'u' -> unicodeEscape(text);
      default -> throw error();
    }
  }

  private void unicodeEscape(ByteOutput text) {
    int unit = fourHexDigits();
    if (unit == 0) {
      throw new SqlException(
              ErrorCode.UNTRANSLATABLE_CHARACTER, "unsupported Unicode escape sequence")
          .withDetail("\\u0000 cannot be converted to text.");
    }
    int character = unit;
    if (Character.isSurrogate((char) unit)) {
      boolean pair =
          Character.isHighSurrogate((char) unit)
              && at + 1 < end
              && source[at] == '\\'
              && source[at + 1] == 'u';
      at += pair ? 2 : 0;
      int low = pair ? fourHexDigits() : 0;
      if (!Character.isLowSurrogate((char) low)) {
        throw error().withDetail("Unicode surrogates must come in pairs, the high one first.");
      }
      character = Character.toCodePoint((char) unit, (char) low);
    }
    text.reserve(4);
    text.length(Utf8.write(character, text.bytes(), text.length()));
  }

  private int fourHexDigits() {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit = at < end ? Character.digit(source[at++], 16) : -1;
      if (digit < 0) {
        throw error().withDetail("\"\\u\" must be followed by four hexadecimal digits.");
      }
      value = value << 4 | digit;
    }
    return value;
  }

  private SqlException error() {
    SqlException error =
        new SqlException(
            ErrorCode.INVALID_TEXT_REPRESENTATION, "invalid input syntax for type json");
    if (at >= end) {
      return error.withDetail("The input string ended unexpectedly.");
    }
    int to = at + 1;
    while (to < end && to - at < 40 && isWordByte(source[to])) {
      to++;
    }
    String token = new String(Arrays.copyOfRange(source, at, to), StandardCharsets.UTF_8);
    return error.withDetail(
        "Token " + SqlException.quote(token) + " is invalid, at byte " + (at - start + 1) + ".");
  }

  /** Appends a string in quotes. */
  public static void writeString(Slice text, ByteOutput out) {
    out.reserve(text.length() + 2);
    out.writeByte('"');
    for (int i = 0; i < text.length(); i++) {
      int b = text.at(i);
      switch (b) {
        case '"', '\\' -> escaped(b, out);
        case '\b' -> escaped('b', out);
        case '\f' -> escaped('f', out);
        case '\n' -> escaped('n', out);
        case '\r' -> escaped('r', out);
        case '\t' -> escaped('t', out);
        default -> {
          if (b < ' ') {
            out.writeAscii("\\u00");
            out.writeByte(HEX[b >> 4]);
            out.writeByte(HEX[b & 15]);
          } else {
            out.writeByte(b);
          }
        }
      }
    }
    out.writeByte('"');
  }

  private static void escaped(int b, ByteOutput out) {
    out.writeByte('\\');
    out.writeByte(b);
  }

  /** The characters of a string of a normal form, given with its quotes. */
  public static Slice unquote(byte[] bytes, int offset, int length, Slice out) {
    for (int i = offset + 1; i < offset + length - 1; i++) {
      if (bytes[i] == '\\') {
        return out.set(new JsonText(bytes, offset, offset + length).string());
      }
    }
    return out.set(bytes, offset + 1, length - 2);
  }

  /** A NUMERIC of a normal form. */
  public static BigDecimal number(byte[] bytes, int offset, int length) {
    return Decimals.inRange(
        new BigDecimal(new String(bytes, offset, length, StandardCharsets.US_ASCII)));
  }

  /** Where the value that starts at an offset of a normal form ends. */
  public static int skipValue(byte[] bytes, int offset, int end) {
    int level = 0;
    int i = offset;
    do {
      switch (bytes[i]) {
        case '"' -> i = skipString(bytes, i);
        case '[', '{' -> {
          level++;
          i++;
        }
        case ']', '}' -> {
          level--;
          i++;
        }
        case ',', ' ', ':' -> i++;
        default -> i = skipWord(bytes, i, end);
      }
    } while (level > 0);
    return i;
  }

  private static int skipString(byte[] bytes, int offset) {
    int i = offset + 1;
    while (bytes[i] != '"') {
      i += bytes[i] == '\\' ? 2 : 1;
    }
    return i + 1;
  }

  private static int skipWord(byte[] bytes, int offset, int end) {
    int i = offset;
    while (i < end && bytes[i] != ',' && bytes[i] != ']' && bytes[i] != '}') {
      i++;
    }
    return i;
  }

  /** Number of elements or members of the container that starts at an offset. */
  public static int count(byte[] bytes, int container, int end) {
    int count = 0;
    int at = container + 1;
    while (bytes[at] != ']' && bytes[at] != '}') {
      at = skipValue(bytes, at, end);
      if (bytes[at] == ':') {
        at = skipValue(bytes, at + 2, end);
      }
      count++;
      at += bytes[at] == ',' ? 2 : 0;
    }
    return count;
  }
}
