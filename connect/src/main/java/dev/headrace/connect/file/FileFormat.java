package dev.headrace.connect.file;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.connector.ConnectorOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** How a file holds rows. */
enum FileFormat {
  CSV,
  JSON,
  PARQUET;

  /**
   * The format that the options name, or else the file's extension.
   *
   * @throws SqlException {@link ErrorCode#INVALID_PARAMETER_VALUE} if neither does
   */
  static FileFormat of(ConnectorOptions options, Path path) {
    if (options.has("format")) {
      return valueOf(
          options.word("format", "", List.of("csv", "json", "parquet")).toUpperCase(Locale.ROOT));
    }
    String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    return switch (plain.substring(plain.lastIndexOf('.') + 1)) {
      case "csv" -> CSV;
      case "json", "ndjson", "jsonl" -> JSON;
      case "parquet" -> PARQUET;
      default -> throw unknown(name);
    };
  }

  private static SqlException unknown(String name) {
    return new SqlException(
            ErrorCode.INVALID_PARAMETER_VALUE,
            "option \"format\" is required for file " + SqlException.quote(name))
        .withHint("Formats are csv, json and parquet.");
  }
}
