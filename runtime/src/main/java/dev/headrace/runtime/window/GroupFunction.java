package dev.headrace.runtime.window;

import dev.headrace.runtime.state.MemoryBudget;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate of all rows of a group, which come in an order of the aggregate's own if it has one.
 */
public final class GroupFunction {
  private final Accumulation accumulation;
  private final int filter;
  private final @Nullable RowKeys order;
  private final boolean distinct;
  private final MemoryBudget budget;
  private @Nullable OrderedRows ordered;

  /**
   * @param filter BOOLEAN column that tells which rows take part; below 0 for all
   * @param order of the rows; null for that of the group
   * @param distinct whether of rows that are equal in the order only the first takes part
   */
  public GroupFunction(
      Accumulation accumulation,
      int filter,
      @Nullable RowKeys order,
      boolean distinct,
      MemoryBudget budget) {
    this.accumulation = accumulation;
    this.filter = filter;
    this.order = order;
    this.distinct = distinct;
    this.budget = budget;
  }

  /** Computes the aggregate of a group as the first result. */
  public void evaluate(Partition rows, ResultColumn results) {
    if (accumulation.givesNumbers()) {
      results.numbers(1);
    } else {
      results.objects(1);
    }
    accumulation.clear();
    Partition inOrder = order == null ? rows : ordered(rows, order);
    for (int i = 0; i < inOrder.size(); i++) {
      boolean repeated = distinct && i > 0 && inOrder.group(i) == inOrder.group(i - 1);
      if (!repeated && (order != null || rows.isTrue(i, filter))) {
        accumulation.add(inOrder, i);
      }
    }
    accumulation.result(results, 0);
  }

  private Partition ordered(Partition rows, RowKeys keys) {
    OrderedRows target = ordered;
    if (target == null) {
      target = new OrderedRows(rows.layout(), budget);
      ordered = target;
    }
    target.clear();
    target.use(rows.slab());
    for (int i = 0; i < rows.size(); i++) {
      if (rows.isTrue(i, filter)) {
        keys.encode(rows.slab(), rows.row(i));
        target.add(rows.row(i), keys);
      }
    }
    target.sort(true, false);
    Partition result = new Partition(target);
    result.set(target, 0, target.size());
    return result;
  }

  /** Whether the result depends on how rows that are equal in the group's order stand. */
  public boolean seesTies() {
    return order == null && accumulation.seesOrder();
  }
}
