package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headrace.model.SqlException;
import dev.headrace.runtime.storage.StorageOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Schemas and comments outlive the database's process, temporary objects do not. */
@Timeout(120)
final class DurableSchemasTest {
  @TempDir private Path temp;

  private Headrace open(String directory) {
    return Headrace.open(
        temp.resolve(directory),
        Options.defaults()
            .withWorkers(2)
            .withBaseDirectory(temp)
            .withStorage(StorageOptions.DEFAULT.withLog(64 << 10, 1 << 20)));
  }

  private static List<String> rows(Headrace db, String query) {
    try (Session session = db.connect()) {
      return DatabaseTestBase.rows(session, query);
    }
  }

  private static void define(Headrace db) {
    try (Session session = db.connect()) {
      for (String sql :
          List.of(
              "CREATE SCHEMA a",
              "CREATE SCHEMA \"B.c\"",
              "SET search_path = a",
              "CREATE TABLE t (id serial PRIMARY KEY, v text UNIQUE)",
              "CREATE TABLE child (id int REFERENCES t)",
              "CREATE SEQUENCE q",
              "CREATE TABLE d (n int DEFAULT nextval('q'))",
              "CREATE INDEX t_v ON t (v)",
              "CREATE VIEW v AS SELECT t.v FROM t",
              "CREATE MATERIALIZED VIEW m AS SELECT count(*) AS n FROM v",
              "CREATE TABLE \"B.c\".\"x.y\" (id int)",
              "CREATE TABLE public.t (id int)",
              "CREATE VIEW public.pairs AS SELECT t.id, p.id AS pid FROM t, public.t p",
              "INSERT INTO t (v) VALUES ('one'), ('two')",
              "INSERT INTO d DEFAULT VALUES",
              "INSERT INTO public.t VALUES (10)",
              "INSERT INTO \"B.c\".\"x.y\" VALUES (7)",
              "COMMENT ON TABLE t IS 'tableau à côté'",
              "COMMENT ON COLUMN t.v IS 'column'",
              "COMMENT ON INDEX t_v IS 'index'",
              "COMMENT ON CONSTRAINT t_v_key ON t IS 'constraint'",
              "COMMENT ON SCHEMA a IS 'schema'",
              "COMMENT ON DATABASE headrace IS '" + "long ".repeat(20_000) + "'",
              // whoever reads the definitions back must not take this one for a's
              "CREATE TABLE public.q (id int)")) {
        session.execute(sql);
      }
    }
  }

  private static void verify(Headrace db, String schema) {
    assertThat(rows(db, "SELECT nspname FROM pg_namespace WHERE oid >= 16384"))
        .containsExactly("B.c", schema);
    assertThat(rows(db, "SELECT v FROM " + schema + ".v")).containsExactly("one", "two");
    assertThat(rows(db, "SELECT n FROM " + schema + ".m")).containsExactly("2");
    assertThat(rows(db, "SELECT * FROM pairs")).containsExactly("1|10", "2|10");
    assertThat(rows(db, "SELECT * FROM \"B.c\".\"x.y\"")).containsExactly("7");
    assertThat(
            rows(
                db,
                "SELECT obj_description(c.oid), col_description(c.oid, 2),"
                    + " obj_description(c.relnamespace) FROM pg_class c WHERE oid = '"
                    + schema
                    + ".t'::regclass"))
        .containsExactly("tableau à côté|column|schema");
    assertThat(rows(db, "SELECT obj_description('" + schema + ".t_v'::regclass)"))
        .containsExactly("index");
    assertThat(rows(db, "SELECT length(description) FROM pg_shdescription"))
        .containsExactly("100000");
    assertThat(db.check()).allMatch(finding -> finding.outcome() == Finding.Outcome.RIGHT);
  }

  @Test
  void schemasAndCommentsComeBack() {
    try (Headrace db = open("db")) {
      define(db);
      verify(db, "a");
    }
    try (Headrace db = open("db")) {
      verify(db, "a");
      assertThat(refused(db, "INSERT INTO a.t (v) VALUES ('one')")).startsWith("23505");
      assertThat(refused(db, "INSERT INTO a.child VALUES (9)")).startsWith("23503");
      db.execute("INSERT INTO a.d DEFAULT VALUES");
      assertThat(rows(db, "SELECT * FROM a.d")).containsExactly("1", "2");
      db.execute("ALTER SCHEMA a RENAME TO renamed");
      verify(db, "renamed");
    }
    try (Headrace db = open("db")) {
      verify(db, "renamed");
      db.execute("INSERT INTO renamed.d DEFAULT VALUES");
      assertThat(rows(db, "SELECT * FROM renamed.d")).containsExactly("1", "2", "3");
      db.execute("ALTER TABLE renamed.d SET SCHEMA public");
      db.execute("COMMENT ON DATABASE headrace IS NULL");
      db.execute("DROP SCHEMA \"B.c\" CASCADE");
    }
    try (Headrace db = open("db")) {
      db.execute("INSERT INTO d DEFAULT VALUES");
      assertThat(rows(db, "SELECT max(n) FROM d")).containsExactly("4");
      assertThat(rows(db, "SELECT * FROM pg_shdescription")).isEmpty();
      assertThat(rows(db, "SELECT nspname FROM pg_namespace WHERE oid >= 16384"))
          .containsExactly("renamed");
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
      verify(db, "a");
    }
  }

  @Test
  void publicMayBeDroppedForGood() {
    try (Headrace db = open("db")) {
      db.execute("DROP SCHEMA public");
      db.execute("CREATE SCHEMA other");
      db.execute("CREATE TABLE other.t (id int)");
    }
    try (Headrace db = open("db")) {
      assertThat(refused(db, "CREATE TABLE t (id int)"))
          .isEqualTo("3F000 no schema has been selected to create in");
      assertThat(rows(db, "SELECT * FROM other.t")).isEmpty();
      db.execute("CREATE SCHEMA public");
      db.execute("CREATE TABLE t (id int)");
    }
    try (Headrace db = open("db")) {
      assertThat(rows(db, "SELECT * FROM public.t")).isEmpty();
    }
  }

  @Test
  void temporaryObjectsAreNeverInTheLog() throws IOException {
    Headrace db = open("db");
    Session crashing = db.connect();
    crashing.execute("CREATE TEMP TABLE secrets (id serial PRIMARY KEY, word text)");
    crashing.execute(
        "INSERT INTO secrets (word) SELECT 'xyzzy' || n FROM generate_series(1, 100) n");
    crashing.execute("COMMENT ON TABLE secrets IS 'plugh'");
    crashing.execute("CREATE INDEX ON secrets (word)");
    crashing.execute("CREATE TEMP VIEW secret_view AS SELECT * FROM secrets");
    crashing.execute("CREATE TEMP SEQUENCE secret_numbers");
    crashing.execute("SELECT nextval('secret_numbers')");
    db.execute("CREATE TABLE kept (word text)");
    db.execute("INSERT INTO kept VALUES ('kept for good')");
    // the session does not end: what is in the directory now is what a crash would leave
    Path crashed = temp.resolve("crashed");
    copy(temp.resolve("db"), crashed);
    assertThat(contains(crashed, "kept for good")).isTrue();
    for (String word : List.of("xyzzy", "plugh", "secret")) {
      assertThat(contains(crashed, word)).as(word).isFalse();
    }
    crashing.close();
    db.close();
    try (Headrace again = open("crashed")) {
      assertThat(rows(again, "SELECT relname FROM pg_class WHERE oid >= 16384"))
          .containsExactly("kept");
      assertThat(rows(again, "SELECT nspname FROM pg_namespace WHERE oid >= 16384")).isEmpty();
      assertThat(rows(again, "SELECT * FROM kept")).containsExactly("kept for good");
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  private static boolean contains(Path directory, String word) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(word)) {
          return true;
        }
      }
    }
    return false;
  }

  private static String refused(Headrace db, String sql) {
    SqlException error = catchThrowableOfType(SqlException.class, () -> db.execute(sql));
    assertThat(error).as(sql).isNotNull();
    return error.sqlState() + " " + error.message();
  }
}
