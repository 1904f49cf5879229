package dev.headrace.check.processor;

import dev.headrace.check.source.SqlTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * A statement with named parameters, {@code :name} or {@code :record.component}, as the planner
 * ($1, $2, ...) and as JDBC (?) read it.
 *
 * <p>A parameter that is a list may stand in {@code IN (:ids)}, which becomes {@code = ANY (?)}.
 */
final class StatementText {
  /**
   * A place where a parameter stands.
   *
   * @param number among the names, from 0
   * @param index of the colon in the statement as written
   */
  record Use(int number, int index) {}

  private final String text;
  private final Predicate<String> isList;
  private final StringBuilder numbered = new StringBuilder();
  private final List<Integer> places = new ArrayList<>();
  private final StringBuilder jdbc = new StringBuilder();
  private final List<String> names = new ArrayList<>();
  private final List<Use> uses = new ArrayList<>();

  /**
   * @param isList whether the parameter of a name has a list of values
   */
  StatementText(String text, Predicate<String> isList) {
    this.text = text;
    this.isList = isList;
    int at = 0;
    while (at < text.length()) {
      at = read(at);
    }
    places.add(text.length());
  }

  private int read(int at) {
    char c = text.charAt(at);
    int end = SqlTokens.skip(text, at);
    if (end > at) {
      return copy(at, end);
    }
    if (text.startsWith("::", at)) {
      return copy(at, at + 2);
    }
    if (c == ':'
        && at + 1 < text.length()
        && Character.isJavaIdentifierStart(text.charAt(at + 1))) {
      return parameter(at);
    }
    if (isInWord(at)) {
      return in(at);
    }
    if (c == '?') {
      add("?", "??", at);
      return at + 1;
    }
    return copy(at, at + 1);
  }

  private int copy(int from, int to) {
    numbered.append(text, from, to);
    jdbc.append(text, from, to);
    for (int i = from; i < to; i++) {
      places.add(i);
    }
    return to;
  }

  private void add(String forPlanner, String forJdbc, int index) {
    numbered.append(forPlanner);
    for (int i = 0; i < forPlanner.length(); i++) {
      places.add(index);
    }
    jdbc.append(forJdbc);
  }

  private boolean isWord(int at) {
    return SqlTokens.isWord(text, at);
  }

  private boolean isInWord(int at) {
    return text.regionMatches(true, at, "in", 0, 2) && !isWord(at - 1) && !isWord(at + 2)
        || text.regionMatches(true, at, "not", 0, 3) && !isWord(at - 1) && !isWord(at + 3);
  }

  /** IN and NOT IN with nothing but a list behind them. */
  private int in(int at) {
    boolean not = text.regionMatches(true, at, "not", 0, 3);
    int i = not ? blanks(at + 3) : at;
    int word = at + (not ? 3 : 2);
    if (!text.regionMatches(true, i, "in", 0, 2) || isWord(i + 2)) {
      return copy(at, word);
    }
    int open = blanks(i + 2);
    if (open >= text.length() || text.charAt(open) != '(') {
      return copy(at, word);
    }
    int colon = blanks(open + 1);
    int end = nameEnd(colon);
    int close = blanks(end);
    if (end == colon
        || close >= text.length()
        || text.charAt(close) != ')'
        || !isList.test(text.substring(colon + 1, end))) {
      return copy(at, word);
    }
    String comparison = not ? "<> ALL " : "= ANY ";
    add(comparison, comparison, at);
    copy(open, colon);
    parameter(colon);
    return copy(end, close + 1);
  }

  private int blanks(int at) {
    int i = at;
    while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /** Index behind a parameter; the same index if there is none. */
  private int nameEnd(int colon) {
    if (colon >= text.length() || text.charAt(colon) != ':' || !isWord(colon + 1)) {
      return colon;
    }
    int i = colon + 1;
    while (isWord(i) || i < text.length() && text.charAt(i) == '.' && isWord(i + 1)) {
      i++;
    }
    return i;
  }

  private int parameter(int at) {
    int end = nameEnd(at);
    String name = text.substring(at + 1, end);
    int number = names.indexOf(name);
    if (number < 0) {
      number = names.size();
      names.add(name);
    }
    uses.add(new Use(number, at));
    add("$" + (number + 1), "?", at);
    return end;
  }

  /** The statement with $1, $2, ... */
  String numbered() {
    return numbered.toString();
  }

  /** The statement with a question mark for each use. */
  String jdbc() {
    return jdbc.toString();
  }

  /** The names of the parameters, in the order of their numbers. */
  List<String> names() {
    return names;
  }

  /** The uses of parameters, in their order. */
  List<Use> uses() {
    return uses;
  }

  /** Where a character of {@link #numbered} stands in the statement as written. */
  int place(int index) {
    return places.get(Math.clamp(index, 0, places.size() - 1));
  }

  /**
   * Where a result column probably stands: its name as a word, after AS if there is such a place.
   */
  int column(String name) {
    String lower = text.toLowerCase(Locale.ROOT);
    String wanted = name.toLowerCase(Locale.ROOT);
    int found = -1;
    for (int i = lower.indexOf(wanted); i >= 0; i = lower.indexOf(wanted, i + 1)) {
      if (!isWord(i - 1) && !isWord(i + wanted.length()) && (i == 0 || text.charAt(i - 1) != ':')) {
        if (lower.substring(0, i).stripTrailing().endsWith(" as")) {
          return i;
        }
        found = found < 0 ? i : found;
      }
    }
    return Math.max(0, found);
  }
}
