package dev.headrace.sql;

/** {@code INTERVAL '1' DAY}: a unit behind the string instead of in it. */
final class Intervals {
  private Intervals() {}

  static String withUnit(String value, String unit) {
    boolean alone =
        !value.isBlank() && value.strip().chars().noneMatch(c -> c == ' ' || Character.isLetter(c));
    return switch (unit) {
      case "year to month" -> alone ? yearToMonth(value.strip()) : value;
      case "hour to minute", "hour to second" -> value;
      case "minute to second" ->
          alone && value.indexOf(':') == value.lastIndexOf(':') ? "0:" + value.strip() : value;
      case "day to hour", "day to minute", "day to second" -> value;
      default -> alone && value.indexOf(':') < 0 ? value + " " + unit : value;
    };
  }

  private static String yearToMonth(String value) {
    int dash = value.indexOf('-', 1);
    return dash < 0
        ? value + " month"
        : value.substring(0, dash) + " year " + value.substring(dash + 1) + " month";
  }
}
