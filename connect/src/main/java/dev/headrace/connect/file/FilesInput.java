package dev.headrace.connect.file;

import dev.headrace.connect.io.FileErrors;
import dev.headrace.model.Batch;
import dev.headrace.runtime.connector.BadRecords;
import dev.headrace.runtime.connector.Input;
import dev.headrace.runtime.connector.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** The rows of several files, one after the other. Each is opened when it is its turn. */
final class FilesInput implements Input {
  private final List<Path> paths;
  private final Function<Path, Input> opener;
  private final long totalBytes;

  private int index;
  private volatile Current current;

  /**
   * The file that is being read.
   *
   * @param bytesBefore sizes of all files before it
   */
  private record Current(Input input, long bytesBefore, long bytes) {
    long done() {
      return bytesBefore + (long) (input.progress().fraction().orElse(0) * bytes);
    }
  }

  FilesInput(List<Path> paths, Function<Path, Input> opener) {
    this.paths = paths;
    this.opener = opener;
    this.totalBytes = paths.stream().mapToLong(FilesInput::size).sum();
    this.current = open(0);
  }

  private Current open(long bytesBefore) {
    Path path = paths.get(index);
    return new Current(opener.apply(path), bytesBefore, size(path));
  }

  private static long size(Path path) {
    try {
      return Files.size(path);
    } catch (IOException e) {
      throw FileErrors.of("open", path, e);
    }
  }

  @Override
  public Status read(Batch batch, int maxRows, Duration maxWait, BadRecords bad) {
    String name = String.valueOf(paths.get(index).getFileName());
    BadRecords named =
        (position, reason, raw, code) -> bad.bad(position, name + ": " + reason, raw, code);
    Status status = current.input().read(batch, maxRows, maxWait, named);
    if (status != Status.END || index == paths.size() - 1) {
      return status;
    }
    Current finished = current;
    finished.input().close();
    index++;
    current = open(finished.bytesBefore() + finished.bytes());
    return Status.MORE;
  }

  @Override
  public Progress progress() {
    return new Progress(Progress.Unit.BYTES, current.done(), totalBytes);
  }

  @Override
  public void close() {
    current.input().close();
  }
}
