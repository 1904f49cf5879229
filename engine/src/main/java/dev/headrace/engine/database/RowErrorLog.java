package dev.headrace.engine.database;

import dev.headrace.model.Batch;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowReader;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Rows;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import dev.headrace.runtime.state.RowSnapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The operators in which records have failed since the last step, and what the relation {@code
 * headrace.row_errors} says of them: a row for each view that an operator belongs to.
 */
final class RowErrorLog {
  static final String NAME = "headrace.row_errors";
  static final List<Field> FIELDS =
      List.of(
          Field.notNull("view", SqlType.TEXT),
          Field.notNull("sqlstate", SqlType.TEXT),
          Field.notNull("message", SqlType.TEXT));

  private static final RowLayout LAYOUT = RowLayout.of(FIELDS);

  private final Queue<OperatorErrors> failing = new ConcurrentLinkedQueue<>();

  /** For the units of one operator. */
  OperatorErrors ofOperator() {
    return new OperatorErrors(failing::add);
  }

  /** What has failed since the last call, by the operators in which it has. */
  Map<OperatorErrors, Map<OperatorErrors.Failure, Integer>> settle() {
    if (failing.isEmpty()) {
      return Map.of();
    }
    Map<OperatorErrors, Map<OperatorErrors.Failure, Integer>> failures = new HashMap<>();
    for (OperatorErrors next = failing.poll(); next != null; next = failing.poll()) {
      failures.put(next, next.settle());
    }
    return failures;
  }

  /** Appends the rows that tell of failures in a view. */
  static void append(String view, Map<OperatorErrors.Failure, Integer> failures, Batch target) {
    RowWriter writer = new RowWriter(LAYOUT);
    failures.forEach(
        (failure, weight) -> {
          if (weight != 0) {
            writer.append(
                target,
                weight,
                Slice.of(view),
                Slice.of(failure.sqlState()),
                Slice.of(failure.message()));
          }
        });
  }

  /** Lets the errors of a view, as of a snapshot of all errors, be those of another name. */
  static void renamed(RowSnapshot errors, String old, String name, Batch changes) {
    RowReader reader = new RowReader(LAYOUT);
    RowWriter writer = new RowWriter(LAYOUT);
    errors.scan(
        (slab, from, to) -> {
          for (int row = from; row < to; row += Rows.length(slab, row)) {
            if (old.equals(String.valueOf(reader.get(slab, row, 0)))) {
              int weight = Rows.weight(slab, row);
              changes.append(slab, row, -weight);
              writer.begin(changes);
              writer.setSlice(0, Slice.of(name));
              writer.copy(1, LAYOUT, slab, row, 1);
              writer.copy(2, LAYOUT, slab, row, 2);
              writer.end(weight);
            }
          }
        });
  }

  /** What takes away the errors of some views, as of a snapshot of all errors. */
  static Batch retraction(RowSnapshot errors, Set<String> views) {
    Batch retraction = new Batch();
    RowReader reader = new RowReader(LAYOUT);
    errors.scan(
        (slab, from, to) -> {
          for (int row = from; row < to; row += Rows.length(slab, row)) {
            if (views.contains(String.valueOf(reader.get(slab, row, 0)))) {
              retraction.append(slab, row, -Rows.weight(slab, row));
            }
          }
        });
    return retraction;
  }
}
