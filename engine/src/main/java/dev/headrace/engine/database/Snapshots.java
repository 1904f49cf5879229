package dev.headrace.engine.database;

import java.util.Arrays;
import java.util.TreeMap;

/**
 * The version that new readers see, and the commit sequences that are being read, so that stores
 * know which versions to keep.
 */
final class Snapshots {
  // of all sequences but the one that was asked for last: most readers come and go between two
  // commits, and count up and down there
  private final TreeMap<Long, Integer> readers = new TreeMap<>();
  private long recent;
  private int recentReaders;
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
    if (sequence != recent) {
      if (recentReaders > 0) {
        readers.merge(recent, recentReaders, Integer::sum);
      }
      recent = sequence;
      Integer known = readers.remove(sequence);
      recentReaders = known == null ? 0 : known;
    }
    recentReaders++;
  }

  synchronized void release(long sequence) {
    if (sequence == recent) {
      recentReaders--;
    } else {
      readers.merge(sequence, -1, (a, b) -> a + b == 0 ? null : a + b);
    }
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
    long newest = latest.sequence();
    boolean isRead = newest == recent ? recentReaders > 0 : readers.containsKey(newest);
    long[] read = new long[readers.size() + (recentReaders > 0 ? 1 : 0) + (isRead ? 0 : 1)];
    int count = 0;
    for (long sequence : readers.keySet()) {
      read[count++] = sequence;
    }
    if (recentReaders > 0) {
      read[count++] = recent;
    }
    if (!isRead) {
      read[count] = newest;
    }
    Arrays.sort(read);
    return read;
  }
}
