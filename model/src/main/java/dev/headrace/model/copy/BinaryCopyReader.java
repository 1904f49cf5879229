package dev.headrace.model.copy;

import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.SqlException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the binary format.
 *
 * <pre>
 *   PGCOPY\n\377\r\n\0 | flags int32 | n int32, n bytes | row ... | -1 int16
 *   row: columns int16 | length int32 or -1 for NULL, value | ...
 * </pre>
 */
final class BinaryCopyReader implements CopyReader {
  private static final int CRITICAL_FLAGS = 0xffff << 16;
  private static final int OID_FLAG = 1 << 16;
  private static final int BUFFER_BYTES = 64 * 1024;

  private final CopyPlace place;
  private final List<Field> fields;
  private final ColumnParser[] parsers;
  private final RowWriter writer;
  private final DataInputStream in;
  private byte[] value = new byte[256];
  private boolean started;
  private boolean ended;
  private long row;

  BinaryCopyReader(String relation, List<Field> fields, ZoneId zone, InputStream in) {
    this.place = new CopyPlace(relation);
    this.fields = List.copyOf(fields);
    this.parsers = ColumnParser.of(fields, zone);
    this.writer = new RowWriter(RowLayout.of(fields));
    this.in = new DataInputStream(new BufferedInputStream(in, BUFFER_BYTES));
  }

  @Override
  public boolean read(Batch batch, int bytes) throws IOException {
    if (!started) {
      started = true;
      readHeader();
    }
    while (!ended && batch.end() < bytes) {
      row++;
      try {
        readRow(batch);
      } catch (EOFException e) {
        throw malformed("unexpected EOF in COPY data").withContext(context());
      }
    }
    return !ended;
  }

  @Override
  public String context() {
    return place.line(row);
  }

  private void readHeader() throws IOException {
    byte[] signature = in.readNBytes(BinaryCopyWriter.SIGNATURE.length);
    if (!Arrays.equals(signature, BinaryCopyWriter.SIGNATURE)) {
      throw malformed("COPY file signature not recognized");
    }
    int flags = headerInt("missing flags");
    if ((flags & OID_FLAG) != 0) {
      throw malformed("invalid COPY file header (WITH OIDS)");
    }
    if ((flags & CRITICAL_FLAGS) != 0) {
      throw malformed("unrecognized critical flags in COPY file header");
    }
    int extension = headerInt("missing length");
    if (extension < 0) {
      throw malformed("invalid COPY file header (missing length)");
    }
    try {
      in.skipNBytes(extension);
    } catch (EOFException e) {
      throw malformed("invalid COPY file header (wrong length)");
    }
  }

  private int headerInt(String ifMissing) throws IOException {
    try {
      return in.readInt();
    } catch (EOFException e) {
      throw malformed("invalid COPY file header (" + ifMissing + ")");
    }
  }

  private void readRow(Batch batch) throws IOException {
    int high = in.read();
    if (high < 0) { // PostgreSQL too does without the trailer
      ended = true;
      return;
    }
    int count = (short) (high << 8 | in.readUnsignedByte());
    if (count == -1) {
      ended = true;
      if (in.read() >= 0) {
        throw malformed("received copy data after EOF marker").withContext(context());
      }
      return;
    }
    if (count != parsers.length) {
      throw malformed("row field count is " + count + ", expected " + parsers.length)
          .withContext(context());
    }
    writer.begin(batch);
    for (int column = 0; column < parsers.length; column++) {
      readColumn(column);
    }
    writer.end(1);
  }

  private void readColumn(int column) throws IOException {
    int length = in.readInt();
    if (length == -1) {
      return;
    }
    try {
      if (length < 0) {
        throw malformed("invalid field size");
      }
      readValue(length);
      parsers[column].setBinary(writer, value, 0, length);
    } catch (SqlException e) {
      throw e.withContext(place.column(row, fields.get(column).name()));
    }
  }

  /** The buffer grows with what arrives, not with what is announced. */
  private void readValue(int length) throws IOException {
    int filled = 0;
    while (filled < length) {
      if (filled == value.length) {
        value = Arrays.copyOf(value, (int) Math.min(length, value.length * 2L));
      }
      int count = in.read(value, filled, Math.min(length, value.length) - filled);
      if (count < 0) {
        throw new EOFException();
      }
      filled += count;
    }
  }

  private static SqlException malformed(String message) {
    return new SqlException(ErrorCode.BAD_COPY_FILE_FORMAT, message);
  }
}
