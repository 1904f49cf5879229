package dev.headrace.bench.statements;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The statements of the list that change rows or definitions. Those of rows are prepared. */
final class Changes {
  private static final int BATCH = 100;
  // PostgreSQL has at most 1,600 columns in a table, dropped ones included, and we are like it
  private static final int COLUMNS_BEFORE_A_NEW_TABLE = 400;

  private final Client client;
  private final Data data;
  private final int rows;
  private final Meter meter;
  private final SplittableRandom random = new SplittableRandom(43);
  private int next = 1;
  private int added;

  Changes(Client client, Data data, int rows, Meter meter) {
    this.client = client;
    this.data = data;
    this.rows = rows;
    this.meter = meter;
  }

  private int key() {
    return random.nextInt(rows) + 1;
  }

  private static void require(long changed) {
    if (changed == 0) {
      throw new IllegalStateException("no row was changed");
    }
  }

  private List<Object[]> items() {
    List<Object[]> items = new ArrayList<>(BATCH);
    for (int i = 0; i < BATCH; i++) {
      items.add(Data.item(next++));
    }
    return items;
  }

  void inserts() throws SQLException {
    String insert = Data.INSERT_ITEM.formatted("grown");
    Given<Object[]> item = new Given<>();
    Given<List<Object[]>> batch = new Given<>();
    try (Client.Prepared prepared = client.prepare(insert)) {
      meter.measure(
          "INSERT single",
          () -> item.set(Data.item(next++)),
          () -> require(prepared.update(item.get())),
          () -> {});
      meter.measure(
          "INSERT batch 100 (1 txn)",
          () -> batch.set(items()),
          () -> prepared.batch(batch.get()),
          () -> {});
    }
    String more = insert.substring(insert.lastIndexOf('('));
    try (Client.Prepared prepared = client.prepare(insert + (", " + more).repeat(BATCH - 1))) {
      meter.measure(
          "INSERT bulk 100 (VALUES x100)",
          () -> item.set(items().stream().flatMap(java.util.Arrays::stream).toArray()),
          () -> require(prepared.update(item.get())),
          () -> {});
    }
  }

  void updates() throws SQLException {
    try (Client.Prepared prepared = client.prepare("update items set price = ? where id = ?")) {
      meter.measure(
          "UPDATE single", () -> require(prepared.update(random.nextDouble(1, 1000), key())));
    }
    try (Client.Prepared prepared =
        client.prepare("update items set qty = qty + 1 where category = ?")) {
      meter.measure("UPDATE bulk WHERE (5%)", () -> require(prepared.update(Data.category(key()))));
    }
  }

  void deletes() throws SQLException {
    Given<Integer> id = new Given<>();
    try (Client.Prepared delete = client.prepare("delete from shrunk where id = ?");
        Client.Prepared insert = client.prepare(Data.INSERT_ITEM.formatted("shrunk"))) {
      meter.measure(
          "DELETE single",
          () -> id.set(key()),
          () -> require(delete.update(id.get())),
          () -> insert.update(Data.item(id.get())));
    }
    Given<String> category = new Given<>();
    try (Client.Prepared delete = client.prepare("delete from shrunk where category = ?");
        Client.Prepared insert =
            client.prepare("insert into shrunk select * from items where category = ?")) {
      meter.measure(
          "DELETE bulk WHERE (5%)",
          () -> category.set(Data.category(key())),
          () -> require(delete.update(category.get())),
          () -> insert.update(category.get()));
    }
  }

  void definitions() {
    String create = Data.createItems("probe");
    String drop = "drop table probe";
    meter.measure(
        "CREATE TABLE", () -> {}, () -> client.execute(create), () -> client.execute(drop));
    meter.measure("DROP TABLE", () -> client.execute(create), () -> client.execute(drop), () -> {});
    meter.measure(
        "ALTER TABLE ADD COLUMN (table full)",
        () -> {},
        () -> client.execute("alter table widened add column extra" + added + " int"),
        () -> {
          client.execute("alter table widened drop column extra" + added++);
          if (added % COLUMNS_BEFORE_A_NEW_TABLE == 0) {
            client.execute("drop table widened");
            data.createWidened();
          }
        });
  }

  /** What was prepared for the next repetition. */
  private static final class Given<T> {
    private final List<T> value = new ArrayList<>(1);

    void set(T given) {
      value.clear();
      value.add(given);
    }

    T get() {
      return value.getFirst();
    }
  }
}
