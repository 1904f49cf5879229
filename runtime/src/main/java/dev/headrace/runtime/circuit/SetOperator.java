package dev.headrace.runtime.circuit;

import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlType;
import dev.headrace.runtime.state.GroupTable;
import dev.headrace.runtime.state.MemoryBudget;
import dev.headrace.runtime.unit.EmitUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * EXCEPT and INTERSECT: keeps how often every row is on either side and puts out how often more or
 * less it is in the result.
 */
public final class SetOperator extends Operator {
  /** How often a row is in the result. */
  @FunctionalInterface
  public interface Count {
    long of(long left, long right);
  }

  // what is put out so far is the third column, so that a step need not remember what it was before
  private static final RowLayout COUNTS =
      new RowLayout(List.of(SqlType.BIGINT, SqlType.BIGINT, SqlType.BIGINT));

  private final Count count;
  private final List<Pipe<EmitUnit>> left;
  private final List<Pipe<EmitUnit>> right;
  private final GroupTable counts;
  private final Batch[][] inputs;
  private long[] touched = new long[16];
  private int touchedCount;
  private Batch output;

  public SetOperator(
      String name,
      int workers,
      RowLayout layout,
      Count count,
      List<Pipe<EmitUnit>> left,
      List<Pipe<EmitUnit>> right,
      MemoryBudget budget) {
    super(name, workers);
    this.count = count;
    this.left = List.copyOf(left);
    this.right = List.copyOf(right);
    this.counts = new GroupTable(COUNTS, layout, budget, List.of());
    this.output = new Batch(budget::take);
    this.inputs = new Batch[2 * workers][];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = new Batch[] {new Batch(budget::take)};
    }
  }

  @Override
  List<Pipe<EmitUnit>> pipes() {
    List<Pipe<EmitUnit>> pipes = new ArrayList<>(left);
    pipes.addAll(right);
    return pipes;
  }

  @Override
  boolean forget() {
    counts.clear();
    output = output.replaced();
    return true;
  }

  @Override
  void run(Workers workers) {
    workers.run(
        2 * parts(),
        workers.areWorthWaking(Pipe.inputSize(left) + Pipe.inputSize(right)),
        task -> {
          inputs[task][0] = OutputOperator.cleared(inputs[task][0]);
          boolean isLeft = task < parts();
          OutputOperator.emit(isLeft ? left : right, task % parts(), inputs[task]);
        });
    for (int task = 0; task < inputs.length; task++) {
      add(inputs[task][0], task < parts() ? 0 : 1);
    }
    output = OutputOperator.cleared(output);
    putOutChanges();
    output(0).add(output);
  }

  private void add(Batch rows, int side) {
    byte[] slab = rows.bytes();
    for (int row = 0; row < rows.end(); row = rows.next(row)) {
      long record = counts.locateRecord(Rows.hashColumns(slab, row), slab, row);
      byte[] page = counts.page();
      int at = GroupTable.offset(record) + COUNTS.offset(side);
      Rows.putLong(page, at, Rows.getLong(page, at) + Rows.weight(slab, row));
      if (touchedCount == touched.length) {
        touched = Arrays.copyOf(touched, touchedCount * 2);
      }
      touched[touchedCount++] = record;
    }
  }

  // records that were touched more than once have nothing left to put out the second time
  private void putOutChanges() {
    for (int i = 0; i < touchedCount; i++) {
      byte[] page = counts.page(touched[i]);
      int offset = GroupTable.offset(touched[i]);
      long leftCount = Rows.getLong(page, offset + COUNTS.offset(0));
      long rightCount = Rows.getLong(page, offset + COUNTS.offset(1));
      long before = Rows.getLong(page, offset + COUNTS.offset(2));
      long after = count.of(leftCount, rightCount);
      if (after != before) {
        int row = offset + counts.keyOffset();
        output.append(page, row, Math.toIntExact(after - before));
        Rows.putLong(page, offset + COUNTS.offset(2), after);
      }
    }
    Arrays.sort(touched, 0, touchedCount);
    long last = 0;
    for (int i = 0; i < touchedCount; i++) {
      if (touched[i] != last) {
        last = touched[i];
        removeIfEmpty(last);
      }
    }
    touchedCount = 0;
  }

  private void removeIfEmpty(long record) {
    byte[] page = counts.page(record);
    int offset = GroupTable.offset(record);
    if (Rows.getLong(page, offset + COUNTS.offset(0)) == 0
        && Rows.getLong(page, offset + COUNTS.offset(1)) == 0) {
      counts.remove(Rows.hashColumns(page, offset + counts.keyOffset()), record);
    }
  }

  @Override
  public boolean canRecall() {
    return true;
  }

  @Override
  public void recall(Segments target) {
    Batch[] batch = {new Batch()};
    counts.forEach(
        record -> {
          byte[] page = counts.page(record);
          int offset = GroupTable.offset(record);
          long weight = Rows.getLong(page, offset + COUNTS.offset(2));
          if (weight != 0) {
            batch[0] = AggregateShard.recallInto(batch[0], target);
            batch[0].append(page, offset + counts.keyOffset(), Math.toIntExact(weight));
          }
        });
    target.add(batch[0]);
  }

  @Override
  public long stateRows() {
    return counts.size();
  }

  @Override
  public long stateBytes() {
    return counts.bytes();
  }
}
