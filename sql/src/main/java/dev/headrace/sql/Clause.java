package dev.headrace.sql;

/** Where an expression stands, as messages call it. */
enum Clause {
  SELECT("SELECT"),
  WHERE("WHERE"),
  JOIN("JOIN conditions"),
  GROUP_BY("GROUP BY"),
  HAVING("HAVING"),
  ORDER_BY("ORDER BY"),
  VALUES("VALUES"),
  LIMIT("LIMIT"),
  OFFSET("OFFSET"),
  FILTER("FILTER"),
  AGGREGATE("aggregate function calls"),
  UPDATE("UPDATE"),
  MERGE("WHEN"),
  WINDOW("window functions"),
  FROM("functions in FROM"),
  EXPRESSION("this expression");

  private final String text;

  Clause(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
