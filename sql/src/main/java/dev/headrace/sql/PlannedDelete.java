package dev.headrace.sql;

import dev.headrace.ir.Rel;
import dev.headrace.model.SqlType;
import java.util.List;
import java.util.Set;

/**
 * A resolved DELETE.
 *
 * @param relation the target
 * @param rel the columns of the rows to delete
 * @param parameterTypes of $1, $2, ...
 * @param relations names in the catalog that it reads
 */
public record PlannedDelete(
    Relation relation, Rel rel, List<SqlType> parameterTypes, Set<String> relations) {
  public PlannedDelete {
    parameterTypes = List.copyOf(parameterTypes);
    relations = Set.copyOf(relations);
  }
}
