package dev.headrace.engine.database;

import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.runtime.circuit.Consolidator;
import dev.headrace.runtime.state.MemoryBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Who wants to know what steps do to views, by their OIDs. Listeners come and go, and are told, on
 * different threads; all else belongs to the holder of the commit lock.
 */
final class ViewListeners {
  private final Map<Integer, List<ViewChanges>> listeners = new ConcurrentHashMap<>();
  private final List<Runnable> pending = new ArrayList<>();

  void add(int view, ViewChanges listener) {
    listeners.computeIfAbsent(view, n -> new CopyOnWriteArrayList<>()).add(listener);
  }

  void remove(int view, ViewChanges listener) {
    List<ViewChanges> interested = listeners.get(view);
    if (interested != null) {
      interested.remove(listener);
    }
  }

  /** A step that is not yet visible has changed a view. */
  void changed(MaterializedView view, long sequence, Batch delta) {
    List<ViewChanges> interested = listeners.get(view.oid());
    if (interested != null && !interested.isEmpty()) {
      Batch changes = consolidated(view.layout(), delta);
      if (!changes.isEmpty()) {
        interested.forEach(l -> pending.add(() -> l.changed(sequence, changes)));
      }
    }
  }

  private static Batch consolidated(RowLayout layout, Batch delta) {
    Consolidator consolidator = new Consolidator(layout, MemoryBudget.unlimited());
    consolidator.addAll(delta, 1);
    Batch result = new Batch();
    consolidator.drainTo(result);
    return result;
  }

  /**
   * What is to be done when the step has become visible: tells the listeners what it has changed,
   * and those of views that it has dropped that they are.
   */
  Runnable telling(List<Integer> gone) {
    List<Runnable> now = List.copyOf(pending);
    pending.clear();
    if (now.isEmpty() && gone.isEmpty()) {
      return () -> {};
    }
    return () -> {
      now.forEach(Runnable::run);
      gone.forEach(this::ended);
    };
  }

  /** The step was undone. */
  void forget() {
    pending.clear();
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
