package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Views that aggregate many rows joined with one of a table that has a key: they sum up first and
 * join then, and stay what their queries give, which join first.
 */
final class StarViewTest extends DatabaseTestBase {
  private static final int CHANGES = 300;

  private static final List<String> QUERIES =
      List.of(
          """
          SELECT region, count(*) AS n, count(amount) AS c, sum(amount) AS s, avg(q) AS a, max(at) AS m
          FROM orders o JOIN customers c ON c.id = o.customer GROUP BY region""",
          """
          SELECT c.region, count(*) FILTER (WHERE q > 2) AS n, sum(big) AS s, avg(big) AS a, min(note) AS m
          FROM customers c JOIN orders o ON c.id = o.customer GROUP BY c.region""",
          """
          SELECT c.region, o.customer, sum(q) AS s, bool_and(q > 0) AS b
          FROM orders o LEFT JOIN customers c ON c.id = o.customer GROUP BY c.region, o.customer""",
          """
          SELECT count(*) AS n, sum(q) AS s, avg(amount) AS a
          FROM orders o JOIN customers c ON c.id = o.customer WHERE c.region <> 'r0'""",
          """
          SELECT k.name, count(*) AS n, sum(o.q) AS s
          FROM orders o JOIN customers c ON c.id = o.customer JOIN countries k ON k.id = c.country
          GROUP BY k.name""");

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);

  @BeforeEach
  void tables() {
    run(
        """
        CREATE TABLE countries (id int PRIMARY KEY, name text);
        CREATE TABLE customers (id int PRIMARY KEY, region text, country int);
        CREATE TABLE orders (
          id int PRIMARY KEY, customer int, amount numeric, q int, big bigint, at date, note text);
        INSERT INTO countries SELECT i, 'k' || i % 3 FROM generate_series(1, 5) AS s (i);
        INSERT INTO customers SELECT i, 'r' || i % 4, i % 6 FROM generate_series(1, 20) AS s (i);
        """);
  }

  @Test
  void theyStayWhatTheirQueriesGive() {
    for (int i = 0; i < 60; i++) {
      run("INSERT INTO orders VALUES (" + order(i) + ")");
    }
    for (int i = 0; i < QUERIES.size(); i++) {
      run("CREATE MATERIALIZED VIEW v" + i + " AS " + QUERIES.get(i));
      assertThat(plan("v" + i)).contains("Aggregate").containsPattern("(?s)Aggregate.*Aggregate");
    }
    for (int change = 0; change < CHANGES; change++) {
      boolean block = random.nextInt(4) == 0;
      if (block) {
        run("BEGIN");
        run(change());
      }
      run(change());
      if (block) {
        compare(change); // with the transaction's own changes
        run(random.nextBoolean() ? "COMMIT" : "ROLLBACK");
      }
      compare(change);
    }
  }

  private String plan(String view) {
    return String.join("\n", rows("EXPLAIN MATERIALIZED VIEW " + view));
  }

  private void compare(int change) {
    for (int i = 0; i < QUERIES.size(); i++) {
      assertThat(rows("SELECT * FROM v" + i))
          .as("seed %d, change %d, %s", seed, change, QUERIES.get(i))
          .containsExactlyInAnyOrderElementsOf(rows(QUERIES.get(i)));
    }
  }

  private String change() {
    int customer = random.nextInt(22);
    return switch (random.nextInt(8)) {
      case 0, 1, 2 ->
          "INSERT INTO orders VALUES ("
              + order(random.nextInt(200))
              + ") ON CONFLICT (id) DO UPDATE SET customer = excluded.customer, q = excluded.q";
      case 3 -> "DELETE FROM orders WHERE id % 11 = " + random.nextInt(11);
      case 4 -> "UPDATE orders SET amount = amount * -1.50, big = NULL WHERE q = " + small();
      case 5 -> "UPDATE customers SET region = 'r" + small() + "' WHERE id = " + customer;
      case 6 -> "DELETE FROM customers WHERE id = " + customer;
      default ->
          "INSERT INTO customers VALUES ("
              + customer
              + ", "
              + orNull("'r" + small() + "'")
              + ", "
              + random.nextInt(6)
              + ") ON CONFLICT DO NOTHING";
    };
  }

  private int small() {
    return random.nextInt(6) - 1;
  }

  private String orNull(String value) {
    return random.nextInt(5) == 0 ? "NULL" : value;
  }

  private String order(int id) {
    return String.join(
        ", ",
        String.valueOf(id),
        orNull(String.valueOf(random.nextInt(22))),
        orNull(random.nextInt(1000) / 8 + "." + random.nextInt(100)),
        orNull(String.valueOf(small())),
        orNull(random.nextBoolean() ? String.valueOf(Long.MAX_VALUE) : "-7"),
        orNull("DATE '2026-01-01' + " + random.nextInt(40)),
        orNull("'n" + small() + "'"));
  }
}
