package dev.headrace.runtime.circuit;

import dev.headrace.runtime.unit.Cancellation;
import java.util.List;

/**
 * A node of a circuit. Its output is the delta of the last step, cut into one part per worker in no
 * particular way; it is valid until the next step.
 */
public abstract class Operator {
  private final String name;
  private final Segments[] output;
  private Cancellation cancellation = Cancellation.NEVER;
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

  /** The operators whose outputs it reads. */
  public abstract List<Operator> inputs();

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
    if (!workers.areWorthWaking(rows.bytes())) {
      output[0].addAll(rows);
    } else {
      Segments[] split = rows.split(output.length);
      for (int part = 0; part < output.length; part++) {
        output[part].addAll(split[part]);
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

  /** Runs the operator's part of a step. */
  final void step(Workers workers) {
    long start = System.nanoTime();
    clearOutput();
    run(workers);
    nanos += System.nanoTime() - start;
    for (Operator input : inputs()) {
      inputBytes += input.outputSize();
    }
    outputBytes += outputSize();
    steps++;
  }

  abstract void run(Workers workers);

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

  public final long steps() {
    return steps;
  }
}
