package dev.headrace.engine.statement;

import dev.headrace.engine.constraint.ForeignKeys;
import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.Patience;
import dev.headrace.engine.database.ReadView;
import dev.headrace.engine.database.RowConstraints;
import dev.headrace.engine.database.Transaction;
import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowProjector;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.sql.PlannedConflict;
import dev.headrace.sql.PlannedDelete;
import dev.headrace.sql.PlannedInsert;
import dev.headrace.sql.PlannedMerge;
import dev.headrace.sql.PlannedUpdate;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns the rows of a statement's plan, which hold images of a table's rows and what RETURNING asks
 * for, into the delta of the table and the rows of the result.
 */
final class DmlRunner {
  /** Of more rows the delta grows as they come. */
  private static final long MOST_RESERVED = 1 << 20;

  private final BaseRelation table;
  private final RowConstraints constraints;
  private final RowLayout input;
  private Batch delta = new Batch(0);
  private final List<Field> returning;
  private final OptionalInt copies;
  private final Batch returned;
  // where an old row starts in the delta whose new row comes right behind it
  private Set<Integer> updates = Set.of();
  // rows that another part of the statement has changed already
  private @Nullable RowSet changedBefore;
  private boolean referenced;
  private boolean single;
  private boolean choosing;
  private long rows;

  /** For rows that are images of the table's rows and nothing more. */
  DmlRunner(BaseRelation table) {
    this(table, table.layout(), List.of(), OptionalInt.empty());
  }

  private DmlRunner(
      BaseRelation table, RowLayout input, List<Field> returning, OptionalInt copies) {
    this.table = table;
    this.input = input;
    this.returned = new Batch(returning.isEmpty() ? 0 : 256);
    this.constraints = new RowConstraints(table);
    this.returning = returning;
    this.copies = copies;
  }

  /** The delta and the result of a planned statement, made of its plan's rows. */
  static DmlRunner of(BaseRelation table, Catalog catalog, PlanRunner.Rows rows) {
    return of(table, catalog, rows, null);
  }

  /**
   * The same for a part of a statement.
   *
   * @param changedBefore rows that another part has changed
   */
  static DmlRunner of(
      BaseRelation table, Catalog catalog, PlanRunner.Rows rows, @Nullable RowSet changedBefore) {
    RowLayout layout = rows.plan().rowLayout();
    Segments input = rows.segments();
    return switch (Objects.requireNonNull(rows.plan().plan().change())) {
      case PlannedInsert insert -> {
        DmlRunner runner = new DmlRunner(table, layout, insert.returning(), OptionalInt.empty());
        PlannedConflict conflict = insert.conflict().orElse(null);
        if (conflict == null) {
          yield runner.insert(input);
        }
        runner.choosing = true;
        runner.changedBefore = changedBefore;
        ConflictKeys keys = ConflictKeys.of(table, catalog, conflict.arbiters());
        yield conflict.update() ? runner.upsert(input, keys) : runner.insertNew(input, keys);
      }
      case PlannedUpdate update ->
          new DmlRunner(table, layout, update.returning(), update.copies())
              .ofCursor(update.current().isPresent())
              .referenced(ForeignKeys.concern(table, catalog))
              .leaving(changedBefore)
              .update(input);
      case PlannedDelete delete ->
          new DmlRunner(table, layout, delete.returning(), delete.copies())
              .ofCursor(delete.current().isPresent())
              .leaving(changedBefore)
              .delete(input);
      case PlannedMerge _ ->
          new DmlRunner(table, layout, List.of(), OptionalInt.empty())
              .leaving(changedBefore)
              .merge(input);
    };
  }

  /** Says whether foreign keys want to know which rows are updated. */
  private DmlRunner referenced(boolean isReferenced) {
    referenced = isReferenced;
    return this;
  }

  /** Says whether it is the row of a cursor: of equal ones, it is one. */
  private DmlRunner ofCursor(boolean isOfCursor) {
    single = isOfCursor;
    return this;
  }

  /** Leaves rows alone that have been changed before; it changes a row only once. */
  private DmlRunner leaving(@Nullable RowSet changed) {
    changedBefore = changed;
    return this;
  }

  private boolean isChanged(Batch image) {
    return changedBefore != null && changedBefore.contains(image.bytes(), 0);
  }

  private boolean isChanged(Layout layout, byte[] slab, int row) {
    if (changedBefore == null) {
      return false;
    }
    Batch old = new Batch();
    layout.image(0, slab, row, old);
    return isChanged(old);
  }

  /** Rows to insert. */
  DmlRunner insert(Segments input) {
    Layout layout = new Layout(0, 1);
    if (layout.plain && delta.isEmpty() && input.size() == 1 && input.from(0) == 0) {
      Batch whole = whole(input.slab(0), input.to(0));
      if (whole != null) {
        delta = whole;
        for (int row = 0; row < whole.end(); row = whole.next(row)) {
          constraints.check(whole.bytes(), row);
        }
        return this;
      }
    }
    layout.forEach(input, (slab, row, weight) -> add(layout, 0, slab, row, weight));
    return this;
  }

  /** A slab of nothing but rows to insert, as a plan's result mostly is; null for any other. */
  private @Nullable Batch whole(byte[] slab, int end) {
    int count = 0;
    long weights = 0;
    for (int row = 0; row < end; row += Rows.length(slab, row)) {
      int weight = Rows.weight(slab, row);
      if (weight <= 0) {
        return null;
      }
      weights += weight;
      count++;
    }
    rows = weights;
    return Batch.of(slab, end, count);
  }

  /** The next row of the delta is an old one whose new row comes right behind it. */
  private void markUpdate() {
    if (updates.isEmpty()) {
      updates = new HashSet<>();
    }
    updates.add(delta.end());
  }

  private int add(Layout layout, int image, byte[] slab, int row, int weight) {
    int fresh = delta.end();
    layout.image(image, slab, row, weight);
    constraints.check(delta.bytes(), fresh);
    return weight;
  }

  /** ON CONFLICT DO NOTHING: of rows that have a key in common the first is inserted. */
  private DmlRunner insertNew(Segments input, ConflictKeys keys) {
    Layout layout = new Layout(0, 1);
    Batch fresh = new Batch();
    layout.forEach(
        input,
        (slab, row, weight) -> {
          fresh.clear();
          layout.image(0, slab, row, fresh);
          int copies = keys.add(fresh.bytes(), 0) ? keys.isEmpty() ? weight : 1 : 0;
          return copies == 0 ? 0 : add(layout, 0, slab, row, copies);
        });
    return this;
  }

  /** ON CONFLICT DO UPDATE: the action, the old row, the new one. */
  private DmlRunner upsert(Segments input, ConflictKeys keys) {
    Layout layout = new Layout(1, 2);
    Batch image = new Batch();
    layout.forEach(
        input,
        (slab, row, weight) -> {
          boolean update = layout.integer(0, slab, row) == PlannedMerge.UPDATE;
          image.clear();
          layout.image(update ? 0 : 1, slab, row, image);
          if (weight > 1 || !keys.add(image.bytes(), 0) || (update && isChanged(image))) {
            throw new SqlException(
                    ErrorCode.CARDINALITY_VIOLATION,
                    "ON CONFLICT DO UPDATE command cannot affect row a second time")
                .withHint(
                    "Ensure that no rows proposed for insertion within the same command have"
                        + " duplicate constrained values.");
          }
          if (update) {
            markUpdate();
            layout.image(0, slab, row, -1);
          }
          return add(layout, 1, slab, row, 1);
        });
    return this;
  }

  /** MERGE: the action, the number of equal old rows, the old row, the new one. */
  private DmlRunner merge(Segments input) {
    Layout layout = new Layout(2, 2);
    RowSet seen = new RowSet(table.layout());
    Batch old = new Batch();
    layout.forEach(
        input,
        (slab, row, weight) -> {
          int action = layout.integer(0, slab, row);
          if (action == PlannedMerge.INSERT) {
            return add(layout, 1, slab, row, weight);
          }
          old.clear();
          layout.image(0, slab, row, old);
          if (weight > 1 || !seen.add(old.bytes(), 0) || isChanged(old)) {
            throw new SqlException(
                    ErrorCode.CARDINALITY_VIOLATION,
                    "MERGE command cannot affect row a second time")
                .withHint("Ensure that not more than one source row matches any one target row.");
          }
          int copies = Math.toIntExact(layout.bigint(1, slab, row));
          if (action == PlannedMerge.UPDATE) {
            markUpdate();
          }
          layout.image(0, slab, row, -copies);
          return action == PlannedMerge.DELETE ? copies : add(layout, 1, slab, row, copies);
        });
    return this;
  }

  /** Rows to delete. */
  DmlRunner delete(Segments input) {
    Layout layout = new Layout(0, 1);
    layout.forEach(
        input,
        (slab, row, weight) -> {
          if (isChanged(layout, slab, row)) {
            return 0;
          }
          layout.image(0, slab, row, -weight);
          return weight;
        });
    return this;
  }

  /** Rows that hold an old row's columns and then the new one's. */
  DmlRunner update(Segments input) {
    Layout layout = new Layout(0, 2);
    layout.forEach(
        input,
        (slab, row, weight) -> {
          if (isChanged(layout, slab, row)) {
            return 0;
          }
          if (referenced) {
            markUpdate();
          }
          layout.image(0, slab, row, -weight);
          return add(layout, 1, slab, row, weight);
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
    return transaction.change(table, delta, view, choosing, patience);
  }

  Batch delta() {
    return delta;
  }

  Set<Integer> updates() {
    return updates;
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

  /** What is done with a row of the plan. */
  @FunctionalInterface
  private interface RowAction {
    /** Returns how many rows of the table it was about. */
    int accept(byte[] slab, int row, int weight);
  }

  /** Where the parts of a plan's row are: marks, images, RETURNING's columns, copies. */
  private final class Layout {
    private final RowProjector[] images;
    private final @Nullable RowProjector result;
    private final boolean plain;

    /**
     * Of the plan's columns.
     *
     * @param marks how many there are in front of the images
     * @param count of images
     */
    private Layout(int marks, int count) {
      int width = table.layout().columns();
      plain = input.columns() == width;
      images = new RowProjector[plain ? 0 : count];
      for (int i = 0; i < images.length; i++) {
        images[i] = new RowProjector(input, marks + i * width, table.layout());
      }
      result =
          returning.isEmpty()
              ? null
              : new RowProjector(input, marks + count * width, RowLayout.of(returning));
    }

    int integer(int column, byte[] slab, int row) {
      return Rows.getInt(slab, row + input.offset(column));
    }

    long bigint(int column, byte[] slab, int row) {
      return Rows.getLong(slab, row + input.offset(column));
    }

    /** Adds an image to the delta. */
    void image(int index, byte[] slab, int row, int weight) {
      if (plain) {
        delta.append(slab, row, weight);
      } else {
        images[index].append(slab, row, delta, weight);
      }
    }

    void image(int index, byte[] slab, int row, Batch target) {
      if (plain) {
        target.append(slab, row, 1);
      } else {
        images[index].append(slab, row, target, 1);
      }
    }

    void forEach(Segments rowsOfPlan, RowAction action) {
      if (delta.isEmpty()) {
        // about what it will hold: the plan's rows have the images' columns
        delta = new Batch((int) Math.min(rowsOfPlan.bytes() + 64, MOST_RESERVED));
      }
      RowSet seen = copies.isPresent() ? new RowSet(table.layout()) : null;
      Batch old = seen == null ? delta : new Batch(0);
      for (int i = 0; i < rowsOfPlan.size(); i++) {
        byte[] slab = rowsOfPlan.slab(i);
        for (int row = rowsOfPlan.from(i); row < rowsOfPlan.to(i); row += Rows.length(slab, row)) {
          int weight = Rows.weight(slab, row);
          if (seen != null) {
            old.clear();
            image(0, slab, row, old);
            long equal = bigint(copies.getAsInt(), slab, row);
            weight = seen.add(old.bytes(), 0) ? Math.toIntExact(equal) : 0;
          }
          if (single) {
            weight = rows == 0 ? Math.min(weight, 1) : 0;
          }
          if (weight > 0) {
            accept(action, slab, row, weight);
          }
        }
      }
    }

    private void accept(RowAction action, byte[] slab, int row, int weight) {
      int changed = action.accept(slab, row, weight);
      if (result != null && changed > 0) {
        result.append(slab, row, returned, changed);
      }
      rows += changed;
    }
  }
}
