package dev.headrace.engine.statement;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Patience;
import dev.headrace.engine.database.ReadView;
import dev.headrace.engine.database.RowConstraints;
import dev.headrace.engine.database.Transaction;
import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowProjector;
import dev.headrace.model.Rows;
import dev.headrace.runtime.circuit.Segments;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Turns the rows of a statement's query into the delta of a table. */
final class DmlRunner {
  private final BaseRelation table;
  private final RowConstraints constraints;
  private final Batch delta = new Batch();
  private long rows;

  DmlRunner(BaseRelation table) {
    this.table = table;
    this.constraints = new RowConstraints(table);
  }

  /** Rows to insert. */
  DmlRunner insert(Segments input) {
    forEach(
        input,
        (slab, row) -> {
          constraints.check(slab, row);
          delta.append(slab, row);
        });
    return this;
  }

  /** Rows to delete. */
  DmlRunner delete(Segments input) {
    forEach(input, (slab, row) -> delta.append(slab, row, -Rows.weight(slab, row)));
    return this;
  }

  /** Rows that hold an old row's columns and then the new one's. */
  DmlRunner update(Segments input) {
    int width = table.fields().size();
    List<dev.headrace.model.SqlType> types = new ArrayList<>(table.layout().types());
    types.addAll(table.layout().types());
    RowLayout both = new RowLayout(types);
    RowProjector before = new RowProjector(both, IntStream.range(0, width).boxed().toList());
    RowProjector after = new RowProjector(both, IntStream.range(width, 2 * width).boxed().toList());
    forEach(
        input,
        (slab, row) -> {
          int weight = Rows.weight(slab, row);
          before.append(slab, row, delta, -weight);
          int fresh = delta.end();
          after.append(slab, row, delta, weight);
          constraints.check(delta.bytes(), fresh);
        });
    return this;
  }

  /**
   * Makes the delta part of a transaction.
   *
   * @param view what the rows were read from
   * @return false if others have changed them since, so that they must be read again
   */
  boolean applyTo(Transaction transaction, ReadView view, Patience patience) {
    return transaction.change(table, delta, view, patience);
  }

  /** How many rows it is about. */
  long rows() {
    return rows;
  }

  @FunctionalInterface
  private interface RowAction {
    void accept(byte[] slab, int row);
  }

  private void forEach(Segments input, RowAction action) {
    for (int i = 0; i < input.size(); i++) {
      byte[] slab = input.slab(i);
      for (int row = input.from(i); row < input.to(i); row += Rows.length(slab, row)) {
        action.accept(slab, row);
        rows += Rows.weight(slab, row);
      }
    }
  }
}
