package dev.headrace.engine.database;

import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowReader;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Rows;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.runtime.state.RowSnapshot;
import dev.headrace.runtime.unit.RowErrors;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Collects the records that a step's pipelines fail on; the step's commit adds them to the relation
 * {@code headrace.row_errors}. A record's retraction fails like the record did, so the weights of
 * an error sum up to zero when its cause is gone.
 */
final class RowErrorLog {
  static final String NAME = "headrace.row_errors";
  static final List<Field> FIELDS =
      List.of(
          Field.notNull("view", SqlType.TEXT),
          Field.notNull("sqlstate", SqlType.TEXT),
          Field.notNull("message", SqlType.TEXT));

  private static final RowLayout LAYOUT = RowLayout.of(FIELDS);

  private final RowWriter writer = new RowWriter(LAYOUT);
  private Batch pending = new Batch();
  // by the views' OIDs; a view may get another name while its units are at work
  private final Map<Integer, AtomicReference<Slice>> names = new ConcurrentHashMap<>();

  /** For the units of a view. Several workers may report at once. */
  RowErrors of(int oid, String view) {
    AtomicReference<Slice> name =
        names.computeIfAbsent(oid, o -> new AtomicReference<>(Slice.of(view)));
    name.set(Slice.of(view));
    return (error, slab, record, weight) -> {
      // a value beyond a limit, such as chr(-1), is the record's fault; memory or a defect is not,
      // and
      // the step as a whole cannot go on
      if (error.code().category() == ErrorCode.Category.USER
          || error.code() == ErrorCode.PROGRAM_LIMIT_EXCEEDED) {
        add(Objects.requireNonNull(name.get(), "a name"), error, weight);
      } else {
        throw error;
      }
    };
  }

  private synchronized void add(Slice view, SqlException error, int weight) {
    writer.append(pending, weight, view, Slice.of(error.sqlState()), Slice.of(error.message()));
  }

  /** Errors of a view are those of another name from now on. */
  void rename(int oid, String view) {
    AtomicReference<Slice> name = names.get(oid);
    if (name != null) {
      name.set(Slice.of(view));
    }
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

  /** Errors but for those of some views. */
  static Batch without(Batch errors, Set<String> views) {
    if (views.isEmpty() || errors.isEmpty()) {
      return errors;
    }
    Batch others = new Batch();
    RowReader reader = new RowReader(LAYOUT);
    for (int row = 0; row < errors.end(); row = errors.next(row)) {
      if (!views.contains(String.valueOf(reader.get(errors.bytes(), row, 0)))) {
        others.append(errors.bytes(), row);
      }
    }
    return others;
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

  /** The errors since the last call. */
  synchronized Batch drain() {
    Batch drained = pending;
    pending = new Batch();
    return drained;
  }
}
