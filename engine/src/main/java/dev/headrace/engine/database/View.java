package dev.headrace.engine.database;

import dev.headrace.ir.Rel;
import dev.headrace.model.Field;
import dev.headrace.runtime.state.RowStore;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A name for a query.
 *
 * @param rel the query; scans of other plain views are replaced by their queries
 * @param text as it was written
 * @param relations it names
 */
public record View(
    int oid,
    String name,
    List<Field> fields,
    Rel rel,
    String identity,
    String text,
    Set<String> relations)
    implements Relation {
  public View {
    fields = List.copyOf(fields);
    relations = Set.copyOf(relations);
  }

  /** The same with other names. */
  public View shaped(String newName, List<Field> newFields) {
    return new View(oid, newName, newFields, rel, identity, text, relations);
  }

  @Override
  public @Nullable RowStore store() {
    return null;
  }
}
