package dev.headrace.engine.definition;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.Sequence;
import dev.headrace.sql.ObjectName;
import dev.headrace.sql.ParsedExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The columns whose defaults take values of a sequence. */
final class SequenceUses {
  /**
   * A default that takes values of a sequence.
   *
   * @param column from 0
   */
  record Use(BaseRelation table, int column) {
    /** What it is called in messages. */
    String description() {
      return "default value for column "
          + table.fields().get(column).name()
          + " of table "
          + table.name();
    }
  }

  private SequenceUses() {}

  static List<Use> of(Sequence sequence, Catalog catalog) {
    List<Use> uses = new ArrayList<>();
    for (Relation relation : catalog.relations()) {
      if (relation instanceof BaseRelation table) {
        for (int i = 0; i < table.defaults().size(); i++) {
          if (takes(table.defaults().get(i), sequence)) {
            uses.add(new Use(table, i));
          }
        }
      }
    }
    return uses;
  }

  /** The catalog without these defaults. */
  static Catalog without(Sequence sequence, Catalog catalog) {
    Catalog next = catalog;
    for (Relation relation : List.copyOf(catalog.relations())) {
      if (relation instanceof BaseRelation table
          && table.defaults().stream().anyMatch(e -> takes(e, sequence))) {
        List<Optional<ParsedExpression>> defaults =
            table.defaults().stream().map(e -> e.filter(d -> !takes(e, sequence))).toList();
        next = next.with(table.withDefaults(defaults));
      }
    }
    return next;
  }

  private static boolean takes(Optional<ParsedExpression> value, Sequence sequence) {
    return value.isPresent()
        && value.get().sequences().stream()
            .map(ObjectName::folded)
            .map(Catalog::unqualified)
            .anyMatch(sequence.name()::equals);
  }
}
