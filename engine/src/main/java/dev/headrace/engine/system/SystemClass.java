package dev.headrace.engine.system;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.MaterializedView;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.SystemRelation;
import dev.headrace.engine.database.View;
import dev.headrace.engine.database.ViewDefinition;
import dev.headrace.model.Field;
import dev.headrace.model.text.Identifiers;
import dev.headrace.sql.ObjectName;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code pg_class}: something with columns.
 *
 * @param name without its schema
 * @param kind {@code relkind}
 * @param relation null for an index
 * @param index null for what is not one
 */
record SystemClass(
    int oid,
    Schema schema,
    String name,
    char kind,
    List<Field> fields,
    @Nullable Relation relation,
    @Nullable SystemIndex index) {
  static final char TABLE = 'r';
  static final char INDEX = 'i';
  static final char VIEW = 'v';
  static final char MATERIALIZED_VIEW = 'm';

  /** What flows through and is not stored is to clients like a table of another server. */
  static final char SOURCE = 'f';

  static SystemClass of(Relation relation, Schema schema, char kind) {
    String name = ObjectName.parts(relation.name()).getLast();
    return new SystemClass(relation.oid(), schema, name, kind, relation.fields(), relation, null);
  }

  static SystemClass of(SystemIndex index) {
    List<Field> fields =
        index.order().columns().stream()
            .map(column -> new Field(column.text(), column.type(), true))
            .toList();
    return new SystemClass(
        index.oid(), index.table().schema(), index.name(), INDEX, fields, null, index);
  }

  String qualifiedName() {
    return Identifiers.quoted(schema.schemaName()) + "." + Identifiers.quoted(name);
  }

  /** A column by its number, from 1. */
  Optional<Field> column(int number) {
    return number >= 1 && number <= fields.size()
        ? Optional.of(fields.get(number - 1))
        : Optional.empty();
  }

  /** The query of a view. */
  Optional<String> query() {
    String text =
        switch (relation) {
          case View view -> view.text();
          case MaterializedView view -> view.text();
          case ViewDefinition view -> view.text();
          case BaseRelation _, SystemRelation _ -> null;
          case null -> null;
        };
    return Optional.ofNullable(text).map(t -> t.strip().replaceAll(";$", "") + ";");
  }
}
