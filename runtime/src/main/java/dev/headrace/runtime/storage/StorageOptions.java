package dev.headrace.runtime.storage;

import java.time.Duration;

/**
 * How a storage is run.
 *
 * @param flushInterval after which commits that nobody waits for are made durable: what a crash may
 *     lose of them
 * @param logSegmentBytes size of the files of the commit log, which are made before they are needed
 * @param checkpointBytes of commits after which the state is written out and the log cut off, so
 *     that a restart has at most about twice as much to replay
 * @param create whether to make a storage in a directory that is empty or not there
 */
public record StorageOptions(
    Duration flushInterval, int logSegmentBytes, long checkpointBytes, boolean create) {
  private static final int SMALLEST_SEGMENT = 64 << 10;

  public static final StorageOptions DEFAULT =
      new StorageOptions(Duration.ofMillis(200), 16 << 20, 64L << 20, true);

  public StorageOptions {
    if (flushInterval.isNegative() || flushInterval.isZero()) {
      throw new IllegalArgumentException("flush interval " + flushInterval);
    }
    if (logSegmentBytes < SMALLEST_SEGMENT || checkpointBytes < logSegmentBytes) {
      throw new IllegalArgumentException("log of " + logSegmentBytes + ", " + checkpointBytes);
    }
  }

  public StorageOptions withFlushInterval(Duration interval) {
    return new StorageOptions(interval, logSegmentBytes, checkpointBytes, create);
  }

  public StorageOptions withLog(int segmentBytes, long bytesPerCheckpoint) {
    return new StorageOptions(flushInterval, segmentBytes, bytesPerCheckpoint, create);
  }

  public StorageOptions withCreate(boolean whether) {
    return new StorageOptions(flushInterval, logSegmentBytes, checkpointBytes, whether);
  }
}
