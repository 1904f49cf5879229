package dev.headrace.bench.program;

import dev.headrace.bench.program.Source.Column;
import dev.headrace.bench.program.Source.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Makes a program from a seed: the same one for the same seed and size, and a longer one begins
 * with the shorter one's text. It comes in business areas of 4 tables and some 110 views, which
 * mostly read what is of their own area and sometimes what is of an earlier one.
 */
public final class ProgramGenerator {
  private static final int TABLES = 4;
  private static final int COLUMNS = 50;
  private static final int VIEWS_PER_AREA = 110;
  private static final String[] SUBJECTS = {
    "customers", "contracts", "orders", "shipments", "invoices", "payments", "claims", "devices",
    "visits", "products", "suppliers", "employees", "projects", "tickets", "campaigns", "assets",
  };

  private final Random random;
  private final StringBuilder text = new StringBuilder();
  private final List<Source> everything = new ArrayList<>();
  private int lines;
  private int views;

  private ProgramGenerator(long seed) {
    this.random = new Random(seed);
  }

  /** A program of so many lines. */
  public static String generate(long seed, int lines) {
    ProgramGenerator generator = new ProgramGenerator(seed);
    for (int area = 0; generator.lines < lines; area++) {
      generator.area(area, lines);
    }
    return generator.text.toString();
  }

  private void area(int area, int limit) {
    List<Source> tables = new ArrayList<>();
    for (int i = 0; i < TABLES; i++) {
      String subject = SUBJECTS[(area * TABLES + i) % SUBJECTS.length];
      tables.add(table(subject + "_" + area, tables, limit));
    }
    List<Source> sources = new ArrayList<>();
    ViewGenerator writer = new ViewGenerator(random);
    for (Source table : tables) {
      add(writer.cleaned("clean_" + table.name(), table), sources, limit);
    }
    for (int i = 0; i < VIEWS_PER_AREA; i++) {
      Source source = pick(sources);
      boolean elsewhere = !everything.isEmpty() && random.nextInt(12) == 0;
      Source other = elsewhere ? pick(everything) : pick(sources);
      add(writer.view("v" + views, source, other, sources), sources, limit);
    }
    everything.addAll(sources);
  }

  // recent ones more often, so that chains get long
  private Source pick(List<Source> sources) {
    int size = sources.size();
    return sources.get(size - 1 - (int) (size * Math.pow(random.nextDouble(), 1.6)));
  }

  private void add(ViewGenerator.View view, List<Source> sources, int limit) {
    views++;
    if (append(view.text(), limit)) {
      sources.add(view.source());
    }
  }

  private Source table(String name, List<Source> others, int limit) {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("id", Kind.KEY, name));
    for (Source other : others) {
      columns.add(new Column(other.name() + "_id", Kind.KEY, other.name()));
    }
    Kind[] kinds = {
      Kind.NUMBER, Kind.AMOUNT, Kind.CODE, Kind.TEXT, Kind.TIME, Kind.RATIO, Kind.FLAG
    };
    while (columns.size() < COLUMNS) {
      Kind kind = kinds[random.nextInt(kinds.length)];
      String column = kind.name().toLowerCase(Locale.ROOT) + "_" + columns.size();
      columns.add(Column.of(column, kind));
    }
    List<String> written = new ArrayList<>();
    for (Column column : columns) {
      String constraint = column.name().equals("id") ? " PRIMARY KEY" : "";
      written.add("  " + column.name() + " " + column.kind().sql() + constraint);
    }
    append("CREATE TABLE " + name + " (\n" + String.join(",\n", written) + "\n);\n", limit);
    return new Source(name, columns);
  }

  /** Appends a statement, or as many comments as there are lines left if it is too long. */
  private boolean append(String statement, int limit) {
    int length = (int) statement.chars().filter(c -> c == '\n').count() + 1;
    if (lines + length > limit) {
      text.append("--\n".repeat(limit - lines));
      lines = limit;
      return false;
    }
    text.append(statement).append('\n');
    lines += length;
    return true;
  }
}
