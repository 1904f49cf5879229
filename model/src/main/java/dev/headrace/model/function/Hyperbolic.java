package dev.headrace.model.function;

/** The inverse hyperbolic functions, which Java lacks. */
public final class Hyperbolic {
  /** Beyond, the square of a number and the same plus one do not differ. */
  private static final double LARGE = 0x1p28;

  private static final double LN_2 = Math.log(2);

  private Hyperbolic() {}

  public static double asinh(double value) {
    double of = Math.abs(value);
    double result =
        of > LARGE ? Math.log(of) + LN_2 : Math.log1p(of + of * of / (1 + Math.sqrt(1 + of * of)));
    return Math.copySign(result, value);
  }

  public static double acosh(double value) {
    if (value < 1) {
      throw Numbers.inputOutOfRange();
    }
    double above = value - 1;
    return value > LARGE
        ? Math.log(value) + LN_2
        : Math.log1p(above + Math.sqrt(2 * above + above * above));
  }

  public static double atanh(double value) {
    if (value < -1 || value > 1) {
      throw Numbers.inputOutOfRange();
    }
    double of = Math.abs(value);
    double result = of == 1 ? Double.POSITIVE_INFINITY : Math.log1p(2 * of / (1 - of)) / 2;
    return Math.copySign(result, value);
  }
}
