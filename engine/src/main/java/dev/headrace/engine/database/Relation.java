package dev.headrace.engine.database;

import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.state.RowStore;
import dev.headrace.sql.ObjectName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

  /** It, or a part of it, as what an error is about. */
  default SqlException.Subject subject(@Nullable String column, @Nullable String constraint) {
    return new SqlException.Subject(Catalog.schemaOf(name()), simpleName(), column, constraint);
  }

  List<Field> fields();

  /**
   * The query of a view.
   *
   * @param text as it is kept
   * @param relations that it names
   */
  record Definition(String text, Set<String> relations) {}

  /** The query of a view; empty for what is no view. */
  default Optional<Definition> definition() {
    return switch (this) {
      case View view -> Optional.of(new Definition(view.text(), view.relations()));
      case MaterializedView view -> Optional.of(new Definition(view.text(), view.relations()));
      case ViewDefinition view -> Optional.of(new Definition(view.text(), view.relations()));
      case BaseRelation _, SystemRelation _ -> Optional.empty();
    };
  }

  /** The same with other columns, to be planned against; not to be read. */
  default Relation withFields(List<Field> fields) {
    return switch (this) {
      case BaseRelation base -> base.shaped(base.name(), fields);
      case View view -> view.shaped(view.name(), fields);
      case MaterializedView view -> view.shaped(view.name(), fields);
      case ViewDefinition view -> view.shaped(view.name(), fields);
      case SystemRelation system -> system;
    };
  }

  /** What it is, as messages call it: {@code table}, {@code materialized view}. */
  default String kindName() {
    return switch (this) {
      case BaseRelation base -> base.kind() == BaseRelation.Kind.SOURCE ? "source" : "table";
      case View _ -> "view";
      case MaterializedView _, ViewDefinition _ -> "materialized view";
      case SystemRelation _ -> "system relation";
    };
  }

  /** Whether it is a materialized view, made or to be made. */
  default boolean isMaterialized() {
    return this instanceof MaterializedView || this instanceof ViewDefinition;
  }

  /** Its rows; null if they are not stored. */
  @Nullable RowStore store();

  /** What determines its contents; see {@link dev.headrace.ir.Rel.Scan#identity}. */
  String identity();
}
