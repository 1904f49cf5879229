package dev.headrace.storage.rocks;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlException;
import dev.headrace.model.text.ByteOutput;
import dev.headrace.storage.log.CommitLog;
import dev.headrace.storage.log.LogReader;
import dev.headrace.storage.rocks.StateStore.Applied;

/**
 * Applies commits from the log to the state: all that a crash left when a database is opened, and
 * from then on what becomes durable.
 *
 * <p>Only whole commits are applied: of one in several frames the last is found first. Applying
 * stops anywhere without harm, because the state says up to where it got and applying a commit
 * again changes nothing.
 */
final class Applier {
  private static final int BATCH_BYTES = 1 << 20;
  private static final long NONE = -1;

  private final StateStore state;
  private final CommitLog log;
  private final LogReader reader;
  private final ByteOutput batch = new ByteOutput(64 << 10);
  private int changes;
  private Applied reached;
  private volatile Applied written;
  private long flushedPosition;
  // where a commit begins whose end was not found yet
  private long unfinished = NONE;

  Applier(StateStore state, CommitLog log) {
    this.state = state;
    this.log = log;
    this.written = state.applied();
    this.reached = written;
    this.flushedPosition = written.position();
    this.reader = log.reader(written.position());
    clearBatch();
  }

  /** Up to where the log is applied. Any thread. */
  Applied applied() {
    return written;
  }

  /** Applies all that there is, while nobody writes, and lets the log begin anew behind it. */
  synchronized void recover() {
    if (log.isEmpty() ? !written.equals(Applied.NOTHING) : written.position() < log.start()) {
      throw new SqlException(
              ErrorCode.DATA_CORRUPTED,
              "the commit log has no file for position " + written.position())
          .withHint("Restore the database from a backup.");
    }
    while (reader.nextIfAny()) {
      take();
    }
    writeBatch();
    // a commit that was cut short is gone
    unfinished = NONE;
    long beginning = Math.max(log.end(), written.position());
    written = new Applied(written.sequence(), beginning);
    reached = written;
    state.writeApplied(written);
    state.flush();
    flushedPosition = beginning;
    log.begin(beginning, written.sequence());
    log.release(beginning);
    reader.seek(beginning);
  }

  /** Applies what is durable. Whatever fails is tried again by the next call. */
  synchronized void apply() {
    boolean done = false;
    try {
      long limit = log.durablePosition();
      while (reader.next(limit)) {
        take();
      }
      writeBatch();
      done = true;
    } finally {
      if (!done) {
        reached = written;
        unfinished = NONE;
        clearBatch();
        reader.seek(written.position());
      }
    }
  }

  /**
   * Writes out the state and cuts off the log if more than that was applied since the last time.
   *
   * @return whether it was
   */
  synchronized boolean flush(long bytes) {
    long position = written.position();
    if (position - flushedPosition < bytes) {
      return false;
    }
    state.flush();
    flushedPosition = position;
    log.release(position);
    return true;
  }

  /** Runs something while the state does not change. */
  synchronized void paused(Runnable action) {
    action.run();
  }

  /** Takes in the reader's frame. */
  private void take() {
    long start = reader.position();
    if (reader.isFirst()) {
      unfinished = start;
    } else if (unfinished == NONE) {
      throw new SqlException(
          ErrorCode.DATA_CORRUPTED, "the commit log has half a commit at position " + start);
    }
    if (!reader.isLast()) {
      return;
    }
    long end = reader.next();
    if (unfinished != start) {
      reader.seek(unfinished);
      reader.next(end);
    }
    addPayload();
    while (reader.next(end)) {
      addPayload();
    }
    unfinished = NONE;
    reached = new Applied(reader.sequence(), end);
    writeIfLarge();
  }

  private void addPayload() {
    writeIfLarge();
    int length = reader.payloadLength();
    reader.copyPayload(batch.reserve(length), batch.length());
    batch.length(batch.length() + length);
    changes += reader.count();
  }

  private void writeIfLarge() {
    if (batch.length() > BATCH_BYTES) {
      writeBatch();
    }
  }

  private void writeBatch() {
    if (changes == 0 && reached.equals(written)) {
      return;
    }
    addApplied();
    state.write(batch.toBytes(), changes);
    written = reached;
    clearBatch();
  }

  private void addApplied() {
    byte[] value = reached.toBytes();
    batch.writeByte(CommitEncoder.PUT);
    batch.writeByte(Keys.STATE.length);
    batch.write(Keys.STATE);
    batch.writeByte(value.length);
    batch.write(value);
    changes++;
  }

  private void clearBatch() {
    batch.clear();
    byte[] header = batch.reserve(StateStore.BATCH_HEADER);
    Rows.putLong(header, 0, 0);
    Rows.putInt(header, Long.BYTES, 0);
    batch.length(StateStore.BATCH_HEADER);
    changes = 0;
  }
}
