package dev.headrace.server.wire;

import dev.headrace.engine.statement.StatementTimes;
import dev.headrace.engine.statement.StatementTimes.Phase;

/**
 * Measures the phases of a session's statements. The clock is read where one phase ends and the
 * next begins, since reading it twice costs as much as a phase of a small statement takes.
 *
 * <p>A statement's command is known once it has run; what parsing and planning it took waits until
 * then. Not thread-safe.
 */
final class PhaseClock {
  private final StatementTimes times;
  private String command = "";
  private boolean chained;
  private long mark;
  private long parsing;
  private long planning;

  PhaseClock(StatementTimes times) {
    this.times = times;
  }

  /** A message comes whose phases follow each other, all in a call. */
  void startChain() {
    chained = true;
    mark = System.nanoTime();
  }

  /** The chain is over: what comes next may come any time later. */
  void endChain() {
    chained = false;
  }

  /** A phase begins, maybe right after another one. */
  void start() {
    if (!chained) {
      mark = System.nanoTime();
    }
  }

  private long lap() {
    long now = System.nanoTime();
    long nanos = now - mark;
    mark = now;
    return nanos;
  }

  void parsed() {
    parsing = lap();
  }

  void planned() {
    planning = lap();
  }

  /** Returns how long that took. */
  long executed(String tag) {
    long nanos = lap();
    command = tag;
    times.add(tag, Phase.PARSE, parsing);
    times.add(tag, Phase.PLAN, planning);
    times.add(tag, tag.equals("COMMIT") ? Phase.COMMIT : Phase.EXECUTE, nanos);
    parsing = 0;
    planning = 0;
    return nanos;
  }

  /** It has run on since: data was copied. */
  void executedOn() {
    times.add(command, Phase.EXECUTE, lap());
  }

  void sent() {
    times.add(command, Phase.SEND, lap());
  }

  /** The transaction that the last statement was in by itself has ended. */
  void committed() {
    times.add(command, Phase.COMMIT, lap());
  }
}
