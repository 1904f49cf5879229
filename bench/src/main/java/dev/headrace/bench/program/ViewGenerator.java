package dev.headrace.bench.program;

import dev.headrace.bench.program.Source.Column;
import dev.headrace.bench.program.Source.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Writes one view of a made-up program. */
final class ViewGenerator {
  private final Random random;

  ViewGenerator(Random random) {
    this.random = random;
  }

  /**
   * A view.
   *
   * @param text its statement, with the line's end
   * @param source what later views see of it
   */
  record View(String text, Source source) {}

  /** Any kind of view but one that cleans a table. */
  View view(String name, Source first, Source second, List<Source> all) {
    int kind = random.nextInt(100);
    if (kind < 22) {
      return joined(name, first, second);
    } else if (kind < 48) {
      return aggregated(name, first);
    } else if (kind < 56) {
      return ranked(name, first);
    } else if (kind < 76) {
      return report(name, first, second, all);
    } else if (kind < 84) {
      return selected(name, first, second);
    } else if (kind < 90) {
      return united(name, first, second);
    } else if (kind < 94) {
      return first(name, first);
    } else {
      return cleaned(name, all.get(random.nextInt(all.size())));
    }
  }

  // ---- the kinds of views

  /** Columns as they should have been: trimmed, without NULLs, with codes spelled out. */
  View cleaned(String name, Source source) {
    Select select = new Select();
    for (Column key : source.of(Kind.KEY)) {
      select.add(key.name(), key);
    }
    for (Column column : some(source.columns(), 9)) {
      switch (column.kind()) {
        case KEY -> {}
        case NUMBER -> select.add("coalesce(" + column.name() + ", 0)", column);
        case AMOUNT -> select.add("round(coalesce(" + column.name() + ", 0), 2)", column);
        case RATIO ->
            select.add(
                "CASE WHEN " + column.name() + " < 0 THEN 0 ELSE " + column.name() + " END",
                column);
        case TEXT -> select.add("trim(upper(" + column.name() + "))", column);
        case CODE -> select.add(ladder(column), Column.of(column.name() + "_text", Kind.TEXT));
        case TIME -> select.add("date_trunc('hour', " + column.name() + ")", column);
        case FLAG -> select.add("coalesce(" + column.name() + ", FALSE)", column);
      }
    }
    for (Column column : some(source.of(Kind.AMOUNT), 2)) {
      select.add(bands(column), Column.of("band_" + select.size(), Kind.CODE));
    }
    return select.view(name, "FROM " + source.name() + where(source, ""));
  }

  private View joined(String name, Source left, Source right) {
    List<String> condition = joinCondition(left, right);
    if (condition.isEmpty()) {
      return aggregated(name, left);
    }
    Select select = new Select();
    for (Column column : some(left.columns(), 7)) {
      select.add("l." + column.name(), column);
    }
    for (Column column : some(right.columns(), 4)) {
      select.add("r." + column.name(), column);
    }
    keep(select, "l.", left);
    for (Column column : some(right.of(Kind.AMOUNT), 1)) {
      select.add(
          "coalesce(r." + column.name() + ", 0) * " + (1 + random.nextInt(9)) + ".5",
          Column.of("weighted_" + select.size(), Kind.AMOUNT));
    }
    String kind = random.nextInt(3) == 0 ? "LEFT JOIN" : "JOIN";
    return select.view(
        name,
        "FROM "
            + left.name()
            + " AS l\n"
            + kind
            + " "
            + right.name()
            + " AS r\n  ON "
            + String.join("\n  AND ", condition)
            + where(left, "l."));
  }

  private View aggregated(String name, Source source) {
    Select select = new Select();
    List<String> keys = new ArrayList<>();
    List<Column> groups = new ArrayList<>(some(source.of(Kind.KEY), 1));
    groups.addAll(some(source.of(Kind.CODE), 1));
    groups.addAll(some(source.of(Kind.FLAG), random.nextInt(2)));
    for (Column column : groups) {
      select.add(column.name(), column);
      keys.add(column.name());
    }
    for (Column column : some(source.of(Kind.TIME), 1)) {
      String day = "date_trunc('day', " + column.name() + ")";
      select.add(day, Column.of(column.name() + "_day", Kind.TIME));
      keys.add(day);
    }
    select.add("count(*)", Column.of("n_" + select.size(), Kind.NUMBER));
    for (Column column : some(source.of(Kind.AMOUNT), 2)) {
      select.add("sum(" + column.name() + ")", Column.of("sum_" + select.size(), Kind.AMOUNT));
      select.add(
          "sum("
              + column.name()
              + ") FILTER (WHERE "
              + column.name()
              + " > "
              + (100 + random.nextInt(900))
              + ")",
          Column.of("large_" + select.size(), Kind.AMOUNT));
    }
    for (Column column : some(source.of(Kind.NUMBER), 2)) {
      select.add("max(" + column.name() + ")", Column.of("max_" + select.size(), Kind.NUMBER));
      select.add("avg(" + column.name() + ")", Column.of("avg_" + select.size(), Kind.AMOUNT));
    }
    for (Column column : some(source.of(Kind.TIME), 1)) {
      select.add("min(" + column.name() + ")", Column.of("first_" + select.size(), Kind.TIME));
    }
    for (Column column : some(source.of(Kind.TEXT), 1)) {
      select.add(
          "count(DISTINCT " + column.name() + ")",
          Column.of("distinct_" + select.size(), Kind.NUMBER));
    }
    String grouping = keys.isEmpty() ? "" : "\nGROUP BY " + String.join(", ", keys);
    String having = random.nextInt(4) == 0 ? "\nHAVING count(*) > " + random.nextInt(5) : "";
    return select.view(name, "FROM " + source.name() + where(source, "") + grouping + having);
  }

  private View ranked(String name, Source source) {
    Select select = new Select();
    for (Column column : some(source.columns(), 6)) {
      select.add(column.name(), column);
    }
    keep(select, "", source);
    List<Column> partitions = new ArrayList<>(some(source.of(Kind.KEY), 1));
    partitions.addAll(some(source.of(Kind.CODE), 1));
    String by = partitions.isEmpty() ? "" : "PARTITION BY " + names(partitions) + " ";
    String order = "ORDER BY " + names(some(source.columns(), 2));
    select.add(
        "row_number() OVER (" + by + order + ")", Column.of("row_" + select.size(), Kind.NUMBER));
    for (Column column : some(source.of(Kind.AMOUNT), 1)) {
      select.add(
          "sum(" + column.name() + ") OVER (" + by + order + ")",
          Column.of("running_" + select.size(), Kind.AMOUNT));
      select.add(
          "lag(" + column.name() + ") OVER (" + by + order + ")",
          Column.of("before_" + select.size(), Kind.AMOUNT));
    }
    return select.view(name, "FROM " + source.name() + where(source, ""));
  }

  /** Sums of sources with keys of the same table, side by side. */
  private View report(String name, Source left, Source right, List<Source> all) {
    for (Column key : left.of(Kind.KEY)) {
      List<Column> rights = right.keysOf(key.domain());
      if (!rights.isEmpty()) {
        Source third = all.get(random.nextInt(all.size()));
        List<Column> thirds = third.keysOf(key.domain());
        return thirds.isEmpty()
            ? report(name, left, right, key, rights.getFirst(), "", 2)
            : report(
                name,
                left,
                right,
                key,
                rights.getFirst(),
                ",\nc AS (\n" + sums(third, thirds.getFirst()) + "\n)",
                3);
      }
    }
    return aggregated(name, left);
  }

  private View report(
      String name,
      Source left,
      Source right,
      Column leftKey,
      Column rightKey,
      String third,
      int sources) {
    Select select = new Select();
    select.add("coalesce(a.k, b.k)", leftKey);
    select.add("coalesce(a.n, 0)", Column.of("left_rows", Kind.NUMBER));
    select.add("coalesce(b.n, 0)", Column.of("right_rows", Kind.NUMBER));
    select.add("100.0 * a.n / nullif(a.n + b.n, 0)", Column.of("share", Kind.AMOUNT));
    select.add(bands(Column.of("a.amount", Kind.AMOUNT)), Column.of("left_band", Kind.CODE));
    select.add("a.amount - b.amount", Column.of("difference", Kind.AMOUNT));
    select.add("greatest(a.latest, b.latest)", Column.of("latest", Kind.TIME));
    if (sources == 3) {
      select.add("coalesce(c.amount, 0)", Column.of("third", Kind.AMOUNT));
    }
    return select.view(
        name,
        "WITH a AS (\n"
            + sums(left, leftKey)
            + "\n),\nb AS (\n"
            + sums(right, rightKey)
            + "\n)"
            + third
            + "\n",
        "FROM a\nFULL JOIN b ON b.k = a.k" + (sources == 3 ? "\nLEFT JOIN c ON c.k = a.k" : ""));
  }

  private String sums(Source source, Column key) {
    String amount =
        some(source.of(Kind.AMOUNT), 1).stream()
            .map(c -> "sum(" + c.name() + ")")
            .findFirst()
            .orElse("sum(0.0)");
    String latest =
        some(source.of(Kind.TIME), 1).stream()
            .map(c -> "max(" + c.name() + ")")
            .findFirst()
            .orElse("max(TIMESTAMP '2026-01-01')");
    return "  SELECT "
        + key.name()
        + " AS k,\n    count(*) AS n,\n    "
        + amount
        + " AS amount,\n    "
        + latest
        + " AS latest\n  FROM "
        + source.name()
        + "\n  GROUP BY "
        + key.name();
  }

  /** Rows that another source knows, or does not. */
  private View selected(String name, Source source, Source other) {
    Select select = new Select();
    for (Column column : some(source.columns(), 8)) {
      select.add("s." + column.name(), column);
    }
    keep(select, "s.", source);
    List<String> condition = joinCondition(source, other);
    String exists =
        condition.isEmpty()
            ? ""
            : "\n  AND "
                + (random.nextBoolean() ? "" : "NOT ")
                + "EXISTS (\n    SELECT 1\n    FROM "
                + other.name()
                + " AS r\n    WHERE "
                + String.join(" AND ", condition).replace("l.", "s.")
                + "\n  )";
    return select.view(name, "FROM " + source.name() + " AS s" + where(source, "s.") + exists);
  }

  private View united(String name, Source first, Source second) {
    Select select = new Select();
    List<String> others = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      List<Column> lefts = first.of(kind);
      List<Column> rights = second.of(kind);
      if (!lefts.isEmpty() && !rights.isEmpty()) {
        Column column = lefts.getFirst();
        select.add(column.name(), column);
        others.add("  " + rights.getFirst().name());
      }
    }
    if (others.isEmpty()) {
      return aggregated(name, first);
    }
    return select.view(
        name,
        "FROM "
            + first.name()
            + where(first, "")
            + "\nUNION ALL\nSELECT\n"
            + String.join(",\n", others)
            + "\nFROM "
            + second.name()
            + where(second, ""));
  }

  private View first(String name, Source source) {
    Select select = new Select();
    for (Column column : some(source.columns(), 6)) {
      select.add(column.name(), column);
    }
    keep(select, "", source);
    return select.view(
        name,
        "FROM "
            + source.name()
            + where(source, "")
            + "\nORDER BY "
            + names(some(source.columns(), 2))
            + "\nLIMIT "
            + (10 + random.nextInt(90)));
  }

  // ---- parts

  private void keep(Select select, String alias, Source source) {
    for (Column key : source.of(Kind.KEY)) {
      select.add(alias + key.name(), key);
    }
  }

  private List<String> joinCondition(Source left, Source right) {
    for (Column key : left.of(Kind.KEY)) {
      List<Column> rights = right.keysOf(key.domain());
      if (!rights.isEmpty()) {
        return List.of("r." + rights.getFirst().name() + " = l." + key.name());
      }
    }
    return List.of();
  }

  private String where(Source source, String alias) {
    List<String> conditions = new ArrayList<>();
    conditions.add("TRUE");
    for (Column column : some(source.columns(), 3)) {
      String name = alias + column.name();
      conditions.add(
          switch (column.kind()) {
            case KEY -> name + " IS NOT NULL";
            case NUMBER ->
                name + " BETWEEN " + random.nextInt(10) + " AND " + (1000 + random.nextInt(9000));
            case AMOUNT -> name + " <> " + random.nextInt(100) + ".25";
            case RATIO -> name + " < " + random.nextInt(1000) + ".5";
            case TEXT -> name + " NOT LIKE '%TEST" + random.nextInt(100) + "%'";
            case CODE ->
                name
                    + " IN ('A"
                    + random.nextInt(10)
                    + "', 'B"
                    + random.nextInt(10)
                    + "', 'C"
                    + random.nextInt(10)
                    + "')";
            case TIME -> name + " >= TIMESTAMP '20" + (10 + random.nextInt(15)) + "-01-01'";
            case FLAG -> "coalesce(" + name + ", TRUE)";
          });
    }
    return "\nWHERE "
        + String.join(
            "\n  AND ", conditions.subList(conditions.size() > 1 ? 1 : 0, conditions.size()));
  }

  /** What codes mean: ladders of enterprise width. */
  private String ladder(Column column) {
    StringBuilder text = new StringBuilder("CASE");
    int rungs = 5 + random.nextInt(20);
    for (int i = 0; i < rungs; i++) {
      text.append("\n    WHEN ").append(column.name()).append(" = 'K").append(random.nextInt(1000));
      text.append("' THEN 'Meaning ").append(i).append("'");
    }
    return text.append("\n    ELSE 'Other'\n  END").toString();
  }

  private String bands(Column column) {
    StringBuilder text = new StringBuilder("CASE");
    int rungs = 4 + random.nextInt(8);
    int limit = 0;
    for (int i = 0; i < rungs; i++) {
      limit += 1 + random.nextInt(500);
      text.append("\n    WHEN ").append(column.name()).append(" < ").append(limit);
      text.append(" THEN 'B").append(i).append("'");
    }
    return text.append("\n    ELSE 'B").append(rungs).append("'\n  END").toString();
  }

  private static String names(List<Column> columns) {
    return String.join(", ", columns.stream().map(Column::name).toList());
  }

  /** Some of the columns, in their order. */
  private List<Column> some(List<Column> columns, int count) {
    List<Column> chosen = new ArrayList<>(columns);
    while (chosen.size() > count) {
      chosen.remove(random.nextInt(chosen.size()));
    }
    return chosen;
  }

  /** A list of results. A name that is taken is not taken twice. */
  private static final class Select {
    private final List<String> items = new ArrayList<>();
    private final List<Column> columns = new ArrayList<>();

    int size() {
      return items.size();
    }

    void add(String expression, Column column) {
      if (columns.stream().anyMatch(known -> known.name().equals(column.name()))) {
        return;
      }
      columns.add(column);
      items.add("  " + expression + " AS " + column.name());
    }

    View view(String name, String rest) {
      return view(name, "", rest);
    }

    View view(String name, String with, String rest) {
      return new View(
          "CREATE MATERIALIZED VIEW "
              + name
              + " AS\n"
              + with
              + "SELECT\n"
              + String.join(",\n", items)
              + "\n"
              + rest
              + ";\n",
          new Source(name.toLowerCase(Locale.ROOT), columns));
    }
  }
}
