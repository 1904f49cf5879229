package dev.headrace.engine.database;

import dev.headrace.codegen.Compilations;
import dev.headrace.model.Batch;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.circuit.Operator;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.runtime.state.RowStore;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Gives new views their first rows: in one step, over what they read. */
final class ViewFilling {
  private final Compilations compilations;
  private final IntFunction<Optional<SqlException>> failures;
  private volatile Restoration.FilledListener listener = (_, _, _) -> {};

  /**
   * @param failures why a view, by its OID, cannot be read
   */
  ViewFilling(Compilations compilations, IntFunction<Optional<SqlException>> failures) {
    this.compilations = compilations;
    this.failures = failures;
  }

  /** Has somebody told of the views that are filled from now on. */
  void tell(Restoration.FilledListener filledListener) {
    listener = filledListener;
  }

  /**
   * What those running operators have put out that are no relations. The circuit stands still
   * meanwhile.
   */
  Map<Operator, Segments> recalled(Installation installation) {
    IdentityHashMap<Operator, Relation> relations = relations(installation.catalog());
    IdentityHashMap<Operator, Segments> recalled = new IdentityHashMap<>();
    for (Operator operator : installation.sources()) {
      if (!relations.containsKey(operator)) {
        Segments rows = new Segments();
        operator.recall(rows);
        recalled.put(operator, rows);
      }
    }
    return recalled;
  }

  /**
   * Fills the views. If it throws, their stores are as they were.
   *
   * @param given what some of the operators that the views read have put out
   * @param sequence of the commit that the rows are applied for
   */
  void fill(
      Installation installation, ReadView read, Map<Operator, Segments> given, long sequence) {
    IdentityHashMap<Operator, Segments> rows = new IdentityHashMap<>();
    IdentityHashMap<Operator, Relation> relations = relations(installation.catalog());
    for (Operator operator : installation.sources()) {
      Segments known = given.get(operator);
      rows.put(operator, known == null ? contents(relations.get(operator), read) : known);
    }
    compilations.awaitFor(rows.values().stream().mapToLong(Segments::rows).sum());
    long start = System.nanoTime();
    boolean done = false;
    try {
      installation.fill(
          rows,
          view -> {
            Batch delta = Installation.delta(view);
            view.store().apply(delta.bytes(), 0, delta.end(), sequence);
            listener.filled(view.name(), delta.rows(), System.nanoTime() - start);
          });
      done = true;
    } finally {
      if (!done) {
        installation.views().forEach(view -> view.store().undo(sequence));
      }
    }
  }

  private static IdentityHashMap<Operator, Relation> relations(Catalog catalog) {
    IdentityHashMap<Operator, Relation> relations = new IdentityHashMap<>();
    for (Relation relation : catalog.relations()) {
      if (relation instanceof BaseRelation base) {
        relations.put(base.input().operator(), base);
      } else if (relation instanceof MaterializedView view) {
        relations.put(view.output(), view);
      }
    }
    return relations;
  }

  private Segments contents(@Nullable Relation relation, ReadView read) {
    if (relation == null) {
      throw new IllegalStateException("the rows of an operator are not given");
    }
    failures
        .apply(relation.oid())
        .ifPresent(
            failure -> {
              throw failure;
            });
    RowStore store = relation.store();
    return store == null ? new Segments() : read.scan(relation, store);
  }
}
