package dev.headrace.model.copy;

import dev.headrace.model.Field;
import dev.headrace.model.text.ByteOutput;
import dev.headrace.model.text.TextStyle;
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
   * @param style the session's
   */
  static CopyWriter of(CopyFormat format, List<Field> fields, TextStyle style) {
    return switch (format.kind()) {
      case TEXT, CSV -> new LineCopyWriter(format, fields, style);
      case BINARY -> new BinaryCopyWriter(fields);
    };
  }
}
