package dev.headrace.engine.database;

import java.util.TreeMap;

/**
 * The version that new readers see, and the commit sequences that are being read, so that stores
 * know which versions to keep.
 */
final class Snapshots {
  private final TreeMap<Long, Integer> readers = new TreeMap<>();
  private Version latest;

  Snapshots(Version latest) {
    this.latest = latest;
  }

  /** Registers a reader of the latest version. */
  synchronized Version acquire() {
    retain(latest.sequence());
    return latest;
  }

  /** Registers one more reader of a commit that is being read. */
  synchronized void retain(long sequence) {
    readers.merge(sequence, 1, Integer::sum);
  }

  synchronized void release(long sequence) {
    readers.merge(sequence, -1, (a, b) -> a + b == 0 ? null : a + b);
  }

  /** Makes a version the one that new readers see, unless a later one is already. */
  synchronized void advance(Version version) {
    if (version.sequence() >= latest.sequence()) {
      latest = version;
    }
  }

  synchronized Version latest() {
    return latest;
  }

  /**
   * The sequences that are being read and the one that new readers see, ascending. Besides them
   * only later ones will be.
   */
  synchronized long[] reading() {
    boolean isRead = readers.containsKey(latest.sequence());
    long[] read = new long[readers.size() + (isRead ? 0 : 1)];
    int count = 0;
    for (long sequence : readers.keySet()) {
      read[count++] = sequence;
    }
    if (!isRead) {
      // nobody reads a later one
      read[count] = latest.sequence();
    }
    return read;
  }
}
