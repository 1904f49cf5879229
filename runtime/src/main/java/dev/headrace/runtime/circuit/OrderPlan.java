package dev.headrace.runtime.circuit;

import dev.headrace.model.RowLayout;
import dev.headrace.model.text.KeyCodec;
import java.util.List;

/**
 * An order of rows: by columns, ties broken by the whole row's bytes.
 *
 * @param layout of the rows
 * @param keys columns to order by, most significant first
 */
public record OrderPlan(RowLayout layout, List<Key> keys) {
  /** A column to order by. */
  public record Key(int column, KeyCodec.Order order) {}

  public OrderPlan {
    keys = List.copyOf(keys);
  }
}
