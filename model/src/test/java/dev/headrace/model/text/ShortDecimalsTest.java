package dev.headrace.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ShortDecimalsTest {
  private static String text(double value) {
    byte[] target = new byte[FloatText.MAX_LENGTH];
    int end = ShortDecimals.write(value, target, 0);
    return end < 0 ? "none" : new String(target, 0, end, StandardCharsets.US_ASCII);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.01",
        "-0.1",
        "1.5",
        "19.99",
        "-19.9",
        "0.000125",
        "0.0001",
        "999999999.99",
        "0.3",
        "999999999.999999",
        "123456.000001",
        "-1.100001",
        "10.05"
      })
  void theirTextIsTheDecimals(String decimal) {
    assertThat(text(Double.parseDouble(decimal))).isEqualTo(decimal);
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {
        0.0,
        -0.0,
        0.00009,
        1e9,
        1e15,
        1e300,
        Double.MIN_VALUE,
        Double.NaN,
        1.0 / 3,
        0.1 + 0.2,
        Double.POSITIVE_INFINITY,
        Math.PI,
        1.0000001
      })
  void othersAreNone(double value) {
    assertThat(text(value)).isEqualTo("none");
  }

  @Test
  void theDigitsAreTheShortestThatReadBack() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 300_000; i++) {
      double value =
          switch (i % 3) {
            case 0 -> random.nextLong(-100_000_000_000L, 100_000_000_000L) / 1e2;
            case 1 -> random.nextLong(-1_000_000_000_000_000L, 1_000_000_000_000_000L) / 1e6;
            default -> Math.scalb(random.nextDouble(), random.nextInt(-13, 30));
          };
      String text = text(value);
      if (!text.equals("none")) {
        assertThat(Double.parseDouble(text)).isEqualTo(value);
        assertThat(new BigDecimal(text)).isEqualByComparingTo(Double.toString(value));
      }
    }
  }
}
