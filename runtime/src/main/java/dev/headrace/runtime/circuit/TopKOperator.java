package dev.headrace.runtime.circuit;

import dev.headrace.model.Batch;
import dev.headrace.model.Rows;
import dev.headrace.runtime.state.MemoryBudget;
import dev.headrace.runtime.state.OrderedIndex;
import dev.headrace.runtime.state.RadixCursor;
import dev.headrace.runtime.unit.EmitUnit;
import java.util.Arrays;
import java.util.List;

/**
 * ORDER BY with LIMIT or OFFSET, maintained: keeps all rows in order and puts out how the window of
 * wanted rows changes.
 *
 * <p>A key of the index is the order-preserving bytes of the row's order columns, then the row from
 * its null bitmap on. Two rows of one layout with equal fixed parts have equal lengths, so no key
 * is another's prefix.
 */
public final class TopKOperator extends Operator {
  private static final byte[] NO_PREFIX = new byte[0];

  private final List<Pipe<EmitUnit>> pipes;
  private final Batch[][] inputs;
  private final OrderEncoder encoder;
  private final OrderedIndex index;
  private final Limits limits;
  private final Consolidator changes;
  private Batch window = new Batch();
  private Batch nextWindow = new Batch();
  private Batch output = new Batch();
  private byte[] lastKey = {};
  // -1 while rows behind the last one would get into the window
  private int lastKeyLength = -1;

  public TopKOperator(
      String name,
      int workers,
      OrderPlan order,
      Limits limits,
      List<Pipe<EmitUnit>> pipes,
      MemoryBudget budget) {
    super(name, workers);
    this.pipes = List.copyOf(pipes);
    this.encoder = new OrderEncoder(order);
    this.limits = limits;
    this.index = new OrderedIndex(budget);
    this.changes = new Consolidator(order.layout(), budget);
    this.inputs = new Batch[workers][];
    for (int i = 0; i < workers; i++) {
      inputs[i] = new Batch[] {new Batch()};
    }
  }

  @Override
  List<Pipe<EmitUnit>> pipes() {
    return pipes;
  }

  @Override
  void run(Workers workers) {
    workers.run(
        parts(),
        workers.areWorthWaking(Pipe.inputSize(pipes)),
        worker -> {
          inputs[worker][0] = OutputOperator.cleared(inputs[worker][0]);
          OutputOperator.emit(pipes, worker, inputs[worker]);
        });
    boolean changed = false;
    for (Batch[] input : inputs) {
      changed |= add(input[0]);
    }
    if (changed) {
      putOutChanges();
    }
  }

  /** Returns whether the window can be another one now. */
  private boolean add(Batch rows) {
    boolean within = false;
    byte[] slab = rows.bytes();
    for (int row = 0; row < rows.end(); row = rows.next(row)) {
      encoder.encode(slab, row);
      index.add(encoder.bytes(), 0, encoder.length(), Rows.weight(slab, row));
      within |= isWithinWindow(encoder.bytes(), encoder.length());
    }
    return within;
  }

  private boolean isWithinWindow(byte[] key, int length) {
    return lastKeyLength < 0
        || Arrays.compareUnsigned(key, 0, length, lastKey, 0, lastKeyLength) <= 0;
  }

  private void putOutChanges() {
    nextWindow.clear();
    fill(nextWindow);
    changes.addAll(nextWindow, 1);
    changes.addAll(window, -1);
    output = OutputOperator.cleared(output);
    changes.drainTo(output);
    output(0).add(output);
    Batch old = window;
    window = nextWindow;
    nextWindow = old;
  }

  private void fill(Batch target) {
    RadixCursor cursor = index.cursor();
    lastKeyLength = -1;
    long position = 0;
    for (boolean more = index.first(NO_PREFIX, 0, 0);
        more && position < limits.end();
        more = cursor.next()) {
      long weight = cursor.value();
      long from = Math.max(position, limits.offset());
      long to = Math.min(position + weight, limits.end());
      if (from < to) {
        OrderEncoder.appendRow(
            cursor.keyBytes(),
            cursor.keyOffset(),
            cursor.keyLength(),
            target,
            Math.toIntExact(to - from));
      }
      position += weight;
      if (position >= limits.end()) {
        rememberLast(cursor);
      }
    }
  }

  private void rememberLast(RadixCursor cursor) {
    lastKeyLength = cursor.keyLength();
    if (lastKey.length < lastKeyLength) {
      lastKey = new byte[lastKeyLength];
    }
    System.arraycopy(cursor.keyBytes(), cursor.keyOffset(), lastKey, 0, lastKeyLength);
  }

  @Override
  public boolean canRecall() {
    return true;
  }

  @Override
  public void recall(Segments target) {
    Batch rows = new Batch();
    rows.appendAll(window);
    target.add(rows);
  }

  @Override
  public long stateRows() {
    return index.size();
  }

  @Override
  public long stateBytes() {
    return index.bytes();
  }
}
