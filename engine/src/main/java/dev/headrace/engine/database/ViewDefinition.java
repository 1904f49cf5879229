package dev.headrace.engine.database;

import dev.headrace.ir.Rel;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.runtime.circuit.Operator;
import dev.headrace.runtime.state.MemoryBudget;
import dev.headrace.runtime.state.RowStore;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A materialized view to be made: what its transaction sees of it until the commit plans and fills
 * it. It is read like a plain view.
 *
 * @param fields its columns
 * @param rel its query, rewritten
 * @param identity global hash of the query
 * @param text as it was written
 * @param relations it names
 * @param key columns that identify a row; empty if none are known
 * @param appendOnly whether its rows are never deleted
 */
public record ViewDefinition(
    int oid,
    String name,
    List<Field> fields,
    Rel rel,
    String identity,
    String text,
    Set<String> relations,
    List<Integer> key,
    boolean appendOnly)
    implements Relation {
  static ViewDefinition of(MaterializedView view) {
    return new ViewDefinition(
        view.oid(),
        view.name(),
        view.fields(),
        view.rel(),
        view.identity(),
        view.text(),
        view.relations(),
        view.key(),
        view.store().isAppendOnly());
  }

  /** The same with other names. */
  public ViewDefinition shaped(String newName, List<Field> newFields) {
    return new ViewDefinition(
        oid, newName, newFields, rel, identity, text, relations, key, appendOnly);
  }

  /** The view so defined, which goes on with the state of one that is there. */
  public MaterializedView inPlaceOf(MaterializedView view) {
    return new MaterializedView(
        oid, name, fields, rel, identity, text, relations, key, view.store(), view.output());
  }

  RowLayout layout() {
    return RowLayout.of(fields);
  }

  MaterializedView view(Operator output) {
    RowLayout layout = layout();
    MemoryBudget budget = MemoryBudget.unlimited();
    RowStore store =
        appendOnly
            ? RowStore.appendOnly(layout, budget)
            : key.isEmpty()
                ? RowStore.bag(layout, budget)
                : RowStore.keyed(layout, new RowKeyEncoder(layout, key), budget);
    return new MaterializedView(
        oid, name, fields, rel, identity, text, relations, key, store, output);
  }

  @Override
  public @Nullable RowStore store() {
    return null;
  }
}
