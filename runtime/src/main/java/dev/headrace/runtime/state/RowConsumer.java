package dev.headrace.runtime.state;

/** Takes a row. */
@FunctionalInterface
public interface RowConsumer {
  /**
   * Takes the row that starts at an offset of a slab. The slab is not to be changed.
   *
   * @param slab holds the row
   * @param row where it starts
   */
  void accept(byte[] slab, int row);
}
