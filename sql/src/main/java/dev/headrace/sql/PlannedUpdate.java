package dev.headrace.sql;

import dev.headrace.ir.Rel;
import dev.headrace.model.SqlType;
import java.util.List;
import java.util.Set;

/**
 * A resolved UPDATE.
 *
 * @param relation the target
 * @param rel the old row's columns followed by the new row's
 * @param parameterTypes of $1, $2, ...
 * @param relations names in the catalog that it reads
 */
public record PlannedUpdate(
    Relation relation, Rel rel, List<SqlType> parameterTypes, Set<String> relations) {
  public PlannedUpdate {
    parameterTypes = List.copyOf(parameterTypes);
    relations = Set.copyOf(relations);
  }
}
