package dev.headrace.connect.file;

import dev.headrace.connect.io.ByteWindow;
import dev.headrace.connect.io.FileErrors;
import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlException;
import dev.headrace.model.text.ByteOutput;
import dev.headrace.runtime.connector.Output;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPOutputStream;

/**
 * Writes deltas to a file as lines of text. In mode {@code changes} each row is a line that ends
 * with its weight and step; in mode {@code append} each insertion is as many lines as its weight
 * says, and a deletion is an error.
 */
final class FileOutput implements Output {
  /** Name of the column that says how often a row is inserted, or if negative deleted. */
  static final String WEIGHT = "__weight";

  /** Name of the column that says which step a change belongs to. */
  static final String STEP = "__step";

  private static final int BUFFER_BYTES = 1 << 16;

  private final Path path;
  private final boolean changes;
  private final Lines lines;
  private final FileChannel channel;
  private final OutputStream stream;
  private final ByteOutput buffer = new ByteOutput(BUFFER_BYTES + 4096);

  /** How a format writes lines. */
  interface Lines {
    /** Appends what comes before all rows. */
    void header(ByteOutput out, boolean changes);

    /** Appends a row of mode {@code append}. */
    void row(byte[] bytes, int row, ByteOutput out);

    /** Appends a row of mode {@code changes}. */
    void change(byte[] bytes, int row, long step, ByteOutput out);
  }

  FileOutput(Path path, boolean changes, Lines lines) {
    this.path = path;
    this.changes = changes;
    this.lines = lines;
    try {
      this.channel =
          FileChannel.open(
              path,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING);
      OutputStream raw = Channels.newOutputStream(channel);
      this.stream =
          ByteWindow.isCompressed(path) ? new GZIPOutputStream(raw, BUFFER_BYTES, true) : raw;
    } catch (IOException e) {
      throw FileErrors.of("create", path, e);
    }
    lines.header(buffer, changes);
    flush();
  }

  @Override
  public void write(Batch deltas, long step) {
    byte[] bytes = deltas.bytes();
    for (int row = 0; row < deltas.end(); row = deltas.next(row)) {
      if (changes) {
        lines.change(bytes, row, step, buffer);
      } else {
        append(bytes, row);
      }
      if (buffer.length() >= BUFFER_BYTES) {
        drain();
      }
    }
  }

  private void append(byte[] bytes, int row) {
    int weight = Rows.weight(bytes, row);
    if (weight < 0) {
      throw new SqlException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              "file "
                  + SqlException.quote(path.toString())
                  + " is written in append mode, but the view deletes rows")
          .withHint("Use mode = 'changes'.");
    }
    for (int i = 0; i < weight; i++) {
      lines.row(bytes, row, buffer);
    }
  }

  private void drain() {
    try {
      stream.write(buffer.bytes(), 0, buffer.length());
      buffer.clear();
    } catch (IOException e) {
      throw FileErrors.of("write", path, e);
    }
  }

  @Override
  public void flush() {
    drain();
    try {
      stream.flush();
    } catch (IOException e) {
      throw FileErrors.of("write", path, e);
    }
  }

  @Override
  public void close() {
    if (!channel.isOpen()) {
      return;
    }
    try (channel;
        stream) {
      drain();
      stream.flush();
      if (stream instanceof GZIPOutputStream compressed) {
        compressed.finish();
      }
      channel.force(true);
    } catch (IOException e) {
      throw FileErrors.of("close", path, e);
    }
  }
}
