package dev.headrace.runtime.state;

import dev.headrace.model.Rows;
import java.util.Arrays;

/**
 * A leaf of an {@link AdaptiveRadixTree}: one array, the value's eight bytes and then the key.
 * Never changed once it is in a tree.
 */
final class RadixLeaf {
  static final int KEY_OFFSET = 8;

  private RadixLeaf() {}

  static byte[] of(byte[] key, int offset, int length, long value) {
    byte[] leaf = new byte[KEY_OFFSET + length];
    Rows.putLong(leaf, 0, value);
    System.arraycopy(key, offset, leaf, KEY_OFFSET, length);
    return leaf;
  }

  static long value(byte[] leaf) {
    return Rows.getLong(leaf, 0);
  }

  static boolean hasKey(byte[] leaf, byte[] key, int offset, int length) {
    return Arrays.equals(leaf, KEY_OFFSET, leaf.length, key, offset, offset + length);
  }

  /** Order of the leaf's key against another, as unsigned bytes. */
  static int compare(byte[] leaf, byte[] key, int offset, int length) {
    return Arrays.compareUnsigned(leaf, KEY_OFFSET, leaf.length, key, offset, offset + length);
  }

  static boolean startsWith(byte[] leaf, byte[] prefix, int offset, int length) {
    return leaf.length - KEY_OFFSET >= length
        && Arrays.equals(leaf, KEY_OFFSET, KEY_OFFSET + length, prefix, offset, offset + length);
  }

  static int bytes(byte[] leaf) {
    return RadixNode.arrayBytes(leaf.length, 1);
  }
}
