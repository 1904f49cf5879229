package dev.headrace.engine.database;

import java.util.TreeMap;

/** The commit sequences that are being read, so that stores know which versions to keep. */
final class Snapshots {
  private final TreeMap<Long, Integer> readers = new TreeMap<>();
  private long latest;

  Snapshots(long latest) {
    this.latest = latest;
  }

  /** Registers a reader of the latest commit and returns its sequence. */
  synchronized long acquire() {
    readers.merge(latest, 1, Integer::sum);
    return latest;
  }

  synchronized void release(long sequence) {
    readers.merge(sequence, -1, (a, b) -> a + b == 0 ? null : a + b);
  }

  /** Makes a commit the one that new readers see. */
  synchronized void advance(long sequence) {
    latest = sequence;
  }

  synchronized long latest() {
    return latest;
  }

  /** The sequences that are being read, ascending. Besides them only the latest one will be. */
  synchronized long[] reading() {
    return readers.keySet().stream().mapToLong(Long::longValue).toArray();
  }
}
