package dev.headrace.runtime.state;

import dev.headrace.model.Slice;

/**
 * Makes a row's key: bytes that order and compare as unsigned bytes like the key's columns do, and
 * of which none is a prefix of another's.
 */
@FunctionalInterface
public interface KeyEncoder {
  /**
   * Fills a slice with a row's key.
   *
   * @param slab holds the row
   * @param row where it starts
   * @param key to be filled, in its own memory
   */
  void encode(byte[] slab, int row, Slice key);
}
