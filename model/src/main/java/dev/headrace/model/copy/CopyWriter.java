package dev.headrace.model.copy;

import dev.headrace.model.Field;
import dev.headrace.model.text.ByteOutput;
import java.time.ZoneId;
import java.util.List;

/** Writes rows in one of COPY's formats. Not thread-safe. */
public interface CopyWriter {
  /** Appends what comes before the first row, if anything. */
  void start(ByteOutput out);

  /** Appends a row. */
  void row(byte[] slab, int row, ByteOutput out);

  /** Appends what comes behind the last row, if anything. */
  void end(ByteOutput out);

  /**
   * A writer.
   *
   * @param zone where times with a zone are shown
   */
  static CopyWriter of(CopyFormat format, List<Field> fields, ZoneId zone) {
    return switch (format.kind()) {
      case TEXT, CSV -> new LineCopyWriter(format, fields, zone);
      case BINARY -> new BinaryCopyWriter(fields);
    };
  }
}
