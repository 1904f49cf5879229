package dev.headrace.runtime.state;

import dev.headrace.model.RowLayout;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows that a delta deletes more often than they are there, until its inserts are seen. */
final class RowDebts {
  private static final RowLayout OWED = new RowLayout(List.of(SqlType.BIGINT));

  private final RowLayout layout;
  private final MemoryBudget budget;
  // most stores never need it
  private @Nullable GroupTable lazyTable;
  private long total;

  RowDebts(RowLayout layout, MemoryBudget budget) {
    this.layout = layout;
    this.budget = budget;
  }

  private GroupTable table() {
    GroupTable table = lazyTable;
    if (table == null) {
      table = new GroupTable(OWED, layout, budget, List.of());
      lazyTable = table;
    }
    return table;
  }

  boolean isEmpty() {
    return total == 0;
  }

  void add(byte[] slab, int row, long weight) {
    GroupTable table = table();
    int record = table.locate(GroupTable.hash(slab, row), slab, row);
    int at = record + OWED.offset(0);
    Rows.putLong(table.page(), at, Rows.getLong(table.page(), at) + weight);
    total += weight;
  }

  /** Takes up to a weight off what is owed of a row; returns how much that was. */
  long pay(byte[] slab, int row, long weight) {
    GroupTable table = table();
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
    if (lazyTable != null) {
      lazyTable.clear();
    }
    total = 0;
  }
}
