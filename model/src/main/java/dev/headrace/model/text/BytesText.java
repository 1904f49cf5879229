package dev.headrace.model.text;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The text form of BYTEA and UUID. */
public final class BytesText {
  /** Bytes of a UUID's text. */
  public static final int UUID_LENGTH = 36;

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private BytesText() {}

  /** Writes {@code \x} and two digits per byte, 2 + 2 * length bytes; returns the end. */
  public static int writeBytea(Slice value, byte[] target, int offset) {
    target[offset] = '\\';
    target[offset + 1] = 'x';
    return writeHex(value, target, offset + 2);
  }

  /** Writes two digits per byte and returns the end. */
  public static int writeHex(Slice value, byte[] target, int offset) {
    int at = offset;
    for (int i = 0; i < value.length(); i++) {
      int b = value.at(i);
      target[at++] = HEX[b >> 4];
      target[at++] = HEX[b & 15];
    }
    return at;
  }

  /**
   * Reads {@code \xdeadbeef} or the older form with octal escapes.
   *
   * @throws SqlException 22P02
   */
  public static Slice parseBytea(byte[] bytes, int offset, int length, Slice out) {
    return length >= 2 && bytes[offset] == '\\' && bytes[offset + 1] == 'x'
        ? parseHex(bytes, offset + 2, offset + length, out)
        : parseEscaped(bytes, offset, offset + length, out);
  }

  /**
   * Reads pairs of hexadecimal digits, white space between them.
   *
   * @throws SqlException 22023
   */
  public static Slice parseHex(byte[] bytes, int offset, int end, Slice out) {
    byte[] target = out.buffer((end - offset) / 2);
    int count = 0;
    int at = offset;
    while (at < end) {
      if (NumberText.isSpace(bytes[at])) {
        at++;
        continue;
      }
      int high = hexDigit(bytes, at, end);
      if (at + 1 >= end) {
        throw new SqlException(
            ErrorCode.INVALID_PARAMETER_VALUE, "invalid hexadecimal data: odd number of digits");
      }
      target[count++] = (byte) (high << 4 | hexDigit(bytes, at + 1, end));
      at += 2;
    }
    return out.own(count);
  }

  private static int hexDigit(byte[] bytes, int at, int end) {
    int digit = bytes[at] < 0 ? -1 : Character.digit(bytes[at], 16);
    if (digit < 0) {
      int size = Math.min(Utf8.length(bytes[at]), end - at);
      throw new SqlException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "invalid hexadecimal digit: " + NumberText.quote(bytes, at, size));
    }
    return digit;
  }

  /** Reads bytes with octal escapes. */
  public static Slice parseEscaped(byte[] bytes, int offset, int end, Slice out) {
    byte[] target = out.buffer(end - offset);
    int count = 0;
    for (int at = offset; at < end; at++) {
      if (bytes[at] != '\\') {
        target[count++] = bytes[at];
      } else if (at + 1 < end && bytes[at + 1] == '\\') {
        target[count++] = '\\';
        at++;
      } else if (isOctalByte(bytes, at + 1, end)) {
        target[count++] =
            (byte) ((bytes[at + 1] - '0') << 6 | (bytes[at + 2] - '0') << 3 | bytes[at + 3] - '0');
        at += 3;
      } else {
        throw new SqlException(
            ErrorCode.INVALID_TEXT_REPRESENTATION, "invalid input syntax for type bytea");
      }
    }
    return out.own(count);
  }

  private static boolean isOctalByte(byte[] bytes, int at, int end) {
    return at + 2 < end
        && bytes[at] >= '0'
        && bytes[at] <= '3'
        && bytes[at + 1] >= '0'
        && bytes[at + 1] <= '7'
        && bytes[at + 2] >= '0'
        && bytes[at + 2] <= '7';
  }

  /** Writes {@link #UUID_LENGTH} bytes and returns the end. */
  public static int writeUuid(UUID value, byte[] target, int offset) {
    int at = offset;
    for (int nibble = 0; nibble < 32; nibble++) {
      if (nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20) {
        target[at++] = '-';
      }
      long half = nibble < 16 ? value.getMostSignificantBits() : value.getLeastSignificantBits();
      target[at++] = HEX[(int) (half >>> (60 - 4 * (nibble & 15))) & 15];
    }
    return at;
  }

  /**
   * Reads 32 hexadecimal digits, a hyphen allowed after every four, braces around it allowed.
   *
   * @throws SqlException 22P02
   */
  public static UUID parseUuid(byte[] bytes, int offset, int length) {
    UUID uuid = uuid(bytes, offset, offset + length);
    if (uuid == null) {
      throw NumberText.invalid(bytes, offset, length, "uuid");
    }
    return uuid;
  }

  private static @Nullable UUID uuid(byte[] bytes, int start, int end) {
    boolean braces = end - start > 2 && bytes[start] == '{';
    if (braces && bytes[end - 1] != '}') {
      return null;
    }
    int at = braces ? start + 1 : start;
    int last = braces ? end - 1 : end;
    long high = 0;
    long low = 0;
    for (int nibble = 0; nibble < 32; nibble++) {
      if (nibble > 0 && nibble % 4 == 0 && at < last && bytes[at] == '-') {
        at++;
      }
      int digit = at < last && bytes[at] > 0 ? Character.digit(bytes[at++], 16) : -1;
      if (digit < 0) {
        return null;
      }
      if (nibble < 16) {
        high = high << 4 | digit;
      } else {
        low = low << 4 | digit;
      }
    }
    return at == last ? new UUID(high, low) : null;
  }
}
