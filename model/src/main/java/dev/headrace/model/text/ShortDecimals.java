package dev.headrace.model.text;

/**
 * Doubles that are decimal numbers of few digits, as prices and measurements are. Of all decimals
 * of up to 15 digits at most one reads back as a given double, and without trailing zeros it is the
 * shortest that does; so one that is found by trying needs no search for the shortest digits.
 *
 * <p>A number of hundredths (or millionths) and the power of ten are exact as doubles, so their
 * quotient is the double that the decimal's text reads as.
 */
final class ShortDecimals {
  /** Below it, millionths have at most 15 digits. */
  private static final double LIMIT = 1e9;

  /** From here on PostgreSQL writes no exponent. */
  private static final double SMALLEST = 1e-4;

  private ShortDecimals() {}

  /** Writes a value and returns the offset after it; -1 if it is none of these. */
  static int write(double value, byte[] target, int offset) {
    double size = Math.abs(value);
    if (!(size >= SMALLEST && size < LIMIT)) {
      return -1;
    }
    long hundredths = Math.round(size * 1e2);
    if (hundredths / 1e2 == size) {
      return write(value < 0, hundredths, 100, target, offset);
    }
    long millionths = Math.round(size * 1e6);
    return millionths / 1e6 == size ? write(value < 0, millionths, 1_000_000, target, offset) : -1;
  }

  private static int write(boolean negative, long parts, int one, byte[] target, int offset) {
    int at = offset;
    if (negative) {
      target[at++] = '-';
    }
    long whole = parts / one;
    int rest = (int) (parts - whole * one);
    at = NumberText.write(whole, target, at);
    if (rest != 0) {
      target[at++] = '.';
      for (int unit = one / 10; rest != 0; unit /= 10) {
        int digit = rest / unit;
        target[at++] = (byte) ('0' + digit);
        rest -= digit * unit;
      }
    }
    return at;
  }
}
