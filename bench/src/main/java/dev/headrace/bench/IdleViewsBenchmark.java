package dev.headrace.bench;

import dev.headrace.engine.Headrace;
import dev.headrace.engine.Options;
import dev.headrace.engine.PreparedStatement;
import dev.headrace.engine.Session;
import java.util.Random;

/**
 * What a commit costs beside views that it does not concern: updates by key of a table with one
 * view, while a number of views over other tables are there. Prints the best of the rounds, in
 * microseconds per update.
 *
 * <p>Arguments: numbers of views, 0, 100 and 1000 if there are none.
 */
final class IdleViewsBenchmark {
  private static final int ROWS = 10_000;
  private static final int TABLES = 50;
  private static final int ROUNDS = 12;
  private static final int UPDATES = 20_000;

  private IdleViewsBenchmark() {}

  public static void main(String[] arguments) {
    String[] counts = arguments.length == 0 ? new String[] {"0", "100", "1000"} : arguments;
    System.out.println("| views beside | us per update |\n| --: | --: |");
    for (String count : counts) {
      System.out.printf("| %s | %.1f |%n", count, measure(Integer.parseInt(count)));
    }
  }

  private static double measure(int views) {
    try (Headrace database = Headrace.inMemory(Options.defaults().withWorkers(1));
        Session session = database.connect()) {
      session.execute("CREATE TABLE hot (id int PRIMARY KEY, v int)");
      session.execute("INSERT INTO hot SELECT i, i FROM generate_series(1, " + ROWS + ") AS s (i)");
      session.execute(
          "CREATE MATERIALIZED VIEW kinds AS SELECT v % 10 AS k, count(*) AS n FROM hot GROUP BY v % 10");
      for (int table = 0; table < TABLES; table++) {
        session.execute("CREATE TABLE t" + table + " (id int PRIMARY KEY, k int, v int, w text)");
      }
      session.execute("BEGIN");
      for (int view = 0; view < views; view++) {
        session.execute(
            "CREATE MATERIALIZED VIEW v%1$d AS SELECT k, sum(v + %1$d) AS s, max(w) AS m FROM t%2$d WHERE v > %1$d GROUP BY k"
                .formatted(view, view % TABLES));
      }
      session.execute("COMMIT");
      return best(session);
    }
  }

  private static double best(Session session) {
    Random random = new Random(1);
    double best = Double.MAX_VALUE;
    PreparedStatement update = session.prepare("UPDATE hot SET v = v + 1 WHERE id = $1");
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < UPDATES; i++) {
        update.execute(1 + random.nextInt(ROWS));
      }
      best = Math.min(best, (System.nanoTime() - start) / 1e3 / UPDATES);
    }
    return best;
  }
}
