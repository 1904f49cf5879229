package dev.headrace.quality.crash;

import dev.headrace.engine.Headrace;
import dev.headrace.engine.Options;
import dev.headrace.engine.Session;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.storage.StorageOptions;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The process that is killed. Several sessions change one database as fast as they can; every
 * acknowledged commit is a line on standard output: the session and the number of its transaction.
 *
 * <p>The transaction with number n of a session adds the row (session, n) to {@code journal}, whose
 * column {@code ticket} takes its unique values from a sequence, moves money between three
 * accounts, gives one of them another unique label, and adds the session's row to the bag {@code
 * events}, which every seventh empties of them. It also adds a row that it takes back with a
 * savepoint. Every fifth replaces the session's rows in {@code pile}, which takes several frames of
 * the log. One session does not wait for its commits. Another creates the table {@code made_n} with
 * an index, a row, a column more and a view of it, and an index on accounts, in one transaction,
 * and drops those before; it adds the row n to {@code grown}, which has rows of all transactions
 * before, and then the column {@code c_n}, n in all rows but that of n - 1, where it makes it -n.
 * Every tenth drops the columns before its own.
 */
final class CrashWorkload {
  static final int ACCOUNTS = 50;
  static final int WRITERS = 3;

  /** The writer that does not wait for its commits. */
  static final int ASYNCHRONOUS = 2;

  /** The session that defines. */
  static final int DEFINER = WRITERS;

  static final int EVENTS_CYCLE = 7;
  static final int GROWN_CYCLE = 10;
  static final int PILE_CYCLE = 5;
  static final int PILE_ROWS = 2000;

  private final Headrace database;
  private final PrintStream acknowledged;

  private CrashWorkload(Headrace database, PrintStream acknowledged) {
    this.database = database;
    this.acknowledged = acknowledged;
  }

  /** Opens a database with a log so small that all that happens to a log happens often. */
  static Headrace open(Path directory) {
    return Headrace.open(
        directory,
        Options.defaults()
            .withWorkers(1)
            .withStorage(
                StorageOptions.DEFAULT
                    .withLog(64 << 10, 256 << 10)
                    .withFlushInterval(Duration.ofMillis(20))));
  }

  /** Takes the database's directory and a seed. */
  public static void main(String[] arguments) {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.US_ASCII);
    Headrace database = open(Path.of(arguments[0]));
    CrashWorkload workload = new CrashWorkload(database, out);
    workload.prepare();
    long seed = Long.parseLong(arguments[1]);
    for (int writer = 0; writer < WRITERS; writer++) {
      int number = writer;
      start(() -> workload.write(number, new Random(seed + number)));
    }
    start(
        () -> {
          try {
            workload.define();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    workload.print("ready");
  }

  /** Starts a session. An error in it ends the process, which is not to end by itself. */
  private static void start(Runnable session) {
    Thread thread = Thread.ofPlatform().unstarted(session);
    thread.setUncaughtExceptionHandler(
        (_, error) -> {
          error.printStackTrace();
          Runtime.getRuntime().halt(1);
        });
    thread.start();
  }

  private synchronized void print(String line) {
    acknowledged.println(line);
    acknowledged.flush();
  }

  private void prepare() {
    try (Session session = database.connect()) {
      session.execute(
          """
          BEGIN;
          CREATE SEQUENCE IF NOT EXISTS labels START WITH 1000;
          CREATE TABLE IF NOT EXISTS account (
            id int PRIMARY KEY, owner int, balance int CHECK (balance > -1000000), label bigint UNIQUE);
          CREATE INDEX IF NOT EXISTS account_owner ON account (owner);
          CREATE INDEX IF NOT EXISTS account_debt ON account (abs(balance), id) WHERE balance < 0;
          CREATE TABLE IF NOT EXISTS journal (
            session int, n int, note text, ticket bigint GENERATED ALWAYS AS IDENTITY UNIQUE, PRIMARY KEY (session, n));
          CREATE INDEX IF NOT EXISTS journal_note ON journal (length(note));
          CREATE TABLE IF NOT EXISTS grown (n int PRIMARY KEY);
          CREATE TABLE IF NOT EXISTS events (session int);
          CREATE TABLE IF NOT EXISTS pile (session int, n int, i int, content text);
          CREATE INDEX IF NOT EXISTS pile_session ON pile (session);
          CREATE MATERIALIZED VIEW IF NOT EXISTS by_owner AS
            SELECT owner, sum(balance) AS total, count(*) AS accounts FROM account GROUP BY owner;
          CREATE MATERIALIZED VIEW IF NOT EXISTS progress AS
            SELECT j.session, max(j.n) AS n, count(*) AS transactions, e.events
            FROM journal j LEFT JOIN (SELECT session, count(*) AS events FROM events GROUP BY session) e
              ON e.session = j.session
            GROUP BY j.session, e.events;
          CREATE MATERIALIZED VIEW IF NOT EXISTS richest AS
            SELECT id, balance, label FROM account ORDER BY balance DESC, id LIMIT 5;
          CREATE MATERIALIZED VIEW IF NOT EXISTS newest AS
            SELECT o.owner, o.total, max(a.label) AS label, min(p.n) AS n
            FROM by_owner o JOIN account a ON a.owner = o.owner
              LEFT JOIN (SELECT DISTINCT session, n FROM pile) p ON p.session = o.owner
            GROUP BY o.owner, o.total;
          INSERT INTO account
            SELECT id, id %% 7, 0, id FROM generate_series(1, %d) AS ids (id)
            WHERE NOT EXISTS (SELECT 1 FROM account);
          COMMIT;
          """
              .formatted(ACCOUNTS));
    }
  }

  private int next(Session session, int number) {
    return 1
        + number(session.query("SELECT max(n) FROM journal WHERE session = " + number).single());
  }

  private static int number(@Nullable Object value) {
    return value == null ? 0 : ((Number) Objects.requireNonNull(value)).intValue();
  }

  private void write(int number, Random random) {
    try (Session session = database.connect()) {
      if (number == ASYNCHRONOUS) {
        session.execute("SET synchronous_commit = off");
      }
      int n = next(session, number);
      while (true) {
        if (transaction(session, number, n, random)) {
          print(number + " " + n);
          n++;
        }
      }
    }
  }

  private static boolean transaction(Session session, int number, int n, Random random) {
    try {
      session.execute("BEGIN");
      session.execute(
          "INSERT INTO journal VALUES (" + number + ", " + n + ", '" + "x".repeat(n % 300) + "')");
      session.execute("SAVEPOINT before");
      session.execute("INSERT INTO journal VALUES (" + number + ", " + -n + ", 'taken back')");
      session.execute("ROLLBACK TO before");
      int amount = random.nextInt(100);
      change(session, random, -2 * amount);
      change(session, random, amount);
      change(session, random, amount);
      session.execute(
          n % EVENTS_CYCLE == 0
              ? "DELETE FROM events WHERE session = " + number
              : "INSERT INTO events VALUES (" + number + ")");
      session.execute(
          "UPDATE account SET label = nextval('labels') WHERE id = "
              + (1 + random.nextInt(ACCOUNTS)));
      if (n % PILE_CYCLE == 0) {
        pile(session, number, n);
      }
      session.execute("COMMIT");
      return true;
    } catch (SqlException e) {
      if (e.code() != ErrorCode.DEADLOCK_DETECTED && e.code() != ErrorCode.SERIALIZATION_FAILURE) {
        throw e;
      }
      session.execute("ROLLBACK");
      return false;
    }
  }

  private static void pile(Session session, int number, int n) {
    session.execute("DELETE FROM pile WHERE session = " + number);
    session.execute(
        "INSERT INTO pile SELECT %d, %d, i, repeat(md5(i::text), 8) FROM generate_series(1, %d) AS s (i)"
            .formatted(number, n, PILE_ROWS));
  }

  private static void change(Session session, Random random, int amount) {
    int account = 1 + random.nextInt(ACCOUNTS);
    session.execute("UPDATE account SET balance = balance + " + amount + " WHERE id = " + account);
  }

  private void define() throws InterruptedException {
    try (Session session = database.connect()) {
      int n = next(session, DEFINER);
      while (true) {
        session.execute("BEGIN");
        session.execute("INSERT INTO journal VALUES (" + DEFINER + ", " + n + ", '')");
        session.execute("CREATE TABLE made_" + n + " (x int PRIMARY KEY, y text UNIQUE)");
        session.execute("INSERT INTO made_" + n + " VALUES (" + n + ", 'y')");
        session.execute("ALTER TABLE made_" + n + " ADD COLUMN z int DEFAULT 7");
        grow(session, n);
        session.execute("CREATE INDEX by_label_" + n + " ON account (label, owner)");
        session.execute("DROP INDEX IF EXISTS by_label_" + (n - 1));
        session.execute(
            "CREATE MATERIALIZED VIEW seen_" + n + " AS SELECT sum(x) AS x FROM made_" + n);
        session.execute("DROP TABLE IF EXISTS made_" + (n - 1) + " CASCADE");
        session.execute("COMMIT");
        print(DEFINER + " " + n);
        n++;
        // commits with definitions hold up the others
        Thread.sleep(30);
      }
    }
  }

  private static void grow(Session session, int n) {
    session.execute("INSERT INTO grown (n) VALUES (" + n + ")");
    session.execute("ALTER TABLE grown ADD COLUMN c_" + n + " int NOT NULL DEFAULT " + n);
    session.execute("UPDATE grown SET c_" + n + " = " + -n + " WHERE n = " + (n - 1));
    if (n % GROWN_CYCLE == 0) {
      for (int old = Math.max(1, n - GROWN_CYCLE); old < n; old++) {
        session.execute("ALTER TABLE grown DROP COLUMN c_" + old);
      }
    }
  }
}
