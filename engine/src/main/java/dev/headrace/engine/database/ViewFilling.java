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
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Gives new views their first rows: in steps over what they read, each over so much that what is on
 * the way takes little memory, and that somebody who has given up does not wait long.
 */
final class ViewFilling {
  private final Compilations compilations;
  private final long stepBytes;
  private final IntFunction<Optional<SqlException>> failures;
  private volatile Restoration.FilledListener listener = (_, _, _) -> {};

  /**
   * @param stepBytes bytes of rows that a step reads
   * @param failures why a view, by its OID, cannot be read
   */
  ViewFilling(
      Compilations compilations, long stepBytes, IntFunction<Optional<SqlException>> failures) {
    this.compilations = compilations;
    this.stepBytes = stepBytes;
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
   * @param put gets what each step has put out for a view
   */
  void fill(
      Installation installation,
      ReadView read,
      Map<Operator, Segments> given,
      long sequence,
      BiConsumer<MaterializedView, Batch> put) {
    IdentityHashMap<Operator, Segments> rows = new IdentityHashMap<>();
    IdentityHashMap<Operator, Relation> relations = relations(installation.catalog());
    for (Operator operator : installation.sources()) {
      Segments known = given.get(operator);
      rows.put(operator, known == null ? contents(relations.get(operator), read) : known);
    }
    compilations.awaitFor(rows.values().stream().mapToLong(Segments::rows).sum());
    FillSteps steps = new FillSteps(rows, stepBytes, installation.computesAnew());
    long start = System.nanoTime();
    boolean done = false;
    try {
      do {
        Map<Operator, Segments> some = steps.next();
        boolean last = !steps.hasNext();
        installation.fill(
            some,
            view -> {
              Batch delta = Installation.delta(view);
              view.store().apply(delta.bytes(), 0, delta.end(), sequence);
              put.accept(view, delta);
              if (last) {
                listener.filled(view.name(), view.store().rows(), System.nanoTime() - start);
              }
            });
        if (!last) {
          listener.filling(steps.percent());
        }
      } while (steps.hasNext());
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
