package dev.headrace.model.function;

/**
 * Trigonometric functions of degrees. The angles whose values are rational give them exactly, which
 * is why everything is a ratio to what Java computes of one of them.
 */
public final class Degrees {
  private static final double RADIANS = 0.017453292519943295;
  private static final double SIN_30 = Math.sin(30 * RADIANS);
  private static final double ONE_MINUS_COS_60 = 1 - Math.cos(60 * RADIANS);
  private static final double ASIN_HALF = Math.asin(0.5);
  private static final double ACOS_HALF = Math.acos(0.5);
  private static final double ATAN_1 = Math.atan(1);
  private static final double TAN_45 = firstSine(45) / firstCosine(45);
  private static final double COT_45 = firstCosine(45) / firstSine(45);

  private Degrees() {}

  /** SIND. */
  public static double sin(double angle) {
    double turned = Numbers.finite(angle) % 360;
    double sign = turned < 0 ? -1 : 1;
    double of = Math.abs(turned);
    if (of > 180) {
      of = 360 - of;
      sign = -sign;
    }
    return sign * firstSine(of > 90 ? 180 - of : of);
  }

  /** COSD. */
  public static double cos(double angle) {
    double of = Math.abs(Numbers.finite(angle) % 360);
    of = of > 180 ? 360 - of : of;
    return of > 90 ? -firstCosine(180 - of) : firstCosine(of);
  }

  /** TAND. */
  public static double tan(double angle) {
    double of = Math.abs(Numbers.finite(angle) % 360);
    double first = inFirstQuadrant(of);
    return signOfTangent(angle, of) * (firstSine(first) / firstCosine(first) / TAN_45) + 0.0;
  }

  /** COTD. */
  public static double cot(double angle) {
    double of = Math.abs(Numbers.finite(angle) % 360);
    double first = inFirstQuadrant(of);
    return signOfTangent(angle, of) * (firstCosine(first) / firstSine(first) / COT_45) + 0.0;
  }

  private static double inFirstQuadrant(double angle) {
    double half = angle > 180 ? 360 - angle : angle;
    return half > 90 ? 180 - half : half;
  }

  /**
   * @param of the angle without its sign and whole turns
   */
  private static double signOfTangent(double angle, double of) {
    boolean negative = angle % 360 < 0;
    double half = of > 180 ? 360 - of : of;
    return negative ^ of > 180 ^ half > 90 ? -1 : 1;
  }

  private static double firstSine(double angle) {
    return angle <= 30 ? smallSine(angle) : smallCosine(90 - angle);
  }

  private static double firstCosine(double angle) {
    return angle <= 60 ? smallCosine(angle) : smallSine(90 - angle);
  }

  /** From 0 to 30. */
  private static double smallSine(double angle) {
    return Math.sin(angle * RADIANS) / SIN_30 / 2;
  }

  /** From 0 to 60. */
  private static double smallCosine(double angle) {
    return 1 - (1 - Math.cos(angle * RADIANS)) / ONE_MINUS_COS_60 / 2;
  }

  /** ASIND. */
  public static double asin(double value) {
    double checked = Numbers.withinOne(value);
    return checked >= 0 ? firstArcSine(checked) : -firstArcSine(-checked);
  }

  /** ACOSD. */
  public static double acos(double value) {
    double checked = Numbers.withinOne(value);
    if (checked < 0) {
      return 90 + firstArcSine(-checked);
    }
    return checked <= 0.5
        ? 90 - Math.asin(checked) / ASIN_HALF * 30
        : Math.acos(checked) / ACOS_HALF * 60;
  }

  private static double firstArcSine(double value) {
    return value <= 0.5
        ? Math.asin(value) / ASIN_HALF * 30
        : 90 - Math.acos(value) / ACOS_HALF * 60;
  }

  /** ATAND. */
  public static double atan(double value) {
    return Math.atan(value) / ATAN_1 * 45;
  }

  /** ATAN2D. */
  public static double atan2(double y, double x) {
    return Math.atan2(y, x) / ATAN_1 * 45;
  }
}
