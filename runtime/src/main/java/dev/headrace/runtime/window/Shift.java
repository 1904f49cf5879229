package dev.headrace.runtime.window;

import dev.headrace.model.Rows;

/**
 * LAG and LEAD: a value of the row so many rows before or after.
 *
 * @param value column of the value
 * @param distance column of the number of rows, INTEGER; below 0 for one row
 * @param otherwise column of the value where there is no such row; below 0 for NULL
 * @param after whether rows count forward
 */
public record Shift(int value, int distance, int otherwise, boolean after)
    implements WindowFunction {
  @Override
  public void evaluate(Partition rows, ResultColumn results) {
    results.references(rows, value, otherwise);
    for (int i = 0; i < rows.size(); i++) {
      if (distance >= 0 && rows.isNull(i, distance)) {
        results.setNull(i);
        continue;
      }
      long away =
          distance < 0 ? 1 : Rows.getInt(rows.slab(), rows.row(i) + rows.layout().offset(distance));
      long source = after ? i + away : i - away;
      if (source >= 0 && source < rows.size()) {
        results.setReference(i, (int) source, false);
      } else if (otherwise >= 0) {
        results.setReference(i, i, true);
      } else {
        results.setNull(i);
      }
    }
  }

  @Override
  public boolean seesTies() {
    return true;
  }
}
