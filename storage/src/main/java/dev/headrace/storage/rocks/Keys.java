package dev.headrace.storage.rocks;

import dev.headrace.model.Rows;
import dev.headrace.model.Slice;
import dev.headrace.model.text.ByteOutput;
import dev.headrace.runtime.storage.RecordKind;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * How keys and values look in RocksDB, whose order is that of unsigned bytes.
 *
 * <pre>
 *  key                                              value
 *  0                                                applied sequence u64, log position u64
 *  1 | kind u8 | id u64                             the record
 *  2 | relation u32 | encoded key                   columns of the row
 *  2 | relation u32 | 0 | columns of the row        multiplicity u64
 *  2 | relation u32 | 1 | SHA-256 of the columns    multiplicity u64, columns of the row
 *  2 | relation u32 | sequence u64 | ordinal u32    weight u32, columns of the row
 * </pre>
 *
 * <p>Numbers in keys are big endian, in values little endian. Columns are an EventRow without
 * length and weight.
 */
final class Keys {
  static final byte[] STATE = {0};
  static final int RECORD = 1;
  static final int ROW = 2;

  /** Columns longer than this are not a key. */
  static final int LONGEST_KEY = 512;

  static final int WHOLE = 0;
  static final int DIGEST = 1;

  /** Bytes of a row's key before what is the relation's own. */
  static final int RELATION_LENGTH = 5;

  private Keys() {}

  static void relation(ByteOutput out, int relation) {
    out.writeByte(ROW);
    out.writeInt(relation);
  }

  static byte[] relation(int relation) {
    ByteOutput out = new ByteOutput();
    relation(out, relation);
    return out.toBytes();
  }

  static byte[] record(RecordKind kind, long id) {
    ByteOutput out = new ByteOutput();
    out.writeByte(RECORD);
    out.writeByte(kind.code());
    out.writeLong(id);
    return out.toBytes();
  }

  static void columnsKey(ByteOutput out, int relation, byte[] slab, int row) {
    relation(out, relation);
    int length = Rows.length(slab, row) - Rows.NULLS_OFFSET;
    if (length <= LONGEST_KEY) {
      out.writeByte(WHOLE);
      out.write(slab, row + Rows.NULLS_OFFSET, length);
    } else {
      out.writeByte(DIGEST);
      MessageDigest digest = sha256();
      digest.update(slab, row + Rows.NULLS_OFFSET, length);
      out.write(digest.digest());
    }
  }

  static void rowKey(ByteOutput out, int relation, Slice key) {
    relation(out, relation);
    out.write(key);
  }

  static void appendedKey(ByteOutput out, int relation, long sequence, int ordinal) {
    relation(out, relation);
    out.writeLong(sequence);
    out.writeInt(ordinal);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
