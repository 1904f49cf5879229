package dev.headrace.model.function;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import java.util.regex.Pattern;

/**
 * The flags of a REGEXP function.
 *
 * @param flags of {@link Pattern}
 * @param all whether all matches are meant
 */
record RegexpOptions(int flags, boolean all) {

  /**
   * Reads flags.
   *
   * @param special "g" where all matches can be asked for, else empty
   */
  static RegexpOptions of(Slice text, String special) {
    int flags = 0;
    boolean all = false;
    for (int i = 0; i < text.length(); i++) {
      switch (text.at(i)) {
        case 'g' -> {
          if (special.isEmpty()) {
            throw invalid('g');
          }
          all = true;
        }
        case 'i' -> flags |= RegularExpressions.ignoreCase();
        case 'c' -> flags &= ~RegularExpressions.ignoreCase();
        case 'n', 'm' -> flags |= Pattern.MULTILINE;
        case 's' -> flags &= ~Pattern.MULTILINE;
        case 'x' -> flags |= Pattern.COMMENTS;
        default -> throw invalid((char) text.at(i));
      }
    }
    return new RegexpOptions(flags, all);
  }

  private static SqlException invalid(char option) {
    return new SqlException(
        ErrorCode.INVALID_PARAMETER_VALUE, "invalid regular expression option: \"" + option + "\"");
  }

  /** The flags of a function that knows no "all". */
  static int flags(Slice text, String function) {
    RegexpOptions options = of(text, "g");
    if (options.all) {
      throw new SqlException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          function + "() does not support the \"global\" option");
    }
    return options.flags;
  }
}
