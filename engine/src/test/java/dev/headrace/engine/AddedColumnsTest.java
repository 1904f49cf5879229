package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headrace.model.SqlException;
import dev.headrace.runtime.storage.StorageOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Columns that are added without a look at the rows, in a table that is changed as another one is
 * whose rows are made anew, because its defaults are volatile.
 */
@Timeout(120)
final class AddedColumnsTest {
  @TempDir private Path temp;

  private Random random = new Random();
  private Headrace db = Headrace.inMemory();
  private Session session = db.connect();
  private int columns;

  private void open() {
    session.close();
    db.close();
    Options options =
        Options.defaults()
            .withWorkers(1)
            .withStorage(StorageOptions.DEFAULT.withLog(64 << 10, 1 << 20));
    db = Headrace.open(temp.resolve("db"), options);
    session = db.connect();
  }

  private void run(String statement) {
    session.execute(statement);
  }

  /** Runs a statement for both tables. */
  private void both(String statement) {
    run(statement.replace("$", "quick"));
    run(statement.replace("$", "slow"));
  }

  private List<String> rows(String query) {
    return session.query(query).rows().stream().map(List::toString).toList();
  }

  private void compare() {
    for (String query :
        List.of(
            "SELECT * FROM $ ORDER BY 1, 2, 3" + orderedColumns(),
            "SELECT count(*) FROM $",
            "SELECT * FROM $ WHERE name = 'n3' ORDER BY 1, 2, 3" + orderedColumns(),
            "SELECT * FROM $ WHERE id = 7 ORDER BY 1, 2, 3" + orderedColumns(),
            "SELECT * FROM $_by_name ORDER BY 1",
            "SELECT * FROM $_all ORDER BY 1, 2, 3")) {
      assertThat(rows(query.replace("$", "quick")))
          .as(query)
          .isEqualTo(rows(query.replace("$", "slow")));
    }
  }

  private String orderedColumns() {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < columns; i++) {
      all.append(", ").append(i + 4);
    }
    return all.toString();
  }

  private void addColumn() {
    String name = "c" + columns;
    String[] one =
        switch (random.nextInt(7)) {
          case 0 -> new String[] {"int", "NULL"};
          case 1 -> new String[] {"int NOT NULL", String.valueOf(random.nextInt(5))};
          case 2 -> new String[] {"text", "'t" + "x".repeat(random.nextInt(40)) + "'"};
          case 3 -> new String[] {"boolean NOT NULL", "true"};
          case 4 -> new String[] {"numeric(10, 2)", "3 * 1.25"};
          case 5 -> new String[] {"smallint", "7"};
          default -> new String[] {"timestamp", "timestamp '2024-02-29 12:00:00'"};
        };
    String type = one[0].replace(" NOT NULL", "");
    run("ALTER TABLE quick ADD COLUMN " + name + " " + one[0] + " DEFAULT " + one[1]);
    run(
        "ALTER TABLE slow ADD COLUMN %s %s DEFAULT CASE WHEN random() < 2 THEN (%s)::%s END"
            .formatted(name, one[0], one[1], type));
    run("ALTER TABLE slow ALTER COLUMN " + name + " SET DEFAULT " + one[1]);
    columns++;
  }

  private void change(boolean keyed) {
    int id = random.nextInt(300);
    switch (random.nextInt(6)) {
      case 0, 1 -> {
        String conflict = keyed ? " ON CONFLICT (id) DO UPDATE SET name = excluded.name" : "";
        both(
            "INSERT INTO $ (id, name, n) VALUES (%d, 'n%d', %d)%s"
                .formatted(id, random.nextInt(6), random.nextInt(3), conflict));
      }
      case 2 -> both("UPDATE $ SET n = n + 1 WHERE id = " + id);
      case 3 -> both("DELETE FROM $ WHERE id BETWEEN " + id + " AND " + (id + random.nextInt(9)));
      case 4 -> {
        if (columns > 0) {
          String column = "c" + random.nextInt(columns);
          both("UPDATE $ SET " + column + " = DEFAULT WHERE id % 7 = " + random.nextInt(7));
        }
      }
      default -> both("UPDATE $ SET name = 'n" + random.nextInt(6) + "' WHERE id < " + id / 8);
    }
  }

  private void create(boolean keyed) {
    both("CREATE TABLE $ (id int" + (keyed ? " PRIMARY KEY" : "") + ", name text, n smallint)");
    both("INSERT INTO $ SELECT i, 'n' || i % 6, i % 3 FROM generate_series(1, 250) i");
    both("CREATE INDEX $_name ON $ (name)");
    both(
        "CREATE MATERIALIZED VIEW $_by_name AS SELECT name, count(*) c, sum(n) n FROM $ GROUP BY"
            + " 1");
    both("CREATE MATERIALIZED VIEW $_all AS SELECT id, name, n FROM $");
  }

  @RepeatedTest(4)
  void areLikeThoseOfRowsThatAreMadeAnew() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("added columns: -Dseed=" + seed);
    random = new Random(seed);
    open();
    boolean keyed = random.nextBoolean();
    create(keyed);
    for (int step = 0; step < 60; step++) {
      int before = columns;
      boolean transaction = random.nextInt(3) == 0;
      run(transaction ? "BEGIN" : "SELECT 1");
      for (int i = random.nextInt(4); i >= 0; i--) {
        if (columns < 20 && random.nextInt(5) == 0) {
          addColumn();
        } else {
          change(keyed);
        }
      }
      if (transaction && random.nextInt(3) == 0) {
        int kept = columns;
        run("SAVEPOINT s");
        change(keyed);
        addColumn();
        change(keyed);
        compare();
        run("ROLLBACK TO s");
        columns = kept;
      }
      if (random.nextInt(3) == 0) {
        compare();
      }
      if (transaction) {
        boolean rollback = random.nextInt(3) == 0;
        run(rollback ? "ROLLBACK" : "COMMIT");
        columns = rollback ? before : columns;
      }
      if (random.nextInt(12) == 0) {
        both("CREATE INDEX $_" + step + " ON $ (n" + (columns > 0 ? ", c0" : "") + ")");
      }
      if (columns > 2 && random.nextInt(25) == 0) {
        // makes the rows anew
        columns--;
        both("ALTER TABLE $ DROP COLUMN c" + columns);
      }
      if (random.nextInt(6) == 0) {
        open();
        compare();
      }
    }
    open();
    compare();
    close();
  }

  private void close() {
    session.close();
    db.close();
  }

  @Test
  void otherTransactionsGoOnWithTheTableAsItWas() {
    run("CREATE TABLE t (id int PRIMARY KEY, name text)");
    run("INSERT INTO t SELECT i, 'n' || i FROM generate_series(1, 10000) i");
    try (Session other = db.connect()) {
      other.execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1");
      run("ALTER TABLE t ADD COLUMN more text DEFAULT 'more'");
      run("UPDATE t SET more = 'changed' WHERE id = 1");
      run("DELETE FROM t WHERE id = 2");
      assertThat(other.query("SELECT count(*), max(name) FROM t").rows().toString())
          .isEqualTo("[[10000, n9999]]");
      other.execute("COMMIT");
      assertThat(other.query("SELECT * FROM t WHERE id < 4 ORDER BY id").rows().toString())
          .isEqualTo("[[1, n1, changed], [3, n3, more]]");
    }
    close();
  }

  @Test
  void aSnapshotFromBeforeTheLastChangeOfTheRowsCannotBeReadAnyMore() {
    run("CREATE TABLE t (id int PRIMARY KEY, x int); CREATE TABLE other (id int)");
    run("INSERT INTO t VALUES (1, 1)");
    for (String use :
        List.of(
            "SELECT * FROM t",
            "SELECT x FROM t WHERE id = 1",
            "UPDATE t SET x = 3",
            "INSERT INTO t VALUES (2); SELECT count(*) FROM t")) {
      try (Session other = db.connect()) {
        other.execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT * FROM other");
        run("UPDATE t SET x = x + 1");
        run("ALTER TABLE t ADD COLUMN c int DEFAULT 1");
        SqlException error = catchThrowableOfType(SqlException.class, () -> other.execute(use));
        assertThat(error.sqlState()).as(use).isEqualTo("40001");
        run("ALTER TABLE t DROP COLUMN c");
      }
    }
    assertThat(rows("SELECT * FROM t")).containsExactly("[1, 5]");
    close();
  }

  @Test
  void aSnapshotThatIsNotTheLatestCannotBeAltered() {
    run("CREATE TABLE t (id int PRIMARY KEY)");
    run("INSERT INTO t VALUES (1)");
    try (Session other = db.connect()) {
      other.execute("BEGIN ISOLATION LEVEL REPEATABLE READ");
      other.query("SELECT * FROM t");
      run("INSERT INTO t VALUES (2)");
      for (String value : List.of("5", "random()::int")) {
        SqlException error =
            catchThrowableOfType(
                SqlException.class,
                () -> other.execute("ALTER TABLE t ADD COLUMN c int DEFAULT " + value));
        assertThat(error.sqlState()).isEqualTo("40001");
        other.execute("ROLLBACK");
        other.execute("BEGIN ISOLATION LEVEL REPEATABLE READ");
        other.query("SELECT * FROM t");
        run("UPDATE t SET id = id");
      }
    }
    assertThat(rows("SELECT id FROM t ORDER BY id")).containsExactly("[1]", "[2]");
    close();
  }

  @Test
  void aDefaultIsComputedOnce() {
    run("CREATE TABLE t (id int)");
    run("INSERT INTO t VALUES (1), (2)");
    run("ALTER TABLE t ADD COLUMN at timestamptz DEFAULT now()");
    run("ALTER TABLE t ADD COLUMN any_number float DEFAULT random()");
    assertThat(rows("SELECT count(DISTINCT at), count(DISTINCT any_number) FROM t"))
        .containsExactly("[1, 2]");
    close();
  }

  @Test
  void whatARowMustNotBeIsRefused() {
    run("CREATE TABLE t (id int)");
    run("ALTER TABLE t ADD COLUMN empty int NOT NULL");
    run("INSERT INTO t VALUES (1, 1), (2, 2)");
    List<String> refused = new ArrayList<>();
    for (String column :
        List.of(
            "c int NOT NULL",
            "c int NOT NULL DEFAULT NULL",
            "c int DEFAULT 1 CHECK (c > 1)",
            "c int DEFAULT 1 UNIQUE",
            "c int DEFAULT 1 PRIMARY KEY",
            "c int DEFAULT 1 / 0",
            "c int DEFAULT 1 REFERENCES p")) {
      run("CREATE TABLE IF NOT EXISTS p (id int PRIMARY KEY)");
      try {
        run("ALTER TABLE t ADD COLUMN " + column);
        refused.add(column + " was not");
      } catch (SqlException e) {
        refused.add(e.sqlState());
      }
    }
    assertThat(refused)
        .containsExactly("23502", "23502", "23514", "23505", "23505", "22012", "23503");
    assertThat(rows("SELECT * FROM t ORDER BY id")).containsExactly("[1, 1]", "[2, 2]");
    close();
  }
}
