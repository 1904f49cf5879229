package dev.headrace.model.copy;

import dev.headrace.model.Batch;
import dev.headrace.model.Field;
import java.io.IOException;
import java.io.InputStream;
import java.time.ZoneId;
import java.util.List;

/** Reads rows in one of COPY's formats. Not thread-safe. */
public interface CopyReader {
  /**
   * Appends rows to a batch, until that has about so many bytes or there are no more.
   *
   * @return whether there may be more
   * @throws dev.headrace.model.SqlException 22P04 and what the values' types say, with the row's
   *     place as the error's context
   */
  boolean read(Batch batch, int bytes) throws IOException;

  /** The place of the row that was read last, as an error's context; for what is checked later. */
  String context();

  /**
   * A reader.
   *
   * @param relation named in errors
   * @param fields of the rows, in the order in which they are written
   * @param zone where times without a zone are
   */
  static CopyReader of(
      CopyFormat format, String relation, List<Field> fields, ZoneId zone, InputStream in) {
    return switch (format.kind()) {
      case TEXT, CSV -> new LineCopyReader(format, relation, fields, zone, in);
      case BINARY -> new BinaryCopyReader(relation, fields, zone, in);
    };
  }
}
