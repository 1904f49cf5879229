package dev.headrace.storage.rocks;

import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.storage.RecordConsumer;
import dev.headrace.runtime.storage.RecordKind;
import dev.headrace.runtime.storage.RowForm;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.rocksdb.Checkpoint;
import org.rocksdb.FlushOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;

/** The state in RocksDB. All that knows RocksDB's calls. */
final class StateStore implements AutoCloseable {
  /** Bytes of a write batch before its changes: a sequence, zero, and their number. */
  static final int BATCH_HEADER = 12;

  private static final int COUNT_OFFSET = 8;

  /** Bytes of rows that are handed over at a time. */
  private static final int LOAD_BATCH = 256 << 10;

  private final RocksTuning tuning;
  private final RocksDB database;

  private StateStore(RocksTuning tuning, RocksDB database) {
    this.tuning = tuning;
    this.database = database;
  }

  static StateStore open(Path directory, boolean create) {
    RocksDB.loadLibrary();
    RocksTuning tuning = new RocksTuning(create);
    try {
      return new StateStore(tuning, RocksDB.open(tuning.options(), directory.toString()));
    } catch (RocksDBException e) {
      tuning.close();
      throw RocksErrors.of("cannot open the state in " + directory, e);
    }
  }

  /**
   * Up to where the log was applied.
   *
   * @param sequence of the last commit
   * @param position in the log behind it
   */
  record Applied(long sequence, long position) {
    static final Applied NOTHING = new Applied(0, 0);

    private static final int BYTES = 16;

    byte[] toBytes() {
      byte[] bytes = new byte[BYTES];
      Rows.putLong(bytes, 0, sequence);
      Rows.putLong(bytes, Long.BYTES, position);
      return bytes;
    }
  }

  Applied applied() {
    try {
      byte[] value = database.get(Keys.STATE);
      return value == null
          ? Applied.NOTHING
          : new Applied(Rows.getLong(value, 0), Rows.getLong(value, Long.BYTES));
    } catch (RocksDBException e) {
      throw RocksErrors.of("cannot read the state", e);
    }
  }

  /** Applies a write batch, whose header's room is {@link #BATCH_HEADER}. Not yet durable. */
  void write(byte[] batch, int changes) {
    Rows.putInt(batch, COUNT_OFFSET, changes);
    try (WriteBatch write = new WriteBatch(batch)) {
      database.write(tuning.writes(), write);
    } catch (RocksDBException e) {
      throw RocksErrors.of("cannot write the state", e);
    }
  }

  /** Says up to where the log was applied by what was written before. */
  void writeApplied(Applied applied) {
    try (WriteBatch write = new WriteBatch()) {
      write.put(Keys.STATE, applied.toBytes());
      database.write(tuning.writes(), write);
    } catch (RocksDBException e) {
      throw RocksErrors.of("cannot write the state", e);
    }
  }

  /** Returns when all that was written is durable. */
  void flush() {
    try (FlushOptions options = new FlushOptions().setWaitForFlush(true)) {
      database.flush(options);
    } catch (RocksDBException e) {
      throw RocksErrors.of("cannot write the state", e);
    }
  }

  /**
   * Frees the files that hold rows of one dropped relation only. What is left of it, in files that
   * it shares with others, goes with their next compaction.
   */
  void reclaim(int relation) {
    try {
      database.deleteFilesInRanges(
          database.getDefaultColumnFamily(),
          List.of(Keys.relation(relation), Keys.relation(relation + 1)),
          false);
    } catch (RocksDBException e) {
      throw RocksErrors.of("cannot free the room of a dropped relation", e);
    }
  }

  void checkpoint(Path directory) {
    try (Checkpoint checkpoint = Checkpoint.create(database)) {
      checkpoint.createCheckpoint(directory.toString());
    } catch (RocksDBException e) {
      throw RocksErrors.of("cannot write a copy to " + directory, e);
    }
  }

  void verify() {
    try {
      database.verifyChecksum();
    } catch (RocksDBException e) {
      throw RocksErrors.of("the state is damaged", e);
    }
  }

  void records(RecordKind kind, RecordConsumer consumer) {
    byte[] from = Keys.record(kind, 0);
    byte[] to = from.clone();
    to[1]++;
    try (Scan scan = new Scan(from, to)) {
      for (scan.iterator.seekToFirst(); scan.iterator.isValid(); scan.iterator.next()) {
        long id = ByteBuffer.wrap(scan.iterator.key()).getLong(2);
        consumer.accept(id, scan.iterator.value());
      }
      scan.finish();
    }
  }

  void rows(int relation, RowForm form, Consumer<Batch> consumer) {
    Batch batch = new Batch(LOAD_BATCH + (16 << 10));
    ByteBuffer key = ByteBuffer.allocateDirect(Keys.LONGEST_KEY + 64);
    try (Scan scan = new Scan(Keys.relation(relation), Keys.relation(relation + 1))) {
      ValueBuffer value = new ValueBuffer(scan.iterator);
      for (scan.iterator.seekToFirst(); scan.iterator.isValid(); scan.iterator.next()) {
        value.read();
        switch (form) {
          case KEYED -> value.append(batch, 0, 1);
          case COUNTED -> {
            int weight = Math.toIntExact(value.bytes().getLong(0));
            if (value.length() > Long.BYTES) {
              value.append(batch, Long.BYTES, weight);
            } else {
              int length = scan.iterator.key(key.clear());
              append(batch, key, Keys.RELATION_LENGTH + 1, length, weight);
            }
          }
          case APPENDED -> value.append(batch, Integer.BYTES, value.bytes().getInt(0));
        }
        if (batch.end() >= LOAD_BATCH) {
          consumer.accept(batch);
          batch.clear();
        }
      }
      scan.finish();
    }
    if (!batch.isEmpty()) {
      consumer.accept(batch);
    }
  }

  /** Appends a row whose columns are the bytes {@code [from, length)} of a buffer. */
  private static void append(Batch batch, ByteBuffer columns, int from, int length, int weight) {
    int rowLength = Rows.NULLS_OFFSET + length - from;
    if (rowLength < Rows.NULLS_OFFSET || rowLength != Rows.align(rowLength)) {
      throw new SqlException(
          ErrorCode.DATA_CORRUPTED, "the state holds a row of " + rowLength + " bytes");
    }
    byte[] slab = batch.reserve(rowLength);
    int row = batch.end();
    Rows.putInt(slab, row + Rows.LENGTH_OFFSET, rowLength);
    Rows.setWeight(slab, row, weight);
    columns.get(from, slab, row + Rows.NULLS_OFFSET, length - from);
    batch.commit(rowLength);
  }

  /** The value an iterator is at, without an array per value. */
  private static final class ValueBuffer {
    private final RocksIterator iterator;
    private ByteBuffer bytes = newBuffer(16 << 10);
    private int length;

    ValueBuffer(RocksIterator iterator) {
      this.iterator = iterator;
    }

    private static ByteBuffer newBuffer(int capacity) {
      return ByteBuffer.allocateDirect(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }

    void read() {
      length = iterator.value(bytes.clear());
      if (length > bytes.capacity()) {
        bytes = newBuffer(length);
        iterator.value(bytes);
      }
      bytes.clear();
    }

    ByteBuffer bytes() {
      return bytes;
    }

    int length() {
      return length;
    }

    void append(Batch batch, int from, int weight) {
      StateStore.append(batch, bytes, from, length, weight);
    }
  }

  /** An iterator over keys in [from, to), and what it needs. */
  private final class Scan implements AutoCloseable {
    private final Slice lower;
    private final Slice upper;
    private final ReadOptions options;
    final RocksIterator iterator;

    Scan(byte[] from, byte[] to) {
      lower = new Slice(from);
      upper = new Slice(to);
      options =
          new ReadOptions()
              .setIterateLowerBound(lower)
              .setIterateUpperBound(upper)
              .setFillCache(false)
              .setReadaheadSize(2 << 20)
              .setVerifyChecksums(true);
      iterator = database.newIterator(options);
    }

    void finish() {
      try {
        iterator.status();
      } catch (RocksDBException e) {
        throw RocksErrors.of("cannot read the state", e);
      }
    }

    @Override
    public void close() {
      iterator.close();
      options.close();
      upper.close();
      lower.close();
    }
  }

  @Override
  public void close() {
    database.close();
    tuning.close();
  }
}
