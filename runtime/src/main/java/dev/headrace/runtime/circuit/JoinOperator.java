package dev.headrace.runtime.circuit;

import dev.headrace.model.RowLayout;
import dev.headrace.runtime.state.JoinIndex;
import dev.headrace.runtime.state.MemoryBudget;
import java.util.ArrayList;
import java.util.List;

/**
 * A join of any kind: keeps both sides by key. With D for a step's delta and L, R for the sides
 * before it, a step puts out {@code DL x R + (L + DL) x DR}: the left delta meets the old right
 * side, then the right delta meets the new left side.
 *
 * <p>In a query that runs once the right side is taken first, so that only it has to be remembered;
 * the result is the same because both sides start empty.
 */
public final class JoinOperator extends Operator {
  private final JoinSide left;
  private final JoinSide right;
  private final JoinShard[] shards;
  private final boolean once;

  /**
   * A join of two sides.
   *
   * @param key layout of join keys
   * @param leftRetractable whether left rows can come with negative weights
   * @param rightRetractable the same for right rows
   * @param once whether there will be only one step; only for kinds that keep no unmatched right
   *     rows
   */
  public JoinOperator(
      String name,
      int workers,
      RowLayout key,
      JoinSide left,
      JoinSide right,
      boolean leftRetractable,
      boolean rightRetractable,
      boolean once,
      MemoryBudget budget) {
    super(name, workers);
    this.left = left;
    this.right = right;
    this.once = once;
    this.shards = new JoinShard[workers];
    for (int i = 0; i < workers; i++) {
      shards[i] =
          new JoinShard(
              new JoinIndex(key, leftRetractable, budget),
              new JoinIndex(key, rightRetractable, budget),
              once,
              budget);
    }
  }

  @Override
  List<Pipe<?>> pipes() {
    List<Pipe<?>> pipes = new ArrayList<>(left.pipes());
    pipes.addAll(right.pipes());
    return pipes;
  }

  @Override
  boolean forget() {
    for (JoinShard shard : shards) {
      shard.forget();
    }
    return true;
  }

  @Override
  void renewUnits() {
    super.renewUnits();
    left.renewShardUnits();
    right.renewShardUnits();
  }

  @Override
  void run(Workers workers) {
    boolean parallel = workers.areWorthWaking(left.inputSize() + right.inputSize());
    workers.run(
        parts(),
        parallel,
        worker -> {
          left.route(worker);
          right.route(worker);
        });
    workers.run(parts(), parallel, this::join);
  }

  private void join(int shard) {
    JoinShard state = shards[shard];
    state.begin();
    (once ? right : left).join(shard, state, !once);
    (once ? left : right).join(shard, state, once);
    output(shard).add(state.output());
  }

  @Override
  public long stateRows() {
    long rows = 0;
    for (JoinShard shard : shards) {
      rows += shard.left.rows() + shard.right.rows();
    }
    return rows;
  }

  @Override
  public long stateBytes() {
    long bytes = 0;
    for (JoinShard shard : shards) {
      bytes += shard.left.bytes() + shard.right.bytes();
    }
    return bytes;
  }
}
