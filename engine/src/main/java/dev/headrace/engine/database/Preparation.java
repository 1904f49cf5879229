package dev.headrace.engine.database;

import dev.headrace.model.Batch;
import dev.headrace.runtime.circuit.Operator;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.runtime.circuit.Workers;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * New views that get their operators and rows while commits go on.
 *
 * <ol>
 *   <li>Their operators are planned.
 *   <li>{@link #begin}, between two commits: a snapshot is taken of what they read, and from then
 *       on a copy of what changes.
 *   <li>{@link #fill}: steps over the snapshot. Nobody sees a view before all rows of the snapshot
 *       have gone through it.
 *   <li>{@link #drain} and {@link #follow}, again and again, until little is missing.
 *   <li>{@link #join}, between two commits: the rest, and the operators move to the running
 *       circuit.
 * </ol>
 *
 * <p>What needs the commit lock says so; it takes no longer than a small commit.
 */
final class Preparation implements AutoCloseable {
  /** What may be missing when the views join the others. */
  private static final long SMALL_BYTES = 256 << 10;

  private final LiveCircuit live;
  private final Catalog before;
  private final SharedState shared;
  private final Installation installation;
  private final ViewFilling filling;
  private final Workers workers;
  private @Nullable Tap tap;
  private @Nullable ReadView read;
  private Map<Operator, Segments> recalled = Map.of();

  Preparation(
      LiveCircuit live,
      Catalog before,
      SharedState shared,
      Installation installation,
      ViewFilling filling,
      Workers workers) {
    this.live = live;
    this.before = before;
    this.shared = shared;
    this.installation = installation;
    this.filling = filling;
    this.workers = workers;
  }

  /** Whether it is for this circuit and these definitions. With the commit lock held. */
  boolean isFor(LiveCircuit liveNow, Catalog committed) {
    return live.equals(liveNow) && before.is(committed);
  }

  /**
   * Begins. With the commit lock held.
   *
   * @param snapshot of the last commit; is closed with this
   * @return false if the definitions have to be looked at again
   */
  boolean begin(ReadView snapshot) {
    read = snapshot;
    if (!shared.isUpToDate()) {
      return false;
    }
    recalled = filling.recalled(installation);
    Tap added = new Tap(installation.sources(), snapshot.sequence());
    live.add(added);
    tap = added;
    return true;
  }

  /** Fills the views with what there was at the beginning. */
  void fill() {
    ReadView snapshot = required(read);
    filling.fill(installation, snapshot, recalled, snapshot.sequence(), (_, _) -> {});
    recalled = Map.of();
    installation.views().forEach(view -> view.store().publish(snapshot.sequence()));
    close(snapshot);
  }

  /** What has changed since the last call. With the commit lock held. */
  Tap.Deltas drain() {
    return required(tap).drain();
  }

  /**
   * Lets the views follow changes.
   *
   * @return whether little can be missing now
   */
  boolean follow(Tap.Deltas deltas) {
    if (!deltas.isEmpty()) {
      step(deltas, deltas.sequence());
      installation.views().forEach(view -> view.store().publish(deltas.sequence()));
    }
    return deltas.bytes() <= SMALL_BYTES;
  }

  private void step(Tap.Deltas deltas, long sequence) {
    installation.step(deltas.rows());
    for (MaterializedView view : installation.views()) {
      Batch delta = Installation.delta(view);
      if (!delta.isEmpty()) {
        view.store().apply(delta.bytes(), 0, delta.end(), sequence);
      }
    }
  }

  /**
   * Follows the last changes and hands over the operators. With the commit lock held.
   *
   * @param connect puts the inputs of new tables into the running circuit
   * @param sequence of the commit that makes the views visible
   */
  Installation join(Runnable connect, long sequence) {
    installation.endFilling();
    Tap.Deltas rest = drain();
    if (!rest.isEmpty()) {
      step(rest, sequence);
    }
    connect.run();
    installation.moveOver();
    return installation;
  }

  private static <T> T required(@Nullable T begun) {
    if (begun == null) {
      throw new IllegalStateException("not begun");
    }
    return begun;
  }

  private void close(ReadView snapshot) {
    read = null;
    snapshot.close();
  }

  /** Stops the copying. With the commit lock held. */
  @Override
  public void close() {
    if (tap != null) {
      live.remove(tap);
      tap = null;
    }
    if (read != null) {
      close(read);
    }
    workers.close();
  }
}
