package dev.headrace.bench.edit;

import dev.headrace.engine.Headrace;
import dev.headrace.engine.Options;
import dev.headrace.engine.PreparedStatement;
import dev.headrace.engine.ProgramChange;
import dev.headrace.engine.Session;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Edits of one line of a program that runs, one after the other: how long each takes until it is in
 * force, what it keeps, and how long a commit of a single row takes at most meanwhile.
 *
 * <p>Arguments: a file with a program whose statements begin at the beginning of a line, rows of
 * each table with a column {@code id}, rounds.
 */
public final class ProgramEdits {
  private static final Pattern VIEW = Pattern.compile("(?m)^CREATE MATERIALIZED VIEW (\\w+)");
  private static final Pattern TABLE = Pattern.compile("(?m)^CREATE TABLE (\\w+)");
  private static final Pattern CONSTANT = Pattern.compile("([<>]=? )(\\d+)");
  private static final double NANOS_PER_MILLI = 1e6;

  private final Headrace database;
  private final String program;

  private ProgramEdits(Headrace database, String program) {
    this.database = database;
    this.program = program;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    String program =
        Files.readString(Path.of(arguments[0]))
            + "\nCREATE TABLE probe (id int PRIMARY KEY);\n"
            + "CREATE MATERIALIZED VIEW probes AS SELECT count(*) AS n FROM probe;\n";
    int rows = Integer.parseInt(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    try (Headrace database = Headrace.inMemory(Options.defaults())) {
      long start = System.nanoTime();
      List<ProgramChange> all = database.apply(program);
      System.out.printf(
          "%,d lines, %,d materialized views, %,d operators: applied in %.0f ms%n",
          program.lines().count(),
          all.stream().filter(c -> c.kind().equals("materialized view")).count(),
          all.stream().filter(c -> c.kind().equals("operator")).count(),
          millisSince(start));
      fill(database, program, rows);
      ProgramEdits edits = new ProgramEdits(database, program);
      System.out.println(
          "| edit | changed or new | kept | operators kept | operators new | units | rows filled |"
              + " plan ms | apply ms | longest commit ms |");
      System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
      for (int round = 0; round < rounds; round++) {
        for (Map.Entry<String, String> edit : edits.edits().entrySet()) {
          edits.measure(edit.getKey(), edit.getValue());
          database.apply(program);
        }
      }
      edits.measure("a column of the first table", edits.widened());
    }
  }

  private static void fill(Headrace database, String program, int rows) {
    Matcher tables = TABLE.matcher(program);
    while (rows > 0 && tables.find()) {
      if (!tables.group(1).equals("probe")) {
        database.execute(
            "INSERT INTO %s (id) SELECT i FROM generate_series(1, %d) AS s (i)"
                .formatted(tables.group(1), rows));
      }
    }
  }

  // ---- the edits

  private Map<String, String> edits() {
    Map<String, String> edits = new LinkedHashMap<>();
    List<int[]> views = views();
    edits.put("a comment", program + "-- as before\n");
    edits.put("a new view", program + newView(views));
    constant(views.reversed()).ifPresent(text -> edits.put("a constant of a late view", text));
    constant(views).ifPresent(text -> edits.put("a constant of an early view", text));
    column(views.subList(views.size() / 2, views.size()))
        .ifPresent(text -> edits.put("a column of a view in the middle", text));
    return edits;
  }

  /** The last edit, because a table loses no columns. */
  private String widened() {
    return program.replaceFirst("\\n\\);", ",\n  added_column INTEGER DEFAULT 1\n);");
  }

  /** Where the statements of materialized views begin and end. */
  private List<int[]> views() {
    List<int[]> views = new ArrayList<>();
    Matcher matcher = VIEW.matcher(program);
    while (matcher.find()) {
      views.add(new int[] {matcher.start(), program.indexOf(";\n", matcher.start())});
    }
    return views;
  }

  private String newView(List<int[]> views) {
    Matcher name = VIEW.matcher(program);
    name.find(views.get(views.size() / 2)[0]);
    return "CREATE MATERIALIZED VIEW added_view AS SELECT count(*) AS n FROM "
        + name.group(1)
        + ";\n";
  }

  private Optional<String> constant(List<int[]> views) {
    for (int[] view : views) {
      Matcher matcher = CONSTANT.matcher(program).region(view[0], view[1]);
      if (matcher.find()) {
        int value = Integer.parseInt(matcher.group(2)) + 1;
        String text =
            program.substring(0, matcher.start(2)) + value + program.substring(matcher.end(2));
        if (isRight(text)) {
          return Optional.of(text);
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> column(List<int[]> views) {
    for (int[] view : views) {
      int select = program.indexOf("SELECT", view[0]);
      String text =
          program.substring(0, select)
              + "SELECT 1 AS added_column,"
              + program.substring(select + "SELECT".length());
      if (select < view[1] && isRight(text)) {
        return Optional.of(text);
      }
    }
    return Optional.empty();
  }

  private boolean isRight(String text) {
    try {
      database.plan(text);
      return true;
    } catch (SqlException e) {
      if (e.code() == ErrorCode.INTERNAL_ERROR) {
        throw e;
      }
      return false;
    }
  }

  // ---- measuring

  private void measure(String name, String edit) throws InterruptedException {
    long start = System.nanoTime();
    database.plan(edit);
    double planned = millisSince(start);
    long units = database.statistics().compiledUnits();
    Probe probe = new Probe(database);
    probe.start();
    Thread.sleep(20);
    start = System.nanoTime();
    List<ProgramChange> changes = database.apply(edit);
    double applied = millisSince(start);
    double longest = probe.end();
    long made = database.statistics().compiledUnits() - units;
    System.out.printf(
        "| %s | %,d | %,d | %,d | %,d | %,d | %,d | %.0f | %.0f | %.1f |%n",
        name,
        count(changes, false, "changed") + count(changes, false, "new"),
        count(changes, false, "kept"),
        count(changes, true, "kept"),
        count(changes, true, "new"),
        made,
        changes.stream().filter(c -> c.view() == null).mapToLong(c -> c.rows().orElse(0)).sum(),
        planned,
        applied,
        longest);
  }

  private static long count(List<ProgramChange> changes, boolean operators, String change) {
    return changes.stream()
        .filter(c -> c.kind().equals("operator") == operators && c.change().equals(change))
        .count();
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / NANOS_PER_MILLI;
  }

  /** Commits single rows until it is told to end. */
  private static final class Probe extends Thread {
    private final Headrace database;
    private final AtomicBoolean ended = new AtomicBoolean();
    private double longest;

    Probe(Headrace database) {
      this.database = database;
    }

    @Override
    public void run() {
      try (Session session = database.connect()) {
        PreparedStatement insert =
            session.prepare("INSERT INTO probe VALUES ($1) ON CONFLICT DO NOTHING");
        for (int i = (int) (System.nanoTime() & 0xffffff); !ended.get(); i++) {
          long start = System.nanoTime();
          insert.execute(i);
          longest = Math.max(longest, millisSince(start));
        }
      }
    }

    double end() throws InterruptedException {
      ended.set(true);
      join();
      return longest;
    }
  }
}
