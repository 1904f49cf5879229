package dev.headrace.quality.logictest;

import dev.headrace.quality.logictest.Step.Condition;
import dev.headrace.quality.logictest.Step.Sort;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads scripts: records with empty lines between them, comments that start with #.
 *
 * <pre>
 * skipif headrace            the next record is not for this database; onlyif: for no other one
 * statement ok               a statement that works
 * DELETE FROM t
 *
 * statement error            one that fails, with this SQLSTATE and message, if they are given
 * SELECT 1 / 0
 * ----
 * 22012 division by zero
 *
 * query IT rowsort label     types of the columns (integer, real, text), how values are sorted
 * SELECT a, b FROM t         (nosort, rowsort, valuesort), a label for equal answers
 * ----
 * 1                          values row by row, one a line, or rows with tabs between their values,
 * x                          or "30 values hashing to" an MD5
 *
 * hash-threshold 8           accepted
 * halt                       the end
 * </pre>
 *
 * A number under R has three digits behind the point, under T it is as the database writes it. NULL
 * is NULL, a text without characters is (empty).
 */
final class ScriptParser {
  private final List<String> lines;
  private final List<Step> steps = new ArrayList<>();
  private int next;

  private ScriptParser(List<String> lines) {
    this.lines = lines;
  }

  static List<Step> parse(List<String> lines) {
    ScriptParser parser = new ScriptParser(lines);
    parser.run();
    return List.copyOf(parser.steps);
  }

  private void run() {
    Set<String> skipped = new LinkedHashSet<>();
    Set<String> only = new LinkedHashSet<>();
    while (next < lines.size()) {
      int line = next + 1;
      List<String> words = words(lines.get(next++));
      if (words.isEmpty()) {
        continue;
      }
      Condition condition = new Condition(skipped, only);
      switch (words.getFirst()) {
        case "skipif" -> skipped.add(words.get(1));
        case "onlyif" -> only.add(words.get(1));
        case "hash-threshold" -> {}
        case "halt" -> steps.add(new Step.Halt(line, condition));
        case "statement" -> steps.add(statement(line, condition, words));
        case "query" -> steps.add(query(line, condition, words));
        default -> throw new IllegalArgumentException("line " + line + ": " + words);
      }
      if (!words.getFirst().endsWith("if")) {
        skipped.clear();
        only.clear();
      }
    }
  }

  private static List<String> words(String line) {
    int comment = line.indexOf('#');
    String text = (comment < 0 ? line : line.substring(0, comment)).strip();
    return text.isEmpty() ? List.of() : List.of(text.split("\\s+"));
  }

  private Step statement(int line, Condition condition, List<String> words) {
    boolean fails =
        switch (words.get(1)) {
          case "ok" -> false;
          case "error" -> true;
          case String other -> throw new IllegalArgumentException("line " + line + ": " + other);
        };
    String sql = text();
    return new Step.Statement(line, condition, sql, fails, String.join("\n", results()));
  }

  private Step query(int line, Condition condition, List<String> words) {
    Sort sort =
        words.size() > 2 ? Sort.valueOf(words.get(2).toUpperCase(Locale.ROOT)) : Sort.NOSORT;
    String label = words.size() > 3 ? words.get(3) : null;
    String sql = text();
    return new Step.Query(line, condition, sql, words.get(1), sort, label, results());
  }

  /** Lines up to an empty one or the one before the results. */
  private String text() {
    List<String> text = new ArrayList<>();
    while (next < lines.size() && !lines.get(next).isBlank() && !isSeparator(lines.get(next))) {
      text.add(lines.get(next++));
    }
    return String.join("\n", text);
  }

  private List<String> results() {
    List<String> results = new ArrayList<>();
    if (next < lines.size() && isSeparator(lines.get(next))) {
      next++;
      while (next < lines.size() && !lines.get(next).isEmpty()) {
        results.add(lines.get(next++));
      }
    }
    return results;
  }

  static boolean isSeparator(String line) {
    return line.equals("----");
  }
}
