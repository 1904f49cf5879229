package dev.headrace.server.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.engine.InputStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ProgressLineTest {
  private final ProgressLine line = new ProgressLine();

  @Test
  void showsBarSpeedAndTimeLeft() {
    line.of(List.of(input("flights", 1_000_000, 250, 1000, false)), Duration.ofSeconds(1));
    assertThat(
            line.of(List.of(input("flights", 2_000_000, 500, 1000, false)), Duration.ofSeconds(2)))
        .isEqualTo(
            "flights [==========>         ]  50%  2,000,000 rows  1,000,000 rows/s  2 s left");
  }

  @Test
  void followsTheInputThatHasMostLeft() {
    assertThat(
            line.of(
                List.of(
                    input("airports", 10, 9, 10, false),
                    input("flights", 20, 1, 10, false),
                    input("done", 5, 0, 10, true)),
                Duration.ofSeconds(1)))
        .startsWith("flights [==>")
        .contains(" 10%  35 rows ");
  }

  @Test
  void speedIsThatOfTheLastSeconds() {
    for (int second = 1; second <= 10; second++) {
      line.of(List.of(input("a", 1000L * second, second, 100, false)), Duration.ofSeconds(second));
    }
    assertThat(line.of(List.of(input("a", 10_000, 10, 100, false)), Duration.ofSeconds(12)))
        .contains("10,000 rows  0 rows/s  2 min left");
  }

  @Test
  void endlessInputHasNoBar() {
    assertThat(line.of(List.of(input("a", 1234, 0, -1, false)), Duration.ofSeconds(1)))
        .isEqualTo("1,234 rows  0 rows/s");
  }

  @Test
  void summaryCountsBadRecords() {
    InputStatus input = new InputStatus("a", 3000, 2, 10, 10, "rows", true, true, Optional.empty());
    assertThat(ProgressLine.summary(input, Duration.ofMillis(1500)))
        .isEqualTo("a: 3,000 rows in 1.5 s, 2,000 rows/s, 2 bad records");
  }

  private static InputStatus input(String name, long rows, long done, long total, boolean ended) {
    return new InputStatus(
        name, rows, 0, done, total, "bytes", total >= 0, ended, Optional.empty());
  }
}
