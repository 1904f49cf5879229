package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Constants that name a time by when they are read, such as 'now' and 'tomorrow'. */
final class RelativeTimesTest extends DatabaseTestBase {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'now'::timestamptz = now()",
        "TIMESTAMPTZ 'NOW' = now()",
        "'now'::timestamp = localtimestamp",
        "'now'::date = current_date",
        "'now'::time = localtime",
        "'today'::date = current_date",
        "date ' tomorrow ' = current_date + 1",
        "'yesterday'::timestamp = current_date - interval '1 day'",
        "'today'::timestamptz = current_date",
        "'tomorrow 04:05'::timestamp = current_date + 1 + time '04:05'",
        "'04:05 yesterday'::timestamp = current_date - 1 + time '04:05'",
        "'today 12:00+02'::timestamptz = (current_date + time '10:00') AT TIME ZONE 'UTC'",
        "'today allballs'::timestamptz = current_date::timestamp AT TIME ZONE 'UTC'",
        "'allballs'::time = time '00:00'",
        "now() >= 'yesterday' AND current_date < 'tomorrow'"
      })
  void constantsAreReadWhenTheStatementRuns(String condition) {
    for (String zone : new String[] {"UTC", "Asia/Tokyo", "America/Los_Angeles"}) {
      run("SET timezone = '" + zone + "'");
      assertThat(rows("SELECT " + condition)).as(zone).containsExactly("t");
    }
  }

  @Test
  void columnsTakeThem() {
    run("CREATE TABLE t (id int, at timestamptz DEFAULT 'now', d date, c time)");
    run("BEGIN");
    run("INSERT INTO t (id, d, c) VALUES (1, 'today', 'now'), (2, 'tomorrow', 'allballs')");
    run("UPDATE t SET d = 'yesterday' WHERE id = 1 AND d = 'today' AND at = 'now'");
    assertThat(rows("SELECT id, at = now(), d - current_date, c = localtime OR c = '00:00' FROM t"))
        .containsExactly("1|t|-1|t", "2|t|1|t");
    run("COMMIT");
  }

  @Test
  void elsewhereTheyAreRefused() {
    assertThat(error("SELECT ('to' || 'day')::date")).startsWith("0A000 the current time as text");
    assertThat(error("SELECT 'today tomorrow'::date"))
        .isEqualTo("22007 invalid input syntax for type date: \"today tomorrow\"");
    assertThat(error("SELECT 'today'::time"))
        .isEqualTo("22007 invalid input syntax for type time: \"today\"");
    assertThat(error("SELECT 'nowhere'::date"))
        .isEqualTo("22007 invalid input syntax for type date: \"nowhere\"");
    run("CREATE TABLE t (at timestamptz)");
    assertThat(error("CREATE MATERIALIZED VIEW v AS SELECT * FROM t WHERE at > 'now'"))
        .startsWith("0A000");
  }
}
