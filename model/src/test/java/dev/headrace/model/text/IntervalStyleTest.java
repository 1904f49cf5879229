package dev.headrace.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.model.Interval;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The texts of intervals; those expected are PostgreSQL's. */
final class IntervalStyleTest {
  private record Texts(String postgres, String verbose, String iso) {}

  @Test
  void eachStyleIsPostgresqls() {
    List<Texts> expected =
        List.of(
            new Texts("00:00:00", "@ 0", "PT0S"),
            new Texts(
                "1 year 2 mons 3 days 04:05:06.7",
                "@ 1 year 2 mons 3 days 4 hours 5 mins 6.7 secs",
                "P1Y2M3DT4H5M6.7S"),
            new Texts("-1 days +02:00:00", "@ 1 day -2 hours ago", "P-1DT2H"),
            new Texts("1 day -00:00:00.5", "@ 1 day -0.5 secs", "P1DT-0.5S"),
            new Texts("-00:00:01", "@ 1 sec ago", "PT-1S"),
            new Texts("-2 years -1 mons +1 day", "@ 2 years 1 mon -1 days ago", "P-2Y-1M1D"),
            new Texts("100:00:00", "@ 100 hours", "PT100H"),
            new Texts(
                "-178956969 years -8 mons -2147483647 days -2562047780:00:54.775807",
                "@ 178956969 years 8 mons 2147483647 days 2562047780 hours 54.775807 secs ago",
                "P-178956969Y-8M-2147483647DT-2562047780H-54.775807S"));
    for (Texts texts : expected) {
      byte[] bytes = texts.postgres.getBytes(StandardCharsets.UTF_8);
      Interval value = IntervalText.parse(bytes, 0, bytes.length);
      assertThat(
              new Texts(
                  text(IntervalStyle.POSTGRES, value),
                  text(IntervalStyle.POSTGRES_VERBOSE, value),
                  text(IntervalStyle.ISO_8601, value)))
          .isEqualTo(texts);
    }
  }

  private static String text(IntervalStyle style, Interval value) {
    byte[] target = new byte[IntervalText.MAX_LENGTH];
    return new String(target, 0, style.write(value, target, 0), StandardCharsets.UTF_8);
  }
}
