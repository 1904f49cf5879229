package dev.headrace.connect.parquet;

import dev.headrace.model.Rows;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.column.ValuesType;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Type;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/** Decodes the pages of one column, whose physical type decides which arrays are filled. */
final class PageDecoder {
  private static final int MAX_DELTA_BLOCK = 1 << 20;
  private static final int ANY_WIDTH = -1;

  private final ParquetColumn column;
  private @Nullable ColumnVector dictionary;

  PageDecoder(ParquetColumn column) {
    this.column = column;
  }

  /** Takes a dictionary for the pages that follow, or none at the start of a chunk. */
  void dictionary(@Nullable ColumnVector values) {
    dictionary = values;
  }

  /** Decodes a dictionary page. */
  ColumnVector decodeDictionary(byte[] page, int end, int count) throws IOException {
    ColumnVector vector = new ColumnVector();
    vector.size = count;
    plain(vector, page, 0, end, count);
    return vector;
  }

  /**
   * Decodes definition levels, of which 1 is a value and 0 a NULL.
   *
   * @return how many values there are
   */
  static int decodeLevels(ColumnVector vector, byte[] page, int start, int length)
      throws IOException {
    vector.reserveIndexes(vector.size);
    new HybridDecoder(page, start, start + length, 1).decode(vector.indexes, vector.size);
    vector.reserveNulls(vector.size);
    int present = 0;
    for (int i = 0; i < vector.size; i++) {
      int level = vector.indexes[i];
      vector.nulls[i] = level == 0;
      present += level;
    }
    vector.hasNulls = present < vector.size;
    return present;
  }

  /** Decodes values; {@code vector.size} and {@code nulls} are set. */
  void decodeValues(
      ColumnVector vector, Encoding encoding, byte[] page, int start, int end, int present)
      throws IOException {
    if (present == 0) {
      return;
    }
    switch (encoding) {
      case PLAIN -> plain(vector, page, start, end, present);
      case PLAIN_DICTIONARY, RLE_DICTIONARY -> indexed(vector, page, start, end, present);
      case RLE, DELTA_BINARY_PACKED, DELTA_LENGTH_BYTE_ARRAY, DELTA_BYTE_ARRAY, BYTE_STREAM_SPLIT ->
          others(vector, encoding, page, start, end, present);
      case BIT_PACKED -> throw new IOException("values have encoding " + encoding);
    }
    if (vector.hasNulls) {
      spread(vector, present);
    }
  }

  private void plain(ColumnVector vector, byte[] page, int start, int end, int count)
      throws IOException {
    if (plainBits() * count > 8L * (end - start)) {
      throw new IOException(count + " values in " + (end - start) + " bytes");
    }
    switch (column.schema().getType()) {
      case INT64 -> {
        vector.reserveLongs(vector.size);
        for (int i = 0; i < count; i++) {
          vector.longs[i] = Rows.getLong(page, start + 8 * i);
        }
      }
      case INT32 -> {
        vector.reserveLongs(vector.size);
        for (int i = 0; i < count; i++) {
          vector.longs[i] = Rows.getInt(page, start + 4 * i);
        }
      }
      case BOOLEAN -> {
        vector.reserveLongs(vector.size);
        for (int i = 0; i < count; i++) {
          vector.longs[i] = (page[start + (i >>> 3)] & 0xffL) >>> (i & 7) & 1;
        }
      }
      case DOUBLE -> {
        vector.reserveDoubles(vector.size);
        for (int i = 0; i < count; i++) {
          vector.doubles[i] = Rows.getDouble(page, start + 8 * i);
        }
      }
      case FLOAT -> {
        vector.reserveDoubles(vector.size);
        for (int i = 0; i < count; i++) {
          vector.doubles[i] = Rows.getFloat(page, start + 4 * i);
        }
      }
      case INT96, FIXED_LEN_BYTE_ARRAY -> plainFixed(vector, page, start, count);
      case BYTE_ARRAY -> plainBytes(vector, page, start, end, count);
    }
  }

  /** Bits of a plain value; of bytes, those of their length. */
  private long plainBits() {
    return switch (column.schema().getType()) {
      case BOOLEAN -> 1;
      case INT32, FLOAT, BYTE_ARRAY -> 32;
      case INT64, DOUBLE -> 64;
      case INT96, FIXED_LEN_BYTE_ARRAY -> 8L * column.width();
    };
  }

  private void plainFixed(ColumnVector vector, byte[] page, int start, int count) {
    vector.reserveBytes(vector.size);
    vector.bytes = page;
    Arrays.fill(vector.lengths, 0, count, column.width());
    for (int i = 0; i < count; i++) {
      vector.starts[i] = start + column.width() * i;
    }
  }

  private static void plainBytes(ColumnVector vector, byte[] page, int start, int end, int count)
      throws IOException {
    vector.reserveBytes(vector.size);
    vector.bytes = page;
    int position = start;
    for (int i = 0; i < count; i++) {
      int length = Rows.getInt(page, position);
      position += 4;
      if (length < 0 || length > end - position) {
        throw new IOException("value of " + length + " bytes is outside its page");
      }
      vector.starts[i] = position;
      vector.lengths[i] = length;
      position += length;
    }
  }

  private void indexed(ColumnVector vector, byte[] page, int start, int end, int count)
      throws IOException {
    ColumnVector values = dictionary;
    if (values == null) {
      throw new IOException("page without its dictionary");
    }
    vector.reserveIndexes(vector.size);
    int[] indexes = vector.indexes;
    new HybridDecoder(page, start + 1, end, page[start]).decode(indexes, count);
    switch (column.schema().getType()) {
      case INT32, INT64, BOOLEAN -> {
        vector.reserveLongs(vector.size);
        for (int i = 0; i < count; i++) {
          vector.longs[i] = values.longs[indexes[i]];
        }
      }
      case FLOAT, DOUBLE -> {
        vector.reserveDoubles(vector.size);
        for (int i = 0; i < count; i++) {
          vector.doubles[i] = values.doubles[indexes[i]];
        }
      }
      case INT96, BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> {
        vector.reserveBytes(vector.size);
        vector.bytes = values.bytes;
        for (int i = 0; i < count; i++) {
          vector.starts[i] = values.starts[indexes[i]];
          vector.lengths[i] = values.lengths[indexes[i]];
        }
      }
    }
  }

  private void others(
      ColumnVector vector, Encoding encoding, byte[] page, int start, int end, int count)
      throws IOException {
    checkSizes(encoding, page, start, end, count);
    ValuesReader reader =
        org.apache.parquet.column.Encoding.valueOf(encoding.name())
            .getValuesReader(column.descriptor(), ValuesType.VALUES);
    reader.initFromPage(
        count, ByteBufferInputStream.wrap(ByteBuffer.wrap(page, start, end - start)));
    switch (column.schema().getType()) {
      case INT32, INT64, BOOLEAN -> {
        vector.reserveLongs(vector.size);
        for (int i = 0; i < count; i++) {
          vector.longs[i] = readLong(reader);
        }
      }
      case FLOAT, DOUBLE -> {
        vector.reserveDoubles(vector.size);
        boolean single = column.schema().getType() == Type.FLOAT;
        for (int i = 0; i < count; i++) {
          vector.doubles[i] = single ? reader.readFloat() : reader.readDouble();
        }
      }
      case INT96, FIXED_LEN_BYTE_ARRAY -> copyBytes(vector, reader, count, column.width());
      case BYTE_ARRAY -> copyBytes(vector, reader, count, ANY_WIDTH);
    }
  }

  /** The library trusts the sizes in the head of delta-encoded values and would reserve them. */
  private static void checkSizes(Encoding encoding, byte[] page, int start, int end, int count)
      throws IOException {
    if (encoding == Encoding.RLE || encoding == Encoding.BYTE_STREAM_SPLIT) {
      return;
    }
    InputStream head = new ByteArrayInputStream(page, start, end - start);
    int blockSize = BytesUtils.readUnsignedVarInt(head);
    int miniBlocks = BytesUtils.readUnsignedVarInt(head);
    int values = BytesUtils.readUnsignedVarInt(head);
    if (blockSize <= 0
        || blockSize > MAX_DELTA_BLOCK
        || miniBlocks <= 0
        || miniBlocks > blockSize
        || values != count) {
      throw new IOException(values + " values in blocks of " + blockSize + " by " + miniBlocks);
    }
  }

  private long readLong(ValuesReader reader) {
    return switch (column.schema().getType()) {
      case INT64 -> reader.readLong();
      case BOOLEAN -> reader.readBoolean() ? 1 : 0;
      case INT32, INT96, FLOAT, DOUBLE, BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> reader.readInteger();
    };
  }

  private static void copyBytes(ColumnVector vector, ValuesReader reader, int count, int width)
      throws IOException {
    vector.reserveBytes(vector.size);
    byte[] all = new byte[1024];
    int end = 0;
    for (int i = 0; i < count; i++) {
      Binary value = reader.readBytes();
      int length = value.length();
      if (width != ANY_WIDTH && length != width) {
        throw new IOException("value of " + length + " bytes instead of " + width);
      }
      if (all.length - end < length) {
        all = Arrays.copyOf(all, Math.max(Math.addExact(end, length), all.length * 2));
      }
      value.toByteBuffer().get(all, end, length);
      vector.starts[i] = end;
      vector.lengths[i] = length;
      end += length;
    }
    vector.bytes = all;
  }

  /** Moves the values, which stand at the front, to where they belong between the NULLs. */
  private void spread(ColumnVector vector, int present) {
    int from = present - 1;
    for (int i = vector.size - 1; i > from && from >= 0; i--) {
      if (!vector.nulls[i]) {
        switch (column.schema().getType()) {
          case INT32, INT64, BOOLEAN -> vector.longs[i] = vector.longs[from];
          case FLOAT, DOUBLE -> vector.doubles[i] = vector.doubles[from];
          case INT96, BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> {
            vector.starts[i] = vector.starts[from];
            vector.lengths[i] = vector.lengths[from];
          }
        }
        from--;
      }
    }
  }
}
