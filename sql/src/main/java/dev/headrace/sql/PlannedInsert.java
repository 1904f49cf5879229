package dev.headrace.sql;

import dev.headrace.ir.Rel;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A resolved INSERT.
 *
 * @param relation the target
 * @param rel the table's columns, defaults filled in and values converted; then RETURNING's. With
 *     ON CONFLICT DO UPDATE, {@link PlannedMerge#INSERT} or {@link PlannedMerge#UPDATE} as INTEGER,
 *     the old row's columns, the new row's, RETURNING's
 * @param conflict what ON CONFLICT says
 * @param parameterTypes of $1, $2, ...
 * @param relations names in the catalog that it reads
 */
public record PlannedInsert(
    Relation relation,
    Rel rel,
    Optional<PlannedConflict> conflict,
    List<Field> returning,
    List<SqlType> parameterTypes,
    Set<String> relations)
    implements PlannedChange {
  public PlannedInsert {
    returning = List.copyOf(returning);
    parameterTypes = List.copyOf(parameterTypes);
    relations = Set.copyOf(relations);
  }
}
