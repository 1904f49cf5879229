package dev.headrace.quality.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.quality.sql.Tables.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Queries over one set of tables, all from one seed. */
final class DifferentialRound {
  private static final String ONCE = "ONCE ";

  private final int seed;
  private final Databases databases;
  private final Map<Verdict, Integer> verdicts;
  private final List<String> differences;
  private final Random random;
  private final List<View> views = new ArrayList<>();
  private boolean refusable = true;
  private final List<String> once = new ArrayList<>();

  private record View(String name, String sql) {}

  DifferentialRound(
      int seed, Databases databases, Map<Verdict, Integer> verdicts, List<String> differences) {
    this.seed = seed;
    this.databases = databases;
    this.verdicts = verdicts;
    this.differences = differences;
    this.random = new Random(seed);
  }

  /** Random queries. */
  void run(int count, int changes, int changesPerCheck) {
    List<String> queries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      queries.add(new QueryGenerator(random).query().sql());
    }
    run(queries, changes, changesPerCheck);
  }

  /** These queries; those that start with ONCE are no views. None of them may be refused. */
  void runAll(List<String> queries, int changes, int changesPerCheck) {
    refusable = false;
    run(queries, changes, changesPerCheck);
  }

  private void run(List<String> queries, int changes, int changesPerCheck) {
    for (Table table : Tables.ALL) {
      databases.postgres("DROP TABLE IF EXISTS " + table.name());
      databases.both(Tables.create(table));
      // whatever an index is used for, the answers are PostgreSQL's
      for (int i = random.nextInt(4); i > 0; i--) {
        assertThat(databases.headrace(Tables.index(table, random)).isError()).isFalse();
      }
    }
    for (int i = 0; i < queries.size(); i++) {
      String sql = queries.get(i).replaceFirst(";\\s*$", "");
      if (sql.startsWith(ONCE)) {
        once.add(sql.substring(ONCE.length()));
      } else {
        createView("v" + i, sql);
      }
    }
    for (Table table : Tables.ALL) {
      databases.both(Tables.insert(table, 1, random));
    }
    for (int i = 0; i < changes; i++) {
      databases.both(Tables.change(Tables.any(Tables.ALL, random), random));
      if ((i + 1) % changesPerCheck == 0) {
        check();
      }
    }
  }

  /** A view over tables that are empty: what it has later came by changes. */
  private void createView(String name, String sql) {
    Answer expected = databases.postgres(sql);
    // the query may have several columns of one name
    String columns =
        IntStream.range(0, expected.types().size())
            .mapToObj(i -> "c" + i)
            .collect(Collectors.joining(", "));
    Answer created =
        databases.headrace(
            "CREATE MATERIALIZED VIEW "
                + name
                + (columns.isEmpty() ? "" : " (" + columns + ")")
                + " AS "
                + sql);
    if (created.isError()) {
      note(Verdict.of(sql, expected, created), name, sql, expected, created);
    } else {
      views.add(new View(name, sql));
    }
  }

  private void check() {
    for (String sql : once) {
      Answer expected = databases.postgres(sql);
      Answer actual = databases.headrace(sql);
      note(Verdict.of(sql, expected, actual), "once", sql, expected, actual);
    }
    for (View view : views) {
      Answer expected = databases.postgres(view.sql);
      Answer actual = databases.headrace(view.sql);
      Verdict verdict = Verdict.of(view.sql, expected, actual);
      note(verdict, "ad hoc", view.sql, expected, actual);
      // a view leaves out the rows that are errors
      if (!expected.isError() && !actual.isError()) {
        Answer kept = databases.headrace("SELECT * FROM " + view.name);
        note(Verdict.of(view.sql, expected, kept), view.name, view.sql, expected, kept);
      }
    }
  }

  private void note(Verdict verdict, String how, String sql, Answer expected, Answer actual) {
    verdicts.merge(verdict, 1, Integer::sum);
    if (verdict == Verdict.DIFFERENT || verdict == Verdict.REFUSED && !refusable) {
      differences.add(
          "seed %d, %s: %s%n  PostgreSQL: %s%n  Headrace: %s%n"
              .formatted(seed, how, sql, expected, actual));
    }
  }
}
