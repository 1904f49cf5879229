package dev.headrace.bench;

import dev.headrace.engine.Headrace;
import dev.headrace.engine.PreparedStatement;
import dev.headrace.engine.QueryResult;
import dev.headrace.engine.Session;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * One changed row under a view that joins three tables, one of a million rows, and aggregates: time
 * of the commit, when the view is right again, against running the view's query.
 */
final class IncrementalBenchmark {
  private static final int ORDERS = 1_000_000;
  private static final int CUSTOMERS = 100_000;
  private static final int CHUNK = 1_000;
  private static final int WARM_UP = 20_000;
  private static final int COMMITS = 20_000;
  private static final int QUERIES = 7;

  private static final String TABLES =
      """
      CREATE TABLE regions (id INTEGER PRIMARY KEY, name VARCHAR NOT NULL);
      CREATE TABLE customers (id INTEGER PRIMARY KEY, region INTEGER NOT NULL);
      CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER NOT NULL, amount BIGINT NOT NULL);
      """;

  private static final String QUERY =
      """
      SELECT r.name, COUNT(*) AS orders, SUM(o.amount) AS amount, AVG(o.amount) AS mean
      FROM orders AS o
      JOIN customers AS c ON c.id = o.customer
      JOIN regions AS r ON r.id = c.region
      GROUP BY r.name
      """;

  private IncrementalBenchmark() {}

  public static void main(String[] arguments) {
    try (Headrace db = Headrace.inMemory();
        Session session = db.connect()) {
      session.execute(TABLES);
      fill(session);
      long start = System.nanoTime();
      session.execute("CREATE MATERIALIZED VIEW by_region AS " + QUERY);
      System.out.printf(
          "view of %,d orders: made in %.2f s%n", ORDERS, Figures.secondsSince(start));
      // other statements' units are compiled meanwhile
      commits(session, WARM_UP);
      double[] micros = commits(session, COMMITS);
      double[] lookups = lookups(session);
      double[] queries = queries(session);
      System.out.printf(
          "UPDATE of one order and its commit, view included: median %.0f us, p99 %.0f us%n",
          Figures.median(micros), Figures.quantile(micros, 0.99));
      System.out.printf(
          "the same without a view: median %.0f us, p99 %.0f us%n",
          Figures.median(lookups), Figures.quantile(lookups, 0.99));
      System.out.printf(
          "the view's query, ad hoc: median %.0f ms, best %.0f ms%n",
          Figures.median(queries), Figures.quantile(queries, 0));
      System.out.printf(
          "ratio of medians: %,.0f%n", 1e3 * Figures.median(queries) / Figures.median(micros));
      check(session);
    }
  }

  private static void fill(Session session) {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 50; i++) {
      session.execute("INSERT INTO regions VALUES ($1, $2)", i, "region " + i);
    }
    insert(session, "customers", CUSTOMERS, i -> "(" + i + "," + random.nextInt(50) + ")");
    insert(
        session,
        "orders",
        ORDERS,
        i -> "(" + i + "," + random.nextInt(CUSTOMERS) + "," + random.nextInt(10_000) + ")");
  }

  private static void insert(
      Session session, String table, int rows, java.util.function.IntFunction<String> row) {
    for (int from = 0; from < rows; from += CHUNK) {
      StringBuilder sql = new StringBuilder("INSERT INTO ").append(table).append(" VALUES ");
      for (int i = from; i < from + CHUNK; i++) {
        sql.append(i == from ? "" : ",").append(row.apply(i));
      }
      session.execute(sql.toString());
    }
  }

  private static double[] commits(Session session, int count) {
    return updates(session, "UPDATE orders SET amount = $1 WHERE id = $2", ORDERS, count);
  }

  /** Updates of a table of the same size that no view reads. */
  private static double[] lookups(Session session) {
    session.execute("CREATE TABLE copies (id INTEGER PRIMARY KEY, amount BIGINT NOT NULL)");
    session.execute("INSERT INTO copies SELECT id, amount FROM orders");
    String update = "UPDATE copies SET amount = $1 WHERE id = $2";
    updates(session, update, ORDERS, WARM_UP);
    return updates(session, update, ORDERS, COMMITS);
  }

  private static double[] updates(Session session, String sql, int rows, int count) {
    SplittableRandom random = new SplittableRandom(count);
    PreparedStatement update = session.prepare(sql);
    double[] micros = new double[count];
    for (int i = 0; i < count; i++) {
      long amount = random.nextInt(10_000);
      int id = random.nextInt(rows);
      long start = System.nanoTime();
      update.execute(amount, id);
      micros[i] = (System.nanoTime() - start) / 1e3;
    }
    return micros;
  }

  private static double[] queries(Session session) {
    double[] millis = new double[QUERIES];
    for (int i = -2; i < QUERIES; i++) {
      long start = System.nanoTime();
      session.query(QUERY);
      if (i >= 0) {
        millis[i] = 1e3 * Figures.secondsSince(start);
      }
    }
    return millis;
  }

  private static void check(Session session) {
    QueryResult wrong =
        session.query(
            "SELECT * FROM (%s) AS q EXCEPT ALL SELECT * FROM by_region".formatted(QUERY));
    if (wrong.rowCount() != 0
        || !Objects.equals(
            String.valueOf(session.query("SELECT SUM(orders) FROM by_region").single()),
            "" + ORDERS)) {
      throw new IllegalStateException("the view differs from its query");
    }
  }
}
