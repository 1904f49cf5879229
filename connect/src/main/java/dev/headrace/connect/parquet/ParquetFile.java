package dev.headrace.connect.parquet;

import dev.headrace.connect.io.FileErrors;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/** An open Parquet file and its footer. */
final class ParquetFile implements AutoCloseable {
  private static final int TAIL_BYTES = 8;
  private static final String MAGIC = "PAR1";
  private static final String ENCRYPTED_MAGIC = "PARE";

  private final Path path;
  private final FileChannel channel;
  private final FileMetaData metadata;
  private final Map<String, ParquetColumn> flatColumns = new HashMap<>();
  private final Map<String, String> nestedColumns = new HashMap<>();

  private ParquetFile(Path path, FileChannel channel, FileMetaData metadata) {
    this.path = path;
    this.channel = channel;
    this.metadata = metadata;
    try {
      readSchema(metadata.getSchema());
      checkRows();
    } catch (RuntimeException e) {
      throw corrupt(path, "its schema or row groups are broken", e);
    }
  }

  /**
   * Opens a file and reads its footer.
   *
   * @throws SqlException {@link ErrorCode#BAD_COPY_FILE_FORMAT} if it is no Parquet file
   */
  static ParquetFile open(Path path) {
    try {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      try {
        return new ParquetFile(path, channel, footer(path, channel));
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw FileErrors.of("open", path, e);
    }
  }

  private static FileMetaData footer(Path path, FileChannel channel) throws IOException {
    long size = channel.size();
    if (size < TAIL_BYTES + MAGIC.length()) {
      throw corrupt(path, "it is too short", null);
    }
    ByteBuffer tail = read(channel, size - TAIL_BYTES, TAIL_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    int length = tail.getInt();
    String magic = StandardCharsets.ISO_8859_1.decode(tail).toString();
    if (magic.equals(ENCRYPTED_MAGIC)) {
      throw new SqlException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "file " + SqlException.quote(path.toString()) + " is encrypted");
    }
    if (!magic.equals(MAGIC) || length < 0 || length > size - TAIL_BYTES - MAGIC.length()) {
      throw corrupt(path, "it does not end like one", null);
    }
    byte[] footer = read(channel, size - TAIL_BYTES - length, length).array();
    try {
      return Util.readFileMetaData(new ByteArrayInputStream(footer));
    } catch (IOException | RuntimeException e) {
      throw corrupt(path, "its footer is broken", e);
    }
  }

  private static ByteBuffer read(FileChannel channel, long position, int length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new IOException("file is shorter than it was");
      }
    }
    return buffer.flip();
  }

  /** The error for a file that is not what it should be. */
  static SqlException corrupt(Path path, String why, @Nullable Throwable cause) {
    return new SqlException(
        ErrorCode.BAD_COPY_FILE_FORMAT,
        "file " + SqlException.quote(path.toString()) + " is not a valid Parquet file: " + why,
        cause);
  }

  private void checkRows() {
    long rows = 0;
    for (RowGroup group : metadata.getRow_groups()) {
      if (group.getNum_rows() < 0) {
        throw new IllegalArgumentException("row group of " + group.getNum_rows() + " rows");
      }
      rows = Math.addExact(rows, group.getNum_rows());
    }
    if (rows != metadata.getNum_rows()) {
      throw new IllegalArgumentException(rows + " rows instead of " + metadata.getNum_rows());
    }
  }

  /** Walks the schema, which is a tree written depth first, for the columns below its root. */
  private void readSchema(List<SchemaElement> elements) {
    int next = 1;
    int chunk = 0;
    int columns = elements.isEmpty() ? 0 : elements.getFirst().getNum_children();
    for (int i = 0; i < columns; i++) {
      SchemaElement element = elements.get(next);
      int end = subtreeEnd(elements, next);
      String key = element.getName().toLowerCase(Locale.ROOT);
      boolean repeated = element.getRepetition_type() == FieldRepetitionType.REPEATED;
      if (element.isSetType() && !repeated) {
        boolean optional = element.getRepetition_type() == FieldRepetitionType.OPTIONAL;
        flatColumns.putIfAbsent(key, new ParquetColumn(chunk, element, optional));
      } else {
        nestedColumns.putIfAbsent(key, element.getName());
      }
      chunk += (int) elements.subList(next, end).stream().filter(SchemaElement::isSetType).count();
      next = end;
    }
  }

  private static int subtreeEnd(List<SchemaElement> elements, int start) {
    int open = 1;
    int next = start;
    while (open > 0) {
      open += elements.get(next).isSetType() ? -1 : elements.get(next).getNum_children() - 1;
      next++;
    }
    return next;
  }

  /**
   * The column of a name, whatever its case, or null if there is none.
   *
   * @throws SqlException {@link ErrorCode#FEATURE_NOT_SUPPORTED} if it is nested or repeated
   */
  @Nullable ParquetColumn column(String name) {
    String key = name.toLowerCase(Locale.ROOT);
    String nested = nestedColumns.get(key);
    if (nested != null && !flatColumns.containsKey(key)) {
      throw new SqlException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "column "
              + SqlException.quote(nested)
              + " of file "
              + SqlException.quote(path.toString())
              + " is nested or repeated, which is not supported");
    }
    return flatColumns.get(key);
  }

  Path path() {
    return path;
  }

  FileChannel channel() {
    return channel;
  }

  long rows() {
    return metadata.getNum_rows();
  }

  List<RowGroup> rowGroups() {
    return metadata.getRow_groups();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw FileErrors.of("close", path, e);
    }
  }
}
