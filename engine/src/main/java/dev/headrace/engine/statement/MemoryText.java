package dev.headrace.engine.statement;

import java.util.Locale;

/** Sizes of memory as parameters say them: a number and a unit. */
public final class MemoryText {
  private MemoryText() {}

  /** The shortest text that says a number of bytes exactly. */
  static String of(long bytes) {
    String[] units = {"B", "kB", "MB", "GB", "TB"};
    long number = bytes;
    int unit = 0;
    while (unit < units.length - 1 && number > 0 && number % 1024 == 0) {
      number /= 1024;
      unit++;
    }
    return number == 0 ? "0" : number + units[unit];
  }

  /** A value that says a number of bytes. */
  static String checked(String name, String value) {
    bytes(name, value);
    return value.strip();
  }

  /**
   * The number of bytes.
   *
   * @throws dev.headrace.model.SqlException if the value is not one
   */
  public static long bytes(String name, String value) {
    String text = value.strip().toUpperCase(Locale.ROOT);
    long factor = 1;
    for (String unit : new String[] {"KB", "MB", "GB", "TB"}) {
      factor *= 1024;
      if (text.endsWith(unit)) {
        return Math.multiplyExact(
            number(name, value, text.substring(0, text.length() - 2)), factor);
      }
    }
    return number(name, value, text.endsWith("B") ? text.substring(0, text.length() - 1) : text);
  }

  private static long number(String name, String value, String digits) {
    try {
      long number = Long.parseLong(digits.strip());
      if (number > 0 && number < 1L << 32) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw KnownParameters.invalid(name, value).withHint("A number and a unit: kB, MB, GB or TB.");
    }
    throw KnownParameters.invalid(name, value);
  }
}
