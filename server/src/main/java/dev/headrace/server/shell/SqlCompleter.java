package dev.headrace.server.shell;

import dev.headrace.server.client.Relation;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/**
 * Completes keywords and the names of relations and columns. Behind a word that a relation follows
 * only relations are offered; keywords come in the case that was typed.
 */
final class SqlCompleter implements Completer {
  private static final Set<String> BEFORE_RELATION =
      Set.of("FROM", "JOIN", "INTO", "UPDATE", "TABLE", "VIEW", "SUBSCRIBE", "\\D");

  private final Supplier<List<Relation>> relations;

  /**
   * Creates a completer.
   *
   * @param relations asked at each completion; empty where the catalog cannot be read
   */
  SqlCompleter(Supplier<List<Relation>> relations) {
    this.relations = relations;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    String typed = line.word().substring(0, line.wordCursor());
    String previous =
        line.wordIndex() > 0 ? line.words().get(line.wordIndex() - 1).toUpperCase(Locale.ROOT) : "";
    complete(previous, typed, candidates);
  }

  /** Adds what may stand behind a previous word and starts with what was typed. */
  void complete(String previous, String typed, List<Candidate> candidates) {
    List<Relation> known = relations.get();
    for (Relation relation : known) {
      add(relation.name(), relation.kind().toLowerCase(Locale.ROOT), typed, candidates);
    }
    if (BEFORE_RELATION.contains(previous)) {
      return;
    }
    known.stream()
        .flatMap(relation -> relation.columns().stream())
        .map(Relation.RelationColumn::name)
        .distinct()
        .forEach(column -> add(column, "column", typed, candidates));
    boolean lower = !typed.isEmpty() && Character.isLowerCase(typed.charAt(typed.length() - 1));
    for (String keyword : Keywords.ALL) {
      add(lower ? keyword.toLowerCase(Locale.ROOT) : keyword, "SQL", typed, candidates);
    }
  }

  private static void add(String name, String group, String typed, List<Candidate> candidates) {
    if (name.regionMatches(true, 0, typed, 0, typed.length())) {
      boolean complete = !name.endsWith("(");
      candidates.add(new Candidate(name, name, group, null, null, null, complete));
    }
  }
}
