package dev.headrace.connect.parquet;

import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.copy.ColumnParser;
import dev.headrace.runtime.connector.BadRecords;
import dev.headrace.runtime.connector.Input;
import dev.headrace.runtime.connector.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of a Parquet file. Columns are matched by name, whatever its case; those that a file lacks
 * are NULL, those that are not asked for are not read. A row whose values do not fit is reported
 * and skipped; a damaged file ends the input.
 */
public final class ParquetInput implements Input {
  private final ParquetFile file;
  private final RowWriter writer;
  private final List<ColumnPages> pages = new ArrayList<>();
  private final List<Conversion> conversions = new ArrayList<>();
  private final List<ColumnParser> parsers = new ArrayList<>();
  private final Slice nothing = new Slice();
  private volatile long rowsRead;

  /**
   * Opens a file.
   *
   * @throws SqlException {@link ErrorCode#DATATYPE_MISMATCH} if a column has a type that cannot
   *     become the field's, {@link ErrorCode#BAD_COPY_FILE_FORMAT} if one is missing that must not
   *     be NULL
   */
  public ParquetInput(Path path, List<Field> fields) {
    this.file = ParquetFile.open(path);
    this.writer = new RowWriter(RowLayout.of(fields));
    try {
      ColumnParser[] all = ColumnParser.of(fields);
      for (int column = 0; column < all.length; column++) {
        addColumn(column, fields.get(column), all[column]);
      }
    } catch (SqlException e) {
      file.close();
      throw e;
    } catch (RuntimeException e) {
      file.close();
      throw ParquetFile.corrupt(path, "its schema is broken", e);
    }
  }

  private void addColumn(int target, Field field, ColumnParser parser) {
    ParquetColumn source = file.column(field.name());
    if (source != null) {
      pages.add(new ColumnPages(file, source));
      conversions.add(Conversion.of(source, target, field, parser));
      parsers.add(parser);
    } else if (!field.nullable()) {
      throw new SqlException(
          ErrorCode.BAD_COPY_FILE_FORMAT,
          "file "
              + SqlException.quote(file.path().toString())
              + " has no column "
              + SqlException.quote(field.name()));
    }
  }

  @Override
  public Status read(Batch batch, int maxRows, Duration maxWait, BadRecords bad) {
    long rows = rowsRead;
    long end = Math.min(file.rows(), rows + maxRows);
    while (rows < end) {
      int count = (int) (end - rows);
      for (ColumnPages column : pages) {
        count = Math.min(count, column.available());
      }
      if (count == 0) {
        throw ParquetFile.corrupt(file.path(), "a column ends before the others", null);
      }
      append(batch, count, bad);
      for (ColumnPages column : pages) {
        column.advance(count);
      }
      rows += count;
      rowsRead = rows;
    }
    return rows == file.rows() ? Status.END : Status.MORE;
  }

  private void append(Batch batch, int count, BadRecords bad) {
    int columns = pages.size();
    ColumnVector[] vectors = new ColumnVector[columns];
    int[] starts = new int[columns];
    for (int column = 0; column < columns; column++) {
      vectors[column] = pages.get(column).vector();
      starts[column] = pages.get(column).position();
    }
    Conversion[] setters = conversions.toArray(new Conversion[0]);
    for (int row = 0; row < count; row++) {
      int column = 0;
      try {
        writer.begin(batch);
        for (; column < columns; column++) {
          int index = starts[column] + row;
          if (vectors[column].isNull(index)) {
            parsers.get(column).setNull();
          } else {
            setters[column].set(writer, vectors[column], index);
          }
        }
        writer.end(1);
      } catch (SqlException e) {
        bad.bad(rowsRead + row + 1, parsers.get(column).describe(e), nothing, e.code());
      }
    }
  }

  @Override
  public Progress progress() {
    return new Progress(Progress.Unit.ROWS, rowsRead, file.rows());
  }

  @Override
  public void close() {
    file.close();
  }
}
