package dev.headrace.check.processor;

import dev.headrace.engine.statement.Description;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** Finds the columns of a result for a Java type, and compares the two: names, types, NULLs. */
final class RowShapes {
  private final ValueTypes types;
  private final List<Description.Column> columns;
  private final Set<String> notNull;
  private final StatementText text;
  private final Set<Integer> used = new HashSet<>();

  /**
   * @param notNull names of columns that are said to be never NULL
   */
  RowShapes(
      ValueTypes types,
      List<Description.Column> columns,
      List<String> notNull,
      StatementText text) {
    this.types = types;
    this.columns = columns;
    this.notNull = new HashSet<>(notNull);
    this.text = text;
    for (String name : notNull) {
      if (columns.stream().noneMatch(column -> column.field().name().equals(name))) {
        throw new Problem("notNull names a column \"" + name + "\" that is not in the result", -1);
      }
    }
  }

  /**
   * @param nullable whether the value itself may be NULL, as in an {@code Optional}
   */
  RowShape of(ExecutableElement method, TypeMirror type, boolean nullable) {
    JavaValue value = types.of(method, "the method's result", type, nullable);
    TypeElement record = value == null ? record(type) : null;
    if (record != null) {
      RowShape shape = record(record, "", null);
      requireAllUsed(record);
      return shape;
    }
    if (value == null) {
      throw new Problem(
          "a row cannot be made a " + type,
          -1,
          type.getKind() == TypeKind.ERROR
              ? "Declare it as "
                  + proposal(TypeText.simple(type))
                  + ", or let it be generated with @GenerateRecord."
              : "Declare a record for its columns.");
    }
    if (columns.size() != 1) {
      throw new Problem(
          "the result has %d columns, and %s holds one value"
              .formatted(columns.size(), value.simpleType()),
          0,
          "Return a record: " + proposal("Row"));
    }
    return value(0, value, nullable, "the method's result", null);
  }

  private static @Nullable TypeElement record(TypeMirror type) {
    return type instanceof DeclaredType declared
            && declared.asElement() instanceof TypeElement element
            && element.getKind() == ElementKind.RECORD
        ? element
        : null;
  }

  /** A record that fits. */
  private String proposal(String name) {
    return "record "
        + name
        + "("
        + String.join(", ", columns.stream().map(RowShapes::component).toList())
        + ") {}";
  }

  /** A record component for a column. */
  private static String component(Description.Column column) {
    Field field = column.field();
    String type =
        field.nullable()
            ? ValueKind.nullableJavaName(field.type())
            : ValueKind.javaName(field.type());
    return (type == null ? "?" : type) + " " + Names.java(field.name());
  }

  private void requireAllUsed(TypeElement record) {
    for (int i = 0; i < columns.size(); i++) {
      if (!used.contains(i)) {
        String name = columns.get(i).field().name();
        throw new Problem(
            "column \"" + name + "\" has no component in record " + record.getSimpleName(),
            text.column(name),
            "Add \"" + component(columns.get(i)) + "\" to the record, or leave the column out.");
      }
    }
  }

  /**
   * @param optional the group of columns whose NULLs mean that there is no such record; null if
   *     there always is one
   */
  private RowShape record(TypeElement record, String prefix, @Nullable OptionalInt optional) {
    List<RowShape> components = new ArrayList<>();
    for (RecordComponentElement component : record.getRecordComponents()) {
      String name = component.getSimpleName().toString();
      TypeMirror type = component.asType();
      boolean nullable = JavaValue.isNullable(component, type);
      JavaValue value = value(component, nullable, prefix + Names.normal(name));
      TypeElement nested = value == null ? record(type) : null;
      if (nested != null) {
        components.add(
            nullable
                ? optionalRecord(nested, prefix + Names.normal(name), name)
                : record(nested, prefix + Names.normal(name), optional));
        continue;
      }
      String of = "component " + name + " of " + record.getSimpleName();
      if (value == null) {
        throw new Problem(
            of + " is of type " + type + ", which is no SQL value",
            -1,
            "Name what converts it with @Convert.");
      }
      int column = column(prefix + Names.normal(name), name, record);
      components.add(value(column, value, nullable, of, optional));
    }
    return new RowShape.Composite(record.getQualifiedName().toString(), components, List.of());
  }

  /**
   * The value of a component; null if it holds none, as a record.
   *
   * @param normal what the name of its column has in common with
   */
  private @Nullable JavaValue value(
      RecordComponentElement component, boolean nullable, String normal) {
    try {
      return types.of(component, nullable);
    } catch (Problem problem) {
      throw columns.stream()
          .map(column -> column.field().name())
          .filter(name -> Names.normal(name).equals(normal))
          .findFirst()
          .map(name -> problem.at(text.column(name)))
          .orElse(problem);
    }
  }

  /** A record that may be missing, as a side of an outer join. */
  private RowShape optionalRecord(TypeElement record, String prefix, String name) {
    List<Integer> all = new ArrayList<>();
    List<Integer> required = new ArrayList<>();
    for (RecordComponentElement component : record.getRecordComponents()) {
      String own = component.getSimpleName().toString();
      boolean value = value(component, false, prefix + Names.normal(own)) != null;
      if (!value && record(component.asType()) != null) {
        continue;
      }
      int column = column(prefix + Names.normal(own), own, record);
      all.add(column);
      if (!JavaValue.isNullable(component, component.asType())) {
        required.add(column);
      }
    }
    if (all.isEmpty()) {
      throw new Problem("record " + name + " has no column that tells whether it is there", -1);
    }
    OptionalInt group =
        required.stream()
            .map(column -> columns.get(column).group())
            .filter(OptionalInt::isPresent)
            .findFirst()
            .orElse(OptionalInt.empty());
    RowShape.Composite shape = (RowShape.Composite) record(record, prefix, group);
    // one column of the group tells; without a group, all of them
    List<Integer> telling =
        required.stream()
            .filter(column -> group.isPresent() && columns.get(column).group().equals(group))
            .findFirst()
            .map(List::of)
            .orElse(all);
    return new RowShape.Composite(
        shape.type(), shape.components(), telling.stream().map(column -> column + 1).toList());
  }

  private int column(String normal, String component, TypeElement record) {
    int found = -1;
    for (int i = 0; i < columns.size(); i++) {
      String name = columns.get(i).field().name();
      if (Names.normal(name).equals(normal)) {
        if (found >= 0) {
          throw new Problem(
              "the result has two columns for component "
                  + component
                  + " of "
                  + record.getSimpleName(),
              text.column(name),
              "Give one of them another name with AS.");
        }
        found = i;
      }
    }
    if (found < 0) {
      List<String> names = columns.stream().map(column -> column.field().name()).toList();
      String closest = Names.closest(normal, names);
      throw new Problem(
          "component "
              + component
              + " of "
              + record.getSimpleName()
              + " has no column in the result",
          0,
          closest != null
              ? "Perhaps column \"" + closest + "\" is meant: name it with AS."
              : "The columns are " + String.join(", ", names) + ".");
    }
    used.add(found);
    return found;
  }

  private RowShape value(
      int index, JavaValue value, boolean nullable, String of, @Nullable OptionalInt optional) {
    Description.Column column = columns.get(index);
    String name = column.field().name();
    SqlType type = column.field().type();
    if (!value.kind().reads(type, value.elementKind())) {
      String wanted = ValueKind.javaName(type);
      throw new Problem(
          "column \"%s\" is %s, and %s is %s".formatted(name, type, of, value.simpleType()),
          text.column(name),
          wanted == null ? null : value.advice(wanted) + ", or cast the column.");
    }
    boolean together = optional != null && optional.isPresent() && column.group().equals(optional);
    if (column.field().nullable() && !nullable && !notNull.contains(name) && !together) {
      throw new Problem(
          "column \"" + name + "\" can be NULL, and " + of + " cannot be null",
          text.column(name),
          "Declare it "
              + (value.isPrimitive()
                  ? "@Nullable " + ValueKind.boxed(value.type())
                  : value.type().equals("byte[]") ? "byte @Nullable []" : "@Nullable")
              + ", or rule NULL out in the statement, as with coalesce.");
    }
    used.add(index);
    return new RowShape.Value(index + 1, name, Objects.requireNonNull(value), nullable);
  }
}
