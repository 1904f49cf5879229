package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;

/** Random queries and changes of two equal tables, of which one has indexes. */
final class IndexEquivalenceTest extends DatabaseTestBase {
  private static final List<String> INDEXES =
      List.of(
          "(a)",
          "(a DESC, b)",
          "(b, a NULLS FIRST)",
          "(d DESC NULLS LAST, a)",
          "(n)",
          "((a + 1))",
          "(b) WHERE a IS NOT NULL",
          "(a, n) WHERE b > 'c'",
          "(s, d)",
          "(f)");

  private Random random = new Random();

  private int number() {
    return random.nextInt(40) - 5;
  }

  private String text() {
    return "'" + (char) ('a' + random.nextInt(5)) + (random.nextBoolean() ? "x" : "") + "'";
  }

  private String orNull(String value) {
    return random.nextInt(8) == 0 ? "NULL" : value;
  }

  private String rowValues(int id) {
    return String.join(
        ", ",
        String.valueOf(id),
        orNull(String.valueOf(number())),
        orNull(text()),
        orNull(random.nextInt(10) == 0 ? "'NaN'" : number() + ".5"),
        orNull(number() + (random.nextBoolean() ? ".0" : ".00")),
        orNull(String.valueOf(random.nextInt(100))),
        orNull(String.valueOf(random.nextBoolean())));
  }

  private String condition() {
    return switch (random.nextInt(20)) {
      case 0 -> "a = " + number();
      case 1 -> "a IN (" + number() + ", " + number() + ", " + number() + ")";
      case 2 -> "a BETWEEN " + number() + " AND " + number();
      case 3 -> "a < " + number();
      case 4 -> "a >= " + number() + "::bigint";
      case 5 -> "b = " + text();
      case 6 -> "b LIKE '" + (char) ('a' + random.nextInt(5)) + "%'";
      case 7 -> "b > " + text();
      case 8 -> "d = " + number() + ".5";
      case 9 -> "d > " + number();
      case 10 -> "n = " + number() + ".000";
      case 11 -> "a IS NULL";
      case 12 -> "a IS NOT NULL";
      case 13 -> "a + 1 = " + number();
      case 14 -> "s = " + random.nextInt(100) + " + 0";
      case 15 -> "a = ANY ('{1,2,NULL,40000}')";
      case 16 -> "(a = 3 OR a = " + number() + ")";
      case 17 -> "f";
      case 18 -> "s < 100000";
      default -> "id % 3 = " + random.nextInt(3);
    };
  }

  private String where() {
    List<String> conditions = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      conditions.add(condition());
    }
    return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
  }

  private String order() {
    List<String> columns = List.of("a", "b", "d", "n", "s", "id", "a + 1");
    List<String> order = new ArrayList<>();
    for (int i = 1 + random.nextInt(2); i > 0; i--) {
      String direction = List.of("", " ASC", " DESC").get(random.nextInt(3));
      String nulls = List.of("", " NULLS FIRST", " NULLS LAST").get(random.nextInt(3));
      order.add(columns.get(random.nextInt(columns.size())) + direction + nulls);
    }
    return " ORDER BY " + String.join(", ", order);
  }

  /** A query with the table's name as TABLE. */
  private String query() {
    return switch (random.nextInt(8)) {
      case 0 -> "SELECT count(*) FROM TABLE" + where();
      case 1 -> "SELECT min(a), max(a) FROM TABLE" + where();
      case 2 -> "SELECT max(b), min(b) FROM TABLE" + where();
      case 3 -> "SELECT * FROM TABLE" + where() + order() + " LIMIT " + random.nextInt(8);
      case 4 ->
          "SELECT id, a FROM TABLE" + where() + order() + " OFFSET 2 LIMIT " + random.nextInt(8);
      case 5 ->
          "SELECT x.id, y.id, y.b FROM TABLE x JOIN TABLE y ON x.a = y.a AND x.id < 5"
              + (random.nextBoolean() ? " AND x.b = y.b" : "");
      case 6 -> "SELECT id FROM TABLE WHERE a IN (SELECT s FROM TABLE WHERE " + condition() + ")";
      default -> "SELECT * FROM TABLE" + where();
    };
  }

  private String change(int id) {
    return switch (random.nextInt(6)) {
      case 0 -> "UPDATE TABLE SET a = a + 1" + where();
      case 1 -> "UPDATE TABLE SET b = " + text() + " WHERE id = " + random.nextInt(600);
      case 2 -> "DELETE FROM TABLE WHERE id = " + random.nextInt(600);
      case 3 -> "DELETE FROM TABLE WHERE a = " + number() + " AND b = " + text();
      default -> "INSERT INTO TABLE VALUES (" + rowValues(id) + ")";
    };
  }

  private void onBoth(String sql) {
    run(sql.replace("TABLE", "indexed"));
    run(sql.replace("TABLE", "plain"));
  }

  private void compare(String sql) {
    assertThat(rows(sql.replace("TABLE", "indexed")))
        .as(sql)
        .isEqualTo(rows(sql.replace("TABLE", "plain")));
  }

  @RepeatedTest(3)
  void indexesChangeNoAnswer() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("index equivalence: -Dseed=" + seed);
    random = new Random(seed);
    String columns = "a integer, b text, d double precision, n numeric, s smallint, f boolean";
    String key = random.nextBoolean() ? " PRIMARY KEY" : "";
    run("CREATE TABLE indexed (id integer" + key + ", " + columns + ")");
    run("CREATE TABLE plain (id integer, " + columns + ")");
    int id = 0;
    for (int i = 0; i < 400; i++) {
      onBoth("INSERT INTO TABLE VALUES (" + rowValues(id++) + ")");
    }
    boolean open = false;
    for (int step = 0; step < 300; step++) {
      switch (random.nextInt(12)) {
        case 0 -> {
          String index = INDEXES.get(random.nextInt(INDEXES.size()));
          run("CREATE INDEX IF NOT EXISTS i" + INDEXES.indexOf(index) + " ON indexed " + index);
        }
        case 1 -> run("DROP INDEX IF EXISTS i" + random.nextInt(INDEXES.size()));
        case 2 -> {
          run(open ? random.nextBoolean() ? "COMMIT" : "ROLLBACK" : "BEGIN");
          open = !open;
        }
        case 3, 4 -> onBoth(change(id++));
        default -> compare(query());
      }
    }
    if (open) {
      run("COMMIT");
    }
    compare("SELECT * FROM TABLE");
  }
}
