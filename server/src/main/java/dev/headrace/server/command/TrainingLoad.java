package dev.headrace.server.command;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Random;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * What an application does with its tables, over the network: single statements, prepared ones,
 * batches, transactions, reports and COPY.
 */
final class TrainingLoad {
  private static final int ROWS = 2_000;
  private static final int CATEGORIES = 20;
  private static final String[] REPORTS = {
    "SELECT * FROM items",
    "SELECT count(*) FROM items",
    "SELECT id, price * 2 AS doubled FROM items WHERE price > 500 AND qty BETWEEN 10 AND 60",
    "SELECT category, count(*), avg(price), sum(qty) FROM items GROUP BY category",
    "SELECT * FROM items ORDER BY price DESC",
    "SELECT i.name, s.quantity FROM items i JOIN sales s ON s.item = i.id WHERE s.quantity > 3",
    "SELECT name, row_number() OVER (PARTITION BY category ORDER BY price) FROM items",
    "SELECT * FROM items WHERE category = 'category 3' ORDER BY id LIMIT 10",
    "SELECT * FROM items WHERE id IN (SELECT item FROM sales WHERE quantity > 6)",
  };

  private final Connection connection;
  private final Random random = new Random(1);
  private int nextId;

  private TrainingLoad(Connection connection, int firstId) {
    this.connection = connection;
    this.nextId = firstId;
  }

  /**
   * Runs it on a server of an empty database, with statements sent as text and in parts.
   *
   * @param url of the server, for JDBC
   * @param limit how long; what was begun is brought to its end
   */
  static void run(String url, Duration limit) throws SQLException, IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    try (Connection simple = DriverManager.getConnection(url + "?preferQueryMode=simple");
        Connection extended = DriverManager.getConnection(url)) {
      TrainingLoad texts = new TrainingLoad(simple, ROWS + 1);
      TrainingLoad parts = new TrainingLoad(extended, 1 << 30);
      parts.define();
      do {
        texts.round();
        parts.round();
        parts.copy();
      } while (System.nanoTime() < deadline);
    }
  }

  private void define() throws SQLException {
    execute(
        "CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT NOT NULL, category VARCHAR(40),"
            + " price DOUBLE PRECISION, qty INTEGER)");
    execute("CREATE INDEX items_category ON items (category)");
    execute(
        "CREATE TABLE sales (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
            + " item INTEGER REFERENCES items, quantity INTEGER, amount NUMERIC(12, 2),"
            + " sold TIMESTAMP DEFAULT CURRENT_TIMESTAMP)");
    execute("CREATE TABLE loaded (id INTEGER PRIMARY KEY, name TEXT, price DOUBLE PRECISION)");
    execute(
        "INSERT INTO items SELECT g, 'item ' || g, 'category ' || g % "
            + CATEGORIES
            + ", g * 0.37, g % 100 FROM generate_series(1, "
            + ROWS
            + ") AS g");
  }

  private void round() throws SQLException {
    for (int i = 0; i < 100; i++) {
      single();
    }
    for (int i = 0; i < 20; i++) {
      transaction();
    }
    batch();
    for (String report : REPORTS) {
      fetch(report);
    }
    execute("CREATE TEMPORARY TABLE kept AS SELECT * FROM items WHERE qty < 3");
    execute("DROP TABLE kept");
  }

  private int anyId() {
    return 1 + random.nextInt(ROWS);
  }

  /** Statements each of which is a transaction; as text they differ, prepared they do not. */
  private void single() throws SQLException {
    int id = anyId();
    fetch("SELECT * FROM items WHERE id = " + id);
    fetch("SELECT name, price FROM items WHERE id = ?", id);
    execute("UPDATE items SET price = price + 1 WHERE id = " + id);
    change("UPDATE items SET qty = ? WHERE id = ?", id % 100, id);
    int created = nextId++;
    change(
        "INSERT INTO items (id, name, category, price, qty) VALUES (?, ?, ?, ?, ?)",
        created,
        "item " + created,
        "category " + created % CATEGORIES,
        created * 0.5,
        created % 100);
    change("DELETE FROM items WHERE id = ?", created);
    execute("INSERT INTO sales (item, quantity, amount) VALUES (" + id + ", 2, 19.90)");
    execute("DELETE FROM sales WHERE item = " + id);
  }

  private void transaction() throws SQLException {
    connection.setAutoCommit(false);
    int id = anyId();
    fetch("SELECT qty FROM items WHERE id = ? FOR UPDATE", id);
    change("UPDATE items SET qty = qty - 1 WHERE id = ?", id);
    change("INSERT INTO sales (item, quantity, amount) VALUES (?, ?, 9.50)", id, id % 9);
    connection.commit();
    change("DELETE FROM sales WHERE item = ?", id);
    connection.rollback();
    connection.setAutoCommit(true);
  }

  private void batch() throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO loaded (id, name, price) VALUES (?, ?, ?)")) {
      for (int id = 0; id < 200; id++) {
        insert.setInt(1, id);
        insert.setString(2, "loaded " + id);
        insert.setDouble(3, id * 1.1);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    execute("TRUNCATE loaded");
  }

  private void copy() throws SQLException, IOException {
    CopyManager manager = connection.unwrap(PGConnection.class).getCopyAPI();
    StringBuilder rows = new StringBuilder();
    for (int id = 0; id < 1_000; id++) {
      rows.append(id).append("\tcopied ").append(id).append('\t').append(id * 0.77).append('\n');
    }
    manager.copyIn("COPY loaded FROM STDIN", new StringReader(rows.toString()));
    manager.copyOut("COPY items TO STDOUT", new StringWriter());
    manager.copyOut("COPY loaded TO STDOUT (FORMAT csv)", new StringWriter());
    execute("TRUNCATE loaded");
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void change(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      set(statement, values);
      statement.executeUpdate();
    }
  }

  private void fetch(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      set(statement, values);
      try (ResultSet rows = statement.executeQuery()) {
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
          for (int column = 1; column <= columns; column++) {
            rows.getObject(column);
          }
        }
      }
    }
  }

  private static void set(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }
}
