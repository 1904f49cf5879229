package dev.headrace.sql;

import dev.headrace.ir.Rel;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.util.List;
import java.util.Set;

/**
 * A resolved query.
 *
 * @param fields names as clients see them
 * @param parameterTypes of $1, $2, ...
 * @param relations names in the catalog that it reads
 */
public record PlannedQuery(
    Rel rel, List<Field> fields, List<SqlType> parameterTypes, Set<String> relations) {
  public PlannedQuery {
    fields = List.copyOf(fields);
    parameterTypes = List.copyOf(parameterTypes);
    relations = Set.copyOf(relations);
  }
}
