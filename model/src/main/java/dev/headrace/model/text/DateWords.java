package dev.headrace.model.text;

import java.time.DayOfWeek;
import java.time.Month;
import java.util.Locale;

/** The names of months and weekdays: at least their first three letters. */
final class DateWords {
  private static final int SHORTEST = 3;

  private DateWords() {}

  /** The month of a name in lower case, from 1; 0 for no month. */
  static int month(String word) {
    for (Month month : Month.values()) {
      if (isShort(word, month)) {
        return month.getValue();
      }
    }
    return 0;
  }

  static boolean isWeekday(String word) {
    for (DayOfWeek day : DayOfWeek.values()) {
      if (isShort(word, day)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isShort(String word, Enum<?> name) {
    return word.length() >= SHORTEST && name.name().toLowerCase(Locale.ROOT).startsWith(word);
  }
}
