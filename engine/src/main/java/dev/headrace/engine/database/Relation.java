package dev.headrace.engine.database;

import dev.headrace.model.Field;
import java.util.List;

/** Something with a name and columns in the catalog. */
public sealed interface Relation permits BaseRelation, View, MaterializedView {
  String name();

  List<Field> fields();

  /** What determines its contents; see {@link dev.headrace.ir.Rel.Scan#identity}. */
  String identity();
}
