package dev.headrace.jdbc;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The patterns of metadata queries: % for any text, _ for a character, \ before one that is meant.
 */
final class LikePattern {
  private LikePattern() {}

  /** Whether a name fits; all names fit a pattern that is null. */
  static boolean matches(@Nullable String pattern, String name) {
    if (pattern == null) {
      return true;
    }
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      switch (c) {
        case '%' -> regex.append(".*");
        case '_' -> regex.append('.');
        case '\\' -> {
          if (i + 1 < pattern.length()) {
            i++;
          }
          regex.append(Pattern.quote(pattern.substring(i, i + 1)));
        }
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(name).matches();
  }

  /** The pattern that only this name fits. */
  static String quote(String name) {
    return name.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }
}
