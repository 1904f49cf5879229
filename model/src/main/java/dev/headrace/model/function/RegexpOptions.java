package dev.headrace.model.function;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;

/**
 * The flags of a REGEXP function.
 *
 * @param flags as {@link RegexpSyntax} takes them
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
      char letter = (char) text.at(i);
      if (letter == 'g' && !special.isEmpty()) {
        all = true;
        continue;
      }
      flags = RegexpSyntax.with(flags, letter);
      if (flags < 0) {
        throw invalid(letter);
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
