package dev.headrace.engine.statement;

import dev.headrace.model.CatalogTypes;
import dev.headrace.model.EnumType;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A description as lines of text, which {@code EXPLAIN (DESCRIBE)} gives and files keep:
 *
 * <pre>
 * kind SELECT
 * parameter integer
 * parameter text required by "customers.name"
 * column "id" bigint not null is "orders.id"
 * column "name" text group 1
 * changes "customers" INSERT UPDATE
 * constraint "customers_pkey" PRIMARY KEY of "customers"
 * </pre>
 */
public final class DescriptionText {
  private static final String NAME = "\"((?:[^\"]|\"\")*)\"";

  private static final Pattern PARAMETER =
      Pattern.compile("parameter (.+?)(?: required by " + NAME + ")?( ruled out)?");

  private static final Pattern COLUMN =
      Pattern.compile(
          "column " + NAME + " (.+?)( not null)?(?: group (\\d{1,9}))?(?: is " + NAME + ")?");

  private static final Pattern CHANGE =
      Pattern.compile("changes " + NAME + "((?: (?:INSERT|UPDATE|DELETE))+)");

  private static final Pattern CONSTRAINT =
      Pattern.compile("constraint " + NAME + " ([A-Z ]+) of " + NAME);

  private static final String ENUM = "enum ";

  private static final Pattern TYPE =
      Pattern.compile("([a-z ]+?)(?:\\((\\d{1,9})(?:,(\\d{1,9}))?\\))?( [a-z ]+)?(\\[\\])?");

  private DescriptionText() {}

  /** The description in lines. */
  public static List<String> lines(Description description) {
    List<String> lines = new ArrayList<>();
    lines.add("kind " + description.kind());
    for (Description.Parameter parameter : description.parameters()) {
      lines.add(
          "parameter "
              + text(parameter.type())
              + parameter.notNull().map(column -> " required by " + quoted(column)).orElse("")
              + (parameter.ruledOut() ? " ruled out" : ""));
    }
    for (Description.Column column : description.columns()) {
      Field field = column.field();
      lines.add(
          "column "
              + quoted(field.name())
              + " "
              + text(field.type())
              + (field.nullable() ? "" : " not null")
              + (column.group().isPresent() ? " group " + column.group().getAsInt() : "")
              + column.origin().map(origin -> " is " + quoted(origin)).orElse(""));
    }
    for (Description.Change change : description.changes()) {
      lines.add(
          "changes "
              + quoted(change.table())
              + change.operations().stream()
                  .sorted()
                  .map(operation -> " " + operation)
                  .collect(Collectors.joining()));
    }
    for (Description.Constraint constraint : description.constraints()) {
      lines.add(
          "constraint "
              + quoted(constraint.name())
              + " "
              + constraint.kind().sql()
              + " of "
              + quoted(constraint.table()));
    }
    return lines;
  }

  /**
   * The description that lines are of.
   *
   * @throws IllegalArgumentException if they are not such lines
   */
  public static Description parse(List<String> lines) {
    if (lines.isEmpty() || !lines.getFirst().startsWith("kind ")) {
      throw new IllegalArgumentException("no kind of statement");
    }
    Description.Kind kind = Description.Kind.valueOf(lines.getFirst().substring("kind ".length()));
    List<Description.Parameter> parameters = new ArrayList<>();
    List<Description.Column> columns = new ArrayList<>();
    List<Description.Change> changes = new ArrayList<>();
    List<Description.Constraint> constraints = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      Matcher parameter = PARAMETER.matcher(line);
      Matcher column = COLUMN.matcher(line);
      Matcher change = CHANGE.matcher(line);
      Matcher constraint = CONSTRAINT.matcher(line);
      if (line.startsWith("parameter ") && parameter.matches()) {
        parameters.add(
            new Description.Parameter(
                type(parameter.group(1)),
                Optional.ofNullable(parameter.group(2)).map(DescriptionText::unquoted),
                parameter.group(3) != null));
      } else if (line.startsWith("column ") && column.matches()) {
        columns.add(
            new Description.Column(
                new Field(
                    unquoted(column.group(1)), type(column.group(2)), column.group(3) == null),
                column.group(4) == null
                    ? OptionalInt.empty()
                    : OptionalInt.of(Integer.parseInt(column.group(4))),
                Optional.ofNullable(column.group(5)).map(DescriptionText::unquoted)));
      } else if (change.matches()) {
        changes.add(
            new Description.Change(
                unquoted(change.group(1)),
                Arrays.stream(change.group(2).strip().split(" ", -1))
                    .map(Description.Operation::valueOf)
                    .collect(Collectors.toSet())));
      } else if (constraint.matches()) {
        constraints.add(
            new Description.Constraint(
                unquoted(constraint.group(1)),
                constraintKind(constraint.group(2)),
                unquoted(constraint.group(3))));
      } else {
        throw new IllegalArgumentException("no part of a description: " + line);
      }
    }
    return new Description(kind, columns, parameters, changes, constraints);
  }

  private static Description.Constraint.Kind constraintKind(String sql) {
    for (Description.Constraint.Kind kind : Description.Constraint.Kind.values()) {
      if (kind.sql().equals(sql)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no kind of constraint: " + sql);
  }

  /** Line breaks in names must not break the line. */
  private static String quoted(String name) {
    String escaped = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    return '"' + escaped.replace("\"", "\"\"") + '"';
  }

  private static String unquoted(String text) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        i++; // the second one of two
      } else if (c == '\\' && i + 1 < text.length()) {
        i++;
        c = text.charAt(i) == 'n' ? '\n' : text.charAt(i) == 'r' ? '\r' : text.charAt(i);
      }
      name.append(c);
    }
    return name.toString();
  }

  // of a type that was created there is no more to say than its name
  private static String text(SqlType type) {
    SqlType element = Objects.requireNonNullElse(type.element(), type);
    return element.kind() == SqlType.Kind.ENUM
        ? ENUM + quoted(element.toString()) + (type.equals(element) ? "" : "[]")
        : type.toString();
  }

  private static SqlType enumerated(String text) {
    boolean array = text.endsWith("[]");
    int end = text.length() - (array ? "\"[]" : "\"").length();
    String name = unquoted(text.substring(ENUM.length() + 1, end));
    SqlType type =
        SqlType.enumerated(EnumType.of(0, 0, new EnumType.Name("", name, name), List.of()));
    return array ? SqlType.array(type) : type;
  }

  private static SqlType type(String text) {
    if (text.startsWith(ENUM)) {
      return enumerated(text);
    }
    for (SqlType.Kind kind : SqlType.Kind.values()) {
      // most types are no more than a name
      if (kind != SqlType.Kind.ARRAY && kind.sqlName().equals(text)) {
        return new SqlType(kind, SqlType.UNBOUNDED, 0, null);
      }
    }
    boolean array = text.endsWith("[]");
    Optional<SqlType> catalogType =
        CatalogTypes.named(array ? text.substring(0, text.length() - 2) : text);
    if (catalogType.isPresent()) {
      return array ? SqlType.array(catalogType.get()) : catalogType.get();
    }
    Matcher matcher = TYPE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no type: " + text);
    }
    String name = matcher.group(1) + Objects.requireNonNullElse(matcher.group(4), "");
    for (SqlType.Kind kind : SqlType.Kind.values()) {
      if (kind != SqlType.Kind.ARRAY && kind.sqlName().equals(name)) {
        int precision =
            matcher.group(2) == null ? SqlType.UNBOUNDED : Integer.parseInt(matcher.group(2));
        int scale = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
        SqlType type = new SqlType(kind, precision, scale, null);
        return matcher.group(5) == null ? type : SqlType.array(type);
      }
    }
    throw new IllegalArgumentException("no type: " + text);
  }
}
