package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Enumerated types outlive the database's process, with all that names them. */
@Timeout(120)
final class DurableEnumTest {
  @TempDir private Path temp;

  private Headrace open(String directory) {
    return Headrace.open(
        temp.resolve(directory), Options.defaults().withWorkers(2).withBaseDirectory(temp));
  }

  private static List<String> rows(Headrace db, String query) {
    try (Session session = db.connect()) {
      return DatabaseTestBase.rows(session, query);
    }
  }

  private static void define(Headrace db) {
    for (String sql :
        List.of(
            "CREATE SCHEMA s",
            "CREATE TYPE s.\"Mood\" AS ENUM ('sad', 'happy', 'it''s \"fine\"')",
            "CREATE TABLE t (m s.\"Mood\" PRIMARY KEY DEFAULT 'sad', ms s.\"Mood\"[],"
                + " h boolean GENERATED ALWAYS AS (m = 'happy'::s.\"Mood\") STORED,"
                + " CHECK (m <> 'happy'::s.\"Mood\" OR ms IS NULL))",
            "CREATE INDEX t_sad ON t (ms) WHERE m < 'happy'::s.\"Mood\"",
            "CREATE MATERIALIZED VIEW v AS SELECT m, count(*) AS n FROM t"
                + " WHERE m >= 'sad'::s.\"Mood\" GROUP BY m",
            "INSERT INTO t VALUES ('happy', NULL), ('it''s \"fine\"', '{sad,happy}')",
            "ALTER TYPE s.\"Mood\" ADD VALUE 'meh' BEFORE 'happy'",
            "ALTER TYPE s.\"Mood\" RENAME VALUE 'it''s \"fine\"' TO 'fine'",
            "INSERT INTO t VALUES ('meh'), (DEFAULT)",
            "COMMENT ON TYPE s.\"Mood\" IS 'how it is'")) {
      db.execute(sql);
    }
  }

  private static void verify(Headrace db, String type) {
    assertThat(rows(db, "SELECT m, ms, h FROM t ORDER BY m"))
        .containsExactly("sad|null|f", "meh|null|f", "happy|null|t", "fine|{sad,happy}|f");
    assertThat(rows(db, "SELECT m, n FROM v ORDER BY m DESC"))
        .containsExactly("fine|1", "happy|1", "meh|1", "sad|1");
    assertThat(rows(db, "SELECT enum_range(NULL::" + type + ")"))
        .containsExactly("{sad,meh,happy,fine}");
    assertThat(rows(db, "SELECT enumsortorder, enumlabel FROM pg_enum ORDER BY 1"))
        .containsExactly("1|sad", "1.5|meh", "2|happy", "3|fine");
    assertThat(rows(db, "SELECT obj_description('" + type + "'::regtype, 'pg_type')"))
        .containsExactly("how it is");
    assertThat(db.check()).allMatch(finding -> finding.outcome() == Finding.Outcome.RIGHT);
  }

  @Test
  void typesComeBackWithTheirLabelsInOrder() {
    try (Headrace db = open("db")) {
      define(db);
      verify(db, "s.\"Mood\"");
    }
    try (Headrace db = open("db")) {
      verify(db, "s.\"Mood\"");
      db.execute("ALTER TYPE s.\"Mood\" RENAME TO feeling");
      db.execute("ALTER TYPE s.feeling SET SCHEMA public");
      verify(db, "feeling");
    }
    try (Headrace db = open("db")) {
      verify(db, "feeling");
      db.execute("ALTER TYPE feeling ADD VALUE 'best'");
      db.execute("INSERT INTO t VALUES ('best')");
      db.execute("DROP TYPE feeling CASCADE");
    }
    try (Headrace db = open("db")) {
      assertThat(rows(db, "SELECT count(*) FROM t")).containsExactly("5");
      assertThat(rows(db, "SELECT * FROM pg_enum")).isEmpty();
    }
  }

  @Test
  void aBackupHasThem() {
    try (Headrace db = open("db")) {
      define(db);
      db.execute("BACKUP TO 'backup'");
    }
    Headrace.restore(temp.resolve("backup"), temp.resolve("copy"));
    try (Headrace db = open("copy")) {
      verify(db, "s.\"Mood\"");
    }
  }
}
