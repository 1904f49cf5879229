package dev.headrace.model.function;

import dev.headrace.model.ArrayValues;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import org.jspecify.annotations.Nullable;

/**
 * A text against all patterns of an array: {@code x LIKE ANY (array)}, {@code x ~ ALL (array)}. A
 * NULL among the patterns makes the result unknown, unless another one decides it.
 */
public final class QuantifiedPatterns {
  private static final SqlType PATTERNS = SqlType.array(SqlType.TEXT);

  private interface Match {
    boolean matches(Slice text, Slice pattern);
  }

  private QuantifiedPatterns() {}

  public static @Nullable Boolean likeAny(Slice text, Slice patterns) {
    return decided(text, patterns, true, Like::like);
  }

  public static @Nullable Boolean likeAll(Slice text, Slice patterns) {
    return decided(text, patterns, false, Like::like);
  }

  public static @Nullable Boolean likeIgnoringCaseAny(Slice text, Slice patterns) {
    return decided(text, patterns, true, Like::likeIgnoringCase);
  }

  public static @Nullable Boolean likeIgnoringCaseAll(Slice text, Slice patterns) {
    return decided(text, patterns, false, Like::likeIgnoringCase);
  }

  public static @Nullable Boolean matchesAny(Slice text, Slice patterns) {
    return decided(text, patterns, true, RegularExpressions::matches);
  }

  public static @Nullable Boolean matchesAll(Slice text, Slice patterns) {
    return decided(text, patterns, false, RegularExpressions::matches);
  }

  public static @Nullable Boolean matchesIgnoringCaseAny(Slice text, Slice patterns) {
    return decided(text, patterns, true, RegularExpressions::matchesIgnoringCase);
  }

  public static @Nullable Boolean matchesIgnoringCaseAll(Slice text, Slice patterns) {
    return decided(text, patterns, false, RegularExpressions::matchesIgnoringCase);
  }

  /**
   * @param decisive what decides as soon as one pattern gives it
   */
  private static @Nullable Boolean decided(
      Slice text, Slice patterns, boolean decisive, Match match) {
    boolean hasNull = false;
    for (Object pattern : ArrayValues.decode(PATTERNS, patterns)) {
      if (pattern == null) {
        hasNull = true;
      } else if (match.matches(text, (Slice) pattern) == decisive) {
        return decisive;
      }
    }
    return hasNull ? null : Boolean.valueOf(!decisive);
  }
}
