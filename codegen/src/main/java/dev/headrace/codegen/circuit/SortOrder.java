package dev.headrace.codegen.circuit;

import dev.headrace.ir.Rel;
import dev.headrace.model.RowLayout;
import dev.headrace.model.text.KeyCodec;
import dev.headrace.runtime.circuit.OrderPlan;
import java.util.ArrayList;
import java.util.List;

/**
 * The order of ORDER BY. Where a limit cuts, ties are broken by all columns: which rows there are
 * must not depend on chance.
 */
final class SortOrder {
  private SortOrder() {}

  static OrderPlan of(Rel.Sort sort) {
    List<OrderPlan.Key> keys = new ArrayList<>();
    for (Rel.SortKey key : sort.order()) {
      keys.add(
          new OrderPlan.Key(key.column(), new KeyCodec.Order(key.descending(), key.nullsFirst())));
    }
    if (sort.limit() != null || sort.offset() != null) {
      for (int column = 0; column < sort.fields().size(); column++) {
        int each = column;
        if (sort.order().stream().noneMatch(key -> key.column() == each)) {
          keys.add(new OrderPlan.Key(column, KeyCodec.Order.ASCENDING));
        }
      }
    }
    return new OrderPlan(RowLayout.of(sort.fields()), keys);
  }
}
