package dev.headrace.model.template;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.model.template.DateTemplate.Field;
import java.util.List;

/** TO_CHAR of dates, times and intervals. */
final class DateWriter {
  static final List<String> MONTHS =
      List.of(
          "January",
          "February",
          "March",
          "April",
          "May",
          "June",
          "July",
          "August",
          "September",
          "October",
          "November",
          "December");

  /** From Sunday. */
  static final List<String> DAYS =
      List.of("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday");

  static final List<String> ROMAN_MONTHS =
      List.of("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII");

  private final DateFields fields;
  private final StringBuilder out = new StringBuilder();

  private DateWriter(DateFields fields) {
    this.fields = fields;
  }

  static String write(DateTemplate template, DateFields fields) {
    DateWriter writer = new DateWriter(fields);
    for (DateTemplate.Part part : template.parts()) {
      switch (part) {
        case DateTemplate.Text text -> writer.out.appendCodePoint(text.character());
        case Field field -> writer.write(field);
      }
    }
    return writer.out.toString();
  }

  private void write(Field field) {
    switch (field.name()) {
      case "A.M.", "P.M." -> halfOfDay(field, "A.M.", "P.M.");
      case "AM", "PM" -> halfOfDay(field, "AM", "PM");
      case "HH", "HH12" -> number(field, fields.hour() % 12 == 0 ? 12 : fields.hour() % 12, 2);
      case "HH24" -> number(field, fields.hour(), 2);
      case "MI" -> number(field, fields.minute(), 2);
      case "SS" -> number(field, fields.second(), 2);
      case "MS" -> fraction(field, 3);
      case "US" -> fraction(field, 6);
      case "FF1", "FF2", "FF3", "FF4", "FF5", "FF6" ->
          fraction(field, field.name().charAt(2) - '0');
      case "SSSS", "SSSSS" ->
          number(field, fields.hour() * 3600 + fields.minute() * 60L + fields.second(), 0);
      case "FX" -> {}
      case "TZ", "TZH", "TZM", "OF" -> zone(field);
      case "CC", "Y,YYY", "YYYY", "YYY", "YY", "Y", "IYYY", "IYY", "IY", "I" -> year(field);
      case "MONTH", "MON", "MM", "RM", "Q" -> month(field);
      default -> day(field);
    }
  }

  private void requireDate() {
    if (fields.isInterval()) {
      throw new SqlException(
              ErrorCode.INVALID_DATETIME_FORMAT,
              "invalid format specification for an interval value")
          .withHint("Intervals are not tied to specific calendar dates.");
    }
  }

  private void halfOfDay(Field field, String first, String second) {
    out.append(field.inCase(fields.hour() % 24 >= 12 ? second : first));
  }

  /** A number with leading zeros; a negative one is a place wider. */
  private void number(Field field, long value, int width) {
    numberWithin(field, value, value < 0 ? width + 1 : width);
  }

  /** A number with leading zeros; a sign takes the place of one. */
  private void numberWithin(Field field, long value, int width) {
    ordinal(field, zeroPadded(value, field.fill() ? 0 : width));
  }

  private static String zeroPadded(long value, int width) {
    String digits = Long.toString(Math.abs(value));
    String sign = value < 0 ? "-" : "";
    return sign + "0".repeat(Math.max(0, width - sign.length() - digits.length())) + digits;
  }

  private void ordinal(Field field, String number) {
    out.append(number);
    if (!field.ordinal().isEmpty()) {
      out.append(Ordinals.suffix(number, field.ordinal()));
    }
  }

  private void fraction(Field field, int digits) {
    String micros = Long.toString(1_000_000L + Math.abs(fields.micros())).substring(1);
    ordinal(field, (fields.micros() < 0 ? "-" : "") + micros.substring(0, digits));
  }

  private void zone(Field field) {
    requireDate();
    int seconds = Math.abs(fields.offsetSeconds());
    char sign = fields.offsetSeconds() < 0 ? '-' : '+';
    switch (field.name()) {
      case "TZ" -> out.append(field.isLower() ? field.inCase(fields.zone()) : fields.zone());
      case "TZH" -> out.append(sign).append(twoDigits(seconds / 3600));
      case "TZM" -> out.append(twoDigits(seconds / 60 % 60));
      default -> {
        out.append(sign);
        out.append(field.fill() ? Integer.toString(seconds / 3600) : twoDigits(seconds / 3600));
        if (seconds / 60 % 60 != 0) {
          out.append(':').append(twoDigits(seconds / 60 % 60));
        }
      }
    }
  }

  private static String twoDigits(int value) {
    return value < 10 ? "0" + value : Integer.toString(value);
  }

  private void year(Field field) {
    boolean iso = field.name().charAt(0) == 'I';
    if (iso) {
      requireDate();
    }
    long year = iso ? fields.isoYear() : fields.year();
    long shown = fields.isInterval() || year > 0 ? year : 1 - year;
    switch (field.name()) {
      case "CC" -> century(field, year);
      case "Y,YYY" -> ordinal(field, shown / 1000 + "," + zeroPadded(shown % 1000, 3));
      case "YYYY", "IYYY" -> number(field, shown, 4);
      case "YYY", "IYY" -> numberWithin(field, shown % 1000, shown < 0 ? 4 : 3);
      case "YY", "IY" -> numberWithin(field, shown % 100, shown < 0 ? 3 : 2);
      default -> number(field, shown % 10, 1);
    }
  }

  private void century(Field field, long year) {
    long century = year / 100;
    if (!fields.isInterval()) {
      century = year > 0 ? (year + 99) / 100 : year / 100 - 1;
    }
    number(field, century, Math.abs(century) <= 99 ? 2 : 0);
  }

  private void month(Field field) {
    int month = fields.month();
    switch (field.name()) {
      case "MM" -> number(field, month, 2);
      case "Q" -> {
        if (month != 0) {
          number(field, (month - 1) / 3 + 1, 0);
        }
      }
      case "RM" -> {
        if (month != 0 || fields.year() != 0) {
          padded(field, field.inCase(ROMAN_MONTHS.get(romanMonth(month))), 4);
        }
      }
      default -> {
        requireDate();
        boolean whole = field.name().equals("MONTH");
        String name = MONTHS.get(month - 1);
        padded(field, field.inCase(whole ? name : name.substring(0, 3)), whole ? 9 : 3);
      }
    }
  }

  /** Of an interval the months before a year count from its end. */
  private int romanMonth(int month) {
    if (month == 0) {
      return fields.year() < 0 ? 0 : 11;
    }
    return month < 0 ? 12 + month : month - 1;
  }

  private void padded(Field field, String text, int width) {
    out.append(text);
    if (!field.fill()) {
      out.repeat(" ", Math.max(0, width - text.length()));
    }
  }

  private void day(Field field) {
    switch (field.name()) {
      case "DD" -> numberWithin(field, fields.day(), 2);
      case "DDD" -> numberWithin(field, fields.yearDay(), 3);
      case "WW" -> numberWithin(field, (fields.yearDay() - 1) / 7 + 1, 2);
      case "W" -> number(field, (fields.day() - 1) / 7 + 1, 0);
      case "J" -> number(field, fields.julianDay(), 0);
      default -> {
        requireDate();
        dayOfDate(field);
      }
    }
  }

  private void dayOfDate(Field field) {
    int sundayFirst = fields.weekday() % 7;
    switch (field.name()) {
      case "A.D.", "B.C." -> out.append(field.inCase(fields.year() <= 0 ? "B.C." : "A.D."));
      case "AD", "BC" -> out.append(field.inCase(fields.year() <= 0 ? "BC" : "AD"));
      case "DAY" -> padded(field, field.inCase(DAYS.get(sundayFirst)), 9);
      case "DY" -> padded(field, field.inCase(DAYS.get(sundayFirst).substring(0, 3)), 3);
      case "D" -> number(field, sundayFirst + 1, 0);
      case "ID" -> number(field, fields.weekday(), 0);
      case "IDDD" -> number(field, fields.isoYearDay(), 3);
      case "IW" -> number(field, fields.isoWeek(), 2);
      default -> throw new IllegalStateException(field.name());
    }
  }
}
