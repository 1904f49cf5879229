package dev.headrace.model.function;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.text.Utf8;

/**
 * The length limits of VARCHAR(n) and CHAR(n): a cast cuts what is too long, an assignment refuses
 * it unless only blanks are cut.
 */
public final class TextLimits {
  private TextLimits() {}

  /** A cast to VARCHAR(limit). */
  public static Slice castToVarchar(Slice text, int limit, Slice out) {
    return Texts.left(text, limit, out);
  }

  /** A cast to CHAR(limit): cut or filled with blanks. */
  public static Slice castToCharacter(Slice text, int limit, Slice out) {
    return Texts.padRight(text, limit, out);
  }

  /** What is assigned to a VARCHAR(limit) column. */
  public static Slice assignVarchar(Slice text, int limit, Slice out) {
    requireFits(text, limit, "character varying");
    return Texts.left(text, limit, out);
  }

  /** What is assigned to a CHAR(limit) column. */
  public static Slice assignCharacter(Slice text, int limit, Slice out) {
    requireFits(text, limit, "character");
    return Texts.padRight(text, limit, out);
  }

  private static void requireFits(Slice text, int limit, String type) {
    if (text.length() <= limit) {
      return;
    }
    int length = Comparisons.lengthWithoutBlanks(text);
    if (Utf8.count(text.base(), text.offset(), length) > limit) {
      throw new SqlException(
          ErrorCode.STRING_DATA_RIGHT_TRUNCATION,
          "value too long for type " + type + "(" + limit + ")");
    }
  }
}
