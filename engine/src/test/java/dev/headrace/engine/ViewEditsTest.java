package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random programs under random edits and changes of rows: views that share operators, get others
 * and lose some always are what their queries give, and what has been told of them, and report the
 * errors that a database does in which nothing was ever edited.
 */
final class ViewEditsTest {
  private static final int EDITS = Integer.getInteger("edits", 25);
  private static final String TABLES =
      """
      CREATE TABLE t (id int PRIMARY KEY, k int, v bigint);
      CREATE TABLE u (k int, v bigint);
      CREATE TABLE w (x text);
      CREATE MATERIALIZED VIEW nested AS SELECT count(x::jsonb) AS n FROM w;
      """;

  private final Map<String, String> views = new LinkedHashMap<>();
  private final Map<String, FollowedView> followed = new HashMap<>();
  private Random random = new Random();
  private int named;

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void keepViewsWhatTheirQueriesGive(int workers) throws InterruptedException {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("view edits: -Dseed=" + seed + " with " + workers + " workers");
    random = new Random(seed);
    try (Headrace db = Headrace.inMemory(Options.defaults().withWorkers(workers));
        Session session = db.connect()) {
      session.execute(TABLES);
      for (int i = 0; i < EDITS; i++) {
        for (int change = random.nextInt(4); change > 0; change--) {
          session.execute(change());
        }
        Map<String, String> before = new LinkedHashMap<>(views);
        List<String> edit = edit();
        session.execute("BEGIN");
        edit.forEach(session::execute);
        String context = "seed %d, edit %d, %s".formatted(seed, i, edit);
        compare(session, context);
        if (random.nextInt(8) == 0) {
          session.execute("ROLLBACK");
          views.clear();
          views.putAll(before);
        } else {
          session.execute("COMMIT");
        }
        compare(session, context);
        compareFollowed(db, session, context);
        session.execute(change());
        compare(session, context);
        if (random.nextInt(5) == 0) {
          failAStep(session);
          compare(session, context + ", failed step");
        }
        compareFollowed(db, session, context);
        compareWithNew(session, context);
      }
    }
  }

  /** With what those know who are told of changes. */
  private void compareFollowed(Headrace db, Session session, String context)
      throws InterruptedException {
    for (String name : views.keySet()) {
      FollowedView known = followed.get(name);
      if (known == null || known.hasEnded()) {
        known = new FollowedView(db.database(), name);
        followed.put(name, known);
      }
      assertThat(known.rows())
          .as("%s, changes of %s", context, name)
          .isEqualTo(rows(session, name));
    }
  }

  /** Lets all operators be made anew: what is nested that deep is no error of the row alone. */
  private static void failAStep(Session session) {
    assertThatThrownBy(() -> session.execute("INSERT INTO w VALUES (repeat('[', 100000))"))
        .hasMessageContaining("nested deeper");
  }

  /** With the queries themselves, but for those that fail for some rows. */
  private void compare(Session session, String context) {
    Set<String> failing = new HashSet<>();
    views.forEach(
        (name, query) -> {
          if (query.contains("100 /") || failing.stream().anyMatch(view -> reads(query, view))) {
            failing.add(name);
          } else {
            assertThat(rows(session, name))
                .as("%s, view %s of %s", context, name, views)
                .isEqualTo(rows(session, "(" + query + ")"));
          }
        });
  }

  /** With a database in which the views are made of the tables as they are now. */
  private void compareWithNew(Session session, String context) {
    try (Headrace fresh = Headrace.inMemory(Options.defaults());
        Session other = fresh.connect()) {
      other.execute(TABLES);
      for (String table : List.of("t", "u")) {
        for (List<Object> row : session.query("SELECT * FROM " + table).rows()) {
          other.execute("INSERT INTO " + table + " VALUES (" + literals(row) + ")");
        }
      }
      views.forEach(
          (name, query) -> {
            other.execute("CREATE MATERIALIZED VIEW " + name + " AS " + query);
            assertThat(rows(session, name))
                .as("%s, view %s of %s", context, name, views)
                .isEqualTo(rows(other, name));
          });
      assertThat(errors(session)).as("%s, views %s", context, views).isEqualTo(errors(other));
    }
  }

  private static List<String> rows(Session session, String from) {
    return DatabaseTestBase.rows(session, "SELECT * FROM " + from + " AS r").stream()
        .sorted()
        .toList();
  }

  private static boolean reads(String query, String view) {
    return query.matches(".*\\b" + view + "\\b.*");
  }

  private static Map<String, Object> errors(Session session) {
    Map<String, Object> errors = new TreeMap<>();
    for (List<Object> row :
        session
            .query("SELECT view, message, count(*) FROM headrace.row_errors GROUP BY view, message")
            .rows()) {
      errors.put(row.get(0) + ": " + row.get(1), row.get(2));
    }
    return errors;
  }

  private static String literals(List<Object> row) {
    List<String> literals = new ArrayList<>();
    row.forEach(value -> literals.add(String.valueOf(value)));
    return String.join(", ", literals);
  }

  // ---- changes of rows

  private String change() {
    int n = random.nextInt(30);
    return switch (random.nextInt(7)) {
      case 0, 1 ->
          "INSERT INTO t SELECT i, i %% %d, i * %d - 20 FROM generate_series(%d, %d) AS s (i)"
                  .formatted(1 + random.nextInt(7), random.nextInt(5), n, n + 20)
              + " ON CONFLICT (id) DO UPDATE SET v = excluded.v";
      case 2 -> "INSERT INTO u VALUES (%d, %d), (NULL, %d)".formatted(n % 7, n - 9, n);
      case 3 -> "DELETE FROM t WHERE id %% 7 = %d".formatted(n % 7);
      case 4 ->
          "UPDATE t SET v = v - %d, k = nullif(k, %d) WHERE k = %d".formatted(n, n % 5, n % 4);
      case 5 -> "DELETE FROM u WHERE v > %d".formatted(n);
      default -> "UPDATE u SET v = v + 1 WHERE k = %d".formatted(n % 7);
    };
  }

  // ---- changes of definitions

  private List<String> edit() {
    List<String> statements = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      List<String> names = List.copyOf(views.keySet());
      int what = names.size() < 3 ? 0 : random.nextInt(names.size() > 12 ? 9 : 7);
      if (what < 3) {
        String name = "v" + named++;
        String query = query(names);
        views.put(name, query);
        statements.add("CREATE MATERIALIZED VIEW " + name + " AS " + query);
      } else if (what < 6) {
        // only those before it, so that nothing goes round in a circle
        int which = random.nextInt(names.size());
        String name = names.get(which);
        String query = random.nextInt(3) == 0 ? views.get(name) : query(names.subList(0, which));
        views.put(name, query);
        statements.add("CREATE OR REPLACE MATERIALIZED VIEW " + name + " AS " + query);
      } else {
        String name = names.get(random.nextInt(names.size()));
        Map<String, String> dropped = new LinkedHashMap<>();
        drop(name, dropped);
        statements.add("DROP MATERIALIZED VIEW " + name + " CASCADE");
        if (random.nextBoolean()) {
          dropped.forEach(
              (again, query) -> {
                views.put(again, query);
                statements.add("CREATE MATERIALIZED VIEW " + again + " AS " + query);
              });
        }
      }
      if (random.nextInt(3) == 0) {
        statements.add(change());
      }
    }
    return statements;
  }

  private void drop(String name, Map<String, String> dropped) {
    for (String each : List.copyOf(views.keySet())) {
      String query = views.get(each);
      if (query != null
          && (each.equals(name)
              || dropped.keySet().stream().anyMatch(gone -> reads(query, gone)))) {
        dropped.put(each, query);
      }
    }
    views.keySet().removeAll(dropped.keySet());
  }

  private String query(List<String> names) {
    String s = source(names);
    String r = source(names);
    int c = random.nextInt(4);
    return switch (random.nextInt(19)) {
      case 0 -> "SELECT k, sum(v)::bigint AS v FROM " + s + " GROUP BY k";
      case 1 -> "SELECT k, sum(v)::bigint + %d AS v FROM %s GROUP BY k".formatted(c, s);
      case 2 -> "SELECT k, max(v) AS v FROM " + s + " GROUP BY k HAVING count(*) > " + c;
      case 3 -> "SELECT k, min(v) - %d AS v FROM %s GROUP BY k".formatted(c, s);
      case 4 -> "SELECT k, v + %d AS v FROM %s WHERE v > %d".formatted(c, s, 5 * c);
      case 5 ->
          "SELECT a.k, max(b.v) AS v FROM %s a JOIN %s b ON a.k = b.k GROUP BY a.k".formatted(s, r);
      case 6 ->
          "SELECT a.k, max(coalesce(b.v, %d)) AS v FROM %s a LEFT JOIN %s b ON a.k = b.k GROUP BY a.k"
              .formatted(c, s, r);
      case 7 ->
          "SELECT DISTINCT k, v FROM %s UNION ALL SELECT k, v + %d FROM %s".formatted(s, c, r);
      case 8 -> "SELECT k, v FROM %s EXCEPT SELECT k, v FROM %s".formatted(s, r);
      case 9 ->
          "SELECT k, max(v) AS v FROM (SELECT k, v FROM %s INTERSECT SELECT k, v FROM %s) AS i GROUP BY k"
              .formatted(s, r);
      case 10 ->
          "SELECT k, v FROM (SELECT k, v FROM %s ORDER BY k, v LIMIT %d) AS l".formatted(s, 2 + c);
      case 11 ->
          "SELECT k, %d + max(v) AS v FROM (SELECT k, v FROM %s ORDER BY k, v LIMIT 5) AS l GROUP BY k"
              .formatted(c, s);
      case 12 ->
          "SELECT k, max(n) + %d AS v FROM (SELECT k, row_number() OVER (PARTITION BY k ORDER BY v) AS n FROM %s) AS w GROUP BY k"
              .formatted(c, s);
      case 13 -> "SELECT k, count(DISTINCT v) + %d AS v FROM %s GROUP BY k".formatted(c, s);
      case 14 ->
          "SELECT k, sum(length(a)) + %d AS v FROM (SELECT k, string_agg(v::text, ',' ORDER BY v) AS a FROM %s GROUP BY k) AS x GROUP BY k"
              .formatted(c, s);
      case 15 ->
          "SELECT k, max(100 / v) AS v FROM %s GROUP BY k HAVING max(v) > %d".formatted(s, c);
      case 16 -> "SELECT k, 100 / (v - %d) AS v FROM %s".formatted(c, s);
      case 17 -> "SELECT k, v FROM %s WHERE v > (SELECT count(*) FROM %s)".formatted(s, r);
      default -> "SELECT 1 AS k, count(*) + %d AS v FROM %s".formatted(c, s);
    };
  }

  private String source(List<String> names) {
    int source = random.nextInt(names.size() + 3);
    return source < names.size() ? names.get(source) : source % 2 == 0 ? "t" : "u";
  }
}
