package dev.headrace.runtime.window;

import dev.headrace.model.RowLayout;
import dev.headrace.model.function.Comparisons;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The place that a row, which is not there, would have among a group's rows: RANK, DENSE_RANK,
 * PERCENT_RANK and CUME_DIST of a hypothetical set. Rows come in order.
 */
public final class Hypothetical extends Accumulation {
  /** How the place is told. */
  public enum Place {
    RANK,
    DENSE_RANK,
    PERCENT_RANK,
    CUME_DIST
  }

  private final Place place;
  private final List<Integer> values;
  private final List<RowKeys.Column> order;
  private final RowLayout layout;
  private long rows;
  private long before;
  private long peers;
  private long distinctBefore;
  private @Nullable List<@Nullable Object> last;

  /**
   * @param values columns with the row's values, for each column of the order one of its type
   */
  public Hypothetical(
      Place place, List<Integer> values, List<RowKeys.Column> order, RowLayout layout) {
    this.place = place;
    this.values = values;
    this.order = order;
    this.layout = layout;
  }

  @Override
  void clear() {
    rows = 0;
    before = 0;
    peers = 0;
    distinctBefore = 0;
    last = null;
  }

  @Override
  void add(Partition partition, int index) {
    rows++;
    int compared = 0;
    for (int i = 0; i < order.size() && compared == 0; i++) {
      Object value = partition.value(index, order.get(i).column());
      compared = compare(i, value, partition.value(index, values.get(i)));
    }
    if (compared == 0) {
      peers++;
    } else if (compared < 0) {
      before++;
      if (place == Place.DENSE_RANK) {
        countDistinct(partition, index);
      }
    }
  }

  private void countDistinct(Partition partition, int index) {
    List<@Nullable Object> row = new ArrayList<>();
    order.forEach(column -> row.add(partition.value(index, column.column())));
    List<@Nullable Object> previous = last;
    boolean same = previous != null;
    for (int i = 0; same && previous != null && i < row.size(); i++) {
      same = compare(i, row.get(i), previous.get(i)) == 0;
    }
    distinctBefore += same ? 0 : 1;
    last = row;
  }

  private int compare(int column, @Nullable Object left, @Nullable Object right) {
    RowKeys.Column key = order.get(column);
    if (left == null || right == null) {
      int nulls = (left == null ? 0 : 1) - (right == null ? 0 : 1);
      return key.order().nullsFirst() ? nulls : -nulls;
    }
    int compared = Comparisons.compare(layout.type(key.column()), left, right);
    return key.order().descending() ? -compared : compared;
  }

  @Override
  boolean givesNumbers() {
    return true;
  }

  @Override
  void result(ResultColumn results, int index) {
    switch (place) {
      case RANK -> results.setNumber(index, before + 1);
      case DENSE_RANK -> results.setNumber(index, distinctBefore + 1);
      case PERCENT_RANK -> results.setDouble(index, rows == 0 ? 0 : before / (double) rows);
      case CUME_DIST -> results.setDouble(index, (before + peers + 1) / (rows + 1.0));
    }
  }
}
