package dev.headrace.runtime.circuit;

import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.model.Rows;
import dev.headrace.runtime.state.GroupTable;
import dev.headrace.runtime.state.MemoryBudget;
import dev.headrace.runtime.unit.EmitUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * WITH RECURSIVE of a query that runs once. The step is a maintained circuit of its own: each round
 * takes back the rows of the round before and feeds the new ones, so what the step keeps of tables
 * is made once. A step with VOLATILE functions would take back other rows than it has made, so its
 * circuit forgets each round and is fed everything for the next one. Rounds end when there is
 * nothing new.
 */
public final class RecursiveOperator extends Operator {
  private final List<Pipe<EmitUnit>> initial;
  private final Batch[] initialRows = {new Batch()};
  private final Step step;
  private final boolean all;
  private final MemoryBudget budget;
  private final Consolidator made;
  private final GroupTable seen;

  /**
   * What a round does.
   *
   * @param circuit maintains the step
   * @param working its input for the rows of the round before
   * @param result its output
   * @param feeds its other inputs, which are fed in the first round
   * @param repeatable whether it takes back the rows that it has made; if not, the circuit can be
   *     {@linkplain Circuit#reset() reset}
   */
  public record Step(
      Circuit circuit,
      InputOperator working,
      Operator result,
      List<Feed> feeds,
      boolean repeatable) {}

  /** An operator outside of the step's circuit whose rows an input within it gets. */
  public record Feed(Operator outside, InputOperator within) {}

  /**
   * @param all whether rows count that have been there before
   */
  public RecursiveOperator(
      String name,
      int workers,
      RowLayout layout,
      List<Pipe<EmitUnit>> initial,
      Step step,
      boolean all,
      MemoryBudget budget) {
    super(name, workers);
    this.initial = List.copyOf(initial);
    this.step = step;
    this.all = all;
    this.budget = budget;
    this.made = new Consolidator(layout, budget);
    this.seen = new GroupTable(AggregateShard.WEIGHT, layout, budget, List.of());
  }

  @Override
  List<Pipe<EmitUnit>> pipes() {
    return initial;
  }

  @Override
  public List<Operator> inputs() {
    List<Operator> sources = new ArrayList<>(super.inputs());
    step.feeds.forEach(feed -> sources.add(feed.outside));
    return sources;
  }

  @Override
  void run(Workers workers) {
    for (int worker = 0; worker < parts(); worker++) {
      OutputOperator.emit(initial, worker, initialRows);
    }
    if (step.repeatable) {
      feedOthers();
    }
    Batch before = new Batch();
    Batch result = new Batch();
    Batch round = counted(initialRows[0]);
    while (!round.isEmpty()) {
      cancellation().check();
      budget.take(round.end());
      output(0).add(round);
      result = step.repeatable ? next(before, round, result) : anew(round);
      before = round;
      round = counted(result);
    }
  }

  private void feedOthers() {
    for (Feed feed : step.feeds) {
      for (int part = 0; part < feed.outside.parts(); part++) {
        feed.within.feed(feed.outside.output(part));
      }
    }
  }

  /** The step's result for a round, of a circuit that knows of no other round. */
  private Batch anew(Batch round) {
    if (!step.circuit.reset()) {
      throw new IllegalStateException("the step of a recursion cannot forget a round");
    }
    feedOthers();
    Segments rows = new Segments();
    rows.add(round);
    step.working.feed(rows);
    step.circuit.step();
    Batch once = result();
    Batch next = new Batch();
    for (int row = 0; row < once.end(); row = once.next(row)) {
      // each of several equal rows has its own calls of the next round
      for (int i = Rows.weight(once.bytes(), row); i > 0; i--) {
        next.append(once.bytes(), row, 1);
      }
    }
    return next;
  }

  /** The step's result for a round; {@code result} is the one of the round before. */
  private Batch next(Batch before, Batch round, Batch result) {
    Batch takenBack = new Batch(before.end());
    for (int row = 0; row < before.end(); row = before.next(row)) {
      takenBack.append(before.bytes(), row, -Rows.weight(before.bytes(), row));
    }
    Segments delta = new Segments();
    delta.add(takenBack);
    delta.add(round);
    step.working.feed(delta);
    step.circuit.step();
    made.addAll(result, 1);
    return result();
  }

  /** What the step has put out, with what is made already. */
  private Batch result() {
    for (int part = 0; part < step.result.parts(); part++) {
      Segments changes = step.result.output(part);
      for (int i = 0; i < changes.size(); i++) {
        byte[] slab = changes.slab(i);
        for (int row = changes.from(i); row < changes.to(i); row += Rows.length(slab, row)) {
          made.add(slab, row, Rows.weight(slab, row));
        }
      }
    }
    Batch next = new Batch();
    made.drainTo(next);
    return next;
  }

  private Batch counted(Batch rows) {
    if (all) {
      return rows;
    }
    Batch fresh = new Batch();
    for (int row = 0; row < rows.end(); row = rows.next(row)) {
      seen.locateRecord(Rows.hashColumns(rows.bytes(), row), rows.bytes(), row);
      if (seen.inserted()) {
        fresh.append(rows.bytes(), row, 1);
      }
    }
    return fresh;
  }
}
