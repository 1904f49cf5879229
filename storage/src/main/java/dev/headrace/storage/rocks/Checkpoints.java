package dev.headrace.storage.rocks;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.storage.StorageOptions;
import dev.headrace.storage.log.DiskLogDirectory;
import dev.headrace.storage.log.IoErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Copies of databases. */
public final class Checkpoints {
  /** Size of the file of a copy's log, which holds nothing. */
  static final int LOG_BYTES = 64 << 10;

  private Checkpoints() {}

  /** Copies a checkpoint to a new directory and checks the copy. */
  public static void restore(Path checkpoint, Path target) {
    try (DataDirectory source = DataDirectory.open(checkpoint, false)) {
      try (DataDirectory copy = DataDirectory.open(target, true)) {
        if (!copy.isNew()) {
          throw new SqlException(
              ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
              "directory " + SqlException.quote(target.toString()) + " is not empty");
        }
        copy.prepare();
        copyFiles(source.state(), copy.state());
        copyFiles(source.log(), copy.log());
        copy.complete();
      } catch (IOException e) {
        throw IoErrors.of("cannot restore to " + SqlException.quote(target.toString()), e);
      }
    }
    try (DurableStorage restored =
        DurableStorage.open(target, StorageOptions.DEFAULT.withCreate(false))) {
      restored.verify();
    }
  }

  private static void copyFiles(Path from, Path to) throws IOException {
    List<Path> files;
    try (Stream<Path> list = Files.list(from)) {
      files = list.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      Path copy = to.resolve(file.getFileName());
      Files.copy(file, copy);
      DiskLogDirectory.forceFile(copy);
    }
    new DiskLogDirectory(to).force();
  }
}
