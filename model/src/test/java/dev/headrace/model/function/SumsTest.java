package dev.headrace.model.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.model.SqlException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Sums against BigDecimal. */
final class SumsTest {
  private static final long SEED = 5;

  private final Random random = new Random(SEED);

  @Test
  void theSumOfFloatsIsTheExactOneRoundedOnce() {
    for (int round = 0; round < 3_000; round++) {
      ExactSum sum = new ExactSum();
      BigDecimal exact = BigDecimal.ZERO;
      for (int i = random.nextInt(12); i >= 0; i--) {
        double value = randomDouble();
        int weight = random.nextInt(7) - 3;
        sum.add(value, weight);
        exact = exact.add(new BigDecimal(value).multiply(BigDecimal.valueOf(weight)));
      }

      assertThat(sum.exact()).as("seed %s", SEED).isEqualByComparingTo(exact);
      if (Double.isInfinite(exact.doubleValue())) {
        assertThatThrownBy(sum::value).isInstanceOf(SqlException.class);
      } else {
        assertThat(sum.value()).isEqualTo(exact.doubleValue() + 0.0);
      }
      if (!Float.isInfinite(exact.floatValue())) {
        assertThat(sum.floatValue()).isEqualTo(exact.floatValue() + 0.0f);
      }
    }
  }

  private double randomDouble() {
    return switch (random.nextInt(5)) {
      case 0 -> random.nextGaussian();
      case 1 -> random.nextInt(1000) / 8.0;
      case 2 -> Math.scalb(random.nextDouble() - 0.5, random.nextInt(2000) - 1000);
      case 3 -> Double.MAX_VALUE * random.nextDouble();
      default -> Double.MIN_VALUE * random.nextInt(100);
    };
  }

  @Test
  void sumsOfManyFloatsOfAnyMagnitudesInPartsAreExact() {
    for (int round = 0; round < 300; round++) {
      ExactSum[] parts = {new ExactSum(), new ExactSum(), new ExactSum()};
      BigDecimal exact = BigDecimal.ZERO;
      int middle = random.nextInt(2098) - 1074;
      int spread = 1 + random.nextInt(random.nextBoolean() ? 20 : 200);
      int sign = random.nextInt(3) - 1;
      for (int i = random.nextInt(400); i >= 0; i--) {
        double value =
            Math.scalb(1 + random.nextDouble(), middle + random.nextInt(spread) - spread / 2);
        value = Double.isInfinite(value) ? 0 : value;
        value = sign == 0 ? value * (random.nextInt(3) - 1) : value * sign;
        int weight =
            random.nextInt(20) == 0 ? random.nextInt(9) - 4 : random.nextBoolean() ? 1 : -1;
        ExactSum part = parts[random.nextInt(parts.length)];
        part.add(value, weight);
        exact = exact.add(new BigDecimal(value).multiply(BigDecimal.valueOf(weight)));
        if (random.nextInt(50) == 0) {
          part.exact();
        }
      }
      ExactSum sum = parts[0].copy();
      sum.add(parts[1]);
      sum.add(parts[2]);

      assertThat(sum.exact()).as("seed %s, round %s", SEED, round).isEqualByComparingTo(exact);
      assertThat(sum.isZeroState()).isEqualTo(exact.signum() == 0);
      if (!Double.isInfinite(exact.doubleValue())) {
        assertThat(sum.value()).isEqualTo(exact.doubleValue() + 0.0);
      }
    }
  }

  @Test
  void equalFloatsOfTheGreatestIntegerBelowOverflowDoNotOverflow() {
    ExactSum sum = new ExactSum();
    double least = 1;
    double greatest = Math.nextDown(0x1p32);
    sum.add(least, 1);
    for (int i = 0; i < 100_000; i++) {
      sum.add(greatest, -1);
    }

    assertThat(sum.exact())
        .isEqualByComparingTo(
            new BigDecimal(greatest).multiply(BigDecimal.valueOf(-100_000)).add(BigDecimal.ONE));
  }

  @Test
  void whatIsTakenBackLeavesNoTrace() {
    ExactSum sum = new ExactSum();
    sum.add(1, 1);
    double[] passing = {
      1e20, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MAX_VALUE, 1e-300
    };
    for (double value : passing) {
      sum.add(value, 3);
    }
    assertThat(sum.value()).isNaN();
    for (double value : passing) {
      sum.add(value, -3);
    }
    assertThat(sum.value()).isEqualTo(1);
    sum.add(1, -1);
    assertThat(sum.isZeroState()).isTrue();
  }

  @Test
  void sumsOfPartsAddUp() {
    ExactSum left = new ExactSum();
    ExactSum right = new ExactSum();
    left.add(1e300, 1);
    left.add(0.25, 1);
    right.add(1e300, -1);
    right.add(0.5, 1);
    ExactSum both = left.copy();
    both.add(right);

    assertThat(both.value()).isEqualTo(0.75);
    assertThat(left.value()).isEqualTo(1e300);
  }

  @Test
  void infinitiesOfBothSignsGiveNaN() {
    ExactSum sum = new ExactSum();
    sum.add(Double.POSITIVE_INFINITY, 1);
    assertThat(sum.value()).isEqualTo(Double.POSITIVE_INFINITY);
    sum.add(Double.NEGATIVE_INFINITY, 1);
    assertThat(sum.floatValue()).isNaN();
  }

  @Test
  void theSumOfDecimalsIsExactAndShowsTheLargestScalePresent() {
    for (int round = 0; round < 2_000; round++) {
      DecimalSum sum = new DecimalSum();
      BigDecimal exact = BigDecimal.ZERO;
      int scale = 0;
      for (int i = random.nextInt(8); i >= 0; i--) {
        BigDecimal value =
            new BigDecimal(new BigInteger(1 + random.nextInt(100), random), random.nextInt(6));
        int weight = 1 + random.nextInt(Integer.MAX_VALUE);
        BigDecimal passing = new BigDecimal(BigInteger.valueOf(random.nextLong()), 9);
        sum.add(passing, 5);
        sum.add(value, weight);
        sum.add(passing, -5);
        exact = exact.add(value.multiply(BigDecimal.valueOf(weight)));
        scale = Math.max(scale, value.scale());
      }

      assertThat(sum.value()).as("seed %s", SEED).isEqualTo(exact.setScale(scale));
    }
  }

  @Test
  void decimalSumsAddUpAndEmptyAgain() {
    DecimalSum left = new DecimalSum();
    left.add(new BigDecimal("1.25"), 1);
    DecimalSum right = new DecimalSum();
    right.add(new BigDecimal("3"), 2);
    right.add(left);
    assertThat(right.value()).isEqualTo(new BigDecimal("7.25"));
    assertThat(right.average(3)).isEqualTo(new BigDecimal("2.4166666666666667"));
    right.add(new BigDecimal("1.25"), -1);
    assertThat(right.value()).isEqualTo(new BigDecimal("6"));
    right.add(new BigDecimal("3"), -2);
    assertThat(right.isZeroState()).isTrue();
  }

  @Test
  void wideSumsHold128Bits() {
    byte[] bytes = new byte[24];
    BigInteger exact = BigInteger.ZERO;
    for (int i = 0; i < 2_000; i++) {
      long value = random.nextInt(3) == 0 ? Long.MIN_VALUE : random.nextLong();
      int weight = random.nextInt(3) == 0 ? Integer.MIN_VALUE : random.nextInt();
      WideSum.addTo(bytes, 0, 16, value, weight);
      exact = exact.add(BigInteger.valueOf(value).multiply(BigInteger.valueOf(weight)));
      BigDecimal sum =
          WideSum.toNumeric(
              dev.headrace.model.Rows.getLong(bytes, 0),
              dev.headrace.model.Rows.getLong(bytes, 16));

      assertThat(sum).as("seed %s", SEED).isEqualTo(new BigDecimal(exact));
    }
    assertThat(WideSum.toBigint(-5, -1)).isEqualTo(-5);
    assertThatThrownBy(() -> WideSum.toBigint(-5, 0)).hasMessage("bigint out of range");
    assertThat(WideSum.average(10, 0, 4)).isEqualTo(new BigDecimal("2.5000000000000000"));
  }
}
