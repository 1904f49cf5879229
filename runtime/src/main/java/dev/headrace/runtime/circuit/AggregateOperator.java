package dev.headrace.runtime.circuit;

import dev.headrace.model.Batch;
import dev.headrace.model.Rows;
import dev.headrace.runtime.state.GroupTable;
import dev.headrace.runtime.state.MemoryBudget;
import dev.headrace.runtime.state.Shards;
import dev.headrace.runtime.unit.AggregateUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * GROUP BY: keeps accumulators per group and puts out, for each group that a step touched, its old
 * record with weight -1 and its new one with weight 1.
 *
 * <p>A step has two phases. First every worker runs its share of the pipes into its own delta
 * tables, which are as small as the number of groups the step touches. Then every shard merges the
 * delta records of its groups into the state, so no lock is needed and a hot group costs one merge
 * a step.
 *
 * <p>Where the input is in one part, as in queries, threads share its pieces in the first phase,
 * and the groups in the second if there are many. Which thread has added a row to a group cannot be
 * told from the sums, which are exact, but from the order in which groups come out.
 */
public final class AggregateOperator extends Operator {
  /**
   * With more groups than that, those who help leave the rest to the first worker: every row being
   * a group of its own for each of them, they would take memory, and the merge what they spared.
   */
  private static final int HELPERS_GROUPS = 1 << 16;

  /** Fewer groups are merged by one thread. */
  private static final int SHARED_GROUPS = 1 << 12;

  private final AggregatePlan plan;
  private final List<Pipe<AggregateUnit>> pipes;
  private final boolean shareable;
  private final MemoryBudget budget;
  private final List<Delta> deltas = new ArrayList<>();
  private final List<Shard> shards = new ArrayList<>();
  private final int rowsPerRecord;

  /** How many shards the groups are in; 0 until the first step decides that. */
  private int shardsUsed;

  /** What a worker adds up in a step. */
  private static final class Delta {
    private final GroupTable groups;
    private final GroupTable[] values;

    Delta(AggregatePlan plan, MemoryBudget budget) {
      List<Supplier<Object>> objects = new ArrayList<>();
      plan.objects().stream().limit(plan.deltaObjects()).forEach(o -> objects.add(o.create()));
      groups = new GroupTable(plan.deltaAccumulators(), plan.key(), budget, objects);
      values = new GroupTable[plan.values().size()];
      for (int i = 0; i < values.length; i++) {
        values[i] =
            new GroupTable(
                AggregateShard.WEIGHT, plan.values().get(i).tableKey(), budget, List.of());
      }
    }

    void clear() {
      groups.clear();
      for (GroupTable table : values) {
        table.clear();
      }
    }

    boolean isSmall() {
      int records = groups.size();
      for (GroupTable table : values) {
        records = Math.max(records, table.size());
      }
      return records < HELPERS_GROUPS;
    }

    void add(AggregateUnit unit, byte[] slab, int from, int to) {
      unit.run(slab, from, to, groups, values);
    }
  }

  /** A shard and what it puts out in a step. */
  private static final class Shard {
    private final AggregateShard state;
    private Batch output;

    Shard(AggregatePlan plan, MemoryBudget budget) {
      state = new AggregateShard(plan, budget);
      output = new Batch(budget::take);
    }
  }

  /**
   * @param shareable whether pipes may run on several threads although their input is in one part:
   *     nothing in them changes by being called
   */
  public AggregateOperator(
      String name,
      int workers,
      AggregatePlan plan,
      List<Pipe<AggregateUnit>> pipes,
      boolean shareable,
      MemoryBudget budget) {
    super(name, workers);
    this.plan = plan;
    this.pipes = List.copyOf(pipes);
    this.shareable = shareable;
    this.budget = budget;
    // accumulators, key, and what does not fit into accumulators
    this.rowsPerRecord = plan.extras().isEmpty() ? 2 : 3;
    provide(workers, workers);
    createGlobalGroup();
  }

  private void provide(int deltaCount, int shardCount) {
    while (deltas.size() < deltaCount) {
      deltas.add(new Delta(plan, budget));
    }
    while (shards.size() < shardCount) {
      shards.add(new Shard(plan, budget));
    }
  }

  private void createGlobalGroup() {
    if (plan.global()) {
      int shard = Shards.of(AggregateShard.emptyKeyHash(), parts());
      shards.get(shard).state.createGlobalGroup();
    }
  }

  @Override
  List<Pipe<AggregateUnit>> pipes() {
    return pipes;
  }

  @Override
  boolean forget() {
    shardsUsed = 0;
    deltas.forEach(Delta::clear);
    for (Shard shard : shards) {
      shard.state.forget();
      shard.output = shard.output.replaced();
    }
    createGlobalGroup();
    return true;
  }

  @Override
  void run(Workers workers) {
    long bytes = Pipe.inputSize(pipes);
    boolean parallel = workers.areWorthWaking(bytes);
    int workersUsed = parts();
    if (parallel && shareable && parts() == 1) {
      workersUsed = (int) Math.min(workers.threads(), bytes / workers.pieceBytes() + 1);
      share(workers, workersUsed);
    } else {
      workers.run(parts(), parallel, this::accumulate);
    }
    merge(workers, parallel, workersUsed);
  }

  private void accumulate(int worker) {
    Delta delta = deltas.get(worker);
    delta.clear();
    for (Pipe<AggregateUnit> pipe : pipes) {
      pipe.run(worker, delta::add);
    }
  }

  private void share(Workers workers, int count) {
    provide(count, 1);
    pipes.forEach(pipe -> pipe.provide(count));
    Pieces<AggregateUnit> pieces = new Pieces<>(pipes, workers.pieceBytes());
    workers.run(count, true, worker -> accumulate(worker, pieces));
    pieces.rethrow();
  }

  private void accumulate(int worker, Pieces<AggregateUnit> pieces) {
    Delta delta = deltas.get(worker);
    delta.clear();
    pieces.run(worker, () -> worker == 0 || delta.isSmall(), delta::add);
  }

  private void merge(Workers workers, boolean parallel, int deltaCount) {
    if (shardsUsed == 0) {
      boolean shared = parts() > 1 || (!plan.global() && groups(deltaCount) >= SHARED_GROUPS);
      shardsUsed = shared ? deltaCount : 1;
      provide(deltaCount, shardsUsed);
    }
    workers.run(shardsUsed, parallel, shard -> merge(shard, deltaCount));
    for (int i = 0; i < shardsUsed; i++) {
      output(Math.min(i, parts() - 1)).add(shards.get(i).output);
    }
  }

  private long groups(int deltaCount) {
    long groups = 0;
    for (int i = 0; i < deltaCount; i++) {
      groups += deltas.get(i).groups.size();
    }
    return groups;
  }

  private void merge(int index, int deltaCount) {
    Shard shard = shards.get(index);
    AggregateShard state = shard.state;
    state.reserve(groups(deltaCount) / shardsUsed);
    for (int i = 0; i < deltaCount; i++) {
      cancellation().check();
      GroupTable delta = deltas.get(i).groups;
      delta.forEach(record -> mergeGroup(state, index, delta, record));
    }
    cancellation().check();
    for (int i = 0; i < deltaCount; i++) {
      GroupTable[] tables = deltas.get(i).values;
      for (int j = 0; j < tables.length; j++) {
        GroupTable table = tables[j];
        int values = j;
        table.forEach(record -> state.mergeValue(values, table, record, index, shardsUsed));
      }
    }
    shard.output = OutputOperator.cleared(shard.output);
    state.finish(shard.output);
  }

  private void mergeGroup(AggregateShard state, int index, GroupTable delta, long record) {
    byte[] page = delta.page(record);
    long hash = Rows.hashColumns(page, GroupTable.offset(record) + delta.keyOffset());
    if (shardsUsed == 1 || Shards.of(hash, shardsUsed) == index) {
      state.mergeGroup(hash, delta, record);
    }
  }

  @Override
  public boolean canRecall() {
    return true;
  }

  @Override
  public void recall(Segments target) {
    for (Shard shard : shards) {
      shard.state.recall(target);
    }
  }

  @Override
  int rowsPerRecord() {
    return rowsPerRecord;
  }

  @Override
  public long stateRows() {
    long rows = 0;
    for (Shard shard : shards) {
      rows += shard.state.groups();
    }
    return rows;
  }

  @Override
  public long stateBytes() {
    long bytes = 0;
    for (Shard shard : shards) {
      bytes += shard.state.bytes();
    }
    return bytes;
  }
}
