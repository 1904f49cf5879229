package dev.headrace.model.template;

import static dev.headrace.model.template.DateTemplate.isSeparator;
import static dev.headrace.model.template.DateTemplate.isSpace;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.model.template.DateTemplate.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a text by a template: the values of the fields, as numbers. Like PostgreSQL it is lenient:
 * separators match each other and may be missing, spaces are skipped, what stands behind the last
 * field does not matter.
 */
final class DateReader {
  private static final List<String> MERIDIEM = List.of("am", "pm");
  private static final List<String> DOTTED_MERIDIEM = List.of("a.m.", "p.m.");
  private static final List<String> ERAS = List.of("ad", "bc");
  private static final List<String> DOTTED_ERAS = List.of("a.d.", "b.c.");

  private final DateTemplate template;
  private final String text;
  private final ReadDate result;
  private final Map<String, Integer> seen = new HashMap<>();
  private int at;
  private int skipped;
  private boolean exact;

  private DateReader(DateTemplate template, String text) {
    this.template = template;
    this.text = text;
    this.result = new ReadDate(text);
  }

  static ReadDate read(DateTemplate template, String text) {
    DateReader reader = new DateReader(template, text);
    reader.run();
    return reader.result;
  }

  private void run() {
    List<DateTemplate.Part> parts = template.parts();
    for (int i = 0; i < parts.size() && at < text.length(); i++) {
      if (!exact && (i == 0 || parts.get(i) instanceof Field)) {
        skipSpaces();
      }
      switch (parts.get(i)) {
        case DateTemplate.Text between -> read(between);
        case Field field -> {
          if (at < text.length()) {
            read(field, i + 1 == parts.size() ? null : parts.get(i + 1));
          }
          if (!exact) {
            skipped = 0;
            skipSpaces();
          }
        }
      }
    }
  }

  private void skipSpaces() {
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
      skipped++;
    }
  }

  private void read(DateTemplate.Text between) {
    if (exact) {
      skipCharacter();
    } else if (between.kind() != DateTemplate.Text.Kind.OTHER) {
      skipped--;
      // spaces that were skipped may have been the last characters
      if (at < text.length() && (isSpace(text.charAt(at)) || isSeparator(text.charAt(at)))) {
        at++;
        skipped++;
      }
    } else if (skipped > 0) {
      skipped--;
    } else {
      skipCharacter();
    }
  }

  private void skipCharacter() {
    if (at < text.length()) {
      at += Character.charCount(text.codePointAt(at));
    }
  }

  private void read(Field field, DateTemplate.@Nullable Part next) {
    mode(field);
    switch (field.name()) {
      case "FX" -> exact = true;
      case "A.M.", "P.M." -> meridiem(field, DOTTED_MERIDIEM);
      case "AM", "PM" -> meridiem(field, MERIDIEM);
      case "A.D.", "B.C." -> set("BC", choice(field, DOTTED_ERAS));
      case "AD", "BC" -> set("BC", choice(field, ERAS));
      case "MONTH" -> set(field, "MM", choice(field, DateWriter.MONTHS) + 1);
      case "MON" -> set(field, "MM", choice(field, abbreviated(DateWriter.MONTHS)) + 1);
      case "RM" -> set(field, "MM", 12 - choice(field, DateWriter.ROMAN_MONTHS.reversed()));
      case "DAY" -> set(field, "D", choice(field, DateWriter.DAYS) + 1);
      case "DY" -> set(field, "D", choice(field, abbreviated(DateWriter.DAYS)) + 1);
      case "TZ", "OF" ->
          throw new SqlException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              "formatting field \"" + field.written() + "\" is only supported in to_char");
      case "TZH" -> zoneHour(field, next);
      case "TZM" -> {
        result.zoneSign = result.zoneSign == 0 ? 1 : result.zoneSign;
        set(field, "TZM", digits(field, next, 2));
      }
      case "Y,YYY" -> commaYear();
      default -> number(field, next);
    }
    if (!field.ordinal().isEmpty()) {
      at = Math.min(text.length(), at + 2);
    }
  }

  private void mode(Field field) {
    boolean iso =
        switch (field.name()) {
          case "IDDD", "ID", "IW", "IYYY", "IYY", "IY", "I" -> true;
          default -> false;
        };
    boolean gregorian =
        switch (field.name()) {
          case "CC", "DAY", "DDD", "DD", "DY", "D", "MONTH", "MON", "MM", "Q", "RM" -> true;
          case "WW", "W", "Y,YYY", "YYYY", "YYY", "YY", "Y" -> true;
          default -> false;
        };
    if ((iso && result.gregorian) || (gregorian && result.iso)) {
      throw new SqlException(
              ErrorCode.INVALID_DATETIME_FORMAT, "invalid combination of date conventions")
          .withHint("Do not mix Gregorian and ISO week date conventions in a formatting template.");
    }
    result.iso |= iso;
    result.gregorian |= gregorian;
  }

  private void meridiem(Field field, List<String> names) {
    set("PM", choice(field, names));
    result.twelveHours = true;
  }

  private static List<String> abbreviated(List<String> names) {
    return names.stream().map(name -> name.substring(0, 3)).toList();
  }

  /** Which of some names stands here, whatever the case of its letters. */
  private int choice(Field field, List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      if (text.regionMatches(true, at, names.get(i), 0, names.get(i).length())) {
        at += names.get(i).length();
        return i;
      }
    }
    int end = at;
    while (end < text.length() && !isSpace(text.charAt(end))) {
      end++;
    }
    throw invalid(text.substring(at, end), field)
        .withDetail("The given value did not match any of the allowed values for this field.");
  }

  private static SqlException invalid(String value, Field field) {
    return new SqlException(
        ErrorCode.INVALID_DATETIME_FORMAT,
        "invalid value \"" + value + "\" for \"" + field.written() + "\"");
  }

  private void zoneHour(Field field, DateTemplate.@Nullable Part next) {
    char first = text.charAt(at);
    if (first == '+' || first == '-' || first == ' ') {
      result.zoneSign = first == '-' ? -1 : 1;
      at++;
    } else {
      result.zoneSign = skipped > 0 && text.charAt(at - 1) == '-' ? -1 : 1;
    }
    set(field, "TZH", digits(field, next, 2));
  }

  private void commaYear() {
    int comma = text.indexOf(',', at);
    if (comma < 0 || !text.substring(at, comma).matches("[+-]?[0-9]{1,6}")) {
      throw notOfCommas();
    }
    int end = comma + 1;
    while (end < text.length() && end < comma + 4 && Character.isDigit(text.charAt(end))) {
      end++;
    }
    if (end == comma + 1) {
      throw notOfCommas();
    }
    int thousands = Integer.parseInt(text.substring(at, comma));
    result.year = thousands * 1000 + Integer.parseInt(text.substring(comma + 1, end));
    result.yearDigits = 4;
    at = end;
  }

  private static SqlException notOfCommas() {
    return new SqlException(
        ErrorCode.INVALID_DATETIME_FORMAT, "invalid input string for \"Y,YYY\"");
  }

  private void number(Field field, DateTemplate.@Nullable Part next) {
    String name = field.name();
    int start = at;
    int value = digits(field, next, width(name));
    int length = at - start;
    switch (name) {
      case "MS" -> set(field, "MS", value * (length == 1 ? 100 : length == 2 ? 10 : 1));
      case "US", "FF1", "FF2", "FF3", "FF4", "FF5", "FF6" -> {
        int scaled = value;
        for (int digits = length; digits < 6; digits++) {
          scaled *= 10;
        }
        set(field, "US", scaled);
        if (!name.equals("US")) {
          result.fractionDigits = name.charAt(2) - '0';
        }
      }
      case "YYYY", "IYYY" -> year(field, value, 4);
      case "YYY", "IYY" -> year(field, length < 4 ? completed(value) : value, 3);
      case "YY", "IY" -> year(field, length < 4 ? completed(value) : value, 2);
      case "Y", "I" -> year(field, length < 4 ? completed(value) : value, 1);
      case "HH", "HH12" -> {
        set(field, "HH", value);
        result.twelveHours = true;
      }
      case "HH24" -> set(field, "HH", value);
      case "SSSS", "SSSSS" -> set(field, "SSSS", value);
      case "IDDD" -> set(field, "DDD", value);
      case "ID" -> set(field, "D", value % 7 + 1);
      case "IW" -> set(field, "WW", value);
      // which day of a quarter is meant is not known
      case "Q" -> {}
      default -> set(field, name, value);
    }
  }

  private static int width(String name) {
    return switch (name) {
      case "MS", "DDD", "IDDD", "YYY", "IYY" -> 3;
      case "US", "FF1", "FF2", "FF3", "FF4", "FF5", "FF6" -> 6;
      case "SSSSS" -> 5;
      case "SSSS", "YYYY", "IYYY" -> 4;
      case "D", "ID", "Q", "W", "Y", "I", "J" -> 1;
      default -> 2;
    };
  }

  private void year(Field field, int value, int digits) {
    if (result.year != 0 && result.year != value) {
      throw conflict(field);
    }
    result.year = value;
    result.yearDigits = digits;
  }

  /** A year of fewer than four digits is the one next to 2020. */
  private static int completed(int year) {
    if (year < 70) {
      return year + 2000;
    }
    if (year < 100) {
      return year + 1900;
    }
    return year < 520 ? year + 2000 : year < 1000 ? year + 1000 : year;
  }

  /** A number of as many digits as the field has, or as there are if that is clear. */
  private int digits(Field field, DateTemplate.@Nullable Part next, int width) {
    int start = at;
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
    boolean greedy = field.fill() || !field.ordinal().isEmpty() || !isDigits(next);
    int limit = greedy ? text.length() : Math.min(text.length(), at + width);
    String part = text.substring(at, Math.min(text.length(), at + width));
    if (!greedy && part.length() < width) {
      throw new SqlException(
              ErrorCode.INVALID_DATETIME_FORMAT,
              "source string too short for \"" + field.written() + "\" formatting field")
          .withDetail(
              "Field requires " + width + " characters, but only " + part.length() + " remain.")
          .withHint("If your source string is not fixed-width, try using the \"FM\" modifier.");
    }
    int end = at;
    if (end < limit && (text.charAt(end) == '-' || text.charAt(end) == '+')) {
      end++;
    }
    int digits = end;
    while (end < limit && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    if (end == digits) {
      at = start;
      throw invalid(part, field).withDetail("Value must be an integer.");
    }
    if (!greedy && end - at < width) {
      throw invalid(part, field)
          .withDetail(
              "Field requires "
                  + width
                  + " characters, but only "
                  + (end - at)
                  + " could be parsed.")
          .withHint("If your source string is not fixed-width, try using the \"FM\" modifier.");
    }
    String number = text.substring(at, end);
    at = end;
    try {
      return Integer.parseInt(number);
    } catch (NumberFormatException _) {
      throw new SqlException(
              ErrorCode.DATETIME_FIELD_OVERFLOW,
              "value for \"" + field.written() + "\" in source string is out of range")
          .withDetail("Value must be in the range -2147483648 to 2147483647.");
    }
  }

  /** Whether digits of the next part could be taken for those of the one before. */
  private static boolean isDigits(DateTemplate.@Nullable Part next) {
    return switch (next) {
      case null -> false;
      case Field field -> field.isNumber();
      case DateTemplate.Text text -> text.character() >= '0' && text.character() <= '9';
    };
  }

  private void set(Field field, String name, int value) {
    Integer before = seen.put(name, value);
    if (before != null && before != value && before != 0) {
      throw conflict(field);
    }
    result.values.put(name, value);
  }

  private void set(String name, int value) {
    result.values.put(name, value);
  }

  private static SqlException conflict(Field field) {
    return new SqlException(
            ErrorCode.INVALID_DATETIME_FORMAT,
            "conflicting values for \"" + field.written() + "\" field in formatting string")
        .withDetail("This value contradicts a previous setting for the same field type.");
  }
}
