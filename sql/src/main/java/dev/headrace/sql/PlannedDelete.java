package dev.headrace.sql;

import dev.headrace.ir.Rel;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A resolved DELETE.
 *
 * @param relation the target
 * @param rel the columns of the rows to delete, then RETURNING's
 * @param copies with a join, the column that says how many equal rows of the target an old row
 *     stands for; then the same old row can come several times, and only one of them counts
 * @param current the cursor's row that it is about; empty for the rows under a condition
 * @param parameterTypes of $1, $2, ...
 * @param relations names in the catalog that it reads
 */
public record PlannedDelete(
    Relation relation,
    Rel rel,
    OptionalInt copies,
    Optional<CurrentRow> current,
    List<Field> returning,
    List<SqlType> parameterTypes,
    Set<String> relations)
    implements PlannedChange {
  public PlannedDelete {
    returning = List.copyOf(returning);
    parameterTypes = List.copyOf(parameterTypes);
    relations = Set.copyOf(relations);
  }
}
