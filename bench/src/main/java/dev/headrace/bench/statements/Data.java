package dev.headrace.bench.statements;

import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/** The tables of the list: a shop's items, and orders that refer to them at random. */
final class Data {
  static final int CATEGORIES = 20;

  static final String INSERT_ITEM =
      "insert into %s (id, name, category, price, qty, created) values (?, ?, ?, ?, ?, ?)";
  private static final String INSERT_ORDER =
      "insert into orders (id, item_id, quantity, amount) values (?, ?, ?, ?)";
  private static final LocalDateTime FIRST = LocalDateTime.of(2024, 1, 1, 0, 0);
  private static final int BATCH = 1_000;

  private final Client client;
  private final Engine engine;
  private final int rows;

  Data(Client client, Engine engine, int rows) {
    this.client = client;
    this.engine = engine;
    this.rows = rows;
  }

  static String createItems(String table) {
    return "create table "
        + table
        + " (id int not null primary key, name varchar(64), category varchar(32),"
        + " price double precision, qty int, created timestamp)";
  }

  static String category(int number) {
    return "cat-%02d".formatted(number % CATEGORIES);
  }

  static Object[] item(int id) {
    SplittableRandom random = new SplittableRandom(id);
    double price = Math.round(random.nextDouble(1, 1000) * 100) / 100.0;
    return new Object[] {
      id, "item-%05d".formatted(id), category(id), price, random.nextInt(100), FIRST.plusMinutes(id)
    };
  }

  private Object[] order(int id) {
    SplittableRandom random = new SplittableRandom(-id);
    return new Object[] {
      id, random.nextInt(rows) + 1, random.nextInt(1, 10), random.nextDouble(1, 5000)
    };
  }

  /** Makes the tables that are read. */
  void create() throws SQLException {
    client.execute(createItems("items"));
    client.execute(
        "create table orders (id int not null primary key, item_id int, quantity int,"
            + " amount double precision)");
    fill(INSERT_ITEM.formatted("items"), Data::item);
    fill(INSERT_ORDER, this::order);
    analyze();
  }

  /** Makes the tables that are only changed. */
  void createChanged() throws SQLException {
    client.execute(createItems("grown"));
    client.execute(createItems("shrunk"));
    client.execute("insert into shrunk select * from items");
    createWidened();
  }

  void createWidened() throws SQLException {
    client.execute("create table widened (id int, name varchar(64), price double precision)");
    client.execute("insert into widened select id, name, price from items");
  }

  void analyze() throws SQLException {
    if (!engine.analyze().isEmpty()) {
      client.execute(engine.analyze());
    }
  }

  private void fill(String insert, IntFunction<Object[]> row) throws SQLException {
    if (engine.slowBatches()) {
      fillByText(insert, row);
      return;
    }
    try (Client.Prepared prepared = client.prepare(insert)) {
      for (int from = 1; from <= rows; from += BATCH) {
        List<Object[]> batch = new ArrayList<>(BATCH);
        for (int id = from; id < from + BATCH && id <= rows; id++) {
          batch.add(row.apply(id));
        }
        prepared.batch(batch);
      }
    }
  }

  private void fillByText(String insert, IntFunction<Object[]> row) throws SQLException {
    String head = insert.substring(0, insert.indexOf("values")) + "values ";
    for (int from = 1; from <= rows; from += BATCH) {
      StringBuilder sql = new StringBuilder(head);
      for (int id = from; id < from + BATCH && id <= rows; id++) {
        sql.append(id == from ? "(" : ",(");
        Object[] values = row.apply(id);
        for (int i = 0; i < values.length; i++) {
          sql.append(i == 0 ? "" : ",").append(literal(values[i]));
        }
        sql.append(')');
      }
      client.execute(sql.toString());
    }
  }

  private static String literal(Object value) {
    return value instanceof Number ? value.toString() : "'" + value + "'";
  }
}
