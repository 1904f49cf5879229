package dev.headrace.engine.system;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.KeyColumn;
import dev.headrace.engine.database.MaterializedView;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.Sequence;
import dev.headrace.engine.database.SystemRelation;
import dev.headrace.engine.database.View;
import dev.headrace.engine.database.ViewDefinition;
import dev.headrace.ir.Expr;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import dev.headrace.model.text.Identifiers;
import dev.headrace.sql.ObjectName;
import java.util.ArrayList;
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
 * @param sequence null for what is not one
 */
record SystemClass(
    int oid,
    Schema schema,
    String name,
    char kind,
    List<Field> fields,
    @Nullable Relation relation,
    @Nullable SystemIndex index,
    @Nullable Sequence sequence) {
  static final char TABLE = 'r';
  static final char INDEX = 'i';
  static final char VIEW = 'v';
  static final char MATERIALIZED_VIEW = 'm';
  static final char SEQUENCE = 'S';

  /** What flows through and is not stored is to clients like a table of another server. */
  static final char SOURCE = 'f';

  private static final List<Field> SEQUENCE_FIELDS =
      List.of(
          Field.notNull("last_value", SqlType.BIGINT),
          Field.notNull("log_cnt", SqlType.BIGINT),
          Field.notNull("is_called", SqlType.BOOLEAN));

  static SystemClass of(Relation relation, Schema schema, char kind) {
    String name = ObjectName.parts(relation.name()).getLast();
    return new SystemClass(
        relation.oid(), schema, name, kind, relation.fields(), relation, null, null);
  }

  static SystemClass of(SystemIndex index) {
    List<Field> fields = new ArrayList<>();
    int expressions = 0;
    for (KeyColumn column : index.order().columns()) {
      boolean plain = column.expression() instanceof Expr.Column;
      String name = plain ? column.text() : expressions == 0 ? "expr" : "expr" + expressions;
      expressions += plain ? 0 : 1;
      fields.add(new Field(name, column.type(), true));
    }
    return new SystemClass(
        index.oid(), index.table().schema(), index.name(), INDEX, fields, null, index, null);
  }

  static SystemClass of(Sequence sequence, Schema schema) {
    return new SystemClass(
        sequence.oid(),
        schema,
        sequence.simpleName(),
        SEQUENCE,
        SEQUENCE_FIELDS,
        null,
        null,
        sequence);
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

  /** Whether a column, from 0, is declared NOT NULL, which columns of views never are. */
  boolean isNotNull(int column) {
    return !fields.get(column).nullable() && kind != VIEW && kind != MATERIALIZED_VIEW;
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
