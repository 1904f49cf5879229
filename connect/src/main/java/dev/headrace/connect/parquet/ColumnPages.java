package dev.headrace.connect.parquet;

import dev.headrace.connect.io.FileErrors;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.zip.CRC32;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/** The values of one column through all row groups, a page at a time. */
final class ColumnPages {
  /** Chunks that claim to be smaller may still have pages of this size. */
  private static final long SMALL_PAGE_BYTES = 1 << 26;

  private final ParquetFile file;
  private final ParquetColumn column;
  private final PageDecoder decoder;
  private final ColumnVector vector = new ColumnVector();

  private int nextRowGroup;
  private @Nullable ChunkStream stream;
  private PageCodec codec = PageCodec.of(CompressionCodec.UNCOMPRESSED);
  private long maxPageBytes;
  private long valuesLeft;
  private int position;
  private byte[] compressed = new byte[0];
  private byte[] page = new byte[0];

  ColumnPages(ParquetFile file, ParquetColumn column) {
    this.file = file;
    this.column = column;
    this.decoder = new PageDecoder(column);
  }

  /** The current page's values. */
  ColumnVector vector() {
    return vector;
  }

  /** Index of the next value in {@link #vector}. */
  int position() {
    return position;
  }

  void advance(int count) {
    position += count;
  }

  /**
   * How many values the current page still has, which is the next one if it has none; 0 at the
   * column's end.
   */
  int available() {
    try {
      while (position == vector.size) {
        if (valuesLeft == 0 && !nextChunk()) {
          return 0;
        }
        if (valuesLeft > 0) {
          nextPage();
        }
      }
      return vector.size - position;
    } catch (SqlException e) {
      throw e;
    } catch (ClosedChannelException e) {
      throw FileErrors.of("read", file.path(), e);
    } catch (IOException | RuntimeException e) {
      // Decoders meet broken bytes with whatever exception their arithmetic runs into.
      throw ParquetFile.corrupt(
          file.path(), "column " + SqlException.quote(column.name()) + " cannot be decoded", e);
    }
  }

  private boolean nextChunk() {
    if (nextRowGroup == file.rowGroups().size()) {
      return false;
    }
    RowGroup group = file.rowGroups().get(nextRowGroup++);
    ColumnMetaData chunk = group.getColumns().get(column.chunk()).getMeta_data();
    if (chunk == null) {
      throw ParquetFile.corrupt(file.path(), "a column chunk is encrypted or elsewhere", null);
    }
    long start = chunk.getData_page_offset();
    if (chunk.isSetDictionary_page_offset() && chunk.getDictionary_page_offset() > 0) {
      start = Math.min(start, chunk.getDictionary_page_offset());
    }
    if (chunk.getNum_values() != group.getNum_rows()) {
      throw ParquetFile.corrupt(file.path(), "a column is not as long as its row group", null);
    }
    maxPageBytes = Math.max(chunk.getTotal_uncompressed_size(), SMALL_PAGE_BYTES);
    stream = new ChunkStream(file.channel(), start, chunk.getTotal_compressed_size());
    codec = PageCodec.of(chunk.getCodec());
    valuesLeft = chunk.getNum_values();
    decoder.dictionary(null);
    return true;
  }

  private void nextPage() throws IOException {
    ChunkStream input = stream;
    if (input == null) {
      throw new IllegalStateException("no chunk");
    }
    PageHeader header = Util.readPageHeader(input);
    readPage(input, header);
    switch (header.getType()) {
      case DICTIONARY_PAGE -> dictionary(header);
      case DATA_PAGE -> data(header, header.getData_page_header());
      case DATA_PAGE_V2 -> data(header, header.getData_page_header_v2());
      case INDEX_PAGE -> {}
    }
  }

  private void readPage(ChunkStream input, PageHeader header) throws IOException {
    int length = header.getCompressed_page_size();
    // Sizes of a damaged header must not be what exhausts the memory.
    if (length < 0 || length > input.available() || isTooLarge(header)) {
      throw new IOException("page does not fit into its chunk");
    }
    if (compressed.length < length) {
      compressed = new byte[length];
    }
    if (input.readNBytes(compressed, 0, length) < length) {
      throw new EOFException("page ends after its chunk");
    }
    if (header.isSetCrc()) {
      CRC32 crc = new CRC32();
      crc.update(compressed, 0, length);
      if ((int) crc.getValue() != header.getCrc()) {
        throw new IOException("checksum of page does not match");
      }
    }
  }

  private boolean isTooLarge(PageHeader header) {
    int size = header.getUncompressed_page_size();
    return size < 0 || size > maxPageBytes;
  }

  /** Room for a decompressed page; vectors of bytes point into it until the next one. */
  private byte[] room(int length) {
    if (page.length < length) {
      page = new byte[length];
    }
    return page;
  }

  private void dictionary(PageHeader header) throws IOException {
    int size = header.getUncompressed_page_size();
    byte[] bytes = new byte[size];
    codec.decompress(compressed, 0, header.getCompressed_page_size(), bytes, 0, size);
    int count = header.getDictionary_page_header().getNum_values();
    if (count < 0 || count > size) {
      throw new IOException("dictionary with " + count + " values in " + size + " bytes");
    }
    decoder.dictionary(decoder.decodeDictionary(bytes, size, count));
  }

  private void data(PageHeader header, DataPageHeader data) throws IOException {
    int size = header.getUncompressed_page_size();
    byte[] bytes = room(size);
    codec.decompress(compressed, 0, header.getCompressed_page_size(), bytes, 0, size);
    begin(data.getNum_values());
    int start = 0;
    int present = vector.size;
    if (column.optional()) {
      if (data.getDefinition_level_encoding() != Encoding.RLE) {
        throw new IOException("levels have encoding " + data.getDefinition_level_encoding());
      }
      int length = Rows.getInt(bytes, 0);
      present = PageDecoder.decodeLevels(vector, bytes, 4, length);
      start = 4 + length;
    }
    decoder.decodeValues(vector, data.getEncoding(), bytes, start, size, present);
  }

  /** In version 2 the levels stand before the values and are never compressed. */
  private void data(PageHeader header, DataPageHeaderV2 data) throws IOException {
    int levels = data.getRepetition_levels_byte_length() + data.getDefinition_levels_byte_length();
    int size = header.getUncompressed_page_size() - levels;
    int compressedSize = header.getCompressed_page_size() - levels;
    byte[] bytes = room(size);
    PageCodec values = data.isIs_compressed() ? codec : PageCodec.of(CompressionCodec.UNCOMPRESSED);
    if (size > 0) {
      values.decompress(compressed, levels, compressedSize, bytes, 0, size);
    }
    begin(data.getNum_values());
    int present = vector.size;
    if (column.optional()) {
      present =
          PageDecoder.decodeLevels(
              vector,
              compressed,
              data.getRepetition_levels_byte_length(),
              data.getDefinition_levels_byte_length());
    }
    decoder.decodeValues(vector, data.getEncoding(), bytes, 0, size, present);
  }

  private void begin(int count) throws IOException {
    if (count < 0 || count > valuesLeft) {
      throw new IOException("page with " + count + " values, " + valuesLeft + " are left");
    }
    vector.size = count;
    vector.hasNulls = false;
    valuesLeft -= count;
    position = 0;
  }
}
