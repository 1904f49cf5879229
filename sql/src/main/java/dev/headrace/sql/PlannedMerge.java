package dev.headrace.sql;

import dev.headrace.ir.Rel;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.util.List;
import java.util.Set;

/**
 * A resolved MERGE.
 *
 * @param relation the target
 * @param rel one of the actions below as INTEGER, the number of equal rows of the target that the
 *     old row stands for as BIGINT, the old row's columns, the new row's. An old row that comes
 *     twice is an error of the user
 * @param parameterTypes of $1, $2, ...
 * @param relations names in the catalog that it reads
 */
public record PlannedMerge(
    Relation relation, Rel rel, List<SqlType> parameterTypes, Set<String> relations)
    implements PlannedChange {
  public static final int INSERT = 1;
  public static final int UPDATE = 2;
  public static final int DELETE = 3;

  public PlannedMerge {
    parameterTypes = List.copyOf(parameterTypes);
    relations = Set.copyOf(relations);
  }

  /** Always empty: MERGE has no RETURNING. */
  @Override
  public List<Field> returning() {
    return List.of();
  }
}
