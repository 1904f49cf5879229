package dev.headrace.engine.statement;

import dev.headrace.model.RowLayout;
import dev.headrace.model.Rows;
import dev.headrace.runtime.state.GroupTable;
import dev.headrace.runtime.state.MemoryBudget;
import java.util.List;

/** Rows that have been seen. */
final class RowSet {
  private static final RowLayout NOTHING = new RowLayout(List.of());

  private final GroupTable rows;

  RowSet(RowLayout layout) {
    this.rows = new GroupTable(NOTHING, layout, MemoryBudget.unlimited(), List.of());
  }

  boolean contains(byte[] slab, int row) {
    return rows.find(Rows.hashColumns(slab, row), slab, row) != 0;
  }

  /** Adds a row; false if it has been added before. */
  boolean add(byte[] slab, int row) {
    rows.locateRecord(Rows.hashColumns(slab, row), slab, row);
    return rows.inserted();
  }
}
