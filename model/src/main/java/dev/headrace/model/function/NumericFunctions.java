package dev.headrace.model.function;

import dev.headrace.model.Decimals;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Roots, powers and logarithms of NUMERIC: correctly rounded at the scale that PostgreSQL 15
 * chooses (numeric.c), which gives at least sixteen significant digits and no fewer digits after
 * the point than the arguments have.
 *
 * <p>Computed with guard digits: the exponential by halving the argument and the Taylor series, the
 * logarithm by Newton's iteration on it.
 */
public final class NumericFunctions {
  private static final double LOG10_OF_E = 0.434294481903252;
  private static final double LN_OF_10 = 2.302585092994046;
  private static final int GUARD_DIGITS = 12;

  /** PostgreSQL's bound on the argument of EXP. */
  private static final int MAX_EXPONENT = 6_000;

  private static final BigDecimal TWO = BigDecimal.TWO;

  private NumericFunctions() {}

  public static BigDecimal sqrt(BigDecimal value) {
    if (value.signum() < 0) {
      throw Numbers.negativeRoot();
    }
    int weight = Arithmetic.weight(value);
    int wanted = Arithmetic.MIN_SIGNIFICANT_DIGITS - ((weight + 1) * 2 - 1);
    int scale = Arithmetic.resultScale(wanted, value.scale());
    // floor(sqrt(4 * v * 100^scale)) has one bit more than the result; it decides the rounding.
    BigInteger scaled =
        value.movePointRight(2 * scale).multiply(BigDecimal.valueOf(4)).toBigInteger();
    BigInteger root = scaled.sqrt().add(BigInteger.ONE).shiftRight(1);
    return new BigDecimal(root, scale);
  }

  public static BigDecimal exp(BigDecimal value) {
    double weight = value.doubleValue() * LOG10_OF_E;
    int estimate = (int) Math.clamp(weight, -2_000, 2_000);
    int scale = Arithmetic.resultScale(Arithmetic.MIN_SIGNIFICANT_DIGITS - estimate, value.scale());
    if (value.doubleValue() > MAX_EXPONENT) {
      throw overflow();
    }
    return rounded(exp(value, digitsFor(weight, scale)), scale);
  }

  /** e^value to a number of significant digits. */
  private static BigDecimal exp(BigDecimal value, int digits) {
    if (value.doubleValue() < -10_000) {
      return BigDecimal.ZERO;
    }
    // exp(x) = exp(x / 2^k)^(2^k); each squaring doubles the relative error.
    int halvings = Math.max(0, Math.getExponent(value.doubleValue()) + 9);
    MathContext context = new MathContext(digits + halvings / 3 + 4);
    BigDecimal small = value.divide(TWO.pow(halvings), context);
    BigDecimal term = BigDecimal.ONE;
    BigDecimal sum = BigDecimal.ONE;
    BigDecimal limit = BigDecimal.ONE.movePointLeft(context.getPrecision() + 1);
    for (int n = 1; term.abs().compareTo(limit) > 0; n++) {
      term = term.multiply(small, context).divide(BigDecimal.valueOf(n), context);
      sum = sum.add(term, context);
    }
    for (int i = 0; i < halvings; i++) {
      sum = sum.multiply(sum, context);
    }
    return sum;
  }

  public static BigDecimal ln(BigDecimal value) {
    Numbers.requirePositive(value.signum());
    int scale =
        Arithmetic.resultScale(Arithmetic.MIN_SIGNIFICANT_DIGITS - lnWeight(value), value.scale());
    return rounded(ln(value, scale + GUARD_DIGITS), scale);
  }

  /** The natural logarithm with that many digits after the point. */
  private static BigDecimal ln(BigDecimal value, int scale) {
    // value = m * 10^e with m near 1, so that the double below is finite and good.
    int exponent = Arithmetic.exponent(value);
    BigDecimal mantissa = value.movePointLeft(exponent);
    BigDecimal result = lnNearOne(mantissa, scale + 8);
    if (exponent != 0) {
      BigDecimal lnTen = lnNearOne(BigDecimal.TEN, scale + 16);
      result = result.add(lnTen.multiply(BigDecimal.valueOf(exponent)));
    }
    return result.setScale(scale, RoundingMode.HALF_EVEN);
  }

  /** Newton: y + 2 (v - e^y) / (v + e^y), which triples the correct digits. */
  private static BigDecimal lnNearOne(BigDecimal value, int scale) {
    if (value.compareTo(BigDecimal.ONE) == 0) {
      return BigDecimal.ZERO;
    }
    BigDecimal y = new BigDecimal(Math.log(value.doubleValue()));
    for (int correct = 14; ; correct *= 3) {
      int digits = Math.min(scale, correct * 3) + 10;
      BigDecimal power = exp(y, digits);
      BigDecimal step =
          value
              .subtract(power)
              .multiply(TWO)
              .divide(value.add(power), digits, RoundingMode.HALF_EVEN);
      y = y.add(step).setScale(digits, RoundingMode.HALF_EVEN);
      if (correct * 3 > scale) {
        return y;
      }
    }
  }

  /** To base ten. */
  public static BigDecimal log(BigDecimal value) {
    return log(BigDecimal.TEN, value);
  }

  /** To a base. */
  public static BigDecimal log(BigDecimal base, BigDecimal value) {
    Numbers.requirePositive(base.signum());
    Numbers.requirePositive(value.signum());
    int resultWeight = lnWeight(value) - lnWeight(base);
    int scale =
        Arithmetic.resultScale(
            Arithmetic.MIN_SIGNIFICANT_DIGITS - resultWeight,
            Math.max(base.scale(), value.scale()));
    int guarded = scale + GUARD_DIGITS + Math.max(0, resultWeight) + Math.abs(lnWeight(base));
    BigDecimal divisor = ln(base, guarded);
    if (divisor.signum() == 0) {
      throw Arithmetic.divisionByZero();
    }
    return rounded(
        ln(value, guarded).divide(divisor, scale + GUARD_DIGITS, RoundingMode.HALF_EVEN), scale);
  }

  /** Estimated decimal weight of a logarithm (estimate_ln_dweight of PostgreSQL). */
  private static int lnWeight(BigDecimal value) {
    if (value.compareTo(new BigDecimal("0.9")) >= 0
        && value.compareTo(new BigDecimal("1.1")) <= 0) {
      BigDecimal distance = value.subtract(BigDecimal.ONE);
      if (distance.signum() == 0) {
        return 0;
      }
      return 4 * Arithmetic.weight(distance) + (int) Math.log10(Arithmetic.leadingDigit(distance));
    }
    int weight = 4 * Arithmetic.weight(value);
    double digits = Arithmetic.leadingDigit(value);
    if (value.subtract(BigDecimal.valueOf((long) digits).scaleByPowerOfTen(weight)).signum() != 0) {
      weight -= 4;
      digits = value.scaleByPowerOfTen(-weight).setScale(0, RoundingMode.DOWN).doubleValue();
    }
    return (int) Math.log10(Math.abs(Math.log(digits) + weight * LN_OF_10));
  }

  public static BigDecimal power(BigDecimal base, BigDecimal exponent) {
    if (base.signum() == 0 && exponent.signum() < 0) {
      throw Numbers.zeroToNegative();
    }
    boolean whole = exponent.stripTrailingZeros().scale() <= 0;
    if (base.signum() < 0 && !whole) {
      throw Numbers.negativeToFraction();
    }
    if (whole && exponent.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0) {
      return integerPower(base, exponent.intValue());
    }
    if (base.signum() == 0) {
      return BigDecimal.ZERO.setScale(Arithmetic.MIN_SIGNIFICANT_DIGITS);
    }
    return realPower(base, exponent);
  }

  private static BigDecimal integerPower(BigDecimal base, int exponent) {
    double weight = base.signum() == 0 ? 0 : exponent * log10(base);
    if (weight > Decimals.MAX_INTEGER_DIGITS) {
      throw overflow();
    }
    int scale = Arithmetic.resultScale(Arithmetic.MIN_SIGNIFICANT_DIGITS, base.scale());
    if (weight + 1 < -scale) {
      return BigDecimal.ZERO.setScale(scale);
    }
    if (base.signum() == 0) {
      return exponent == 0 ? BigDecimal.ONE.setScale(scale) : BigDecimal.ZERO.setScale(scale);
    }
    MathContext context = new MathContext(digitsFor(weight, scale) + 12);
    BigDecimal result = integerPower(base, Math.abs((long) exponent), context);
    return Decimals.inRange(
        rounded(exponent < 0 ? BigDecimal.ONE.divide(result, context) : result, scale));
  }

  private static BigDecimal integerPower(BigDecimal base, long exponent, MathContext context) {
    BigDecimal result = BigDecimal.ONE;
    BigDecimal square = base;
    for (long rest = exponent; rest > 0; rest >>= 1) {
      if ((rest & 1) != 0) {
        result = result.multiply(square, context);
      }
      if (rest > 1) {
        square = square.multiply(square, context);
      }
    }
    return result;
  }

  /** The decimal logarithm as a double, also where the value itself is none. */
  private static double log10(BigDecimal value) {
    int exponent = Arithmetic.exponent(value);
    return Math.log10(Math.abs(value.scaleByPowerOfTen(-exponent).doubleValue())) + exponent;
  }

  private static BigDecimal realPower(BigDecimal base, BigDecimal exponent) {
    BigDecimal magnitude = base.abs();
    double weight = log10(magnitude) * exponent.doubleValue();
    if (Math.abs(weight) > 2_000 * 3.01 * LOG10_OF_E) {
      if (weight > 0) {
        throw overflow();
      }
      return BigDecimal.ZERO.setScale(Arithmetic.MAX_RESULT_SCALE);
    }
    int scale =
        Arithmetic.resultScale(
            Arithmetic.MIN_SIGNIFICANT_DIGITS - (int) weight,
            Math.max(base.scale(), exponent.scale()));
    int digits = digitsFor(weight, scale) + Math.max(0, Arithmetic.exponent(exponent)) + 8;
    BigDecimal power = exp(ln(magnitude, digits + 4).multiply(exponent), digits);
    boolean odd = base.signum() < 0 && exponent.toBigInteger().testBit(0);
    return Decimals.inRange(rounded(odd ? power.negate() : power, scale));
  }

  /** Significant digits for a result of a decimal weight at a scale. */
  private static int digitsFor(double weight, int scale) {
    return Math.max(1, (int) weight + 2) + scale + GUARD_DIGITS;
  }

  private static BigDecimal rounded(BigDecimal value, int scale) {
    return value.setScale(scale, RoundingMode.HALF_UP);
  }

  /** n! */
  public static BigDecimal factorial(long value) {
    if (value < 0) {
      throw new SqlException(
          ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "factorial of a negative number is undefined");
    }
    if (value > 32_177) {
      throw overflow();
    }
    BigInteger result = BigInteger.ONE;
    for (long i = 2; i <= value; i++) {
      result = result.multiply(BigInteger.valueOf(i));
    }
    return new BigDecimal(result);
  }

  private static SqlException overflow() {
    return new SqlException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "value overflows numeric format");
  }
}
