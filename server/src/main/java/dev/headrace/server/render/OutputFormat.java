package dev.headrace.server.render;

import dev.headrace.server.client.ResultSink;
import java.io.PrintWriter;

/** How results are written. */
public enum OutputFormat {
  /** Aligned columns with a heading, as psql shows them. */
  TABLE,
  /** One line per value, for wide rows. */
  EXPANDED,
  /** RFC 4180 with a header line. */
  CSV,
  /** One JSON array of objects per statement. */
  JSON;

  /**
   * A sink that writes in this format.
   *
   * @param quiet whether to leave out tags of commands and row counts
   */
  public ResultSink sink(PrintWriter out, boolean quiet) {
    return switch (this) {
      case TABLE -> new TableRenderer(out, quiet);
      case EXPANDED -> new ExpandedRenderer(out, quiet);
      case CSV -> new CsvRenderer(out);
      case JSON -> new JsonRenderer(out);
    };
  }
}
