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
 */
public final class AggregateOperator extends Operator {
  private final List<Pipe<AggregateUnit>> pipes;
  private final GroupTable[] deltas;
  private final GroupTable[][] valueDeltas;
  private final AggregateShard[] shards;
  private final Batch[] outputs;
  private final int rowsPerRecord;
  private final boolean global;

  public AggregateOperator(
      String name,
      int workers,
      AggregatePlan plan,
      List<Pipe<AggregateUnit>> pipes,
      MemoryBudget budget) {
    super(name, workers);
    this.pipes = List.copyOf(pipes);
    this.deltas = new GroupTable[workers];
    this.valueDeltas = new GroupTable[workers][plan.values().size()];
    this.shards = new AggregateShard[workers];
    this.outputs = new Batch[workers];
    // accumulators, key, and what does not fit into accumulators
    this.rowsPerRecord = plan.extras().isEmpty() ? 2 : 3;
    List<Supplier<Object>> deltaObjects = new ArrayList<>();
    plan.objects().stream().limit(plan.deltaObjects()).forEach(o -> deltaObjects.add(o.create()));
    for (int i = 0; i < workers; i++) {
      deltas[i] = new GroupTable(plan.deltaAccumulators(), plan.key(), budget, deltaObjects);
      for (int j = 0; j < plan.values().size(); j++) {
        valueDeltas[i][j] =
            new GroupTable(
                AggregateShard.WEIGHT, plan.values().get(j).tableKey(), budget, List.of());
      }
      shards[i] = new AggregateShard(plan, budget);
      outputs[i] = new Batch(budget::take);
    }
    this.global = plan.global();
    createGlobalGroup();
  }

  private void createGlobalGroup() {
    if (global) {
      shards[Shards.of(AggregateShard.emptyKeyHash(), parts())].createGlobalGroup();
    }
  }

  @Override
  List<Pipe<AggregateUnit>> pipes() {
    return pipes;
  }

  @Override
  boolean forget() {
    for (int i = 0; i < parts(); i++) {
      deltas[i].clear();
      for (GroupTable values : valueDeltas[i]) {
        values.clear();
      }
      shards[i].forget();
      outputs[i] = outputs[i].replaced();
    }
    createGlobalGroup();
    return true;
  }

  @Override
  void run(Workers workers) {
    boolean parallel = workers.areWorthWaking(Pipe.inputSize(pipes));
    workers.run(parts(), parallel, this::accumulate);
    workers.run(parts(), parallel, this::merge);
  }

  private void accumulate(int worker) {
    GroupTable groups = deltas[worker];
    groups.clear();
    for (GroupTable values : valueDeltas[worker]) {
      values.clear();
    }
    for (Pipe<AggregateUnit> pipe : pipes) {
      pipe.run(
          worker, (unit, slab, from, to) -> unit.run(slab, from, to, groups, valueDeltas[worker]));
    }
  }

  private void merge(int shard) {
    AggregateShard state = shards[shard];
    for (GroupTable delta : deltas) {
      cancellation().check();
      delta.forEach(record -> mergeGroup(state, shard, delta, record));
    }
    cancellation().check();
    for (GroupTable[] tables : valueDeltas) {
      for (int i = 0; i < tables.length; i++) {
        GroupTable table = tables[i];
        int index = i;
        table.forEach(record -> state.mergeValue(index, table, record, shard, parts()));
      }
    }
    Batch batch = OutputOperator.cleared(outputs[shard]);
    outputs[shard] = batch;
    state.finish(batch);
    output(shard).add(batch);
  }

  private void mergeGroup(AggregateShard state, int shard, GroupTable delta, long record) {
    byte[] page = delta.page(record);
    long hash = Rows.hashColumns(page, GroupTable.offset(record) + delta.keyOffset());
    if (parts() == 1 || Shards.of(hash, parts()) == shard) {
      state.mergeGroup(hash, delta, record);
    }
  }

  @Override
  public boolean canRecall() {
    return true;
  }

  @Override
  public void recall(Segments target) {
    for (AggregateShard shard : shards) {
      shard.recall(target);
    }
  }

  @Override
  int rowsPerRecord() {
    return rowsPerRecord;
  }

  @Override
  public long stateRows() {
    long rows = 0;
    for (AggregateShard shard : shards) {
      rows += shard.groups();
    }
    return rows;
  }

  @Override
  public long stateBytes() {
    long bytes = 0;
    for (AggregateShard shard : shards) {
      bytes += shard.bytes();
    }
    return bytes;
  }
}
