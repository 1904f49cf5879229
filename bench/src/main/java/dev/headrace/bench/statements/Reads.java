package dev.headrace.bench.statements;

import java.sql.SQLException;
import java.util.SplittableRandom;

/**
 * The queries of the list. Each text that is not prepared has a comment that never came before, so
 * that no cache by text has its answer; those called "repeat" are prepared once and run unchanged,
 * so that any cache may.
 */
final class Reads {
  private static final int ANY = -1;

  private static final String POINT = "select * from items where id = ";
  private static final String GROUPED =
      "select category, count(*), avg(price), sum(qty) from items group by category";
  private static final String JOINED =
      "select o.id, i.name, i.price, o.quantity from orders o join items i on o.item_id = i.id";
  private static final String OUTER =
      "select i.id, i.name, o.quantity from items i left join orders o on i.id = o.item_id";

  private final Client client;
  private final Engine engine;
  private final int rows;
  private final Meter meter;
  private final SplittableRandom random = new SplittableRandom(42);
  private long texts;

  Reads(Client client, Engine engine, int rows, Meter meter) {
    this.client = client;
    this.engine = engine;
    this.rows = rows;
    this.meter = meter;
  }

  private static void require(int expected, int count) {
    if (expected != ANY && count != expected) {
      throw new IllegalStateException(count + " rows, but " + expected + " are right");
    }
  }

  private String fresh(String sql) {
    return "/* " + texts++ + " */ " + sql;
  }

  private void adHoc(String name, String sql, int expected) {
    meter.measure(name, () -> require(expected, client.query(fresh(sql))));
  }

  private void repeat(String name, String sql, int expected) throws SQLException {
    try (Client.Prepared prepared = client.prepare(sql)) {
      meter.measure(name, () -> require(expected, prepared.query()));
    }
  }

  private int key() {
    return random.nextInt(rows) + 1;
  }

  /** What an application asks for a page or a form. */
  void shortOnes() throws SQLException {
    meter.measure(
        "SELECT WHERE id= (ad hoc)", () -> require(1, client.query(fresh(POINT + key()))));
    try (Client.Prepared prepared = client.prepare(POINT + "?")) {
      meter.measure(
          "SELECT WHERE id=? (prepared, random)", () -> require(1, prepared.query(key())));
    }
    adHoc("LIMIT 10", engine.firstRows("select * from items", 10), 10);
    adHoc("COUNT(*)", "select count(*) from items", 1);
  }

  /** Scans, aggregates, orders and joins. */
  void analytic() {
    adHoc("SELECT *", "select * from items", rows);
    adHoc(
        "SELECT WHERE",
        "select * from items where category = 'cat-07'",
        (rows + Data.CATEGORIES - 8) / Data.CATEGORIES);
    adHoc(
        "proj+filter",
        "select id, name, price * 1.1 from items where price > 500 and qty < 50",
        ANY);
    adHoc("AVG/SUM/MIN/MAX", "select avg(price), sum(qty), min(price), max(price) from items", 1);
    adHoc("GROUP BY", GROUPED, Data.CATEGORIES);
    adHoc("GROUP BY+HAVING", GROUPED + " having avg(price) > 400", ANY);
    adHoc("ORDER BY DESC", "select id, name, price from items order by price desc", rows);
    adHoc(
        "ORDER BY multi-col",
        "select id, name, category, price from items order by category, price desc",
        rows);
    adHoc("INNER JOIN", JOINED, rows);
    adHoc("LEFT JOIN", OUTER, ANY);
    adHoc(
        "CTE",
        "with dear as (select category, price from items where price > 500)"
            + " select category, count(*), avg(price) from dear group by category",
        Data.CATEGORIES);
    adHoc(
        "window ROW_NUMBER",
        "select id, category, row_number() over (partition by category order by price desc)"
            + " from items",
        rows);
    adHoc(
        "UNION ALL",
        "select id, name from items where qty < 10"
            + " union all select id, name from items where qty > 90",
        ANY);
    adHoc(
        "IN (subquery)",
        "select id, name from items where id in (select item_id from orders where quantity > 5)",
        ANY);
  }

  void indexed() throws SQLException {
    client.execute("create index orders_item on orders (item_id)");
    analyze();
    adHoc("LEFT JOIN (index on item_id)", OUTER, ANY);
    client.execute("drop index orders_item");
  }

  private void analyze() throws SQLException {
    new Data(client, engine, rows).analyze();
  }

  void repeated() throws SQLException {
    repeat("repeat SELECT WHERE id=", POINT + (rows / 2), 1);
    repeat("repeat SELECT *", "select * from items", rows);
    repeat("repeat GROUP BY", GROUPED, Data.CATEGORIES);
    repeat("repeat INNER JOIN", JOINED, rows);
  }
}
