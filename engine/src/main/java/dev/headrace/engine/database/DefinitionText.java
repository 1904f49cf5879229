package dev.headrace.engine.database;

import dev.headrace.ir.Expr;
import dev.headrace.model.Field;
import dev.headrace.sql.Catalog.ColumnRole;
import dev.headrace.sql.ObjectName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The statement that defines an object of the catalog as it is now, which is what is kept of it on
 * disk. Every name is quoted.
 */
public final class DefinitionText {
  private DefinitionText() {}

  /**
   * A relation's definition; empty for one that the system makes by itself.
   *
   * @param catalog that it is in, which says what types are called
   */
  public static Optional<String> of(Relation relation, Catalog catalog) {
    return switch (relation) {
      case BaseRelation base ->
          base.kind() == BaseRelation.Kind.SYSTEM
              ? Optional.empty()
              : Optional.of(table(base, catalog.fieldsOf(base)));
      case View view -> Optional.of(view("VIEW", path(view.name()), view.fields(), view.text()));
      case MaterializedView view ->
          Optional.of(view("MATERIALIZED VIEW", path(view.name()), view.fields(), view.text()));
      case ViewDefinition view ->
          Optional.of(view("MATERIALIZED VIEW", path(view.name()), view.fields(), view.text()));
      case SystemRelation system -> Optional.empty();
    };
  }

  /** A sink's definition. */
  public static String of(Sink sink) {
    return "CREATE SINK " + path(sink.name()) + " FROM " + path(sink.view()) + with(sink.options());
  }

  /** The definition of a relation's index. */
  public static String of(Index index, Relation relation) {
    KeyOrder order = index.order();
    String keys =
        order.columns().stream()
            .map(column -> key(column, relation))
            .collect(Collectors.joining(", ", " (", ")"));
    return "CREATE "
        + (order.unique() ? "UNIQUE " : "")
        + "INDEX "
        + name(index.order().name())
        + " ON "
        + path(relation.name())
        + keys
        + (index.nullsDistinct() ? "" : " NULLS NOT DISTINCT")
        + index.condition().map(condition -> " WHERE " + condition).orElse("");
  }

  private static String key(KeyColumn column, Relation relation) {
    String what =
        column.expression() instanceof Expr.Column plain
            ? name(relation.fields().get(plain.index()).name())
            : column.text();
    return what
        + (column.order().descending() ? " DESC" : " ASC")
        + (column.order().nullsFirst() ? " NULLS FIRST" : " NULLS LAST");
  }

  private static String table(BaseRelation table, List<Field> fields) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      Field field = fields.get(i);
      int column = i;
      parts.add(
          name(field.name())
              + " "
              + field.type()
              + table.defaults().get(i).map(text -> value(table, column, text.text())).orElse("")
              + (field.nullable() || table.primaryKey().contains(i) ? "" : " NOT NULL"));
    }
    if (!table.primaryKey().isEmpty()) {
      parts.add(
          "CONSTRAINT "
              + name(table.keyName())
              + " PRIMARY KEY "
              + names(table.primaryKey().stream().map(i -> table.fields().get(i)).toList()));
    }
    for (BaseRelation.Check check : table.checks()) {
      parts.add("CONSTRAINT " + name(check.name()) + " CHECK (" + check.text() + ")");
    }
    String word = table.kind() == BaseRelation.Kind.SOURCE ? "SOURCE" : "TABLE";
    return "CREATE "
        + word
        + " "
        + path(table.name())
        + " ("
        + String.join(", ", parts)
        + ")"
        + with(table.options());
  }

  private static String value(BaseRelation table, int column, String text) {
    return table.roles().get(column) == ColumnRole.GENERATED
        ? " GENERATED ALWAYS AS (" + text + ") STORED"
        : " DEFAULT " + text;
  }

  private static String view(String kind, String name, List<Field> fields, String query) {
    return "CREATE " + kind + " " + name + " " + names(fields) + " AS " + query;
  }

  private static String names(List<Field> fields) {
    return fields.stream()
        .map(field -> name(field.name()))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static String with(Map<String, String> options) {
    return options.isEmpty()
        ? ""
        : options.entrySet().stream()
            .sorted(Comparator.comparing(Map.Entry::getKey))
            .map(option -> text(option.getKey()) + " = " + text(option.getValue()))
            .collect(Collectors.joining(", ", " WITH (", ")"));
  }

  /** An object's name in the catalog, every part quoted. */
  private static String path(String name) {
    return ObjectName.parts(name).stream()
        .map(DefinitionText::name)
        .collect(Collectors.joining("."));
  }

  private static String name(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static String text(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
