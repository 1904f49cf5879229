package dev.headrace.server.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.codegen.Units;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
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
            Duration.ofNanos(1_234_567),
            List.of(
                new Units.CompiledUnit("0a1b", 2345, 123_456),
                new Units.CompiledUnit("ff00", 100, 9_999_600)));
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
              "compile_milliseconds": 1.235,
              "units": [
                {"hash": "0a1b", "bytes": 2345, "compile_microseconds": 123},
                {"hash": "ff00", "bytes": 100, "compile_microseconds": 10000}
              ]
            }
            """);
  }

  @Test
  void unknownPeakIsNull() {
    RunStatistics statistics =
        new RunStatistics(0, 0, Duration.ofSeconds(1), -1, Map.of(), 0, Duration.ZERO, List.of());
    assertThat(statistics.toJson()).contains("\"peak_rss_bytes\": null").contains("\"units\": []");
  }
}
