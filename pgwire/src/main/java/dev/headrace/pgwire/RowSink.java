package dev.headrace.pgwire;

import dev.headrace.model.Rows;

/**
 * Takes the rows of a result. It encodes them at once and keeps no reference. Its methods block
 * while the client does not read, and throw what must not be caught: {@link
 * dev.headrace.pgwire.codec.ClientGoneException} when the client is gone.
 */
public interface RowSink {
  /** Sends a row of a slab that many times. */
  void row(byte[] slab, int row, int copies);

  /** Sends a row of a slab as often as its weight says, which must not be negative. */
  default void row(byte[] slab, int row) {
    row(slab, row, Rows.weight(slab, row));
  }

  /** Hands what was sent so far to the network: for results that pause, such as SUBSCRIBE's. */
  void flush();
}
