package dev.headrace.runtime.unit;

import dev.headrace.model.Batch;

/**
 * A pipeline that ends by appending rows to batches: for a view, an exchange or a table operator.
 */
public abstract class EmitUnit {
  /**
   * Appends the results of the records in {@code [from, to)}. With several outputs a row goes to
   * the one of its key's shard ({@link dev.headrace.runtime.state.Shards#of}).
   */
  public abstract void run(byte[] slab, int from, int to, Batch[] outputs);
}
