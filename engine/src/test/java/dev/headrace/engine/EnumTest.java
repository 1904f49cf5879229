package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.model.SqlException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Enumerated types: transactions that change them, and what they are used in. */
@Timeout(60)
final class EnumTest extends DatabaseTestBase {
  @BeforeEach
  void define() {
    run("CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy')");
    run("CREATE TABLE t (id int PRIMARY KEY, m mood DEFAULT 'ok')");
    run("INSERT INTO t VALUES (1, 'happy'), (2, 'sad')");
    run("INSERT INTO t (id) VALUES (3)");
  }

  @Test
  void aTransactionSeesItsOwnLabelsAndOthersDoNot() {
    try (Session other = db.connect()) {
      run("BEGIN");
      run("ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'");
      run("CREATE TABLE u AS SELECT 'blue'::mood AS m");
      assertThat(rows("SELECT m FROM t WHERE m = 'blue'")).containsExactly("blue");
      assertThat(rows(other, "SELECT m FROM t WHERE m = 'sad'")).containsExactly("sad");
      run("COMMIT");
      assertThat(rows(other, "SELECT m FROM t WHERE m = 'blue'")).containsExactly("blue");
      assertThat(rows(other, "SELECT m FROM u")).containsExactly("blue");
    }
    run("ALTER TYPE mood RENAME VALUE 'blue' TO 'low'");
    assertThat(rows("SELECT m FROM u")).containsExactly("low");
  }

  @Test
  void whatIsTakenBackWasNeverThere() {
    run("BEGIN");
    run("ALTER TYPE mood ADD VALUE 'best'");
    assertThat(error("INSERT INTO t VALUES (4, 'best')"))
        .isEqualTo("55P04 unsafe use of new value \"best\" of enum type mood");
    run("ROLLBACK");
    assertThat(error("SELECT 'best'::mood"))
        .isEqualTo("22P02 invalid input value for enum mood: \"best\"");
    run("BEGIN");
    run("SAVEPOINT s");
    run("CREATE TYPE color AS ENUM ('red')");
    run("ROLLBACK TO s");
    run("COMMIT");
    assertThat(error("SELECT 'red'::color")).isEqualTo("42704 type \"color\" does not exist");
  }

  @Test
  void aStatementThatIsKeptFollowsItsTypes() {
    for (int i = 0; i < 5; i++) {
      assertThat(rows("SELECT id FROM t WHERE m = 'ok'")).containsExactly("3");
    }
    run("ALTER TYPE mood RENAME VALUE 'ok' TO 'fine'");
    assertThat(error("SELECT id FROM t WHERE m = 'ok'")).startsWith("22P02");
    run("ALTER TYPE mood RENAME VALUE 'sad' TO 'ok'");
    assertThat(rows("SELECT id FROM t WHERE m = 'ok'")).containsExactly("2");
    run("INSERT INTO t (id) VALUES (4)");
    assertThat(rows("SELECT m FROM t WHERE id = 4")).containsExactly("fine");
  }

  @Test
  void aViewGoesOnUnderAnotherLabel() {
    run("CREATE MATERIALIZED VIEW v AS SELECT m, count(*) AS n, max(m) AS most FROM t GROUP BY m");
    run("CREATE MATERIALIZED VIEW w AS SELECT m::text AS text FROM t");
    run("ALTER TYPE mood ADD VALUE 'meh' BEFORE 'ok'");
    run("INSERT INTO t VALUES (4, 'meh'), (5, 'meh')");
    assertThat(rows("SELECT m, n FROM v ORDER BY m"))
        .containsExactly("sad|1", "meh|2", "ok|1", "happy|1");
    assertThat(rows("SELECT text FROM w")).contains("meh");
    assertThat(error("ALTER TYPE mood RENAME VALUE 'meh' TO 'so so'"))
        .isEqualTo("0A000 cannot rename value \"meh\" of enum mood because of materialized view w");
    run("DROP MATERIALIZED VIEW w");
    run("ALTER TYPE mood RENAME VALUE 'meh' TO 'so so'");
    run("DELETE FROM t WHERE id = 5");
    assertThat(rows("SELECT m, n FROM v ORDER BY m DESC"))
        .containsExactly("happy|1", "ok|1", "so so|1", "sad|1");
  }

  @Test
  void viewsThatMoreLabelsWouldChangeAreRefused() {
    assertThat(error("CREATE MATERIALIZED VIEW v AS SELECT enum_range(m) AS r FROM t"))
        .isEqualTo(
            "0A000 function enum_range(anyenum) cannot be used in a materialized view: its value"
                + " changes by itself");
    run("CREATE TABLE texts (x text)");
    run("CREATE MATERIALIZED VIEW v AS SELECT x::mood AS m FROM texts");
    run("INSERT INTO texts VALUES ('ok'), ('best')");
    assertThat(rows("SELECT m FROM v")).containsExactly("ok");
    assertThat(error("ALTER TYPE mood ADD VALUE 'best'"))
        .isEqualTo("0A000 cannot add value \"best\" of enum mood because of materialized view v");
  }

  @Test
  void textsThatNameALabelKeepIt() {
    run("ALTER TABLE t ADD CONSTRAINT c CHECK (m <> 'sad' OR id = 2)");
    run("CREATE VIEW v AS SELECT id FROM t WHERE m = 'happy'");
    assertThat(error("ALTER TYPE mood RENAME VALUE 'sad' TO 'low'"))
        .isEqualTo(
            "0A000 cannot rename value \"sad\" of enum mood because of constraint c on table t");
    assertThat(error("ALTER TYPE mood RENAME VALUE 'happy' TO 'high'"))
        .isEqualTo("0A000 cannot rename value \"happy\" of enum mood because of view v");
  }

  @Test
  void droppingATypeTakesItsColumnsAndTheirViews() {
    run("CREATE VIEW v AS SELECT m FROM t");
    run("CREATE VIEW w AS SELECT 'ok'::mood::text AS text");
    run("CREATE TABLE u (a int DEFAULT length('ok'::mood::text), b mood[])");
    try {
      session.execute("DROP TYPE mood");
    } catch (SqlException e) {
      assertThat(e.sqlState()).isEqualTo("2BP01");
      assertThat(e.detail())
          .isEqualTo(
              """
              column m of table t depends on type mood
              view v depends on column m of table t
              column b of table u depends on type mood[]
              view w depends on type mood
              default value for column a of table u depends on type mood\
              """);
    }
    run("DROP TYPE mood CASCADE");
    assertThat(rows("SELECT * FROM t")).containsExactly("1", "2", "3");
    run("INSERT INTO u DEFAULT VALUES");
    assertThat(rows("SELECT * FROM u")).containsExactly("null");
    assertThat(error("SELECT * FROM v")).startsWith("42P01");
    assertThat(error("SELECT * FROM w")).startsWith("42P01");
  }

  @Test
  void aTypeGoesToAnotherSchemaAndNameWithWhatNamesIt() {
    run("CREATE VIEW v AS SELECT id FROM t WHERE m > 'sad'::mood");
    run("ALTER TABLE t ADD CONSTRAINT c CHECK (m <= 'happy'::mood)");
    run("CREATE SCHEMA s");
    run("ALTER TYPE mood SET SCHEMA s");
    run("ALTER TYPE s.mood RENAME TO feeling");
    assertThat(error("SELECT 'ok'::mood")).startsWith("42704");
    assertThat(rows("SELECT 'ok'::s.feeling")).containsExactly("ok");
    assertThat(rows("SELECT pg_get_viewdef('v'::regclass)").getFirst()).contains("s.feeling");
    run("ALTER SCHEMA s RENAME TO r");
    assertThat(rows("SELECT pg_typeof(m)::text FROM t WHERE id = 1")).containsExactly("r.feeling");
    assertThat(rows("SELECT * FROM v")).containsExactly("1", "3");
    assertThat(error("DROP SCHEMA r")).startsWith("2BP01");
    run("DROP SCHEMA r CASCADE");
    assertThat(rows("SELECT * FROM t")).containsExactly("1", "2", "3");
  }

  @Test
  void anAppliedProgramMakesATypeOnce() {
    String program =
        "CREATE TYPE size AS ENUM (''s'', ''m''); CREATE TABLE items (id int PRIMARY KEY, s size);"
            + " CREATE MATERIALIZED VIEW sizes AS SELECT s, count(*) AS n FROM items GROUP BY s;";
    run("APPLY PROGRAM '" + program + "'");
    run("INSERT INTO items VALUES (1, 'm')");
    run("APPLY PROGRAM '" + program + "'");
    assertThat(rows("SELECT * FROM sizes")).containsExactly("m|1");
    assertThat(error("APPLY PROGRAM 'CREATE TYPE size AS ENUM (''s'', ''m'', ''l'')'"))
        .isEqualTo("0A000 type \"size\" is there with other labels");
    run("ALTER TYPE size ADD VALUE 'l'");
    run("APPLY PROGRAM '" + program.replace("''m'')", "''m'', ''l'')") + "'");
    assertThat(rows("SELECT * FROM sizes")).containsExactly("m|1");
  }

  private enum Mood {
    sad
  }

  @Test
  void theJavaApiTakesAndGivesLabels() throws Exception {
    assertThat(rows("SELECT id FROM t WHERE m = $1", "happy")).containsExactly("1");
    assertThat(rows("SELECT id FROM t WHERE m = $1", Mood.sad)).containsExactly("2");
    assertThat(error("SELECT id FROM t WHERE m = $1", 1))
        .isEqualTo("42883 operator does not exist: mood = integer");
    assertThat(error("SELECT id FROM t WHERE m = $1", List.of()))
        .isEqualTo(
            "42804 parameter is of type mood but the value is a " + List.of().getClass().getName());
    ResultCursor cursor = session.query("SELECT m FROM t WHERE id = 3").cursor();
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.textAt(0)).isEqualTo("ok");
    byte[] lines = "4,ok\n5,sad\n".getBytes(StandardCharsets.UTF_8);
    session.copyIn("COPY t FROM STDIN (FORMAT csv)", new ByteArrayInputStream(lines));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    session.copyOut("COPY (SELECT m FROM t ORDER BY id) TO STDOUT", out);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("happy\nsad\nok\nok\nsad\n");
    ByteArrayOutputStream binary = new ByteArrayOutputStream();
    session.copyOut("COPY t TO STDOUT (FORMAT binary)", binary);
    run("TRUNCATE t");
    session.copyIn(
        "COPY t FROM STDIN (FORMAT binary)", new ByteArrayInputStream(binary.toByteArray()));
    assertThat(rows("SELECT m FROM t ORDER BY m, id"))
        .containsExactly("sad", "sad", "ok", "ok", "happy");
  }
}
