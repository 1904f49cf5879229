package dev.headrace.runtime.circuit;

import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.model.Rows;
import dev.headrace.runtime.state.GroupTable;
import dev.headrace.runtime.state.MemoryBudget;
import java.util.List;

/** Adds up the weights of equal rows. Not thread-safe. */
public final class Consolidator {
  private final GroupTable table;

  public Consolidator(RowLayout layout, MemoryBudget budget) {
    this.table = new GroupTable(AggregateShard.WEIGHT, layout, budget, List.of());
  }

  /** Adds a row with a weight; the one in its header does not count. */
  public void add(byte[] slab, int row, long weight) {
    int record = table.locate(Rows.hashColumns(slab, row), slab, row);
    int at = record + AggregateShard.WEIGHT.offset(0);
    Rows.putLong(table.page(), at, Math.addExact(Rows.getLong(table.page(), at), weight));
  }

  /** Adds all rows of a batch, their weights times a factor. */
  public void addAll(Batch batch, int factor) {
    for (int row = 0; row < batch.end(); row = batch.next(row)) {
      add(batch.bytes(), row, (long) Rows.weight(batch.bytes(), row) * factor);
    }
  }

  /** Appends the rows whose weights are not zero, in no particular order, and forgets all. */
  public void drainTo(Batch target) {
    table.forEach(
        record -> {
          byte[] page = table.page(record);
          int offset = GroupTable.offset(record);
          long weight = Rows.getLong(page, offset + AggregateShard.WEIGHT.offset(0));
          if (weight != 0) {
            target.append(page, offset + table.keyOffset(), Math.toIntExact(weight));
          }
        });
    table.clear();
  }
}
