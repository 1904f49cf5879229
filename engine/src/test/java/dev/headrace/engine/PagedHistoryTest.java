package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.model.SqlException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random statements of several sessions, which keep old snapshots and cursors while others change,
 * alter, index and drop, on a database whose indexes and rows are in a file for the most part: it
 * answers as one that has all in memory.
 */
@Timeout(300)
final class PagedHistoryTest {
  private static final int SESSIONS = 4;
  private static final int STEPS = 400;
  private static final long LIMIT = 160 << 10;

  @TempDir private Path temp;
  private Random random = new Random();

  /** One client of both databases. */
  private static final class Client implements AutoCloseable {
    private final Session memory;
    private final Session paged;
    private boolean inTransaction;
    private boolean cursor;

    Client(Headrace memory, Headrace paged) {
      this.memory = memory.connect();
      this.paged = paged.connect();
    }

    private static Object outcome(Session session, String sql) {
      try {
        return session.execute(sql).stream().map(Client::shown).toList();
      } catch (SqlException e) {
        return e.code() + " " + e.message();
      }
    }

    private static Object shown(Result result) {
      return result instanceof QueryResult rows ? rows.rows() : result;
    }

    void run(String sql, String what) {
      assertThat(outcome(paged, sql)).as("%s: %s", what, sql).isEqualTo(outcome(memory, sql));
    }

    @Override
    public void close() {
      memory.close();
      paged.close();
    }
  }

  private int id() {
    return random.nextInt(6_000);
  }

  private String table() {
    return random.nextInt(3) == 0 ? "b" : "t";
  }

  private String query() {
    int id = id();
    return switch (random.nextInt(9)) {
      case 0 -> "SELECT id, x FROM t WHERE id BETWEEN " + id + " AND " + (id + 40) + " ORDER BY id";
      case 1 -> "SELECT id, x FROM t WHERE id < " + id + " ORDER BY id DESC LIMIT 9";
      case 2 -> "SELECT id, name FROM " + table() + " WHERE x = " + id % 200 + " ORDER BY id";
      case 3 -> "SELECT id FROM " + table() + " WHERE x > " + id % 200 + " ORDER BY x, id LIMIT 9";
      case 4 -> "SELECT max(id), min(id), count(*) FROM t WHERE x < " + id % 20;
      case 5 -> "SELECT id, x FROM t WHERE name = md5('" + id + "')";
      case 6 -> "SELECT name FROM t WHERE name > md5('" + id + "') ORDER BY name LIMIT 5";
      case 7 -> "SELECT name FROM t WHERE name < md5('" + id + "') ORDER BY name DESC LIMIT 5";
      default -> "SELECT count(*), sum(x), sum(length(name)) FROM " + table();
    };
  }

  private String change() {
    int id = id();
    String range = " WHERE id BETWEEN " + id + " AND " + (id + random.nextInt(80));
    return switch (random.nextInt(7)) {
      case 0 -> "DELETE FROM " + table() + range;
      case 1 -> "UPDATE " + table() + " SET x = x + 1" + range;
      case 2 -> "UPDATE t SET name = name || 'u'" + range;
      case 3 -> "UPDATE b SET x = 7 WHERE x = " + id % 200;
      case 4 -> "DELETE FROM t WHERE id % 61 = " + id % 61;
      case 5 ->
          "INSERT INTO t SELECT n, n % 200, md5(n::text) FROM generate_series("
              + id
              + ", "
              + (id + 300)
              + ") AS s (n) ON CONFLICT DO NOTHING";
      default ->
          "INSERT INTO b SELECT n, n % 200, repeat(md5(n::text), 3) FROM generate_series("
              + id
              + ", "
              + (id + 200)
              + ") AS s (n)";
    };
  }

  private String definition(int step) {
    String table = table();
    return switch (random.nextInt(8)) {
      case 0, 1 ->
          "CREATE INDEX IF NOT EXISTS "
              + table
              + random.nextInt(2)
              + " ON "
              + table
              + List.of(" (x)", " (x DESC, name)", " (name, id)").get(random.nextInt(3));
      case 2, 3 -> "DROP INDEX IF EXISTS " + table + random.nextInt(2);
      case 4 -> "ALTER TABLE " + table + " ADD COLUMN c" + step + " int DEFAULT " + step;
      case 5 -> "CREATE UNIQUE INDEX IF NOT EXISTS t_name ON t (name)";
      case 6 -> "DROP INDEX IF EXISTS t_name";
      default ->
          "DROP TABLE b; CREATE TABLE b AS SELECT id, x, name FROM t WHERE id % 3 = " + step % 3;
    };
  }

  private void step(Client client, int number, int step) {
    String what = "step " + step + ", session " + number;
    if (!client.inTransaction && random.nextInt(3) == 0) {
      client.run("BEGIN ISOLATION LEVEL REPEATABLE READ", what);
      client.run(query(), what);
      client.inTransaction = true;
    } else if (client.inTransaction && random.nextInt(10) == 0) {
      client.run(random.nextInt(3) == 0 ? "ROLLBACK" : "COMMIT", what);
      client.inTransaction = false;
      client.cursor = false;
    } else if (client.inTransaction && random.nextInt(4) == 0) {
      client.run(
          client.cursor
              ? (random.nextBoolean() ? "FETCH 50" : "FETCH BACKWARD 20") + " FROM c"
              : "DECLARE c SCROLL CURSOR FOR SELECT * FROM t ORDER BY "
                  + (random.nextBoolean() ? "id" : "x, id"),
          what);
      client.cursor = true;
    } else {
      client.run(
          switch (random.nextInt(9)) {
            case 0, 1 -> change();
            case 2 -> definition(step);
            default -> query();
          },
          what);
    }
  }

  @RepeatedTest(2)
  void answersAreThoseOfADatabaseInMemory() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("PagedHistoryTest: -Dseed=" + seed);
    random = new Random(seed);
    Options options = Options.defaults().withWorkers(2).withTableMemoryLimit(LIMIT);
    List<Client> clients = new ArrayList<>();
    try (Headrace memory = Headrace.inMemory();
        Headrace paged = Headrace.open(temp.resolve("db" + seed), options)) {
      for (int i = 0; i < SESSIONS; i++) {
        clients.add(new Client(memory, paged));
      }
      clients.forEach(client -> client.run("SET lock_timeout = '20ms'", "start"));
      clients
          .getFirst()
          .run(
              "CREATE TABLE t (id int PRIMARY KEY, x int, name text);"
                  + "CREATE INDEX t0 ON t (x); CREATE TABLE b (id int, x int, name text);"
                  + "INSERT INTO t SELECT n, n % 200, md5(n::text) FROM generate_series(1, 5000)"
                  + " AS s (n); INSERT INTO b SELECT * FROM t",
              "start");
      for (int step = 0; step < STEPS; step++) {
        int number = random.nextInt(SESSIONS);
        step(clients.get(number), number, step);
      }
      clients.forEach(Client::close);
      assertThat(paged.check())
          .allSatisfy(finding -> assertThat(finding.outcome()).isEqualTo(Finding.Outcome.RIGHT));
      assertThat(Long.parseLong(String.valueOf(paged.query("SHOW row_cache_misses").single())))
          .isPositive();
    }
  }

  private static Object single(Session session, String sql) {
    return Objects.requireNonNull(session.query(sql).single());
  }

  @Test
  void readersSeeTheSameInTheOrderOfAnIndexWhileIndexesComeAndGo() throws InterruptedException {
    Options options = Options.defaults().withWorkers(2).withTableMemoryLimit(LIMIT);
    AtomicBoolean stop = new AtomicBoolean();
    AtomicLong reads = new AtomicLong();
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    List<Thread> readers = new ArrayList<>();
    try (Headrace db = Headrace.open(temp.resolve("db"), options);
        Session writer = db.connect()) {
      writer.execute(
          "CREATE TABLE o (n int); CREATE TABLE t (id int PRIMARY KEY, x int, name text);"
              + "CREATE INDEX t_x ON t (x);"
              + "INSERT INTO t SELECT n, n % 500, md5(n::text)"
              + " FROM generate_series(1, 5000) AS s (n)");
      for (int i = 0; i < 3; i++) {
        readers.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      try (Session session = db.connect()) {
                        while (!stop.get()) {
                          session.execute("BEGIN ISOLATION LEVEL REPEATABLE READ");
                          Object all = single(session, "SELECT sum(id) FROM t WHERE x + 0 < 20");
                          for (int again = 0; again < 3; again++) {
                            assertThat(single(session, "SELECT sum(id) FROM t WHERE x < 20"))
                                .isEqualTo(all);
                          }
                          session.execute("COMMIT");
                          reads.incrementAndGet();
                        }
                      } catch (Throwable e) {
                        failures.add(e);
                      }
                    }));
      }
      for (int i = 0; i < 40 && failures.isEmpty(); i++) {
        writer.execute("INSERT INTO o VALUES (1); INSERT INTO o VALUES (2)");
        writer.execute("DROP INDEX t_x");
        writer.execute("UPDATE t SET x = (x + 1) % 500 WHERE id % 50 = $1", i % 50);
        writer.execute("CREATE INDEX t_x ON t (x)");
        writer.execute("UPDATE t SET x = (x + 1) % 500 WHERE id % 50 = $1", i % 50);
      }
      stop.set(true);
      for (Thread reader : readers) {
        reader.join();
      }
    }
    assertThat(failures).isEmpty();
    assertThat(reads.get()).isPositive();
  }
}
