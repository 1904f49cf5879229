package dev.headrace.engine.database;

import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Rows;
import dev.headrace.runtime.circuit.Consolidator;
import dev.headrace.runtime.circuit.InputOperator;
import dev.headrace.runtime.circuit.Operator;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.runtime.state.MemoryBudget;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where a table's deltas enter the circuit. A table whose columns have been altered feeds the views
 * that were there before as well: their operators go on with rows as they used to be.
 *
 * @param operator takes rows of the table
 * @param former takes its rows as they were before the last ALTER TABLE; null if nobody can want
 *     them
 */
public record TableInput(InputOperator operator, @Nullable Former former) {
  /**
   * What a table used to be.
   *
   * @param layout of the table's rows now
   * @param before of its rows then
   * @param columns for each column that it had where it is now; -1 for one that no view uses
   */
  record Former(TableInput input, RowLayout layout, RowLayout before, List<Integer> columns) {
    Former {
      columns = List.copyOf(columns);
    }

    /** The one before it, seen from here; null if there is none. */
    @Nullable Former skipped() {
      Former older = input.former;
      return older == null
          ? null
          : new Former(
              older.input,
              layout,
              older.before,
              older.columns.stream().map(c -> c < 0 ? -1 : columns.get(c)).toList());
    }

    void feed(Batch delta, Predicate<InputOperator> used) {
      Batch rows = rows(delta);
      if (used.test(input.operator)) {
        input.operator.feed(Segments.of(rows));
      }
      if (input.former != null) {
        input.former.feed(rows, used);
      }
    }

    Batch rows(Batch delta) {
      RowWriter writer = new RowWriter(before);
      Batch rows = new Batch();
      for (int row = 0; row < delta.end(); row = delta.next(row)) {
        writer.begin(rows);
        for (int i = 0; i < columns.size(); i++) {
          if (columns.get(i) >= 0) {
            writer.copy(i, layout, delta.bytes(), row, columns.get(i));
          }
        }
        writer.end(Rows.weight(delta.bytes(), row));
      }
      return rows;
    }
  }

  /** The input of a table that is new. */
  public static TableInput of(InputOperator operator) {
    return new TableInput(operator, null);
  }

  /**
   * The input of an altered version of a table that has this one.
   *
   * @param columns for each column that it has where it will be; -1 for one that no view uses
   * @param read the operators that views read
   */
  public TableInput altered(
      InputOperator next,
      RowLayout layout,
      RowLayout before,
      List<Integer> columns,
      Set<Operator> read) {
    Former reduced = new Former(this, layout, before, columns);
    while (reduced != null && !read.contains(reduced.input.operator)) {
      reduced = reduced.skipped();
    }
    return new TableInput(next, reduced);
  }

  /**
   * Takes note of the table's delta, if no operator reads it.
   *
   * @return whether none does
   */
  boolean passOver(Batch delta, LiveCircuit circuit) {
    if (former != null || circuit.isWaitingFor(operator)) {
      return false;
    }
    operator.passOver(Segments.of(delta));
    return true;
  }

  /** Feeds the table's delta to all operators that are in use. */
  void feed(Batch delta, Predicate<InputOperator> used) {
    if (delta.isEmpty()) {
      return;
    }
    operator.feed(Segments.of(delta));
    if (former != null) {
      former.feed(delta, used);
    }
  }

  /**
   * Feeds the delta of the commit that has altered the table, which is all rows that it has now.
   *
   * @param old the table's input before, whose operators have had {@code oldRows}
   */
  void feedAltered(Batch delta, TableInput old, Batch oldRows, Predicate<InputOperator> used) {
    if (!delta.isEmpty()) {
      operator.feed(Segments.of(delta));
    }
    Batch rows = delta;
    for (Former each = former; each != null; each = each.input.former) {
      rows = each.rows(rows);
      Batch had = old.rows(each.input.operator, oldRows);
      if (had != null) {
        Consolidator difference = new Consolidator(each.before, MemoryBudget.unlimited());
        difference.addAll(rows, 1);
        difference.addAll(had, -1);
        Batch changes = new Batch();
        difference.drainTo(changes);
        each.input.feed(changes, used);
        return;
      }
    }
  }

  /** The rows of the table as an operator gets them; null if it gets none. */
  private @Nullable Batch rows(InputOperator wanted, Batch rows) {
    if (operator == wanted) {
      return rows;
    }
    return former == null ? null : former.input.rows(wanted, former.rows(rows));
  }
}
