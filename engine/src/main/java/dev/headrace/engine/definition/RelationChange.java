package dev.headrace.engine.definition;

import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.Relation;
import java.util.List;

/**
 * What happens to a relation that views may read.
 *
 * @param catalog in which the relation is as it was
 * @param before as it was
 * @param after as it is in the catalog now, under the same OID
 * @param columns for each column that it had where it is now; -1 for one that is gone or has
 *     another type
 * @param kept whether its rows are the ones that it had, as far as those columns go, and what was
 *     known of them still holds
 */
public record RelationChange(
    Catalog catalog, Relation before, Relation after, List<Integer> columns, boolean kept) {
  public RelationChange {
    columns = List.copyOf(columns);
  }

  /** Whether the relation and every column have their names and places, and nothing is new. */
  public boolean keepsNames() {
    if (!before.name().equals(after.name()) || before.fields().size() != after.fields().size()) {
      return false;
    }
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i) != i
          || !before.fields().get(i).name().equals(after.fields().get(i).name())) {
        return false;
      }
    }
    return true;
  }

  /** The columns of a relation whose columns stay where they are. */
  public static List<Integer> inPlace(Relation relation) {
    return java.util.stream.IntStream.range(0, relation.fields().size()).boxed().toList();
  }
}
