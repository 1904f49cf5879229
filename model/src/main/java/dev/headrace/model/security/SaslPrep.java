package dev.headrace.model.security;

import java.text.Normalizer;
import java.util.Optional;

/**
 * Makes passwords that look the same the same bytes: the SASLprep profile of stringprep (RFC 4013),
 * for query strings, with the tables of the JDK's Unicode instead of Unicode 3.2.
 */
final class SaslPrep {
  private SaslPrep() {}

  /**
   * The prepared text; as PostgreSQL does, a text that cannot be prepared is used as it is.
   *
   * @param password as a user typed it
   */
  static String prepare(String password) {
    return isAscii(password) ? password : prepared(password).orElse(password);
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(character -> character >= 0x20 && character < 0x7f);
  }

  private static Optional<String> prepared(String password) {
    StringBuilder mapped = new StringBuilder();
    password
        .codePoints()
        .filter(point -> !isMappedToNothing(point))
        .map(point -> Character.getType(point) == Character.SPACE_SEPARATOR ? ' ' : point)
        .forEach(mapped::appendCodePoint);
    String normal = Normalizer.normalize(mapped, Normalizer.Form.NFKC);
    boolean usable =
        !normal.isEmpty()
            && normal.codePoints().noneMatch(SaslPrep::isProhibited)
            && isBidirectionallySound(normal);
    return usable ? Optional.of(normal) : Optional.empty();
  }

  /** RFC 3454, table B.1. */
  private static boolean isMappedToNothing(int point) {
    return switch (point) {
      case 0x00AD, 0x034F, 0x1806, 0x180B, 0x180C, 0x180D, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF ->
          true;
      default -> point >= 0xFE00 && point <= 0xFE0F;
    };
  }

  /** RFC 3454, tables C.1.2 to C.9, and A.1: code points that are not assigned. */
  private static boolean isProhibited(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      case Character.SPACE_SEPARATOR -> point != ' ';
      default ->
          (point >= 0xFFF9 && point <= 0xFFFD)
              || (point >= 0x2FF0 && point <= 0x2FFB)
              || point == 0x0340
              || point == 0x0341;
    };
  }

  /** RFC 3454, section 6: text from right to left begins and ends so and has nothing else in it. */
  private static boolean isBidirectionallySound(String text) {
    if (text.codePoints().noneMatch(SaslPrep::isRightToLeft)) {
      return true;
    }
    return text.codePoints()
            .noneMatch(
                point ->
                    Character.getDirectionality(point) == Character.DIRECTIONALITY_LEFT_TO_RIGHT)
        && isRightToLeft(text.codePointAt(0))
        && isRightToLeft(text.codePointBefore(text.length()));
  }

  private static boolean isRightToLeft(int point) {
    byte direction = Character.getDirectionality(point);
    return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
        || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
  }
}
