package dev.headrace.model.template;

import java.util.Locale;

/** 1st, 2nd, 3rd, 4th. */
final class Ordinals {
  private Ordinals() {}

  /**
   * What stands behind a number.
   *
   * @param written TH or th, whose case it has
   */
  static String suffix(String number, String written) {
    int length = number.length();
    char last = number.charAt(length - 1);
    boolean teen = length > 1 && number.charAt(length - 2) == '1';
    String suffix =
        switch (teen ? '0' : last) {
          case '1' -> "st";
          case '2' -> "nd";
          case '3' -> "rd";
          default -> "th";
        };
    return written.equals("TH") ? suffix.toUpperCase(Locale.ROOT) : suffix;
  }
}
