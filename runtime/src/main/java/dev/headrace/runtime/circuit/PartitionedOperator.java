package dev.headrace.runtime.circuit;

import dev.headrace.model.Batch;
import dev.headrace.model.Rows;
import dev.headrace.runtime.state.MemoryBudget;
import dev.headrace.runtime.state.OrderedIndex;
import dev.headrace.runtime.state.RadixCursor;
import dev.headrace.runtime.unit.EmitUnit;
import dev.headrace.runtime.window.OrderedRows;
import dev.headrace.runtime.window.Partition;
import dev.headrace.runtime.window.RowKeys;
import java.util.List;

/**
 * What needs the rows of a partition in their order: keeps all rows in an index, ordered by
 * partition and order, and has the result of each partition that a step touches computed before and
 * after the step. In a circuit that runs once there is nothing before, so the step's rows are
 * sorted and nothing is kept.
 */
abstract class PartitionedOperator extends Operator {
  /** Rows are put out in batches of about this size. */
  private static final int BATCH_BYTES = 4 << 20;

  private final List<Pipe<EmitUnit>> pipes;
  private final Batch[][] inputs;
  private final RowKeys keys;
  private final boolean byRow;
  private final boolean once;
  private final MemoryBudget budget;
  private final OrderedRows delta;
  private final Partition touched;
  private final OrderedIndex index;
  private final Side before;
  private final Side after;
  private Batch output = new Batch();

  /** A partition as it was or is. */
  private static final class Side {
    private Batch batch = new Batch();
    private final OrderedRows rows;
    private final Partition partition;

    Side(OrderedRows rows) {
      this.rows = rows;
      this.partition = new Partition(rows);
    }
  }

  /**
   * @param byRow whether the results depend on the order of rows that are equal in the order
   * @param once whether the circuit runs a single step
   */
  PartitionedOperator(
      String name,
      int workers,
      RowKeys keys,
      boolean byRow,
      boolean once,
      List<Pipe<EmitUnit>> pipes,
      MemoryBudget budget) {
    super(name, workers);
    this.keys = keys;
    this.byRow = byRow;
    this.once = once;
    this.pipes = List.copyOf(pipes);
    this.budget = budget;
    this.delta = new OrderedRows(keys.layout(), budget);
    this.touched = new Partition(delta);
    this.index = new OrderedIndex(budget);
    this.before = new Side(new OrderedRows(keys.layout(), budget));
    this.after = new Side(new OrderedRows(keys.layout(), budget));
    this.inputs = new Batch[workers][];
    for (int i = 0; i < workers; i++) {
      inputs[i] = new Batch[] {new Batch()};
    }
  }

  @Override
  public boolean computesAnew() {
    return true;
  }

  @Override
  List<Pipe<EmitUnit>> pipes() {
    return pipes;
  }

  /** Puts out how the result of a partition changes; one of them may have no rows. */
  abstract void change(Partition was, Partition is);

  /** Whether there is a result without any row, which the first step has to put out. */
  abstract boolean hasEmptyResult();

  /** Where results go; to be asked for again for every record. */
  final Batch target() {
    if (output.end() >= BATCH_BYTES) {
      output(0).add(output);
      if (once) {
        budget.take(output.end());
      }
      output = new Batch(BATCH_BYTES + BATCH_BYTES / 8);
    }
    return output;
  }

  @Override
  final void run(Workers workers) {
    output = OutputOperator.cleared(output);
    Batch rows = read(workers);
    if (rows.isEmpty()) {
      if (hasEmptyResult()) {
        change(before.partition, after.partition);
      }
    } else if (once) {
      answer(rows);
    } else {
      maintain(rows);
    }
    output(0).add(output);
  }

  private Batch read(Workers workers) {
    workers.run(
        parts(),
        workers.areWorthWaking(Pipe.inputSize(pipes)),
        worker -> {
          inputs[worker][0] = OutputOperator.cleared(inputs[worker][0]);
          OutputOperator.emit(pipes, worker, inputs[worker]);
        });
    Batch all = inputs[0][0];
    for (int worker = 1; worker < inputs.length; worker++) {
      all.appendAll(inputs[worker][0]);
    }
    delta.clear();
    delta.use(all.bytes());
    for (int row = 0; row < all.end(); row = all.next(row)) {
      keys.encode(all.bytes(), row);
      delta.add(row, keys);
    }
    return all;
  }

  private void answer(Batch rows) {
    budget.take(rows.end());
    delta.sort(byRow, true);
    for (int from = 0; from < delta.size(); ) {
      cancellation().check();
      int to = delta.partitionEnd(from);
      touched.set(delta, from, to);
      change(before.partition, touched);
      from = to;
    }
    delta.release();
    inputs[0][0] = new Batch();
  }

  private void maintain(Batch rows) {
    delta.sort(false, false);
    for (int from = 0; from < delta.size(); ) {
      cancellation().check();
      int to = delta.partitionEnd(from);
      keys.encode(rows.bytes(), delta.row(from));
      byte[] prefix = java.util.Arrays.copyOf(keys.bytes(), keys.partitionLength());
      load(prefix, before);
      for (int i = from; i < to; i++) {
        int row = delta.row(i);
        keys.encode(rows.bytes(), row);
        keys.addRow(rows.bytes(), row);
        index.add(keys.bytes(), 0, keys.length(), Rows.weight(rows.bytes(), row));
      }
      load(prefix, after);
      change(before.partition, after.partition);
      from = to;
    }
    index.settle();
  }

  private void load(byte[] prefix, Side side) {
    side.batch = OutputOperator.cleared(side.batch);
    side.rows.clear();
    RadixCursor cursor = index.cursor();
    for (boolean more = index.first(prefix, 0, prefix.length);
        more && cursor.hasPrefix(prefix, 0, prefix.length);
        more = cursor.next()) {
      int row = side.batch.end();
      OrderEncoder.appendRow(
          cursor.keyBytes(),
          cursor.keyOffset(),
          cursor.keyLength(),
          side.batch,
          Math.toIntExact(cursor.value()));
      int columns = side.batch.end() - row - Rows.NULLS_OFFSET;
      side.rows.add(
          row,
          cursor.keyBytes(),
          cursor.keyOffset(),
          cursor.keyLength() - columns - Integer.BYTES,
          prefix.length);
    }
    side.rows.use(side.batch.bytes());
    side.rows.keepOrder();
    side.partition.set(side.rows, 0, side.rows.size());
  }

  @Override
  int rowsPerRecord() {
    return 2;
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
