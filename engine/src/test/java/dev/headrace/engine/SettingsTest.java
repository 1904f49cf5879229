package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.model.Notice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** SET, SHOW and EXPLAIN. */
final class SettingsTest extends DatabaseTestBase {
  @Test
  void aParameterIsSetForASession() {
    run("SET application_name = 'test'");
    assertThat(rows("SHOW application_name")).containsExactly("test");
    assertThat(db.query("SHOW application_name").rows().getFirst().getFirst().toString()).isEmpty();
    run("RESET application_name");
    assertThat(rows("SHOW application_name")).containsExactly("");
    assertThat(error("SET no_such_thing = 1"))
        .isEqualTo("42704 unrecognized configuration parameter \"no_such_thing\"");
    assertThat(error("SET server_version = '1'")).startsWith("55P02");
    assertThat(error("SET compilation = 'maybe'")).startsWith("22023");
  }

  @Test
  void anOffsetIsAZoneToTheWestAndANumberOneToTheEast() {
    Map<String, String> zones = new LinkedHashMap<>();
    zones.put("'europe/berlin'", "Europe/Berlin 2020-01-01 01:00:00+01");
    zones.put("'UTC+5'", "UTC+5 2019-12-31 19:00:00-05");
    zones.put("'+02:00'", "+02:00 2019-12-31 22:00:00-02");
    zones.put("'<+02>-02'", "<+02>-02 2020-01-01 02:00:00+02");
    zones.put("5", "<+05>-05 2020-01-01 05:00:00+05");
    zones.put("-7.5", "<-07:30>+07:30 2019-12-31 16:30:00-07:30");
    zones.put("'+5'", "<+05>-05 2020-01-01 05:00:00+05");
    zones.put("est", "EST 2019-12-31 19:00:00-05");
    zones.put("INTERVAL '+00:00' HOUR TO MINUTE", "<+00>-00 2020-01-01 00:00:00+00");
    zones.put("INTERVAL '-05:30' HOUR TO MINUTE", "<-05:30>+05:30 2019-12-31 18:30:00-05:30");
    zones.put("INTERVAL '3' HOUR", "<+03>-03 2020-01-01 03:00:00+03");
    zones.forEach(
        (zone, shown) -> {
          run("SET TIME ZONE " + zone);
          assertThat(
                  rows("SHOW timezone").getFirst()
                      + " "
                      + rows("SELECT ('2020-01-01Z'::timestamptz)::text").getFirst())
              .isEqualTo(shown);
        });
    for (String unknown : List.of("'z'", "'PST'", "'Europe/Nope'", "''", "999")) {
      assertThat(error("SET TIME ZONE " + unknown)).startsWith("22023 invalid value");
    }
    assertThat(error("SET TIME ZONE INTERVAL '2 days'"))
        .isEqualTo("22023 invalid value for parameter \"TimeZone\": \"INTERVAL '2 days'\"");
    assertThat(error("SET TIME ZONE INTERVAL 'x'")).startsWith("22007");
  }

  @Test
  void theNameOfTheEncodingIsItsLettersAndDigits() {
    for (String name : List.of("UTF8", "utf-8", "'utf-8'", "Unicode")) {
      run("SELECT set_config('client_encoding', '" + name.replace("'", "''") + "', false)");
      assertThat(rows("SHOW client_encoding")).containsExactly("UTF8");
    }
    assertThat(error("SET client_encoding = 'LATIN1'")).startsWith("22023");
  }

  @Test
  void clientMinMessagesSaysWhichNoticesAClientIsTold() {
    String missing = "DROP TABLE IF EXISTS nothing";
    assertThat(notices(missing)).containsExactly("table \"nothing\" does not exist, skipping");
    run("SET client_min_messages = 'WARNING'");
    assertThat(rows("SHOW client_min_messages")).containsExactly("warning");
    assertThat(notices(missing)).isEmpty();
    assertThat(notices("ROLLBACK")).containsExactly("there is no transaction in progress");
    run("SET client_min_messages = error");
    assertThat(notices("ROLLBACK")).isEmpty();
    run("SET client_min_messages = debug");
    assertThat(rows("SHOW client_min_messages")).containsExactly("debug2");
    assertThat(notices(missing)).hasSize(1);
    assertThat(error("SET client_min_messages = fatal"))
        .isEqualTo("22023 invalid value for parameter \"client_min_messages\": \"fatal\"");
  }

  private List<String> notices(String sql) {
    return ((Command) session.execute(sql).getLast())
        .notices().stream().map(Notice::message).toList();
  }

  @Test
  void timesAreBeforeInfinity() {
    assertThat(rows("SELECT '294247-01-10 04:00:54.775806'::timestamp < 'infinity'"))
        .containsExactly("t");
    assertThat(error("SELECT '294247-01-10 04:00:54.775807'::timestamp"))
        .isEqualTo("22008 timestamp out of range: \"294247-01-10 04:00:54.775807\"");
    assertThat(error("SELECT '294247-01-09 23:00:54.775807-05'::timestamptz"))
        .startsWith("22008 timestamp out of range");
    assertThat(error("SELECT '294247-01-10 04:00:54-15'::timestamptz")).startsWith("22008");
    assertThat(rows("SELECT 'infinity'::timestamptz, '-infinity'::timestamptz"))
        .containsExactly("infinity|-infinity");
  }

  @Test
  void theRoleIsTheSessionsOwn() {
    String own = rows("SELECT current_user").getFirst();
    run("SET ROLE '" + own + "'");
    assertThat(rows("SHOW role")).containsExactly(own);
    run("SET ROLE NONE; SET role TO " + own + "; RESET ROLE");
    assertThat(rows("SHOW role")).containsExactly("none");
    assertThat(error("SET ROLE somebody"))
        .isEqualTo("0A000 SET ROLE to another role is not supported");
  }

  @Test
  void setLocalEndsWithTheTransaction() {
    run("BEGIN; SET LOCAL application_name = 'inside'");
    assertThat(rows("SHOW application_name")).containsExactly("inside");
    run("COMMIT");
    assertThat(rows("SHOW application_name")).containsExactly("");
  }

  @Test
  void answersDoNotDependOnCompilation() {
    run("CREATE TABLE t (id integer PRIMARY KEY, a integer, b text, f double precision)");
    run(
        "INSERT INTO t SELECT g, CASE WHEN g % 7 = 0 THEN NULL ELSE g % 5 END, 'x' || g % 3, g /"
            + " 4.0 FROM generate_series(1, 500) AS s(g)");
    String[] queries = {
      "SELECT a, count(*), sum(f), min(b), avg(id) FROM t GROUP BY a ORDER BY a",
      "SELECT count(*) FROM t x JOIN t y ON x.a = y.a AND x.id < y.id",
      "SELECT upper(b) || id FROM t WHERE a IS NULL AND f > 10 ORDER BY id DESC LIMIT 7",
      "SELECT DISTINCT a, b FROM t ORDER BY a, b",
      "SELECT x.id, y.id FROM t x FULL JOIN t y ON x.id = y.id + 495 AND x.a = 1 ORDER BY 1, 2",
    };
    for (String query : queries) {
      List<List<String>> answers = new ArrayList<>();
      for (String mode : new String[] {"off", "auto", "always"}) {
        run("SET compilation = " + mode);
        assertThat(rows("SHOW compilation")).containsExactly(mode);
        answers.add(rows(query));
      }
      assertThat(answers.getFirst()).as(query).isNotEmpty();
      assertThat(answers).as(query).containsOnly(answers.getFirst());
    }
  }

  @Test
  void errorsDoNotDependOnCompilation() {
    run("CREATE TABLE t (a integer); INSERT INTO t VALUES (2147483647), (0)");
    for (String mode : new String[] {"off", "always"}) {
      run("SET compilation = " + mode);
      assertThat(error("SELECT a + 1 FROM t WHERE a > 0")).isEqualTo("22003 integer out of range");
      assertThat(error("SELECT 1 / a FROM t WHERE a = 0")).isEqualTo("22012 division by zero");
    }
  }

  @Test
  void explainAnalyzeTellsWhereTheTimeGoes() {
    run("CREATE TABLE t (id integer PRIMARY KEY, a integer)");
    String times = "(?s).*Parse time: [0-9.]+ ms%1$s\\n.*Plan time: [0-9.]+ ms%1$s\\n.*time: .*";
    assertThat(String.join("\n", plan("EXPLAIN ANALYZE SELECT a FROM t WHERE id = 1")))
        .matches(times.formatted(""));
    assertThat(String.join("\n", plan("EXPLAIN ANALYZE SELECT a FROM t WHERE id = 2")))
        .matches(times.formatted(" \\(cached\\)"));
    run("CREATE TABLE u (a integer)");
    assertThat(String.join("\n", plan("EXPLAIN ANALYZE SELECT a FROM t WHERE id = 3")))
        .matches(times.formatted(" \\(cached\\)"));
    run("CREATE INDEX ON t (a)"); // no plan outlives a definition that concerns it
    assertThat(String.join("\n", plan("EXPLAIN ANALYZE SELECT a FROM t WHERE id = 4")))
        .contains("ms (cached)\nPlan time: ")
        .doesNotContainPattern("Plan time: .*cached");
  }

  @Test
  void explainShowsThePlan() {
    run("CREATE TABLE t (id integer PRIMARY KEY, a integer); INSERT INTO t VALUES (1, 2), (2, 3)");
    String query = "SELECT a, count(*) FROM t WHERE id > 0 GROUP BY a";
    assertThat(String.join("\n", plan("EXPLAIN " + query))).contains("Aggregate by a", "Scan t");
    assertThat(String.join("\n", plan("EXPLAIN ANALYZE " + query))).contains("rows");
    assertThat(plan("EXPLAIN (CIRCUIT) " + query)).isNotEmpty();
    run("SET compilation = always");
    assertThat(plan("EXPLAIN (CODE) " + query)).hasSizeGreaterThan(10);
    assertThat(plan("EXPLAIN DELETE FROM t WHERE a = 1")).isNotEmpty();
    assertThat(error("EXPLAIN SELECT missing FROM t")).startsWith("42703");
    assertThat(rows("SELECT count(*) FROM t")).containsExactly("2");
  }

  @Test
  void explainTakesParameters() {
    run("CREATE TABLE t (id integer PRIMARY KEY); INSERT INTO t VALUES (1), (2), (3)");
    String analyzed = String.join("\n", rows("EXPLAIN ANALYZE SELECT id FROM t WHERE id > $1", 1));
    assertThat(analyzed).contains("Rows: 2");
    assertThat(rows("EXPLAIN SELECT id FROM t WHERE id = $1 AND $2", 1, true)).isNotEmpty();
  }

  @Test
  void theSessionsRoleIsItsOwn() {
    run("SET SESSION AUTHORIZATION DEFAULT; SET SESSION AUTHORIZATION headrace");
    run("RESET SESSION AUTHORIZATION; SET ROLE 'headrace'; SET ROLE none");
    assertThat(error("SET SESSION AUTHORIZATION other"))
        .isEqualTo("0A000 SET SESSION AUTHORIZATION to another role is not supported");
    assertThat(rows("SHOW session_authorization")).containsExactly("headrace");
  }

  private List<String> plan(String sql) {
    return texts(session.query(sql));
  }
}
