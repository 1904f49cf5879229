package dev.headrace.connect.file;

import dev.headrace.connect.csv.CsvFormat;
import dev.headrace.connect.csv.CsvInput;
import dev.headrace.connect.io.ByteWindow;
import dev.headrace.connect.io.FileErrors;
import dev.headrace.connect.io.RateLimitedInput;
import dev.headrace.connect.json.JsonInput;
import dev.headrace.connect.parquet.ParquetInput;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.connector.Connector;
import dev.headrace.runtime.connector.ConnectorOptions;
import dev.headrace.runtime.connector.Input;
import dev.headrace.runtime.connector.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Reads CSV, JSON and Parquet files and writes the former two. */
public final class FileConnector implements Connector {
  private static final Set<String> COMMON = Set.of("path", "format", "rate", "columns.*");

  @Override
  public String name() {
    return "file";
  }

  @Override
  public Input open(ConnectorOptions options, List<Field> fields) {
    List<Path> paths = FilePaths.find(options.requiredPath("path"));
    FileFormat format = FileFormat.of(options, paths.getFirst());
    List<Field> named = namesInFile(options, fields);
    return RateLimitedInput.of(
        switch (format) {
          case CSV -> csv(options, paths, named);
          case PARQUET -> parquet(options, paths, named);
          case JSON -> json(options, paths, named);
        },
        options);
  }

  @Override
  public Output create(ConnectorOptions options, List<Field> fields) {
    Target target = target(options, fields);
    return new FileOutput(target.path(), target.changes(), target.lines());
  }

  @Override
  public void checkOutput(ConnectorOptions options, List<Field> fields) {
    Path path = target(options, fields).path();
    Path directory = path.toAbsolutePath().getParent();
    if (Files.isDirectory(path)) {
      throw FileErrors.of("create", path, new IOException("Is a directory"));
    }
    if (directory != null && !Files.isDirectory(directory)) {
      throw FileErrors.of("create", path, new NoSuchFileException(path.toString()));
    }
  }

  /** Where and how an output is written. */
  private record Target(Path path, boolean changes, FileOutput.Lines lines) {}

  private static Target target(ConnectorOptions options, List<Field> fields) {
    Path path = options.requiredPath("path");
    Set<String> known = new HashSet<>(Set.of("path", "format", "mode"));
    FileFormat format = FileFormat.of(options, path);
    if (format == FileFormat.CSV) {
      known.addAll(CsvFormat.OPTIONS);
    }
    options.allowOnly(known);
    boolean changes =
        options.word("mode", "changes", List.of("changes", "append")).equals("changes");
    return new Target(
        path,
        changes,
        switch (format) {
          case CSV -> FileLines.csv(CsvFormat.of(options, CsvFormat.Header.TRUE), fields);
          case JSON -> FileLines.json(fields);
          case PARQUET ->
              throw new SqlException(
                      ErrorCode.FEATURE_NOT_SUPPORTED, "Parquet files cannot be written")
                  .withHint("Formats of outputs are csv and json.");
        });
  }

  private static Input csv(ConnectorOptions options, List<Path> paths, List<Field> fields) {
    allow(options, CsvFormat.OPTIONS, "follow");
    CsvFormat format = CsvFormat.of(options, CsvFormat.Header.AUTO);
    boolean follow = follow(options, paths);
    return all(
        paths,
        path -> {
          CsvInput input = new CsvInput(ByteWindow.open(path, follow), format, fields);
          try {
            input.start();
          } catch (SqlException e) {
            input.close();
            throw e;
          }
          return input;
        });
  }

  private static Input json(ConnectorOptions options, List<Path> paths, List<Field> fields) {
    allow(options, Set.of(), "follow");
    boolean follow = follow(options, paths);
    return all(paths, path -> new JsonInput(ByteWindow.open(path, follow), fields));
  }

  private static Input parquet(ConnectorOptions options, List<Path> paths, List<Field> fields) {
    allow(options, Set.of());
    return all(paths, path -> new ParquetInput(path, fields));
  }

  private static Input all(List<Path> paths, Function<Path, Input> opener) {
    return paths.size() == 1 ? opener.apply(paths.getFirst()) : new FilesInput(paths, opener);
  }

  private static void allow(ConnectorOptions options, Set<String> more, String... others) {
    Set<String> known = new HashSet<>(COMMON);
    known.addAll(more);
    known.addAll(List.of(others));
    options.allowOnly(known);
  }

  private static boolean follow(ConnectorOptions options, List<Path> paths) {
    boolean follow = options.flag("follow", false);
    if (follow && (paths.size() > 1 || ByteWindow.isCompressed(paths.getFirst()))) {
      throw ConnectorOptions.invalid(
          "follow", "true", "only a single file that is not compressed can be followed");
    }
    return follow;
  }

  /** The fields by their names in the file: option {@code columns.x = 'y'} says what x is there. */
  private static List<Field> namesInFile(ConnectorOptions options, List<Field> fields) {
    Set<String> used = new HashSet<>();
    List<Field> named = new ArrayList<>(fields.size());
    for (Field field : fields) {
      String option = ConnectorOptions.ofColumn("columns", field.name());
      used.add(option);
      named.add(new Field(options.text(option, field.name()), field.type(), field.nullable()));
    }
    for (String option : options.values().keySet()) {
      if (option.startsWith("columns.") && !used.contains(option)) {
        throw ConnectorOptions.invalid(option, options.text(option, ""), "there is no such column");
      }
    }
    return named;
  }
}
