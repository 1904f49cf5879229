package dev.headrace.sql;

import dev.headrace.ir.Rel;
import dev.headrace.model.SqlType;
import java.util.List;
import java.util.Set;

/**
 * A resolved INSERT.
 *
 * @param relation the target
 * @param rel the table's columns, defaults filled in and values converted
 * @param parameterTypes of $1, $2, ...
 * @param relations names in the catalog that it reads
 */
public record PlannedInsert(
    Relation relation, Rel rel, List<SqlType> parameterTypes, Set<String> relations) {
  public PlannedInsert {
    parameterTypes = List.copyOf(parameterTypes);
    relations = Set.copyOf(relations);
  }
}
