package dev.headrace.model.function;

import dev.headrace.model.ArrayValues;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** REGEXP functions that count, find and take apart. Positions are characters, from 1. */
public final class RegexpSearches {
  private static final Slice NO_FLAGS = Slice.of("");

  private RegexpSearches() {}

  // REGEXP_MATCH, REGEXP_LIKE

  /** The groups of the first match, or the match if there are none; NULL without one. */
  public static @Nullable Slice match(Slice text, Slice pattern, Slice out) {
    return match(text, pattern, NO_FLAGS, out);
  }

  /** The same with flags. */
  public static @Nullable Slice match(Slice text, Slice pattern, Slice flags, Slice out) {
    RegexpOptions options = RegexpOptions.of(flags, "g");
    if (options.all()) {
      throw new SqlException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "regexp_match() does not support the \"global\" option")
          .withHint("Use the regexp_matches function instead.");
    }
    Matcher matcher = RegularExpressions.compile(pattern, options.flags()).matcher(text.toString());
    return RegularExpressions.find(matcher, 0) ? out.set(groups(matcher)) : null;
  }

  private static Slice groups(Matcher matcher) {
    List<@Nullable Object> groups = new ArrayList<>();
    int count = matcher.groupCount();
    for (int i = count == 0 ? 0 : 1; i <= count; i++) {
      String group = matcher.group(i);
      groups.add(group == null ? null : Slice.of(group));
    }
    return ArrayValues.encode(SqlType.array(SqlType.TEXT), groups);
  }

  /** All matches, or the first, as REGEXP_MATCHES gives them. */
  public static List<Slice> matches(Slice text, Slice pattern, Slice flags) {
    RegexpOptions options = RegexpOptions.of(flags, "g");
    List<Slice> matches = new ArrayList<>();
    Search search = new Search(text, pattern, 1, options.flags());
    while (search.next()) {
      matches.add(groups(search.matcher));
      if (!options.all()) {
        break;
      }
    }
    return matches;
  }

  /** REGEXP_LIKE with flags. */
  public static boolean like(Slice text, Slice pattern, Slice flags) {
    int options = RegexpOptions.flags(flags, "regexp_like");
    return RegularExpressions.find(
        RegularExpressions.compile(pattern, options).matcher(text.toString()), 0);
  }

  // REGEXP_COUNT

  public static int count(Slice text, Slice pattern) {
    return count(text, pattern, 1);
  }

  public static int count(Slice text, Slice pattern, int start) {
    return count(text, pattern, start, NO_FLAGS);
  }

  public static int count(Slice text, Slice pattern, int start, Slice flags) {
    requirePositive(start, "start");
    Search search = new Search(text, pattern, start, RegexpOptions.flags(flags, "regexp_count"));
    int count = 0;
    while (search.next()) {
      count++;
    }
    return count;
  }

  // REGEXP_INSTR

  public static int position(Slice text, Slice pattern) {
    return position(text, pattern, 1);
  }

  public static int position(Slice text, Slice pattern, int start) {
    return position(text, pattern, start, 1);
  }

  public static int position(Slice text, Slice pattern, int start, int number) {
    return position(text, pattern, start, number, 0);
  }

  public static int position(Slice text, Slice pattern, int start, int number, int end) {
    return position(text, pattern, start, number, end, NO_FLAGS);
  }

  public static int position(
      Slice text, Slice pattern, int start, int number, int end, Slice flags) {
    return position(text, pattern, start, number, end, flags, 0);
  }

  /** Where the n-th match, or a group of it, begins, or what follows it; 0 without one. */
  public static int position(
      Slice text, Slice pattern, int start, int number, int end, Slice flags, int group) {
    requirePositive(start, "start");
    requirePositive(number, "n");
    if (end != 0 && end != 1) {
      throw invalid("endoption", end);
    }
    requireNotNegative(group);
    Search search = new Search(text, pattern, start, RegexpOptions.flags(flags, "regexp_instr"));
    if (!search.next(number) || group > search.matcher.groupCount()) {
      return 0;
    }
    int at = end == 0 ? search.matcher.start(group) : search.matcher.end(group);
    return at < 0 ? 0 : search.text.codePointCount(0, at) + 1;
  }

  // REGEXP_SUBSTR

  public static @Nullable Slice part(Slice text, Slice pattern, Slice out) {
    return part(text, pattern, 1, out);
  }

  public static @Nullable Slice part(Slice text, Slice pattern, int start, Slice out) {
    return part(text, pattern, start, 1, out);
  }

  public static @Nullable Slice part(Slice text, Slice pattern, int start, int number, Slice out) {
    return part(text, pattern, start, number, NO_FLAGS, out);
  }

  public static @Nullable Slice part(
      Slice text, Slice pattern, int start, int number, Slice flags, Slice out) {
    return part(text, pattern, start, number, flags, 0, out);
  }

  /** The n-th match, or a group of it; NULL without one. */
  public static @Nullable Slice part(
      Slice text, Slice pattern, int start, int number, Slice flags, int group, Slice out) {
    requirePositive(start, "start");
    requirePositive(number, "n");
    requireNotNegative(group);
    Search search = new Search(text, pattern, start, RegexpOptions.flags(flags, "regexp_substr"));
    if (!search.next(number) || group > search.matcher.groupCount()) {
      return null;
    }
    String part = search.matcher.group(group);
    return part == null ? null : out.set(Slice.of(part));
  }

  // REGEXP_REPLACE of chosen matches

  public static Slice replace(Slice text, Slice pattern, Slice replacement, int start, Slice out) {
    return replace(text, pattern, replacement, start, 1, out);
  }

  public static Slice replace(
      Slice text, Slice pattern, Slice replacement, int start, int number, Slice out) {
    return replace(text, pattern, replacement, start, number, NO_FLAGS, out);
  }

  /** Replaces the n-th match from a place on, or all for 0. */
  public static Slice replace(
      Slice text, Slice pattern, Slice replacement, int start, int number, Slice flags, Slice out) {
    requirePositive(start, "start");
    if (number < 0) {
      throw invalid("n", number);
    }
    Search search = new Search(text, pattern, start, RegexpOptions.of(flags, "g").flags());
    StringBuilder result = new StringBuilder();
    int copied = 0;
    for (int i = 1; search.next(); i++) {
      if (number == 0 || i == number) {
        result.append(search.text, copied, search.matcher.start());
        RegularExpressions.substitute(replacement.toString(), search.matcher, result);
        copied = search.matcher.end();
      }
    }
    return out.set(Slice.of(result.append(search.text.substring(copied)).toString()));
  }

  // REGEXP_SPLIT_TO_ARRAY

  public static Slice split(Slice text, Slice pattern, Slice out) {
    return split(text, pattern, NO_FLAGS, out);
  }

  public static Slice split(Slice text, Slice pattern, Slice flags, Slice out) {
    int options = RegexpOptions.flags(flags, "regexp_split_to_array");
    List<Slice> parts = RegularExpressions.split(text, pattern, options);
    return out.set(ArrayValues.encode(SqlType.array(SqlType.TEXT), parts));
  }

  private static void requirePositive(int value, String parameter) {
    if (value <= 0) {
      throw invalid(parameter, value);
    }
  }

  private static void requireNotNegative(int group) {
    if (group < 0) {
      throw invalid("subexpr", group);
    }
  }

  private static SqlException invalid(String parameter, int value) {
    return new SqlException(
        ErrorCode.INVALID_PARAMETER_VALUE,
        "invalid value for parameter \"" + parameter + "\": " + value);
  }

  /** Goes from match to match. */
  private static final class Search {
    final String text;
    final Matcher matcher;
    private int from;

    Search(Slice text, Slice pattern, int start, int flags) {
      this.text = text.toString();
      this.matcher = RegularExpressions.compile(pattern, flags).matcher(this.text);
      int characters = this.text.codePointCount(0, this.text.length());
      this.from =
          start > characters
              ? this.text.length() + (start > characters + 1 ? 1 : 0)
              : this.text.offsetByCodePoints(0, start - 1);
    }

    boolean next() {
      if (from > text.length() || !RegularExpressions.find(matcher, from)) {
        from = text.length() + 1;
        return false;
      }
      from = matcher.end();
      // an empty match must not be found again at the same place
      if (matcher.end() == matcher.start()) {
        from += from < text.length() ? Character.charCount(text.codePointAt(from)) : 1;
      }
      return true;
    }

    boolean next(int number) {
      for (int i = 0; i < number; i++) {
        if (!next()) {
          return false;
        }
      }
      return true;
    }
  }
}
