package dev.headrace.server.program;

import dev.headrace.connect.csv.CsvFormat;
import dev.headrace.connect.csv.CsvWriter;
import dev.headrace.engine.Headrace;
import dev.headrace.engine.QueryResult;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlException;
import dev.headrace.model.text.ByteOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes materialized views as CSV files with a header line. */
public final class Export {
  private static final int FLUSH_BYTES = 1 << 16;

  private Export() {}

  /**
   * Writes each materialized view as {@code <view>.csv}. A file is complete or not there.
   *
   * @param directory created if it does not exist
   */
  public static void write(Headrace database, Path directory) throws IOException {
    Files.createDirectories(directory);
    for (String view : database.materializedViews()) {
      Path file = file(view, directory);
      Path unfinished = directory.resolve(file.getFileName() + ".part");
      QueryResult rows = database.query("SELECT * FROM \"" + view.replace("\"", "\"\"") + '"');
      try (OutputStream out = Files.newOutputStream(unfinished)) {
        write(rows, out);
      } catch (UncheckedIOException e) {
        throw new IOException("could not write file \"" + file + "\": " + e.getMessage(), e);
      }
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** A view's name may hold anything, a file's may not. */
  private static Path file(String view, Path directory) {
    String name = view + ".csv";
    if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0 || name.indexOf('\0') >= 0) {
      throw new SqlException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "view " + SqlException.quote(view) + " cannot be exported: its name is no file name");
    }
    return directory.resolve(name);
  }

  private static void write(QueryResult rows, OutputStream out) throws IOException {
    CsvWriter writer = new CsvWriter(CsvFormat.STANDARD, rows.fields());
    ByteOutput buffer = new ByteOutput();
    writer.writeHeader(buffer);
    rows.forEach(
        (slab, row) -> {
          for (int copy = Rows.weight(slab, row); copy > 0; copy--) {
            writer.writeRow(slab, row, buffer);
          }
          if (buffer.length() >= FLUSH_BYTES) {
            flush(buffer, out);
          }
        });
    flush(buffer, out);
  }

  private static void flush(ByteOutput buffer, OutputStream out) {
    try {
      out.write(buffer.bytes(), 0, buffer.length());
      buffer.clear();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
