package dev.headrace.engine.database;

import dev.headrace.ir.Rel;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.runtime.circuit.Operator;
import dev.headrace.runtime.state.RowStore;
import java.util.List;
import java.util.Set;

/**
 * A query whose result is kept and maintained.
 *
 * @param rel the query, rewritten
 * @param text as it was written
 * @param relations it names
 * @param key columns that identify a row of it; empty if none are known
 * @param store its rows
 * @param output the operator with its deltas
 */
public record MaterializedView(
    int oid,
    String name,
    List<Field> fields,
    Rel rel,
    String identity,
    String text,
    Set<String> relations,
    List<Integer> key,
    RowStore store,
    Operator output)
    implements Relation {
  public MaterializedView {
    fields = List.copyOf(fields);
    relations = Set.copyOf(relations);
    key = List.copyOf(key);
  }

  /** The same with other names. */
  public MaterializedView shaped(String newName, List<Field> newFields) {
    return new MaterializedView(
        oid, newName, newFields, rel, identity, text, relations, key, store, output);
  }

  public RowLayout layout() {
    return RowLayout.of(fields);
  }
}
