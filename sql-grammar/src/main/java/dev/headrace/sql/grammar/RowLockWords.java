package dev.headrace.sql.grammar;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The words of FOR UPDATE and the like, which are keywords nowhere else. */
final class RowLockWords {
  private RowLockWords() {}

  /** What stands behind FOR: a strength; empty for READ ONLY; null for something else. */
  static @Nullable String strength(HeadraceParser parser) {
    if (accept(parser, "update")) {
      return "UPDATE";
    } else if (accept(parser, "no", "key", "update")) {
      return "NO_KEY_UPDATE";
    } else if (accept(parser, "share")) {
      return "SHARE";
    } else if (accept(parser, "key", "share")) {
      return "KEY_SHARE";
    }
    return accept(parser, "read", "only") ? "" : null;
  }

  /** What is to be done about a row that others have locked. */
  static String wait(HeadraceParser parser) {
    if (accept(parser, "nowait")) {
      return "NOWAIT";
    }
    return accept(parser, "skip", "locked") ? "SKIP_LOCKED" : "BLOCK";
  }

  /** Consumes words if they come next. */
  static boolean accept(HeadraceParser parser, String... words) {
    for (int i = 0; i < words.length; i++) {
      if (!parser.getToken(i + 1).image.toLowerCase(Locale.ROOT).equals(words[i])) {
        return false;
      }
    }
    for (int i = 0; i < words.length; i++) {
      parser.getNextToken();
    }
    return true;
  }

  static boolean acceptComma(HeadraceParser parser) {
    boolean comma = parser.getToken(1).kind == HeadraceParserConstants.COMMA;
    if (comma) {
      parser.getNextToken();
    }
    return comma;
  }
}
