package dev.headrace.storage.rocks;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Rows;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.text.ByteOutput;
import dev.headrace.runtime.storage.CommitWriter;
import dev.headrace.runtime.storage.RecordKind;
import dev.headrace.storage.log.CommitLog;
import dev.headrace.storage.log.Frame;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes commits to the log as RocksDB's write batches have them: a tag, the key and, for a put,
 * the value, each behind its length as a varint of base 128. A large commit becomes several frames.
 */
final class CommitEncoder implements CommitWriter {
  private static final int FRAME_BYTES = 256 << 10;

  /** So that a batch of whole changes can be an array. */
  private static final int LARGEST_CHANGE = 1 << 30;

  private static final int LONGEST_ROW_KEY = 64 << 10;

  // of rocksdb/db/dbformat.h, ValueType
  private static final int DELETE = 0x0;
  static final int PUT = 0x1;
  private static final int DELETE_RANGE = 0xF;

  private final CommitLog log;
  private final DropConsumer dropped;
  private final ByteOutput frame = new ByteOutput(4096);
  private final ByteOutput key = new ByteOutput();
  private final List<Integer> drops = new ArrayList<>();
  private long sequence;
  private int count;
  private int flags;
  private int appended;
  private boolean open;

  /** Is told that a commit dropped a relation. */
  @FunctionalInterface
  interface DropConsumer {
    void accept(int relation, long sequence);
  }

  /**
   * A writer for one commit after the other.
   *
   * @param dropped is told relations whose dropping was committed
   */
  CommitEncoder(CommitLog log, DropConsumer dropped) {
    this.log = log;
    this.dropped = dropped;
  }

  CommitEncoder begin(long commitSequence) {
    sequence = commitSequence;
    flags = Frame.FIRST;
    appended = 0;
    drops.clear();
    clearFrame();
    open = true;
    return this;
  }

  private void clearFrame() {
    frame.clear();
    frame.reserve(Frame.HEADER);
    frame.length(Frame.HEADER);
    count = 0;
  }

  @Override
  public void putRecord(RecordKind kind, long id, byte[] value) {
    key.clear();
    key.write(Keys.record(kind, id));
    startPut(value.length);
    frame.write(value);
    endChange();
  }

  @Override
  public void removeRecord(RecordKind kind, long id) {
    key.clear();
    key.write(Keys.record(kind, id));
    delete();
  }

  @Override
  public void putRow(int relation, Slice rowKey, byte[] slab, int row) {
    rowKey(relation, rowKey);
    int length = Rows.length(slab, row) - Rows.NULLS_OFFSET;
    startPut(length);
    frame.write(slab, row + Rows.NULLS_OFFSET, length);
    endChange();
  }

  @Override
  public void removeRow(int relation, Slice rowKey) {
    rowKey(relation, rowKey);
    delete();
  }

  private void rowKey(int relation, Slice rowKey) {
    if (rowKey.length() > LONGEST_ROW_KEY) {
      throw new SqlException(
          ErrorCode.PROGRAM_LIMIT_EXCEEDED,
          "index row size " + rowKey.length() + " exceeds maximum " + LONGEST_ROW_KEY);
    }
    key.clear();
    Keys.rowKey(key, relation, rowKey);
  }

  @Override
  public void putMultiplicity(int relation, byte[] slab, int row, long multiplicity) {
    if (multiplicity < 0) {
      throw new IllegalArgumentException("multiplicity " + multiplicity);
    }
    key.clear();
    Keys.columnsKey(key, relation, slab, row);
    if (multiplicity == 0) {
      delete();
      return;
    }
    int length = Rows.length(slab, row) - Rows.NULLS_OFFSET;
    if (length <= Keys.LONGEST_KEY) {
      length = 0;
    }
    startPut(Long.BYTES + length);
    Rows.putLong(frame.reserve(Long.BYTES), frame.length(), multiplicity);
    frame.length(frame.length() + Long.BYTES);
    frame.write(slab, row + Rows.NULLS_OFFSET, length);
    endChange();
  }

  @Override
  public void appendRow(int relation, byte[] slab, int row) {
    key.clear();
    Keys.appendedKey(key, relation, sequence, appended++);
    int length = Rows.length(slab, row) - Rows.WEIGHT_OFFSET - Integer.BYTES;
    startPut(Integer.BYTES + length);
    Rows.putInt(frame.reserve(Integer.BYTES), frame.length(), Rows.weight(slab, row));
    frame.length(frame.length() + Integer.BYTES);
    frame.write(slab, row + Rows.NULLS_OFFSET, length);
    endChange();
  }

  @Override
  public void truncate(int relation) {
    start(DELETE_RANGE, 4 * Keys.RELATION_LENGTH);
    writeText(Keys.relation(relation), Keys.RELATION_LENGTH);
    writeText(Keys.relation(relation + 1), Keys.RELATION_LENGTH);
    endChange();
  }

  @Override
  public void drop(int relation) {
    truncate(relation);
    drops.add(relation);
  }

  private void start(int tag, long bytes) {
    if (!open) {
      throw new IllegalStateException("no commit was begun");
    }
    if (bytes > LARGEST_CHANGE) {
      throw new SqlException(
          ErrorCode.PROGRAM_LIMIT_EXCEEDED, "a row exceeds " + LARGEST_CHANGE + " bytes");
    }
    frame.writeByte(tag);
  }

  private void startPut(int valueLength) {
    start(PUT, (long) key.length() + valueLength);
    writeText(key.bytes(), key.length());
    writeVarint(valueLength);
  }

  private void delete() {
    start(DELETE, key.length());
    writeText(key.bytes(), key.length());
    endChange();
  }

  private void endChange() {
    count++;
    if (frame.length() >= FRAME_BYTES) {
      append(0);
    }
  }

  private void writeText(byte[] bytes, int length) {
    writeVarint(length);
    frame.write(bytes, 0, length);
  }

  private void writeVarint(int value) {
    int rest = value;
    while (rest >= 0x80) {
      frame.writeByte(rest | 0x80);
      rest >>>= 7;
    }
    frame.writeByte(rest);
  }

  private void append(int lastFlag) {
    log.append(frame.bytes(), frame.length(), sequence, count, flags | lastFlag);
    flags = 0;
    clearFrame();
  }

  @Override
  public void commit() {
    start(DELETE, 0);
    frame.length(frame.length() - 1);
    append(Frame.LAST);
    open = false;
    drops.forEach(relation -> dropped.accept(relation, sequence));
  }

  @Override
  public void abandon() {
    // frames that are in the log already are passed over for want of a last one
    open = false;
    clearFrame();
  }
}
