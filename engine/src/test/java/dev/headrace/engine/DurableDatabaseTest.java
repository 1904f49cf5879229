package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headrace.connect.file.FileConnector;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.storage.StorageOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a database in a directory gives back when it is opened again. */
@Timeout(120)
final class DurableDatabaseTest {
  @TempDir private Path temp;

  private Options options() {
    return Options.defaults()
        .withWorkers(2)
        .withBaseDirectory(temp)
        .withStorage(StorageOptions.DEFAULT.withLog(64 << 10, 1 << 20))
        .withConnector(new FileConnector());
  }

  private Headrace open() {
    return Headrace.open(temp.resolve("db"), options());
  }

  private static List<String> rows(Headrace db, String query) {
    return db.query(query).rows().stream().map(List::toString).toList();
  }

  private static ErrorCode code(Throwable thrown) {
    return ((SqlException) thrown).code();
  }

  @Test
  void deferredAndUncheckedConstraintsComeBack() {
    try (Headrace db = open()) {
      db.execute("CREATE TABLE p (id int PRIMARY KEY)");
      db.execute("CREATE TABLE c (id int, p int REFERENCES p DEFERRABLE INITIALLY DEFERRED)");
      db.execute(
          "CREATE TABLE u (a int UNIQUE DEFERRABLE, b int UNIQUE NULLS NOT DISTINCT"
              + " DEFERRABLE INITIALLY DEFERRED)");
      db.execute("INSERT INTO u VALUES (1, 1), (2, NULL)");
      db.execute("CREATE TABLE n (id int, p int)");
      db.execute("INSERT INTO n VALUES (-1, 5)");
      db.execute("ALTER TABLE n ADD CONSTRAINT ck CHECK (id > 0) NOT VALID");
      db.execute("ALTER TABLE n ADD CONSTRAINT fk FOREIGN KEY (p) REFERENCES p NOT VALID");
    }
    try (Headrace db = open()) {
      db.execute("BEGIN; INSERT INTO c VALUES (1, 10); INSERT INTO p VALUES (10); COMMIT");
      assertThat(rows(db, "SELECT p FROM c")).containsExactly("[10]");
      assertThat(refused(db, "INSERT INTO c VALUES (2, 20)")).startsWith("23503");
      db.execute("UPDATE u SET a = 3 - a");
      db.execute("BEGIN; INSERT INTO u VALUES (3, 1); DELETE FROM u WHERE a = 2; COMMIT");
      assertThat(refused(db, "INSERT INTO u VALUES (4, 1)")).startsWith("23505");
      assertThat(refused(db, "INSERT INTO u VALUES (5, NULL)")).startsWith("23505");
      assertThat(rows(db, "SELECT a, b FROM u ORDER BY a")).containsExactly("[1, null]", "[3, 1]");
      assertThat(rows(db, "SELECT conname, convalidated FROM pg_constraint WHERE NOT convalidated"))
          .containsExactlyInAnyOrder("[ck, false]", "[fk, false]");
      db.execute("ALTER TABLE n ADD COLUMN more int");
      assertThat(refused(db, "INSERT INTO n VALUES (-2, NULL)")).startsWith("23514");
      assertThat(refused(db, "ALTER TABLE n VALIDATE CONSTRAINT ck")).startsWith("23514");
      db.execute("DELETE FROM n");
      db.execute("ALTER TABLE n VALIDATE CONSTRAINT ck, VALIDATE CONSTRAINT fk");
    }
    try (Headrace db = open()) {
      assertThat(rows(db, "SELECT conname FROM pg_constraint WHERE NOT convalidated")).isEmpty();
    }
  }

  @Test
  void constraintsComeBack() {
    try (Headrace db = open()) {
      db.execute(
          "CREATE TABLE kinds (id SERIAL CONSTRAINT kinds_key PRIMARY KEY, kind text UNIQUE)");
      db.execute(
          "CREATE TABLE things (id int GENERATED ALWAYS AS IDENTITY (START 10) PRIMARY KEY,"
              + " kind int REFERENCES kinds ON DELETE CASCADE,"
              + " twice int GENERATED ALWAYS AS (kind * 2) STORED,"
              + " size int CONSTRAINT sized CHECK (size > 0))");
      db.execute("INSERT INTO kinds (kind) VALUES ('small'), ('large')");
      db.execute("INSERT INTO things (kind, size) VALUES (1, 1), (2, 2)");
    }
    for (int round = 0; round < 2; round++) {
      try (Headrace db = open()) {
        assertThat(refused(db, "INSERT INTO kinds (kind) VALUES ('small')"))
            .startsWith("23505")
            .contains("kinds_kind_key");
        assertThat(refused(db, "INSERT INTO kinds VALUES (1, 'x')"))
            .startsWith("23505")
            .contains("kinds_key");
        assertThat(refused(db, "INSERT INTO things (kind, size) VALUES (7, 1)"))
            .startsWith("23503")
            .contains("things_kind_fkey");
        assertThat(refused(db, "INSERT INTO things (kind, size) VALUES (1, 0)"))
            .startsWith("23514")
            .contains("sized");
        assertThat(refused(db, "INSERT INTO things (id) VALUES (1)")).startsWith("428C9");
        assertThat(refused(db, "INSERT INTO things (twice) VALUES (1)")).startsWith("428C9");
      }
    }
    try (Headrace db = open()) {
      db.execute("INSERT INTO things (kind, size) VALUES (2, 3)");
      db.execute("INSERT INTO kinds (kind) VALUES ('huge')");
      assertThat(rows(db, "SELECT kind, twice, size FROM things ORDER BY id"))
          .isEqualTo(List.of("[1, 2, 1]", "[2, 4, 2]", "[2, 4, 3]"));
      assertThat(rows(db, "SELECT count(DISTINCT id), min(id) FROM things"))
          .isEqualTo(List.of("[3, 10]"));
      db.execute("DELETE FROM kinds WHERE kind = 'large'");
      assertThat(rows(db, "SELECT kind FROM things")).isEqualTo(List.of("[1]"));
    }
  }

  @Test
  void aValueOfASequenceIsGivenOutOnce() {
    try (Headrace db = open()) {
      db.execute("CREATE SEQUENCE s START 5 INCREMENT 3");
      assertThat(db.query("SELECT nextval('s')").single()).isEqualTo(5L);
      assertThat(db.query("SELECT nextval('s')").single()).isEqualTo(8L);
    }
    try (Headrace db = open()) {
      assertThat(db.query("SELECT nextval('s')").single()).isEqualTo(11L);
      db.execute("DROP SEQUENCE s");
    }
    try (Headrace db = open()) {
      assertThat(refused(db, "SELECT nextval('s')")).startsWith("42P01");
    }
  }

  private static String refused(Headrace db, String sql) {
    SqlException error = catchThrowableOfType(SqlException.class, () -> db.execute(sql));
    assertThat(error).as(sql).isNotNull();
    return error.sqlState() + " " + error.message();
  }

  @Test
  void tablesComeBackWithTheirRows() {
    try (Headrace db = open()) {
      db.execute("CREATE TABLE keyed (id int PRIMARY KEY, name text)");
      db.execute("CREATE TABLE bag (x int, y text)");
      db.execute("INSERT INTO keyed VALUES (1, 'one'), (2, 'two'), (3, NULL)");
      db.execute("INSERT INTO bag VALUES (1, 'a'), (1, 'a'), (2, NULL)");
      db.execute("UPDATE keyed SET name = 'ONE' WHERE id = 1");
      db.execute("DELETE FROM keyed WHERE id = 2");
      db.execute("INSERT INTO bag VALUES (1, 'a')");
    }
    try (Headrace db = open()) {
      assertThat(rows(db, "SELECT * FROM keyed ORDER BY id"))
          .isEqualTo(List.of("[1, ONE]", "[3, null]"));
      assertThat(rows(db, "SELECT x, y, count(*) FROM bag GROUP BY x, y ORDER BY x"))
          .isEqualTo(List.of("[1, a, 3]", "[2, null, 1]"));
      db.execute("DELETE FROM bag WHERE x = 1");
      db.execute("INSERT INTO keyed VALUES (4, 'four')");
      assertThatThrownBy(() -> db.execute("INSERT INTO keyed VALUES (1, 'again')"))
          .satisfies(e -> assertThat(code(e)).isEqualTo(ErrorCode.UNIQUE_VIOLATION));
    }
    try (Headrace db = open()) {
      assertThat(db.query("SELECT count(*) FROM bag").single()).isEqualTo(1L);
      assertThat(db.query("SELECT count(*) FROM keyed").single()).isEqualTo(3L);
    }
  }

  @Test
  void viewsAreFilledAgainAndKeptFromThenOn() {
    try (Headrace db = open()) {
      db.execute("CREATE TABLE t (id int PRIMARY KEY, g text, x int)");
      db.execute("CREATE VIEW positive AS SELECT * FROM t WHERE x > 0");
      db.execute(
          "CREATE MATERIALIZED VIEW sums (grp, total) AS SELECT g, sum(x) FROM positive GROUP BY"
              + " g");
      db.execute("CREATE MATERIALIZED VIEW top AS SELECT * FROM sums ORDER BY total DESC LIMIT 1");
      db.execute("INSERT INTO t VALUES (1, 'a', 5), (2, 'b', 7), (3, 'a', -1)");
    }
    try (Headrace db = open()) {
      assertThat(rows(db, "SELECT * FROM top")).isEqualTo(List.of("[b, 7]"));
      db.execute("INSERT INTO t VALUES (4, 'a', 3)");
      assertThat(rows(db, "SELECT * FROM sums ORDER BY grp"))
          .isEqualTo(List.of("[a, 8]", "[b, 7]"));
      assertThat(rows(db, "SELECT * FROM top")).isEqualTo(List.of("[a, 8]"));
    }
  }

  @Test
  void definitionsComeBackAsTheyWere() {
    try (Headrace db = open()) {
      db.execute(
          """
          CREATE TABLE "Odd name" (
            "select" int NOT NULL DEFAULT 1 + 1,
            "quote""d" varchar(5) DEFAULT 'it''s',
            n numeric(10,2),
            tags text[],
            at timestamptz,
            CONSTRAINT small CHECK ("select" < 100),
            CHECK (n > 0))
          """);
      db.execute("INSERT INTO \"Odd name\" (n) VALUES (1.5)");
    }
    for (int i = 0; i < 2; i++) {
      try (Headrace db = open()) {
        db.execute("INSERT INTO \"Odd name\" (n, tags) VALUES (2.25, ARRAY['x'])");
        assertThat(
                rows(db, "SELECT \"select\", \"quote\"\"d\" FROM \"Odd name\" ORDER BY n LIMIT 1"))
            .isEqualTo(List.of("[2, it's]"));
        assertThatThrownBy(() -> db.execute("INSERT INTO \"Odd name\" (\"select\") VALUES (100)"))
            .hasMessageContaining("\"small\"");
        assertThatThrownBy(() -> db.execute("INSERT INTO \"Odd name\" (n) VALUES (0)"))
            .satisfies(e -> assertThat(code(e)).isEqualTo(ErrorCode.CHECK_VIOLATION));
        assertThatThrownBy(
                () -> db.execute("INSERT INTO \"Odd name\" (\"quote\"\"d\") VALUES ('toolong')"))
            .satisfies(e -> assertThat(code(e)).isEqualTo(ErrorCode.STRING_DATA_RIGHT_TRUNCATION));
      }
    }
  }

  @Test
  void whatWasDroppedStaysAwayAndNamesCanBeUsedAgain() {
    try (Headrace db = open()) {
      db.execute("CREATE TABLE t (id int PRIMARY KEY)");
      db.execute("CREATE MATERIALIZED VIEW v AS SELECT count(*) AS n FROM t");
      db.execute("INSERT INTO t VALUES (1), (2)");
      db.execute("DROP TABLE t CASCADE");
      db.execute("CREATE TABLE t (other text)");
      db.execute("INSERT INTO t VALUES ('x')");
    }
    try (Headrace db = open()) {
      assertThat(rows(db, "SELECT * FROM t")).hasSize(1);
      assertThat(db.materializedViews()).isEmpty();
      db.execute("CREATE TABLE v (id int)");
      db.execute("DROP TABLE t");
    }
    try (Headrace db = open()) {
      assertThat(rows(db, "SELECT * FROM v")).isEmpty();
      assertThatThrownBy(() -> db.query("SELECT * FROM t")).hasMessageContaining("does not exist");
    }
  }

  @Test
  void aReplacedViewMayNeedWhatIsYoungerThanItself() {
    try (Headrace db = open()) {
      db.execute("CREATE TABLE a (x int)");
      db.execute("CREATE VIEW v AS SELECT x FROM a");
      db.execute("CREATE TABLE b (x int)");
      db.execute("CREATE OR REPLACE VIEW v AS SELECT x FROM b");
      db.execute("CREATE VIEW w AS SELECT x FROM v");
      db.execute("INSERT INTO b VALUES (7)");
    }
    try (Headrace db = open()) {
      assertThat(db.query("SELECT x FROM w").single()).isEqualTo(7);
    }
  }

  @Test
  void anUnfinishedTransactionLeavesNothing() {
    try (Headrace db = open()) {
      db.execute("CREATE TABLE t (id int PRIMARY KEY)");
      Session session = db.connect();
      session.execute("BEGIN; INSERT INTO t VALUES (1); CREATE TABLE u (x int)");
    }
    try (Headrace db = open()) {
      assertThat(rows(db, "SELECT * FROM t")).isEmpty();
      db.execute("CREATE TABLE u (x int)");
    }
  }

  @Test
  void aTransactionWithDefinitionsAndRowsComesBackAsAWhole() {
    try (Headrace db = open();
        Session session = db.connect()) {
      session.execute("BEGIN");
      session.execute("CREATE TABLE t (id int PRIMARY KEY)");
      session.execute("INSERT INTO t VALUES (1), (2)");
      session.execute("CREATE MATERIALIZED VIEW v AS SELECT count(*) AS n FROM t");
      session.execute("COMMIT");
    }
    try (Headrace db = open()) {
      assertThat(db.query("SELECT n FROM v").single()).isEqualTo(2L);
    }
  }

  @Test
  void aFileIsReadOnceIntoATable() throws Exception {
    Files.writeString(temp.resolve("in.csv"), "id,name\n1,a\n2,b\nx,bad\n");
    try (Headrace db = open()) {
      db.execute(
          "CREATE TABLE t (id int PRIMARY KEY, name text) WITH (connector = 'file', path ="
              + " 'in.csv')");
      assertThat(db.awaitInputs(Duration.ofSeconds(30))).isTrue();
      db.execute("UPDATE t SET name = 'changed' WHERE id = 1");
      db.execute("CREATE MATERIALIZED VIEW bad AS SELECT count(*) AS n FROM t_errors");
    }
    for (int i = 0; i < 2; i++) {
      try (Headrace db = open()) {
        assertThat(db.awaitInputs(Duration.ofSeconds(30))).isTrue();
        assertThat(rows(db, "SELECT * FROM t ORDER BY id"))
            .isEqualTo(List.of("[1, changed]", "[2, b]"));
        assertThat(db.query("SELECT n FROM bad").single()).isEqualTo(1L);
        assertThat(rows(db, "SELECT * FROM t_errors")).hasSize(1);
      }
    }
  }

  @Test
  void aSourceIsReadFromItsBeginning() throws IOException, InterruptedException {
    Files.writeString(temp.resolve("in.csv"), "id\n1\n2\n");
    try (Headrace db = open()) {
      db.execute("CREATE SOURCE s (id int) WITH (connector = 'file', path = 'in.csv')");
      db.execute("CREATE MATERIALIZED VIEW v AS SELECT sum(id) AS n FROM s");
      assertThat(db.awaitInputs(Duration.ofSeconds(30))).isTrue();
    }
    try (Headrace db = open()) {
      assertThat(db.awaitInputs(Duration.ofSeconds(30))).isTrue();
      assertThat(db.query("SELECT n FROM v").single()).isEqualTo(3L);
    }
  }

  @Test
  void aSinkGoesOn() throws IOException {
    try (Headrace db = open()) {
      db.execute("CREATE TABLE t (id int PRIMARY KEY)");
      db.execute("CREATE MATERIALIZED VIEW v AS SELECT id FROM t");
      db.execute(
          "CREATE SINK out FROM v WITH (connector = 'file', path = 'out.csv', format = 'csv')");
      db.execute("INSERT INTO t VALUES (1)");
    }
    try (Headrace db = open()) {
      db.execute("INSERT INTO t VALUES (2)");
    }
    assertThat(Files.readString(temp.resolve("out.csv"))).contains("1").contains("2");
  }

  @Test
  void aBackupIsADatabaseOfItsMoment() {
    try (Headrace db = open()) {
      db.execute("CREATE TABLE t (id int PRIMARY KEY)");
      db.execute("CREATE MATERIALIZED VIEW v AS SELECT count(*) AS n FROM t");
      db.execute("INSERT INTO t VALUES (1)");
      db.execute("BACKUP TO 'backup'");
      db.execute("INSERT INTO t VALUES (2)");
      assertThatThrownBy(() -> db.execute("BACKUP TO 'backup'"))
          .hasMessageContaining("is not empty");
    }
    Headrace.restore(temp.resolve("backup"), temp.resolve("restored"));
    try (Headrace db = Headrace.open(temp.resolve("restored"), options())) {
      assertThat(db.query("SELECT n FROM v").single()).isEqualTo(1L);
    }
  }

  @Test
  void aDatabaseInMemoryHasNoBackup() {
    try (Headrace db = Headrace.inMemory()) {
      assertThatThrownBy(() -> db.execute("BACKUP TO 'backup'"))
          .hasMessage("the database is in memory only");
    }
  }

  @Test
  void asynchronousCommitsAreThereAfterAnOrderlyEnd() {
    try (Headrace db = Headrace.open(temp.resolve("db"), options().withSynchronousCommit(false));
        Session session = db.connect()) {
      assertThat(session.parameter("synchronous_commit")).isEqualTo("off");
      session.execute("CREATE TABLE t (id int PRIMARY KEY)");
      session.execute("INSERT INTO t VALUES (1)");
      assertThat(session.query("SELECT count(*) FROM t").single()).isEqualTo(1L);
      session.execute("SET synchronous_commit = on");
      session.execute("INSERT INTO t VALUES (2)");
      session.execute(
          "BEGIN; SET LOCAL synchronous_commit = off; INSERT INTO t VALUES (3); COMMIT");
      assertThat(session.parameter("synchronous_commit")).isEqualTo("on");
    }
    try (Headrace db = open()) {
      assertThat(db.query("SELECT count(*) FROM t").single()).isEqualTo(3L);
    }
  }

  @Test
  void indexesComeBack() {
    try (Headrace db = open()) {
      db.execute("CREATE TABLE t (id int PRIMARY KEY, \"Name\" text, x int)");
      db.execute("CREATE UNIQUE INDEX names ON t (\"Name\") WHERE x > 0");
      db.execute("CREATE INDEX sums ON t ((id + x) DESC NULLS LAST, x)");
      db.execute("CREATE MATERIALIZED VIEW v AS SELECT x, count(*) AS n FROM t GROUP BY x");
      db.execute("CREATE INDEX counts ON v (n)");
      db.execute("INSERT INTO t VALUES (1, 'a', 1), (2, 'a', 0), (3, NULL, 1)");
    }
    for (int i = 0; i < 2; i++) {
      try (Headrace db = open()) {
        assertThatThrownBy(() -> db.execute("INSERT INTO t VALUES (4, 'a', 2)"))
            .hasMessageContaining("\"names\"");
        assertThat(rows(db, "SELECT id FROM t WHERE id + x = 4")).isEqualTo(List.of("[3]"));
        assertThat(rows(db, "SELECT x FROM v WHERE n = 2")).isEqualTo(List.of("[1]"));
        assertThat(db.check())
            .hasSize(2)
            .allSatisfy(f -> assertThat(f.outcome()).isEqualTo(Finding.Outcome.RIGHT));
      }
    }
    try (Headrace db = open()) {
      db.execute("DROP INDEX names");
    }
    try (Headrace db = open()) {
      db.execute("INSERT INTO t VALUES (4, 'a', 2)");
    }
  }

  @Test
  void usersComeBackWithTheirPasswords() {
    try (Headrace db = open()) {
      db.users().createSuperuser("alice", "secret");
    }
    try (Headrace db = open()) {
      assertThat(db.users().hasSuperuser()).isTrue();
      assertThat(db.users().verifier("alice").orElseThrow().iterations()).isPositive();
      db.users().createSuperuser("alice", "another");
    }
  }

  @Test
  void openingTellsWhatItDoes() {
    try (Headrace db = open()) {
      db.execute("CREATE TABLE t (id int PRIMARY KEY)");
      db.execute("CREATE MATERIALIZED VIEW v AS SELECT count(*) AS n FROM t");
      db.execute("CREATE MATERIALIZED VIEW w AS SELECT n + 1 AS n FROM v");
      db.execute("INSERT INTO t VALUES (1), (2)");
    }
    List<String> lines = Collections.synchronizedList(new ArrayList<>());
    Headrace.open(temp.resolve("db"), options().withProgress(lines::add)).close();
    // on a slow machine it tells in between that it is still at it
    lines.removeIf(line -> line.startsWith("filling views for "));
    assertThat(lines)
        .satisfiesExactly(
            line -> assertThat(line).startsWith("loaded 2 rows of table t in"),
            line -> assertThat(line).isEqualTo("filling 2 views"),
            line -> assertThat(line).matches("filled view v with 1 rows after .* s \\(1 of 2\\)"),
            line -> assertThat(line).matches("filled view w with 1 rows after .* s \\(2 of 2\\)"));
  }

  @Test
  void viewsThatReadEachOtherAreFilledInOrderAndWorkOn() {
    String state =
        "SELECT (SELECT n FROM totals), (SELECT max(n) FROM tops),"
            + " (SELECT count(*) FROM plain), (SELECT count(*) FROM again)";
    try (Headrace db = open()) {
      db.execute("CREATE TABLE t (id int PRIMARY KEY, g int)");
      db.execute("INSERT INTO t SELECT n, n % 7 FROM generate_series(1, 1000) AS s (n)");
      db.execute("CREATE MATERIALIZED VIEW groups AS SELECT g, count(*) AS n FROM t GROUP BY g");
      db.execute("CREATE VIEW plain AS SELECT * FROM groups WHERE g > 2");
      db.execute("CREATE MATERIALIZED VIEW totals AS SELECT sum(n) AS n FROM plain");
      db.execute(
          "CREATE MATERIALIZED VIEW tops AS SELECT g, n FROM groups ORDER BY n DESC LIMIT 2");
      db.execute("CREATE MATERIALIZED VIEW again AS SELECT g, count(*) AS n FROM t GROUP BY g");
      db.execute("CREATE UNIQUE INDEX groups_g ON groups (g)");
      db.execute("CREATE VIEW above AS SELECT g.g FROM groups g JOIN tops USING (g)");
      assertThat(rows(db, state)).containsExactly("[572, 143, 4, 7]");
    }
    try (Headrace db = open()) {
      assertThat(rows(db, state)).containsExactly("[572, 143, 4, 7]");
      db.execute("DELETE FROM t WHERE g IN (3, 4)");
      db.execute("INSERT INTO t SELECT n, 5 FROM generate_series(2001, 2010) AS s (n)");
      assertThat(rows(db, state)).containsExactly("[296, 153, 2, 5]");
      assertThat(db.query("SELECT count(*) FROM above").single()).isEqualTo(2L);
      db.execute("DROP MATERIALIZED VIEW totals");
      db.execute("DELETE FROM t WHERE g = 5");
      assertThat(db.query("SELECT count(*) FROM plain").single()).isEqualTo(1L);
      assertThat(db.check())
          .allSatisfy(finding -> assertThat(finding.outcome()).isEqualTo(Finding.Outcome.RIGHT));
    }
  }

  @Test
  void aSecondOpeningIsRefused() {
    try (Headrace db = open()) {
      db.execute("CREATE TABLE t (id int)");
      assertThatThrownBy(this::open)
          .satisfies(e -> assertThat(code(e)).isEqualTo(ErrorCode.OBJECT_IN_USE));
    }
  }
}
