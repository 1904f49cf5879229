package dev.headrace.runtime.circuit;

import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowReader;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlType;
import dev.headrace.model.function.RowSet;
import dev.headrace.runtime.state.MemoryBudget;
import dev.headrace.runtime.unit.EmitUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Set-returning functions: puts out each row once for every row of its calls, with the row's
 * weight. A record of the output is the input row and a row of the calls' columns. It keeps
 * nothing.
 */
public final class ExpandOperator extends Operator {
  private static final int BATCH_BYTES = 1 << 20;

  private final List<Pipe<EmitUnit>> pipes;
  private final Batch[][] inputs;
  private final Task[] tasks;

  /**
   * A call.
   *
   * @param rows makes what lists its rows; one for each worker
   * @param arguments columns of the input
   * @param columns number of columns of its rows
   */
  public record Call(Supplier<RowSet> rows, List<Integer> arguments, int columns) {}

  /**
   * @param layout of the input rows
   * @param types of the calls' columns and the ordinality
   * @param once whether the circuit runs a single step, whose output counts as memory
   */
  public ExpandOperator(
      String name,
      int workers,
      RowLayout layout,
      List<Call> calls,
      List<SqlType> types,
      boolean ordinality,
      boolean outer,
      boolean once,
      List<Pipe<EmitUnit>> pipes,
      MemoryBudget budget) {
    super(name, workers);
    this.pipes = List.copyOf(pipes);
    this.inputs = new Batch[workers][];
    this.tasks = new Task[workers];
    for (int i = 0; i < workers; i++) {
      inputs[i] = new Batch[] {new Batch()};
      tasks[i] = new Task(layout, calls, types, ordinality, outer, once ? budget : null);
    }
  }

  @Override
  List<Pipe<EmitUnit>> pipes() {
    return pipes;
  }

  @Override
  boolean forget() {
    for (Task task : tasks) {
      task.batch = task.batch.replaced();
    }
    return true;
  }

  @Override
  void run(Workers workers) {
    workers.run(
        parts(),
        workers.areWorthWaking(Pipe.inputSize(pipes)),
        worker -> {
          inputs[worker][0] = OutputOperator.cleared(inputs[worker][0]);
          OutputOperator.emit(pipes, worker, inputs[worker]);
          tasks[worker].expand(inputs[worker][0], output(worker));
        });
  }

  @Override
  int rowsPerRecord() {
    return 2;
  }

  /** A worker's share. */
  private final class Task {
    private final RowReader reader;
    private final RowWriter writer;
    private final List<Call> calls;
    private final List<RowSet> sets = new ArrayList<>();
    private final boolean[] more;
    private final boolean ordinality;
    private final boolean outer;
    private final @Nullable MemoryBudget budget;
    private Batch batch = new Batch();

    Task(
        RowLayout layout,
        List<Call> calls,
        List<SqlType> types,
        boolean ordinality,
        boolean outer,
        @Nullable MemoryBudget budget) {
      this.reader = new RowReader(layout);
      this.writer = new RowWriter(new RowLayout(types));
      this.calls = List.copyOf(calls);
      calls.forEach(call -> sets.add(call.rows().get()));
      this.more = new boolean[calls.size()];
      this.ordinality = ordinality;
      this.outer = outer;
      this.budget = budget;
    }

    void expand(Batch rows, Segments output) {
      batch = OutputOperator.cleared(batch);
      for (int row = 0; row < rows.end(); row = rows.next(row)) {
        open(rows.bytes(), row);
        long number = 0;
        while (next()) {
          put(rows.bytes(), row, ++number, output);
        }
        if (number == 0 && outer) {
          put(rows.bytes(), row, 0, output);
        }
      }
      output.add(batch);
    }

    private void open(byte[] slab, int row) {
      for (int i = 0; i < calls.size(); i++) {
        List<@Nullable Object> arguments = new ArrayList<>();
        for (int column : calls.get(i).arguments()) {
          arguments.add(reader.get(slab, row, column));
        }
        sets.get(i).open(arguments);
        more[i] = true;
      }
    }

    private boolean next() {
      boolean any = false;
      for (int i = 0; i < more.length; i++) {
        more[i] = more[i] && sets.get(i).next();
        any |= more[i];
      }
      return any;
    }

    private void put(byte[] slab, int row, long number, Segments output) {
      int weight = Rows.weight(slab, row);
      if (batch.end() >= BATCH_BYTES) {
        flush(output);
      }
      batch.append(slab, row, weight);
      writer.begin(batch);
      int column = 0;
      for (int i = 0; i < more.length; i++) {
        for (int j = 0; j < calls.get(i).columns(); j++) {
          writer.set(column++, more[i] ? sets.get(i).value(j) : null);
        }
      }
      if (ordinality && number > 0) {
        writer.setLong(column, number);
      }
      writer.end(weight);
    }

    private void flush(Segments output) {
      cancellation().check();
      output.add(batch);
      if (budget != null) {
        budget.take(batch.end());
      }
      batch = new Batch(BATCH_BYTES + BATCH_BYTES / 8);
    }
  }
}
