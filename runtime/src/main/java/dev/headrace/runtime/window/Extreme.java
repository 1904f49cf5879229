package dev.headrace.runtime.window;

import dev.headrace.model.SqlType;
import dev.headrace.model.function.Comparisons;
import org.jspecify.annotations.Nullable;

/** MIN and MAX of a group. */
final class Extreme extends Accumulation {
  private final boolean greatest;
  private final int argument;
  private final SqlType type;
  private @Nullable Object best;

  Extreme(boolean greatest, int argument, SqlType type) {
    this.greatest = greatest;
    this.argument = argument;
    this.type = type;
  }

  @Override
  void clear() {
    best = null;
  }

  @Override
  void add(Partition rows, int index) {
    Object value = rows.value(index, argument);
    if (value == null) {
      return;
    }
    Object soFar = best;
    int order = soFar == null ? 0 : Comparisons.compare(type, value, soFar);
    if (soFar == null || (greatest ? order > 0 : order < 0)) {
      best = value;
    }
  }

  @Override
  boolean givesNumbers() {
    return false;
  }

  @Override
  void result(ResultColumn results, int index) {
    results.setObject(index, best);
  }

  @Override
  boolean seesOrder() {
    return true;
  }
}
