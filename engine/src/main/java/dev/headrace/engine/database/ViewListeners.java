package dev.headrace.engine.database;

import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.circuit.Consolidator;
import dev.headrace.runtime.state.MemoryBudget;
import dev.headrace.runtime.state.RowSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * Who wants to know what steps do to views, by their OIDs. Listeners come and go, and are told, on
 * different threads; all else belongs to the holder of the commit lock.
 */
final class ViewListeners {
  private final Map<Integer, List<ViewChanges>> listeners = new ConcurrentHashMap<>();
  private final List<Runnable> pending = new ArrayList<>();
  private final List<Replaced> replaced = new ArrayList<>();

  /** A view that gets other rows because it gets another definition. */
  private record Replaced(MaterializedView old, MaterializedView now) {}

  void add(int view, ViewChanges listener) {
    listeners.computeIfAbsent(view, n -> new CopyOnWriteArrayList<>()).add(listener);
  }

  void remove(int view, ViewChanges listener) {
    List<ViewChanges> interested = listeners.get(view);
    if (interested != null) {
      interested.remove(listener);
    }
  }

  private boolean isHeard(int view) {
    List<ViewChanges> interested = listeners.get(view);
    return interested != null && !interested.isEmpty();
  }

  /**
   * A step that is not yet visible gives views other definitions. Those who listen to one whose
   * columns stay the same go on: they are told how its rows differ then.
   */
  void replaced(Catalog before, Catalog after) {
    for (MaterializedView view : before.materializedViews()) {
      if (isHeard(view.oid())
          && after.relation(view.oid()).orElse(null) instanceof MaterializedView now
          && !now.output().equals(view.output())
          && now.fields().equals(view.fields())) {
        replaced.add(new Replaced(view, now));
      }
    }
  }

  /** A step that is not yet visible has changed a view. */
  void changed(MaterializedView view, long sequence, Batch delta) {
    boolean told = replaced.stream().anyMatch(each -> each.now().oid() == view.oid());
    if (isHeard(view.oid()) && !told) {
      Consolidator changes = new Consolidator(view.layout(), MemoryBudget.unlimited());
      changes.addAll(delta, 1);
      Batch consolidated = drained(changes);
      if (!consolidated.isEmpty()) {
        List<ViewChanges> interested = List.copyOf(listeners.getOrDefault(view.oid(), List.of()));
        interested.forEach(l -> pending.add(() -> l.changed(sequence, consolidated)));
      }
    }
  }

  private static void addAll(RowSnapshot rows, int factor, Consolidator sum) {
    rows.scan(
        (slab, from, to) -> {
          for (int row = from; row < to; row += Rows.length(slab, row)) {
            sum.add(slab, row, (long) Rows.weight(slab, row) * factor);
          }
        });
  }

  private static Batch drained(Consolidator consolidator) {
    Batch result = new Batch();
    consolidator.drainTo(result);
    return result;
  }

  private void tell(Replaced view, ReadView before, long sequence) {
    int oid = view.now().oid();
    try {
      Batch delta = difference(view, before, sequence);
      if (!delta.isEmpty()) {
        listeners.getOrDefault(oid, List.of()).forEach(l -> l.changed(sequence, delta));
      }
    } catch (SqlException | OutOfMemoryError e) {
      // the step is visible: those who cannot be told of it must not believe they have seen all
      SqlException failure =
          new SqlException(
              ErrorCode.OUT_OF_MEMORY,
              "not enough memory to compare the rows of view "
                  + SqlException.quote(view.now().name())
                  + " with those before its definition changed",
              e);
      List<ViewChanges> interested = listeners.remove(oid);
      if (interested != null) {
        interested.forEach(listener -> listener.failed(failure));
      }
    }
  }

  private static Batch difference(Replaced view, ReadView before, long sequence) {
    MemoryBudget budget = new MemoryBudget(Runtime.getRuntime().maxMemory() / 4);
    Consolidator difference = new Consolidator(view.now().layout(), budget);
    addAll(view.old().store().at(before.sequence()), -1, difference);
    addAll(view.now().store().at(sequence), 1, difference);
    return drained(difference);
  }

  /**
   * What is to be done when the step has become visible: tells the listeners what it has changed,
   * and those of views that it has dropped that they are.
   *
   * @param before a reader of the commit before it, to be opened if it is needed
   */
  Runnable telling(List<Integer> gone, Supplier<ReadView> before, long sequence) {
    if (pending.isEmpty() && replaced.isEmpty() && gone.isEmpty()) {
      return () -> {};
    }
    List<Runnable> now = List.copyOf(pending);
    List<Replaced> others = List.copyOf(replaced);
    Set<Integer> ended = new LinkedHashSet<>(gone);
    others.forEach(view -> ended.remove(view.now().oid()));
    forget();
    if (!others.isEmpty()) {
      ReadView read = before.get();
      return () -> {
        try (read) {
          others.forEach(view -> tell(view, read, sequence));
        }
        now.forEach(Runnable::run);
        ended.forEach(this::ended);
      };
    }
    return () -> {
      now.forEach(Runnable::run);
      ended.forEach(this::ended);
    };
  }

  /** The step was undone. */
  void forget() {
    pending.clear();
    replaced.clear();
  }

  /** A view is no more. */
  void ended(int view) {
    List<ViewChanges> interested = listeners.remove(view);
    if (interested != null) {
      interested.forEach(ViewChanges::ended);
    }
  }

  void endAll() {
    List.copyOf(listeners.keySet()).forEach(this::ended);
  }
}
