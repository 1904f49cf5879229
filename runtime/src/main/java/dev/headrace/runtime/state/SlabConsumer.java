package dev.headrace.runtime.state;

/** Takes runs of rows. */
@FunctionalInterface
public interface SlabConsumer {
  /**
   * Takes the rows in {@code [from, to)} of a slab, one after the other as in a batch. The slab is
   * not to be changed.
   */
  void accept(byte[] slab, int from, int to);
}
