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

/** The columns whose defaults take values of a sequence that is not their own. */
final class SequenceUses {
  private SequenceUses() {}

  /** What they are called in messages. */
  static List<String> of(Sequence sequence, Catalog catalog) {
    List<String> uses = new ArrayList<>();
    for (Relation relation : catalog.relations()) {
      if (relation instanceof BaseRelation table) {
        for (int i = 0; i < table.defaults().size(); i++) {
          if (takes(table.defaults().get(i), sequence)) {
            String column = table.fields().get(i).name();
            uses.add("default value for column " + column + " of table " + table.name());
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
