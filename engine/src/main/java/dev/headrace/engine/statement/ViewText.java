package dev.headrace.engine.statement;

import dev.headrace.engine.database.Relation;
import dev.headrace.engine.definition.RelationChange;
import dev.headrace.model.text.Identifiers;
import dev.headrace.sql.BoundText;
import dev.headrace.sql.PlannedQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The text of a view after a relation that it names has been altered. Only items of FROM are
 * written anew: they give the relation and its columns the names that the rest of the text uses.
 */
final class ViewText {
  private final RelationChange change;

  ViewText(RelationChange change) {
    this.change = change;
  }

  /**
   * Texts that may mean what the old one did, the plainest first; which of them do is for their
   * plans to tell.
   *
   * @param items where the old text names relations
   */
  List<String> candidates(String text, List<PlannedQuery.FromItem> items) {
    List<String> candidates = new ArrayList<>();
    if (change.after().name().equals(change.before().name())) {
      candidates.add(text);
    }
    aliased(text, items).ifPresent(candidates::add);
    candidates.add(replaced(text, items, items.stream().map(this::selected).toList()));
    return candidates;
  }

  /** {@code new AS old (columns)}: for columns that are where they were. */
  private Optional<String> aliased(String text, List<PlannedQuery.FromItem> items) {
    for (int i = 0; i < change.columns().size(); i++) {
      if (change.columns().get(i) != i) {
        return Optional.empty();
      }
    }
    return Optional.of(replaced(text, items, items.stream().map(this::aliased).toList()));
  }

  private String replaced(String text, List<PlannedQuery.FromItem> items, List<String> texts) {
    StringBuilder replaced = new StringBuilder(text);
    for (int i = items.size() - 1; i >= 0; i--) {
      PlannedQuery.FromItem item = items.get(i);
      if (item.relation().equals(change.before().name())) {
        replaced.replace(item.from(), item.to(), texts.get(i));
      }
    }
    return replaced.toString();
  }

  private String aliased(PlannedQuery.FromItem item) {
    Relation after = change.after();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < change.columns().size(); i++) {
      names.add(oldName(item, i));
    }
    // the names of what stands behind the last one with another name are not said
    int said = names.size();
    while (said > item.columnNames().size()
        && names.get(said - 1).equals(after.fields().get(said - 1).name())) {
      said--;
    }
    String alias = alias(item);
    String columns = list(names.subList(0, said));
    String plain =
        alias.equals(after.simpleName()) && columns.isEmpty()
            ? name(after)
            : name(after) + " AS " + Identifiers.quoted(alias) + columns;
    return item.query() ? "SELECT * FROM " + plain : plain;
  }

  /** {@code (SELECT new AS old, ... FROM new) AS old}. */
  private String selected(PlannedQuery.FromItem item) {
    List<String> values = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < change.columns().size(); i++) {
      int now = change.columns().get(i);
      if (now >= 0) {
        String old = change.before().fields().get(i).name();
        String current = change.after().fields().get(now).name();
        values.add(
            Identifiers.quoted(current)
                + (current.equals(old) ? "" : " AS " + Identifiers.quoted(old)));
        if (i < item.columnNames().size()) {
          names.add(item.columnNames().get(i));
        }
      }
    }
    String query = "SELECT " + String.join(", ", values) + " FROM " + name(change.after());
    return item.query()
        ? query
        : "(" + query + ") AS " + Identifiers.quoted(alias(item)) + list(names);
  }

  private String oldName(PlannedQuery.FromItem item, int column) {
    return column < item.columnNames().size()
        ? item.columnNames().get(column)
        : change.before().fields().get(column).name();
  }

  private String alias(PlannedQuery.FromItem item) {
    return item.query() ? change.before().simpleName() : item.alias();
  }

  private static String name(Relation relation) {
    return BoundText.name(relation.name());
  }

  private static String list(List<String> names) {
    return names.isEmpty()
        ? ""
        : names.stream().map(Identifiers::quoted).collect(Collectors.joining(", ", "(", ")"));
  }
}
