package dev.headrace.runtime.circuit;

import dev.headrace.model.Rows;
import dev.headrace.runtime.unit.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node of a circuit. Its output is the delta of the last step, cut into one part per worker in no
 * particular way; it is valid until the next step.
 */
public abstract class Operator {
  private final String name;
  private final Segments[] output;
  private Cancellation cancellation = Cancellation.NEVER;
  private Operator @Nullable [] sources;
  private long inputBytes;
  private long outputBytes;
  private long nanos;
  private long steps;

  Operator(String name, int workers) {
    this.name = name;
    this.output = new Segments[workers];
    for (int i = 0; i < workers; i++) {
      output[i] = new Segments();
    }
  }

  /** What it is, for people. */
  public final String name() {
    return name;
  }

  /** What carries rows into it. */
  abstract List<? extends Pipe<?>> pipes();

  /** The operators whose outputs it reads. */
  public List<Operator> inputs() {
    List<Operator> inputs = new ArrayList<>();
    pipes().forEach(pipe -> inputs.add(pipe.source()));
    return inputs;
  }

  /** Reads others from now on in the place of those that it has read, as far as they are keys. */
  final void reconnect(Map<Operator, Operator> others) {
    pipes().forEach(pipe -> pipe.reconnect(others));
    sources = null;
  }

  /** Whether what it remembers tells what it has put out. */
  public boolean canRecall() {
    return false;
  }

  /** Adds the sum of all that it has put out in its steps, between two of them. */
  public void recall(Segments target) {
    throw new IllegalStateException(name + " does not keep what it puts out");
  }

  /** One part of the last step's delta. */
  public final Segments output(int part) {
    return output[part];
  }

  /** Number of parts of the output. */
  public final int parts() {
    return output.length;
  }

  final void clearOutput() {
    for (Segments part : output) {
      part.clear();
    }
  }

  /** Puts out rows, cut into parts if there are enough of them. */
  final void putOut(Segments rows, Workers workers) {
    if (output.length == 1 || !workers.areWorthWaking(rows.bytes())) {
      output[0].addAll(rows);
    } else if (rowsPerRecord() > 1) {
      split(rows, rows.bytes() / output.length + 1);
    } else {
      Segments[] split = rows.split(output.length);
      for (int part = 0; part < output.length; part++) {
        output[part].addAll(split[part]);
      }
    }
  }

  private void split(Segments rows, long share) {
    int part = 0;
    for (int i = 0; i < rows.size(); i++) {
      byte[] slab = rows.slab(i);
      for (int from = rows.from(i); from < rows.to(i); ) {
        long room = Math.max(1, share - output[part].bytes());
        int to = boundary(slab, from, rows.to(i), (int) Math.min(room, Integer.MAX_VALUE));
        output[part].add(slab, from, to);
        from = to;
        if (output[part].bytes() >= share && part < output.length - 1) {
          part++;
        }
      }
    }
  }

  final long outputSize() {
    long size = 0;
    for (Segments part : output) {
      size += part.bytes();
    }
    return size;
  }

  final void cancelledBy(Cancellation condition) {
    this.cancellation = condition;
  }

  /** Ends the step if somebody wants that; to be asked every few thousand rows. */
  final Cancellation cancellation() {
    return cancellation;
  }

  /** Whether it may have something to put out although nothing has come. */
  boolean isFirstStepDue() {
    return steps == 0;
  }

  /**
   * Whether a step may put out again much of what earlier steps have put out, because it computes
   * anew what a few of its rows belong to.
   */
  public boolean computesAnew() {
    return false;
  }

  /** Whether it has put out something in the last step. */
  public final boolean hasOutput() {
    for (Segments part : output) {
      if (!part.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Runs the operator's part of a step. */
  final void step(Workers workers) {
    clearOutput();
    if (!isFirstStepDue() && isIdle()) {
      return;
    }
    long start = System.nanoTime();
    run(workers);
    nanos += System.nanoTime() - start;
    for (Operator input : sources()) {
      inputBytes += input.outputSize();
    }
    outputBytes += outputSize();
    steps++;
  }

  abstract void run(Workers workers);

  private Operator[] sources() {
    Operator[] known = sources;
    if (known == null) {
      known = inputs().toArray(Operator[]::new);
      sources = known;
    }
    return known;
  }

  /** Whether a step that is not the first has nothing to do; most steps concern few operators. */
  boolean isIdle() {
    for (Operator source : sources()) {
      if (source.hasOutput()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Becomes as it was before its first step, if it can: in a circuit that is run over and over.
   * What it has put out stays as it is, for those who keep it.
   *
   * @return false if it cannot
   */
  boolean forget() {
    return false;
  }

  /** Makes units anew that have read parameters, which are others now. */
  void renewUnits() {
    Pipe.renew(pipes());
  }

  final boolean restart() {
    clearOutput();
    inputBytes = 0;
    outputBytes = 0;
    nanos = 0;
    steps = 0;
    return forget();
  }

  /** Bytes of state. */
  public long stateBytes() {
    return 0;
  }

  /** Records in state. */
  public long stateRows() {
    return 0;
  }

  /** How many rows, standing behind each other, make a record of the output. */
  int rowsPerRecord() {
    return 1;
  }

  /** Where a record of the output ends, at least some bytes behind another's beginning. */
  final int boundary(byte[] slab, int from, int end, int bytes) {
    int at = from;
    int row = 0;
    while (at < end && (at - from < bytes || row % rowsPerRecord() != 0)) {
      at += Rows.length(slab, at);
      row++;
    }
    return at;
  }

  /** Number of records that the last step put out. */
  public final long outputRecords() {
    long rows = 0;
    for (Segments part : output) {
      rows += part.rows();
    }
    return rows / rowsPerRecord();
  }

  /** Time spent in all steps. */
  public final long nanos() {
    return nanos;
  }

  /** Bytes of input in all steps. */
  public final long inputBytes() {
    return inputBytes;
  }

  /** Bytes of output in all steps. */
  public final long outputBytes() {
    return outputBytes;
  }

  /** Number of steps in which it had something to do. */
  public final long steps() {
    return steps;
  }
}
