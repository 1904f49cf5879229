package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Views that are kept up to date. */
final class MaterializedViewTest extends DatabaseTestBase {
  @BeforeEach
  void tables() {
    run("CREATE TABLE sales (id integer PRIMARY KEY, shop text, amount numeric(10,2))");
    run("CREATE TABLE shops (name text PRIMARY KEY, city text)");
    run("INSERT INTO shops VALUES ('a', 'Ulm'), ('b', 'Bonn'), ('c', 'Ulm')");
    run("INSERT INTO sales VALUES (1, 'a', 1.50), (2, 'a', 2.50), (3, 'b', 10)");
  }

  @Test
  void aViewOverExistingRowsHasThemAtOnce() {
    run("CREATE MATERIALIZED VIEW m AS SELECT shop, sum(amount) AS s FROM sales GROUP BY shop");
    assertThat(rows("SELECT * FROM m")).containsExactly("a|4.00", "b|10.00");
  }

  @Test
  void aViewFollowsEveryKindOfChange() {
    run(
        "CREATE MATERIALIZED VIEW m AS SELECT city, count(amount) AS n, max(amount) AS top"
            + " FROM shops LEFT JOIN sales ON shop = name GROUP BY city");
    assertThat(rows("SELECT * FROM m")).containsExactly("Bonn|1|10.00", "Ulm|2|2.50");
    run("INSERT INTO sales VALUES (4, 'c', 7)");
    assertThat(rows("SELECT * FROM m")).containsExactly("Bonn|1|10.00", "Ulm|3|7.00");
    run("UPDATE sales SET amount = 1 WHERE id = 4");
    assertThat(rows("SELECT * FROM m")).containsExactly("Bonn|1|10.00", "Ulm|3|2.50");
    run("DELETE FROM sales WHERE shop = 'b'");
    assertThat(rows("SELECT * FROM m")).containsExactly("Bonn|0|null", "Ulm|3|2.50");
    run("UPDATE shops SET city = 'Bonn' WHERE name = 'a'");
    assertThat(rows("SELECT * FROM m")).containsExactly("Bonn|2|2.50", "Ulm|1|1.00");
    run("DELETE FROM shops");
    assertThat(rows("SELECT * FROM m")).isEmpty();
  }

  @Test
  void anAggregateWithoutGroupsAlwaysHasOneRow() {
    run("CREATE MATERIALIZED VIEW m AS SELECT count(*) AS n, sum(amount) AS s FROM sales");
    assertThat(rows("SELECT * FROM m")).containsExactly("3|14.00");
    run("DELETE FROM sales");
    assertThat(rows("SELECT * FROM m")).containsExactly("0|null");
  }

  @Test
  void viewsCanBeBuiltOnViews() {
    run("CREATE VIEW named AS SELECT id, city, amount FROM sales JOIN shops ON shop = name");
    run("CREATE MATERIALIZED VIEW m AS SELECT city, sum(amount) AS s FROM named GROUP BY city");
    run("CREATE MATERIALIZED VIEW top AS SELECT city, s FROM m ORDER BY s DESC LIMIT 1");
    run("CREATE MATERIALIZED VIEW total AS SELECT sum(s) AS t FROM m");
    assertThat(rows("SELECT * FROM top")).containsExactly("Bonn|10.00");
    run("INSERT INTO sales VALUES (4, 'c', 20)");
    assertThat(rows("SELECT * FROM top")).containsExactly("Ulm|24.00");
    assertThat(rows("SELECT * FROM total")).containsExactly("34.00");
    run("DELETE FROM sales WHERE id = 4");
    assertThat(rows("SELECT * FROM top")).containsExactly("Bonn|10.00");
    assertThat(rows("SELECT * FROM total")).containsExactly("14.00");
  }

  @Test
  void aViewKeepsDuplicates() {
    run("CREATE MATERIALIZED VIEW m AS SELECT shop FROM sales");
    assertThat(rows("SELECT * FROM m")).containsExactly("a", "a", "b");
    run("DELETE FROM sales WHERE id = 1");
    assertThat(rows("SELECT * FROM m")).containsExactly("a", "b");
  }

  @Test
  void allViewsOfOneCommitChangeTogether() {
    run("CREATE MATERIALIZED VIEW plus AS SELECT sum(amount) AS s FROM sales");
    run("CREATE MATERIALIZED VIEW minus AS SELECT -sum(amount) AS s FROM sales");
    run("BEGIN; INSERT INTO sales VALUES (4, 'a', 1); INSERT INTO sales VALUES (5, 'a', 1)");
    assertThat(rows("SELECT p.s + m.s FROM plus p CROSS JOIN minus m")).containsExactly("0.00");
    run("COMMIT");
    assertThat(rows("SELECT p.s, p.s + m.s FROM plus p CROSS JOIN minus m"))
        .containsExactly("16.00|0.00");
  }

  @Test
  void aViewIsDroppedAndMadeAgain() {
    for (int round = 0; round < 3; round++) {
      run("CREATE MATERIALIZED VIEW m AS SELECT count(*) AS n FROM sales");
      assertThat(rows("SELECT * FROM m")).containsExactly(String.valueOf(3 + round));
      run("INSERT INTO sales VALUES (" + (10 + round) + ", 'a', 1)");
      assertThat(rows("SELECT * FROM m")).containsExactly(String.valueOf(4 + round));
      run("DROP MATERIALIZED VIEW m");
    }
  }

  @Test
  void equalViewsShareTheirOperatorsAndOutliveEachOther() {
    String query = "SELECT shop, count(*) AS n FROM sales GROUP BY shop";
    run("CREATE MATERIALIZED VIEW first AS " + query);
    run("CREATE MATERIALIZED VIEW second AS " + query);
    run("DROP MATERIALIZED VIEW first");
    run("INSERT INTO sales VALUES (4, 'a', 1)");
    assertThat(rows("SELECT * FROM second")).containsExactly("a|3", "b|1");
    run("CREATE MATERIALIZED VIEW third AS " + query);
    assertThat(rows("SELECT * FROM third")).containsExactly("a|3", "b|1");
  }

  @Test
  void sidesOfAJoinMeetByValueWhateverTheirScale() {
    run("CREATE TABLE prices (p numeric, label text); INSERT INTO prices VALUES (1.5, 'low')");
    String join = "SELECT id, label FROM sales JOIN prices ON amount = p";
    run("CREATE MATERIALIZED VIEW m AS " + join);
    run("INSERT INTO prices VALUES (10.000, 'high')");
    assertThat(rows(join)).containsExactly("1|low", "3|high");
    assertThat(rows("SELECT * FROM m")).containsExactly("1|low", "3|high");
    assertThat(rows("SELECT label FROM prices WHERE p IN (SELECT amount FROM sales)"))
        .containsExactly("high", "low");
  }

  @Test
  void aFullJoinShowsUnmatchedRowsOnlyIfTheyAre() {
    String join = "SELECT id, name FROM sales FULL JOIN shops ON shop = name";
    run("INSERT INTO sales VALUES (4, 'x', 1)");
    run("CREATE MATERIALIZED VIEW m AS " + join);
    assertThat(rows(join)).containsExactly("1|a", "2|a", "3|b", "4|null", "null|c");
    assertThat(rows("SELECT * FROM m")).containsExactly("1|a", "2|a", "3|b", "4|null", "null|c");
    assertThat(rows("SELECT count(*), count(id), min(id) FROM (" + join + ") AS j"))
        .containsExactly("5|4|1");
    assertThat(rows("SELECT 1 / count(id) FROM (" + join + ") AS j GROUP BY id HAVING id = 1"))
        .containsExactly("1");
  }

  @Test
  void setOperationsCompareByValueWhateverTheScale() {
    run("CREATE TABLE prices (p numeric); INSERT INTO prices VALUES (1.5), (10), (7)");
    String both = "SELECT p FROM prices INTERSECT SELECT amount FROM sales";
    String rest = "SELECT p FROM prices EXCEPT ALL SELECT amount FROM sales";
    run("CREATE MATERIALIZED VIEW common AS " + both);
    run("CREATE MATERIALIZED VIEW others AS " + rest);
    for (String query : new String[] {both, "SELECT * FROM common"}) {
      assertThat(rows("SELECT CAST(p AS integer) FROM (" + query + ") AS q"))
          .containsExactly("10", "2");
    }
    assertThat(rows(rest)).containsExactly("7");
    assertThat(rows("SELECT * FROM others")).containsExactly("7");
  }

  @Test
  void unionsCompareByValueWhateverTheScale() {
    run("CREATE TABLE prices (p numeric); INSERT INTO prices VALUES (1.5), (10), (7)");
    String union = "SELECT p FROM prices UNION SELECT amount FROM sales";
    run("CREATE MATERIALIZED VIEW m AS " + union);
    assertThat(rows("SELECT count(*) FROM (" + union + ") AS q")).containsExactly("4");
    assertThat(rows("SELECT count(*) FROM m")).containsExactly("4");
    assertThat(
            rows(
                "SELECT count(*) FROM (SELECT p FROM prices UNION ALL SELECT amount FROM sales)"
                    + " AS q GROUP BY p"))
        .containsExactly("1", "1", "2", "2");
  }

  @Test
  void aScalarSubqueryCanGiveJson() {
    run("CREATE TABLE j (id integer, d jsonb)");
    run(
        "CREATE MATERIALIZED VIEW v AS SELECT id, (SELECT d FROM j AS x WHERE x.id = j.id) AS d"
            + " FROM j");
    run("INSERT INTO j VALUES (1, '{\"b\": 1.0, \"a\": [true]}')");
    assertThat(String.valueOf(session.query("SELECT d FROM v").single()))
        .isEqualTo("{\"a\": [true], \"b\": 1.0}");
    run("DELETE FROM j");
    assertThat(session.query("SELECT d FROM v").rowCount()).isZero();
  }
}
