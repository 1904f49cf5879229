package dev.headrace.codegen;

import dev.headrace.codegen.spec.End;
import dev.headrace.codegen.spec.UnitSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.NavigableSet;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The units that a database's views have asked for: compiles them on all processors while their
 * interpreted forms are in use already, remembers the latest of them, and tells listeners.
 * Thread-safe.
 */
public final class Compilations implements AutoCloseable {
  /** How many are remembered: those of a program of some 100,000 lines. */
  private static final int REMEMBERED = 20_000;

  private final Units units;
  private final List<Consumer<? super Compilation>> listeners = new CopyOnWriteArrayList<>();
  private final SequencedMap<Long, Compilation> latest = new LinkedHashMap<>();
  private final NavigableSet<Long> waiting = new TreeSet<>();
  private long requested;
  private volatile boolean closed;

  public Compilations(Units units) {
    this.units = units;
  }

  /**
   * How far the requests are.
   *
   * @param requested units that were asked for so far
   * @param ended those of them that wait no more
   */
  public record Progress(long requested, long ended) {}

  /**
   * A unit that is interpreted until it is compiled, which happens soon.
   *
   * @param view that needs it
   */
  public UnitFactory request(UnitSpec spec, String view) {
    Compilation request;
    synchronized (latest) {
      requested++;
      request = Compilation.waiting(requested, view, kind(spec));
      waiting.add(requested);
      latest.put(requested, request);
      if (latest.size() > REMEMBERED) {
        latest.pollFirstEntry();
      }
    }
    tell(request);
    HotSlot slot = new HotSlot(spec);
    long start = System.nanoTime();
    CompilerThreads.run(() -> compile(slot, spec, request, start));
    return slot;
  }

  private static String kind(UnitSpec spec) {
    return switch (spec.end()) {
      case End.Emit _ -> "emit";
      case End.Aggregate _ -> "aggregate";
      case End.Join _ -> "join";
    };
  }

  private void compile(HotSlot slot, UnitSpec spec, Compilation request, long start) {
    long waited = System.nanoTime() - start;
    Compilation result = request.interpreted("the database was closed", waited);
    UnitFactory unit = new InterpretedUnit(spec, result.reason());
    try {
      if (!closed) {
        Units.Prepared prepared = units.compile(spec);
        unit = prepared.unit();
        result =
            unit instanceof CompiledUnitFactory made
                ? request.ended(prepared.state(), made, waited)
                : request.interpreted(((InterpretedUnit) unit).reason(), waited);
      }
    } catch (RuntimeException | Error e) {
      // the view is right without; EXPLAIN and the list of compilations show it
      String reason = "the compiler failed: " + e;
      unit = new InterpretedUnit(spec, reason);
      result = request.interpreted(reason, waited);
    } finally {
      slot.decide(unit);
      end(result);
    }
  }

  private void end(Compilation result) {
    try {
      tell(result);
    } finally {
      synchronized (latest) {
        waiting.remove(result.number());
        latest.replace(result.number(), result);
        latest.notifyAll();
      }
    }
  }

  private void tell(Compilation event) {
    for (Consumer<? super Compilation> listener : listeners) {
      try {
        listener.accept(event);
      } catch (RuntimeException e) {
        // its own affair, not the compiler's
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
      }
    }
  }

  /**
   * Tells a listener of every unit, when it is asked for and when it waits no more, from several
   * threads.
   *
   * @param listener should be quick; what it throws goes to its thread's handler of uncaught
   *     exceptions
   * @return ends that
   */
  public AutoCloseable listen(Consumer<? super Compilation> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** The latest ones in the order of their requests. */
  public List<Compilation> latest() {
    synchronized (latest) {
      return new ArrayList<>(latest.values());
    }
  }

  public Progress progress() {
    synchronized (latest) {
      return new Progress(requested, requested - waiting.size());
    }
  }

  /** Waits until nothing that has been asked for by now is waiting. */
  public void await() throws InterruptedException {
    synchronized (latest) {
      long last = requested;
      while (!waiting.headSet(last, true).isEmpty()) {
        latest.wait();
      }
    }
  }

  /** The same before so many rows arrive that waiting for compiled code is worth it. */
  public void awaitFor(long rows) {
    if (rows < Units.WORTH_COMPILING) {
      return;
    }
    try {
      await();
    } catch (InterruptedException _) {
      // it can go on without
      Thread.currentThread().interrupt();
    }
  }

  /** Leaves what is waiting as it is. */
  @Override
  public void close() {
    closed = true;
  }
}
