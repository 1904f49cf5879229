package dev.headrace.check.processor;

import dev.headrace.engine.statement.Description;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;

/** The components of a record that is generated for the columns of a result. */
final class RecordComponents {
  private static final String NULLABLE = "@org.jspecify.annotations.Nullable ";

  /** Names that a component must not have. */
  private static final Set<String> TAKEN =
      Set.of(
          "clone", "finalize", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait");

  private RecordComponents() {}

  /**
   * A component.
   *
   * @param column that it is for
   * @param code its type and name, with qualified names
   */
  record Component(String column, String code) {
    /** With simple names. */
    String shown() {
      return code.replaceAll("\\b(?:[a-z]\\w*\\.)+", "");
    }
  }

  /**
   * @param record its name
   * @param notNull names of columns that are said to be never NULL
   * @throws Problem if there can be no component for a column
   */
  static List<Component> of(
      String record, List<Description.Column> columns, List<String> notNull, StatementText text) {
    List<Component> components = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Description.Column column : columns) {
      Field field = column.field();
      String name = Names.java(field.name());
      if (TAKEN.contains(name)) {
        name += "_";
      }
      if (!SourceVersion.isIdentifier(name)) {
        throw new Problem(
            "column \"" + field.name() + "\" is no name for a component",
            text.column(field.name()),
            "Give it a name with AS.");
      }
      if (!names.add(Names.normal(name))) {
        throw new Problem(
            "the result has two columns for component " + name + " of " + record,
            text.column(field.name()),
            "Give one of them another name with AS.");
      }
      String type = type(field.type(), field.nullable() && !notNull.contains(field.name()));
      if (type == null) {
        throw new Problem(
            "column \"%s\" is %s, for which Java has no type here"
                .formatted(field.name(), field.type()),
            text.column(field.name()),
            "Cast the column, as in x::text.");
      }
      components.add(new Component(field.name(), type + " " + name));
    }
    return components;
  }

  /** Null if there is none. Elements of arrays can always be NULL. */
  private static @Nullable String type(SqlType type, boolean nullable) {
    ValueKind kind = ValueKind.reading(type);
    if (kind == null) {
      return null;
    }
    return switch (kind) {
      case LIST ->
          annotated("java.util.List", nullable)
              + "<"
              + type(Objects.requireNonNull(type.element()), true)
              + ">";
      case BYTES -> nullable ? "byte " + NULLABLE + "[]" : "byte[]";
      default ->
          kind.isPrimitive() && !nullable
              ? kind.javaName()
              : annotated(JavaValue.className(kind), nullable);
    };
  }

  private static String annotated(String name, boolean nullable) {
    int simple = name.lastIndexOf('.') + 1;
    return nullable ? name.substring(0, simple) + NULLABLE + name.substring(simple) : name;
  }
}
