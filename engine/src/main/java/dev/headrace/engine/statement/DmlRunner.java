package dev.headrace.engine.statement;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Patience;
import dev.headrace.engine.database.ReadView;
import dev.headrace.engine.database.RowConstraints;
import dev.headrace.engine.database.Transaction;
import dev.headrace.model.Batch;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowProjector;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlType;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.runtime.state.GroupTable;
import dev.headrace.runtime.state.MemoryBudget;
import dev.headrace.sql.PlannedChange;
import dev.headrace.sql.PlannedDelete;
import dev.headrace.sql.PlannedInsert;
import dev.headrace.sql.PlannedMerge;
import dev.headrace.sql.PlannedUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Turns the rows of a statement's plan, which hold images of a table's rows and what RETURNING asks
 * for, into the delta of the table and the rows of the result.
 */
final class DmlRunner {
  private static final RowLayout NOTHING = new RowLayout(List.of());

  private final BaseRelation table;
  private final RowConstraints constraints;
  private final Batch delta = new Batch();
  private final List<Field> returning;
  private final OptionalInt copies;
  private final Batch returned = new Batch();
  private long rows;

  /** For rows that are images of the table's rows and nothing more. */
  DmlRunner(BaseRelation table) {
    this(table, List.of(), OptionalInt.empty());
  }

  private DmlRunner(BaseRelation table, List<Field> returning, OptionalInt copies) {
    this.table = table;
    this.constraints = new RowConstraints(table);
    this.returning = returning;
    this.copies = copies;
  }

  /** The delta and the result of a planned statement. */
  static DmlRunner of(BaseRelation table, PlannedChange change, Segments input) {
    return switch (change) {
      case PlannedInsert insert -> {
        if (insert.conflict().isPresent()) {
          throw Unsupported.feature("ON CONFLICT");
        }
        yield new DmlRunner(table, insert.returning(), OptionalInt.empty()).insert(input);
      }
      case PlannedUpdate update ->
          new DmlRunner(table, update.returning(), update.copies()).update(input);
      case PlannedDelete delete ->
          new DmlRunner(table, delete.returning(), delete.copies()).delete(input);
      case PlannedMerge merge -> throw Unsupported.feature("MERGE");
    };
  }

  /** Rows to insert. */
  DmlRunner insert(Segments input) {
    Layout layout = new Layout(1);
    layout.forEach(
        input,
        (slab, row, weight) -> {
          int fresh = delta.end();
          layout.image(0, slab, row, weight);
          constraints.check(delta.bytes(), fresh);
        });
    return this;
  }

  /** Rows to delete. */
  DmlRunner delete(Segments input) {
    Layout layout = new Layout(1);
    layout.forEach(input, (slab, row, weight) -> layout.image(0, slab, row, -weight));
    return this;
  }

  /** Rows that hold an old row's columns and then the new one's. */
  DmlRunner update(Segments input) {
    Layout layout = new Layout(2);
    layout.forEach(
        input,
        (slab, row, weight) -> {
          layout.image(0, slab, row, -weight);
          int fresh = delta.end();
          layout.image(1, slab, row, weight);
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

  /** The rows of RETURNING. */
  Segments returned() {
    Segments result = new Segments();
    result.add(returned);
    return result;
  }

  @FunctionalInterface
  private interface RowAction {
    void accept(byte[] slab, int row, int weight);
  }

  /** Where the parts of an input row are. */
  private final class Layout {
    private final List<RowProjector> images = new ArrayList<>();
    private final RowLayout layout;
    private final @Nullable RowProjector result;
    private final boolean plain;

    private Layout(int count) {
      int width = table.fields().size();
      List<SqlType> types = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        types.addAll(table.layout().types());
      }
      returning.forEach(field -> types.add(field.type()));
      if (copies.isPresent()) {
        types.add(SqlType.BIGINT);
      }
      layout = new RowLayout(types);
      plain = types.size() == width;
      for (int i = 0; i < count && !plain; i++) {
        images.add(projector(i * width, width));
      }
      result = returning.isEmpty() ? null : projector(count * width, returning.size());
    }

    private RowProjector projector(int from, int count) {
      List<Integer> columns = new ArrayList<>(count);
      for (int column = from; column < from + count; column++) {
        columns.add(column);
      }
      return new RowProjector(layout, columns);
    }

    void image(int index, byte[] slab, int row, int weight) {
      if (plain) {
        delta.append(slab, row, weight);
      } else {
        images.get(index).append(slab, row, delta, weight);
      }
    }

    void forEach(Segments input, RowAction action) {
      GroupTable seen =
          copies.isPresent()
              ? new GroupTable(NOTHING, table.layout(), MemoryBudget.unlimited(), List.of())
              : null;
      Batch old = new Batch(64);
      for (int i = 0; i < input.size(); i++) {
        byte[] slab = input.slab(i);
        for (int row = input.from(i); row < input.to(i); row += Rows.length(slab, row)) {
          int weight = Rows.weight(slab, row);
          if (seen != null) {
            weight = first(seen, old, slab, row) ? copies(slab, row) : 0;
          }
          if (weight > 0) {
            action.accept(slab, row, weight);
            if (result != null) {
              result.append(slab, row, returned, weight);
            }
            rows += weight;
          }
        }
      }
    }

    /** Whether the old row has not come yet. */
    private boolean first(GroupTable seen, Batch old, byte[] slab, int row) {
      old.clear();
      images.getFirst().append(slab, row, old, 1);
      seen.locateRecord(Rows.hashColumns(old.bytes(), 0), old.bytes(), 0);
      return seen.inserted();
    }

    private int copies(byte[] slab, int row) {
      int column = copies.orElseThrow();
      return Math.toIntExact(Rows.getLong(slab, row + layout.offset(column)));
    }
  }
}
