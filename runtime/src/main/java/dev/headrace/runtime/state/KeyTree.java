package dev.headrace.runtime.state;

/**
 * An ordered map from byte strings to longs, with snapshots: what an index of a {@link RowStore}
 * is.
 *
 * <p>Keys are ordered as unsigned bytes. No key may be a prefix of another: keys come from a
 * self-delimiting encoding. One writer changes the tree; its snapshots never change and may be read
 * by any thread they were safely published to, without locks, while the writer goes on.
 */
public sealed interface KeyTree permits AdaptiveRadixTree, BlockTree {
  /** What a key that is not there maps to; not a legal value. */
  long ABSENT = Long.MIN_VALUE;

  /** Number of keys. */
  long size();

  /**
   * Bytes of memory the tree takes, about; what only snapshots still hold, and what a {@link
   * PageCache} counts, is not in it.
   */
  long bytes();

  /** The value of a key, or {@link #ABSENT}. */
  long get(byte[] key, int offset, int length);

  /**
   * Maps a key to a value.
   *
   * @return the value it had, or {@link #ABSENT}
   */
  long put(byte[] key, int offset, int length, long value);

  /** Removes a key and returns its value, or {@link #ABSENT}. */
  long remove(byte[] key, int offset, int length);

  /**
   * The tree as it is now, with what commits up to this one have changed.
   *
   * @param sequence of the commit, greater than that of any before
   */
  KeySnapshot commit(long sequence);

  /** Goes back to the last snapshot, or to how the tree started. Needs nothing that can fail. */
  void restore(KeySnapshot snapshot);

  /** Lets go of what none of those who read sees. */
  void release(Readers readers);

  /** Removes all keys. */
  void clear();

  /**
   * Gives back what this tree takes of a cache: nobody reads any snapshot of it. What it may share
   * with a fork is left to the collector.
   */
  void discard();
}
