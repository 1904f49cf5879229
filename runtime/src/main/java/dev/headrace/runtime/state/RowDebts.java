package dev.headrace.runtime.state;

import dev.headrace.model.RowLayout;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlType;
import java.util.List;

/** Rows that a delta deletes more often than they are there, until its inserts are seen. */
final class RowDebts {
  private static final RowLayout OWED = new RowLayout(List.of(SqlType.BIGINT));

  private final GroupTable table;
  private long total;

  RowDebts(RowLayout layout, MemoryBudget budget) {
    this.table = new GroupTable(OWED, layout, budget, List.of());
  }

  boolean isEmpty() {
    return total == 0;
  }

  void add(byte[] slab, int row, long weight) {
    int record = table.locate(GroupTable.hash(slab, row), slab, row);
    int at = record + OWED.offset(0);
    Rows.putLong(table.page(), at, Rows.getLong(table.page(), at) + weight);
    total += weight;
  }

  /** Takes up to a weight off what is owed of a row; returns how much that was. */
  long pay(byte[] slab, int row, long weight) {
    long record = table.find(GroupTable.hash(slab, row), slab, row);
    if (record == 0) {
      return 0;
    }
    int at = GroupTable.offset(record) + OWED.offset(0);
    byte[] page = table.page(record);
    long owed = Rows.getLong(page, at);
    long paid = Math.min(owed, weight);
    Rows.putLong(page, at, owed - paid);
    total -= paid;
    if (total == 0) {
      table.clear();
    }
    return paid;
  }

  void clear() {
    table.clear();
    total = 0;
  }
}
