package dev.headrace.engine.database;

import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.runtime.state.RowStore;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A relation of {@code pg_catalog} or {@code information_schema}. Its rows are made from the
 * definitions in force when a statement reads it.
 *
 * @param oid PostgreSQL's
 * @param name with its schema
 * @param kind as {@code pg_class.relkind}: r for a table, v for a view
 * @param columns positions by name
 */
public record SystemRelation(
    int oid, String name, char kind, List<Field> fields, Map<String, Integer> columns)
    implements Relation {
  static SystemRelation of(int oid, String name, char kind, List<Field> fields) {
    return new SystemRelation(
        oid,
        name,
        kind,
        fields,
        IntStream.range(0, fields.size())
            .boxed()
            .collect(Collectors.toMap(i -> fields.get(i).name(), i -> i)));
  }

  public SystemRelation {
    fields = List.copyOf(fields);
    columns = Map.copyOf(columns);
  }

  /** The schema it is in. */
  public String schema() {
    return name.substring(0, name.indexOf('.'));
  }

  /** Its name without the schema. */
  @Override
  public String simpleName() {
    return name.substring(name.indexOf('.') + 1);
  }

  public RowLayout layout() {
    return RowLayout.of(fields);
  }

  @Override
  public @Nullable RowStore store() {
    return null;
  }

  @Override
  public String identity() {
    return "system " + name;
  }
}
