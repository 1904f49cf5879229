package dev.headrace.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.ir.Explain;
import dev.headrace.ir.Rel;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The shapes of plans. */
final class PlansTest {
  private final Planner planner = new Planner(TestCatalog.standard());

  private String plan(String sql) {
    Rel rel =
        switch (SqlParser.parse(sql).getFirst().statement()) {
          case Statement.Select select -> planner.query(select.query(), List.of()).rel();
          case Statement.Insert insert -> planner.insert(insert.body(), List.of()).rel();
          case Statement.Update update -> planner.update(update.body(), List.of()).rel();
          case Statement.Delete delete -> planner.delete(delete.body(), List.of()).rel();
          default -> throw new IllegalArgumentException(sql);
        };
    return Explain.explain(rel);
  }

  @Test
  void commaJoinsBecomeJoinsOnKeysWithFiltersBelow() {
    assertThat(plan("SELECT x, price FROM u, w WHERE u.id = w.uid AND u.x > 3 AND price < 2"))
        .isEqualTo(
            """
            Project: x, price
              Inner join: id#0 = uid
                Filter: x > 3
                  Scan u: id, tid, x, y, s
                Filter: price < 2
                  Scan w: id, uid, region, price
            """);
  }

  @Test
  void computedKeysAreProjectedBelowTheJoin() {
    assertThat(plan("SELECT u.id FROM u JOIN w ON u.x + 1 = w.uid"))
        .isEqualTo(
            """
            Project: id#0 AS id
              Project: id#0 AS id, tid, x, y, s, id#6 AS id, uid, region, price
                Inner join: ?column? = uid
                  Project: id, tid, x, y, s, x + 1 AS ?column?
                    Scan u: id, tid, x, y, s
                  Scan w: id, uid, region, price
            """);
  }

  @Test
  void existsIsASemiJoinAndNotExistsAnAntiJoin() {
    assertThat(plan("SELECT id FROM w WHERE EXISTS (SELECT 1 FROM u WHERE u.id = w.uid)"))
        .isEqualTo(
            """
            Project: id
              Semi join: uid = id#4
                Scan w: id, uid, region, price
                Scan u: id, tid, x, y, s
            """);
    assertThat(plan("DELETE FROM w WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.x < w.price)"))
        .startsWith("Anti join");
  }

  @Test
  void aggregatesGetTheirArgumentsAsColumns() {
    assertThat(plan("SELECT tid, sum(x + y) FILTER (WHERE y > 1) FROM u GROUP BY tid"))
        .isEqualTo(
            """
            Aggregate by tid: sum(?column?#2) FILTER (WHERE ?column?#1)
              Project: tid, y > 1 AS ?column?, CASE WHEN y > 1 THEN x + y ELSE NULL END AS ?column?
                Scan u: id, tid, x, y, s
            """);
  }

  @Test
  void aScalarAggregateOfASubqueryIsOneLeftJoin() {
    assertThat(plan("SELECT id, (SELECT count(*) FROM u WHERE u.tid = w.id) FROM w"))
        .isEqualTo(
            """
            Project: id, coalesce(count, 0) AS count
              Left join: id = tid
                Scan w: id, uid, region, price
                Aggregate by tid: count(*)
                  Project: tid
                    Scan u: id, tid, x, y, s
            """);
  }

  @Test
  void viewsStayBoundaries() {
    assertThat(plan("SELECT * FROM v WHERE a = 1"))
        .isEqualTo(
            """
            Filter: a = 1
              Scan v: a, total
            """);
  }

  @Test
  void insertsHaveAllColumnsInOrder() {
    assertThat(plan("INSERT INTO defaults (s, id) VALUES ('a', 1), (DEFAULT, 2)"))
        .isEqualTo("Values: (1, 7, 'a', 1.3), (2, 7, 'none', 1.3)\n");
  }

  @Test
  void updatesHaveOldAndNewColumns() {
    assertThat(plan("UPDATE u SET x = x + 1 WHERE id = $1"))
        .isEqualTo(
            """
            Project: id, tid, x, y, s, id, tid, x + 1 AS x, y, s
              Filter: id = $1
                Scan u: id, tid, x, y, s
            """);
  }

  @Test
  void hiddenOrderColumnsAreTakenAwayAboveTheSort() {
    assertThat(plan("SELECT id FROM u ORDER BY x DESC LIMIT 3"))
        .isEqualTo(
            """
            Project: id
              Sort: ?column? DESC LIMIT 3
                Project: id, x AS ?column?
                  Scan u: id, tid, x, y, s
            """);
  }
}
