package dev.headrace.runtime.state;

import java.util.Arrays;

/**
 * Which commits of a store are read, as its writer knows it.
 *
 * @param sequences those that are read, ascending; besides them only later ones than {@code newest}
 *     and that itself
 * @param newest the last one that was published
 */
@SuppressWarnings("ArrayRecordComponent") // is never compared
record Readers(long[] sequences, long newest) {
  /** Readers of one commit and of any later one. */
  static Readers since(long oldest) {
    return new Readers(new long[0], oldest);
  }

  /** Whether one of them sees what came with a commit and went with another. */
  boolean see(long from, long until) {
    int place = Arrays.binarySearch(sequences, from);
    int reader = place < 0 ? -place - 1 : place;
    return until > (reader < sequences.length ? Math.min(sequences[reader], newest) : newest);
  }
}
