package dev.headrace.engine.database;

import dev.headrace.model.Field;
import dev.headrace.runtime.state.RowStore;
import dev.headrace.sql.ObjectName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something with a name and columns in the catalog. */
public sealed interface Relation
    permits BaseRelation, View, MaterializedView, ViewDefinition, SystemRelation {
  /** A number that it keeps for life, whatever it is renamed to; no other relation ever has it. */
  int oid();

  /** Its name in the catalog, with its schema unless that is {@code public}. */
  String name();

  /** Its name without the schema. */
  default String simpleName() {
    return ObjectName.simple(name());
  }

  List<Field> fields();

  /** Its rows; null if they are not stored. */
  @Nullable RowStore store();

  /** What determines its contents; see {@link dev.headrace.ir.Rel.Scan#identity}. */
  String identity();
}
