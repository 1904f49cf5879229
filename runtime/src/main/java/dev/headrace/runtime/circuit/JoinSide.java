package dev.headrace.runtime.circuit;

import dev.headrace.model.Batch;
import dev.headrace.runtime.unit.EmitUnit;
import dev.headrace.runtime.unit.JoinUnit;
import dev.headrace.runtime.unit.UnitContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * How one side's records get into a join: directly, each pipe's unit being the join's; or through
 * an exchange, where the pipes' units send rows to the shard of their key and one more unit per
 * shard joins them. The latter is needed as soon as there is more than one shard.
 */
public final class JoinSide {
  private final List<Pipe<JoinUnit>> direct;
  private final List<Pipe<EmitUnit>> exchange;
  private final List<JoinUnit> shardUnits;
  private final Supplier<JoinUnit> newShardUnit;
  private final Batch[][] routed;

  private JoinSide(
      List<Pipe<JoinUnit>> direct,
      List<Pipe<EmitUnit>> exchange,
      Supplier<JoinUnit> newShardUnit,
      int workers) {
    this.direct = List.copyOf(direct);
    this.exchange = List.copyOf(exchange);
    this.newShardUnit = newShardUnit;
    this.shardUnits = new ArrayList<>();
    this.routed = new Batch[exchange.isEmpty() ? 0 : workers][workers];
    for (Batch[] row : routed) {
      for (int i = 0; i < workers; i++) {
        row[i] = new Batch();
      }
    }
    if (!exchange.isEmpty()) {
      for (int i = 0; i < workers; i++) {
        shardUnits.add(newShardUnit.get());
      }
    }
  }

  /** Pipes whose units join; for a single worker. */
  public static JoinSide direct(List<Pipe<JoinUnit>> pipes) {
    return new JoinSide(
        pipes,
        List.of(),
        () -> {
          throw new IllegalStateException("a side without an exchange");
        },
        1);
  }

  /**
   * Pipes whose units route rows by key.
   *
   * @param unit joins the routed rows
   */
  public static JoinSide exchange(
      List<Pipe<EmitUnit>> pipes,
      UnitFactory<? extends JoinUnit> unit,
      UnitContext context,
      int workers) {
    return new JoinSide(List.of(), pipes, () -> unit.create(context), workers);
  }

  /** Makes those units anew that no pipe has, as {@link Operator#renewUnits} says. */
  void renewShardUnits() {
    shardUnits.replaceAll(_ -> newShardUnit.get());
  }

  List<Pipe<?>> pipes() {
    List<Pipe<?>> pipes = new ArrayList<>(direct);
    pipes.addAll(exchange);
    return pipes;
  }

  long inputSize() {
    return Pipe.inputSize(direct) + Pipe.inputSize(exchange);
  }

  /** A worker's share of the exchange. */
  void route(int worker) {
    if (exchange.isEmpty()) {
      return;
    }
    Batch[] targets = routed[worker];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = OutputOperator.cleared(targets[i]);
    }
    OutputOperator.emit(exchange, worker, targets);
  }

  /** Joins the records of a shard, after all workers have routed. */
  void join(int shard, JoinShard state, boolean left) {
    for (Pipe<JoinUnit> pipe : direct) {
      pipe.run(shard, (unit, slab, from, to) -> state.run(unit, slab, from, to, left));
    }
    for (Batch[] row : routed) {
      Batch rows = row[shard];
      state.run(shardUnits.get(shard), rows.bytes(), 0, rows.end(), left);
    }
  }
}
