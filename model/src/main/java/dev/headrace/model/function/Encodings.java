package dev.headrace.model.function;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.text.BytesText;
import dev.headrace.model.text.Utf8;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;

/** Characters by code, digests, and bytes as text. */
public final class Encodings {
  private static final int BASE64_LINE = 76;

  private Encodings() {}

  /** The code of the first character, 0 for the empty text. */
  public static int ascii(Slice text) {
    return text.length() == 0 ? 0 : Utf8.codePoint(text.base(), text.offset());
  }

  /** The character of a code. */
  public static Slice chr(int code, Slice out) {
    if (code == 0) {
      throw new SqlException(ErrorCode.PROGRAM_LIMIT_EXCEEDED, "null character not permitted");
    }
    if (code < 0) {
      throw new SqlException(ErrorCode.PROGRAM_LIMIT_EXCEEDED, "character number must be positive");
    }
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
      throw new SqlException(
          ErrorCode.PROGRAM_LIMIT_EXCEEDED, "requested character not valid for encoding: " + code);
    }
    return out.own(Utf8.write(code, out.buffer(4), 0));
  }

  public static Slice toHex(int value, Slice out) {
    return Conversions.ascii(Integer.toHexString(value), out);
  }

  public static Slice toHex(long value, Slice out) {
    return Conversions.ascii(Long.toHexString(value), out);
  }

  // Digests

  /** MD5 as hexadecimal digits, of text or bytes. */
  public static Slice md5(Slice value, Slice out) {
    Slice digest = digest("MD5", value, new Slice());
    return out.own(BytesText.writeHex(digest, out.buffer(32), 0));
  }

  public static Slice sha256(Slice value, Slice out) {
    return digest("SHA-256", value, out);
  }

  public static Slice sha512(Slice value, Slice out) {
    return digest("SHA-512", value, out);
  }

  private static Slice digest(String algorithm, Slice value, Slice out) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      digest.update(value.base(), value.offset(), value.length());
      return out.set(Slice.of(digest.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new SqlException(ErrorCode.INTERNAL_ERROR, "this Java runtime lacks " + algorithm, e);
    }
  }

  // Bytes as text

  /** ENCODE as hex, base64 or escape. */
  public static Slice encode(Slice bytes, Slice format, Slice out) {
    return switch (formatName(format)) {
      case "hex" -> {
        byte[] target = Texts.buffer(out, 2L * bytes.length());
        yield out.own(BytesText.writeHex(bytes, target, 0));
      }
      case "base64" -> out.set(base64(bytes));
      case "escape" -> escape(bytes, out);
      default -> throw unknownFormat(format);
    };
  }

  /** DECODE from hex, base64 or escape. */
  public static Slice decode(Slice text, Slice format, Slice out) {
    int end = text.offset() + text.length();
    return switch (formatName(format)) {
      case "hex" -> BytesText.parseHex(text.base(), text.offset(), end, out);
      case "base64" -> decodeBase64(text, out);
      case "escape" -> BytesText.parseEscaped(text.base(), text.offset(), end, out);
      default -> throw unknownFormat(format);
    };
  }

  private static String formatName(Slice format) {
    return LetterCase.lower(format, new Slice()).toString();
  }

  private static SqlException unknownFormat(Slice format) {
    return new SqlException(
        ErrorCode.INVALID_PARAMETER_VALUE,
        "unrecognized encoding: " + SqlException.quote(format.toString()));
  }

  /** In lines of 76 characters; 57 bytes, a full line, end with a line break. */
  private static Slice base64(Slice bytes) {
    byte[] text = Base64.getMimeEncoder(BASE64_LINE, new byte[] {'\n'}).encode(bytes.toBytes());
    boolean lastIsFull = text.length > 0 && bytes.length() % (BASE64_LINE / 4 * 3) == 0;
    if (lastIsFull) {
      text = Arrays.copyOf(text, text.length + 1);
      text[text.length - 1] = '\n';
    }
    return Slice.of(text);
  }

  private static Slice decodeBase64(Slice text, Slice out) {
    int symbols = 0;
    for (int i = 0; i < text.length(); i++) {
      int b = text.at(i);
      boolean known =
          (b >= 'A' && b <= 'Z')
              || (b >= 'a' && b <= 'z')
              || (b >= '0' && b <= '9')
              || b == '+'
              || b == '/'
              || b == '='
              || b == ' '
              || (b >= '\t' && b <= '\r');
      if (!known) {
        throw new SqlException(
            ErrorCode.INVALID_PARAMETER_VALUE,
            "invalid symbol \"" + symbolAt(text, i) + "\" found while decoding base64 sequence");
      }
      symbols += b > ' ' ? 1 : 0;
    }
    if (symbols % 4 != 0) {
      throw new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "invalid base64 end sequence");
    }
    try {
      return out.set(Slice.of(Base64.getMimeDecoder().decode(text.toBytes())));
    } catch (IllegalArgumentException e) {
      throw new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "invalid base64 end sequence", e);
    }
  }

  private static Slice symbolAt(Slice text, int index) {
    int at = text.offset() + index;
    int end = text.offset() + text.length();
    return Slice.of(text.base(), at, Math.min(Utf8.length(text.base()[at]), end - at));
  }

  private static Slice escape(Slice bytes, Slice out) {
    byte[] target = Texts.buffer(out, 4L * bytes.length());
    int at = 0;
    for (int i = 0; i < bytes.length(); i++) {
      int b = bytes.at(i);
      if (b == 0 || b >= 0x80) {
        target[at++] = '\\';
        target[at++] = (byte) ('0' + (b >> 6));
        target[at++] = (byte) ('0' + (b >> 3 & 7));
        target[at++] = (byte) ('0' + (b & 7));
      } else {
        if (b == '\\') {
          target[at++] = '\\';
        }
        target[at++] = (byte) b;
      }
    }
    return out.own(at);
  }

  // Casts

  public static Slice toBytea(Slice text, Slice out) {
    return BytesText.parseBytea(text.base(), text.offset(), text.length(), out);
  }

  public static Slice byteaToText(Slice bytes, Slice out) {
    byte[] target = Texts.buffer(out, 2L + 2L * bytes.length());
    return out.own(BytesText.writeBytea(bytes, target, 0));
  }

  public static UUID toUuid(Slice text) {
    return BytesText.parseUuid(text.base(), text.offset(), text.length());
  }

  public static Slice uuidToText(UUID value, Slice out) {
    return out.own(BytesText.writeUuid(value, out.buffer(BytesText.UUID_LENGTH), 0));
  }
}
