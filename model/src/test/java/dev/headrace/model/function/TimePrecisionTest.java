package dev.headrace.model.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.model.Interval;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import dev.headrace.model.text.TextFormat;
import dev.headrace.model.text.TypeOids;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TimePrecisionTest {
  @ParameterizedTest
  @CsvSource({
    "2024-01-01 10:00:00.4995, 3, 2024-01-01 10:00:00.5",
    "2024-01-01 10:00:00.5, 0, 2024-01-01 10:00:01",
    "2024-12-31 23:59:59.999999, 5, 2025-01-01 00:00:00",
    "2024-12-31 23:59:59.999999, 6, 2024-12-31 23:59:59.999999",
    "1999-12-31 23:59:59.5, 0, 1999-12-31 23:59:59",
    "1999-12-31 23:59:59.6, 0, 2000-01-01 00:00:00",
    "1960-01-01 10:00:00.000501, 3, 1960-01-01 10:00:00.001",
    "4714-11-24 00:00:00.4 BC, 0, 4714-11-24 00:00:00 BC",
    "infinity, 0, infinity",
    "-infinity, 2, -infinity",
  })
  void timestampsAreRoundedAwayFromTheEpochOfPostgres(String text, int precision, String rounded) {
    long micros = (Long) TextFormat.parse(SqlType.TIMESTAMP, text, ZoneOffset.UTC);
    assertThat(
            TextFormat.toString(
                SqlType.TIMESTAMP, TimePrecision.ofTimestamp(micros, precision), ZoneOffset.UTC))
        .isEqualTo(rounded);
  }

  @Test
  void theLastTimesOfARangeAreNotRoundedOutOfIt() {
    assertThatThrownBy(() -> TimePrecision.ofTimestamp(Long.MAX_VALUE - 1, 0))
        .isInstanceOf(SqlException.class)
        .hasMessage("timestamp out of range");
    assertThatThrownBy(() -> TimePrecision.ofInterval(new Interval(0, 0, Long.MIN_VALUE), 0))
        .isInstanceOf(SqlException.class)
        .hasMessage("interval out of range");
    assertThat(TimePrecision.ofTime(86_399_999_999L, 0)).isEqualTo(86_400_000_000L);
    assertThatThrownBy(() -> TimePrecision.ofTime(0, 7))
        .hasMessage("time precision must be between 0 and 6");
    assertThatThrownBy(() -> TimePrecision.ofTimestamp(0, -1)).isInstanceOf(SqlException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "TIME, 0, 0, time(0) without time zone",
    "TIMESTAMP, 3, 3, timestamp(3) without time zone",
    "TIMESTAMPTZ, 6, 6, timestamp(6) with time zone",
    "INTERVAL, 2, 2147418114, interval(2)",
  })
  void aPrecisionIsPartOfTheType(Kind kind, int precision, int typmod, String name) {
    SqlType type = SqlType.time(kind, precision);
    assertThat(type).hasToString(name);
    assertThat(TypeOids.typmod(type)).isEqualTo(typmod);
    assertThat(TypeOids.type(TypeOids.oid(type), typmod)).isEqualTo(type);
  }
}
