package dev.headrace.model.template;

/** Numbers from 1 to 3999 as the Romans wrote them. */
final class RomanNumerals {
  private static final int[] VALUES = {1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1};
  private static final String[] LETTERS = {
    "M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"
  };
  private static final int WIDTH = 15;

  private RomanNumerals() {}

  /** The numeral, or a row of # for other numbers. */
  static String of(long number) {
    if (number < 1 || number > 3999) {
      return "#".repeat(WIDTH);
    }
    StringBuilder numeral = new StringBuilder();
    long rest = number;
    for (int i = 0; i < VALUES.length; i++) {
      while (rest >= VALUES[i]) {
        numeral.append(LETTERS[i]);
        rest -= VALUES[i];
      }
    }
    return numeral.toString();
  }

  /** As wide as the widest numeral. */
  static String padded(String numeral) {
    return " ".repeat(Math.max(0, WIDTH - numeral.length())) + numeral;
  }
}
