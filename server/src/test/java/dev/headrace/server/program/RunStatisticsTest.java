package dev.headrace.server.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RunStatisticsTest {
  @Test
  void isOneJsonObject() {
    Map<String, Long> views = new LinkedHashMap<>();
    views.put("daily", 182L);
    views.put("a \"b\"", 1L);
    RunStatistics statistics =
        new RunStatistics(
            3_000_000,
            46,
            Duration.ofMillis(2500),
            1 << 30,
            views,
            21,
            Duration.ofNanos(1_234_567));
    assertThat(statistics.toJson())
        .isEqualTo(
            """
            {
              "input_rows": 3000000,
              "steps": 46,
              "seconds": 2.500,
              "rows_per_second": 1200000,
              "peak_rss_bytes": 1073741824,
              "rows_per_view": {
                "daily": 182,
                "a \\"b\\"": 1
              },
              "compiled_units": 21,
              "compile_milliseconds": 1.235
            }
            """);
  }

  @Test
  void unknownPeakIsNull() {
    RunStatistics statistics =
        new RunStatistics(0, 0, Duration.ofSeconds(1), -1, Map.of(), 0, Duration.ZERO);
    assertThat(statistics.toJson()).contains("\"peak_rss_bytes\": null");
  }
}
