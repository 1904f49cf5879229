package dev.headrace.check.source;

import dev.headrace.engine.statement.Description;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The schema of a PostgreSQL server in the embedded planner, which finds out what can be NULL.
 * PostgreSQL itself does not tell.
 *
 * <p>What Headrace does not know is made poorer, never wrong: columns of unknown types are text,
 * views that it cannot plan are tables whose columns can be NULL. A statement that it cannot plan
 * has no description.
 */
final class Mirror implements AutoCloseable {
  private static final Pattern TYPE =
      Pattern.compile("([^(\\[]+?)(\\([\\d,]+\\))?( [a-z ]+)?(\\[\\])*");

  private final Planner planner = new Planner();

  Mirror(LiveCatalog catalog) {
    schemas(catalog);
    for (LiveCatalog.Sequence sequence : catalog.sequences()) {
      attempt("CREATE SEQUENCE " + qualified(sequence.schema(), sequence.name()));
    }
    Map<String, List<LiveCatalog.Column>> relations = new LinkedHashMap<>();
    for (LiveCatalog.Column column : catalog.columns()) {
      relations
          .computeIfAbsent(qualified(column.schema(), column.relation()), _ -> new ArrayList<>())
          .add(column);
    }
    relations.forEach(
        (name, columns) -> {
          if (!columns.getFirst().kind().equals("v")) {
            table(name, columns, catalog);
          }
        });
    views(catalog, relations);
    attempt("SET search_path = " + catalog.searchPath());
  }

  private void schemas(LiveCatalog catalog) {
    catalog.columns().stream()
        .map(LiveCatalog.Column::schema)
        .distinct()
        .forEach(schema -> attempt("CREATE SCHEMA IF NOT EXISTS " + quoted(schema)));
  }

  /** Whether it was possible. What is not there is not known, which is no error. */
  private boolean attempt(String sql) {
    try {
      planner.execute(sql);
      return true;
    } catch (SqlException _) {
      return false;
    }
  }

  private static String qualified(String schema, String name) {
    return quoted(schema) + "." + quoted(name);
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private void table(String name, List<LiveCatalog.Column> columns, LiveCatalog catalog) {
    // rows of other servers, and those of materialized views, were not checked
    String kind = columns.getFirst().kind();
    boolean checked = kind.equals("r") || kind.equals("p");
    List<String> parts = new ArrayList<>();
    for (LiveCatalog.Column column : columns) {
      parts.add(
          quoted(column.name())
              + " "
              + known(column.type())
              + (checked && column.notNull() ? " NOT NULL" : ""));
    }
    List<String> keys =
        catalog.keys().stream()
            .filter(key -> qualified(key.schema(), key.relation()).equals(name))
            .map(LiveCatalog.Key::definition)
            .toList();
    List<String> all = new ArrayList<>(parts);
    all.addAll(keys);
    if (!attempt("CREATE TABLE " + name + " (" + String.join(", ", all) + ")")) {
      attempt("CREATE TABLE " + name + " (" + String.join(", ", parts) + ")");
    }
  }

  /** A type as it is if Headrace has it. */
  private static String known(String type) {
    if (type.startsWith("json")) {
      return type.replaceFirst("^json(?!b)", "jsonb");
    }
    Matcher matcher = TYPE.matcher(type);
    if (matcher.matches()) {
      String name = matcher.group(1) + Optional.ofNullable(matcher.group(3)).orElse("");
      for (SqlType.Kind kind : SqlType.Kind.values()) {
        if (kind != SqlType.Kind.ARRAY
            && kind != SqlType.Kind.ENUM
            && kind.sqlName().equals(name)) {
          return type;
        }
      }
    }
    return type.endsWith("[]") ? "text[]" : "text";
  }

  /** Views may use each other; those that cannot be planned are tables. */
  private void views(LiveCatalog catalog, Map<String, List<LiveCatalog.Column>> relations) {
    List<LiveCatalog.View> left = new ArrayList<>(catalog.views());
    while (!left.isEmpty()) {
      if (!left.removeIf(this::view)) {
        LiveCatalog.View unknown = left.removeFirst();
        String name = qualified(unknown.schema(), unknown.name());
        String columns =
            relations.getOrDefault(name, List.of()).stream()
                .map(column -> quoted(column.name()) + " " + known(column.type()))
                .collect(Collectors.joining(", "));
        attempt("CREATE TABLE " + name + " (" + columns + ")");
      }
    }
  }

  private boolean view(LiveCatalog.View view) {
    return attempt("CREATE VIEW " + qualified(view.schema(), view.name()) + " AS " + view.query());
  }

  /** What the planner says; empty of statements that it does not know. */
  List<Optional<Description>> describe(List<Question> questions) {
    return planner.describe(questions).stream()
        .map(
            answer ->
                answer instanceof Answer.Described described
                    ? Optional.of(described.description())
                    : Optional.<Description>empty())
        .toList();
  }

  @Override
  public void close() {
    planner.close();
  }
}
