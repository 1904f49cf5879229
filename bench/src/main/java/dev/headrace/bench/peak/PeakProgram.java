package dev.headrace.bench.peak;

/** A program of many views over one stream, each with code of its own. */
final class PeakProgram {
  private static final int VIEWS = 24;
  private static final int BRANCHES = 8;

  private PeakProgram() {}

  static String text(long rows) {
    StringBuilder sql = new StringBuilder();
    sql.append("CREATE TABLE places (id BIGINT PRIMARY KEY, region BIGINT NOT NULL);\n");
    sql.append(
        """
        CREATE SOURCE readings (id BIGINT NOT NULL, place BIGINT, value BIGINT) WITH (
          connector = 'generator', rows = '%d', columns.id = 'sequence',
          columns.place = 'uniform 1..500', columns.value = 'uniform 1..100000');
        """
            .formatted(rows));
    for (int view = 0; view < VIEWS; view++) {
      sql.append(view(view));
    }
    return sql.toString();
  }

  private static String view(int view) {
    StringBuilder ladder = new StringBuilder("CASE");
    for (int branch = 1; branch <= BRANCHES; branch++) {
      ladder
          .append(" WHEN value < ")
          .append(branch * 9_973 + view)
          .append(" THEN value * ")
          .append(branch + view);
    }
    ladder.append(" ELSE value - ").append(view).append(" END");
    return """
        CREATE MATERIALIZED VIEW v%d AS
          SELECT place %% %d AS k, count(*) AS n, sum(%s) AS s, max(value + %d) AS m
          FROM readings WHERE value %% %d <> 0 GROUP BY 1;
        """
        .formatted(view, 50 + view, ladder, view, view + 3);
  }
}
