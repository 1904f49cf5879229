package dev.headrace.storage.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.storage.CommitWriter;
import dev.headrace.runtime.storage.RowForm;
import dev.headrace.runtime.storage.Storage;
import dev.headrace.runtime.storage.StorageProvider;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may and may not be opened, copies, and damage. */
final class DataDirectoryTest {
  @TempDir private Path temp;
  private Path path;

  @BeforeEach
  void namePath() {
    path = temp.resolve("db");
  }

  private Storage open(Path directory) {
    return StorageProvider.find().open(directory, DurableStorageTest.SMALL);
  }

  private void refuses(Path directory, ErrorCode code, String message) {
    assertThatThrownBy(() -> open(directory).close())
        .hasMessageContaining(message)
        .satisfies(e -> assertThat(((SqlException) e).code()).isEqualTo(code));
  }

  private void fill(int rows) {
    try (Storage storage = open(path)) {
      CommitWriter commit = storage.begin(1);
      for (int id = 0; id < rows; id++) {
        StorageTables.put(commit, 1, id, "row");
      }
      commit.commit();
      storage.awaitDurable(1);
    }
  }

  @Test
  void oneAtATime() {
    try (Storage first = open(path)) {
      assertThat(first.recoveredSequence()).isZero();
      refuses(
          path, ErrorCode.OBJECT_IN_USE, "is in use by process " + ProcessHandle.current().pid());
    }
    open(path).close();
  }

  @Test
  void aDirectoryOfSomethingElseIsLeftAlone() throws IOException {
    Files.createDirectories(path);
    Files.writeString(path.resolve("letter.txt"), "Dear");
    refuses(path, ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE, "is not a Headrace database");
    try (Stream<Path> files = Files.list(path)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void aLaterFormatIsRefused() throws IOException {
    open(path).close();
    Files.writeString(path.resolve("FORMAT"), "Headrace database\nformat 3\n");
    refuses(
        path,
        ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
        "has format 3, this version of Headrace supports formats up to 2");
    Files.writeString(path.resolve("FORMAT"), "?");
    refuses(path, ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE, "is not one of a Headrace database");
  }

  @Test
  void anEarlierFormatIsRaisedSoThatEarlierVersionsRefuseWhatTheyDoNotKnow() throws IOException {
    open(path).close();
    Path format = path.resolve("FORMAT");
    String current = Files.readString(format);
    Files.writeString(format, "Headrace database\nformat 1\n");
    open(path).close();
    assertThat(format).hasContent(current);
    assertThat(current).endsWith("format 2\n");
  }

  @Test
  void nothingIsMadeWhereNothingIsToBeMade() {
    assertThatThrownBy(
            () -> StorageProvider.find().open(path, DurableStorageTest.SMALL.withCreate(false)))
        .satisfies(e -> assertThat(((SqlException) e).code()).isEqualTo(ErrorCode.UNDEFINED_FILE));
    assertThat(path).doesNotExist();
  }

  @Test
  void aFileInPlaceOfADirectoryIsAnError() throws IOException {
    Files.writeString(path, "file");
    refuses(path, ErrorCode.IO_ERROR, "cannot open data directory");
  }

  @Test
  void aLostLogIsDamage() throws IOException {
    fill(1);
    try (Stream<Path> files = Files.list(path.resolve("log"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    refuses(path, ErrorCode.DATA_CORRUPTED, "the commit log has no file");
  }

  @Test
  void aLostStateIsDamage() throws IOException {
    fill(1);
    open(path).close();
    try (Stream<Path> files = Files.list(path.resolve("state"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    assertThatThrownBy(() -> open(path).close()).isInstanceOf(SqlException.class);
  }

  @Test
  void aDamagedBlockIsFound() throws IOException {
    fill(200_000);
    List<Path> tables;
    try (Stream<Path> files = Files.list(path.resolve("state"))) {
      tables = files.filter(StorageTables::isLargeTable).toList();
    }
    assertThat(tables).isNotEmpty();
    for (Path table : tables) {
      try (RandomAccessFile file = new RandomAccessFile(table.toFile(), "rw")) {
        file.seek(file.length() / 8);
        int there = file.read();
        file.seek(file.length() / 8);
        file.write(~there);
      }
    }
    try (Storage storage = open(path)) {
      assertThatThrownBy(storage::verify)
          .satisfies(
              e -> assertThat(((SqlException) e).code()).isEqualTo(ErrorCode.DATA_CORRUPTED));
      assertThatThrownBy(() -> StorageTables.read(storage, 1, RowForm.KEYED))
          .satisfies(
              e -> assertThat(((SqlException) e).code()).isEqualTo(ErrorCode.DATA_CORRUPTED));
    }
  }

  @Test
  void aCopyHasWhatWasCommittedBeforeAndNothingAfter() {
    Path backup = temp.resolve("backup");
    Path restored = temp.resolve("restored");
    try (Storage storage = open(path)) {
      CommitWriter first = storage.begin(1);
      StorageTables.put(first, 1, 1, "before");
      first.commit();
      assertThat(storage.checkpoint(backup)).isEqualTo(1);
      CommitWriter second = storage.begin(2);
      StorageTables.put(second, 1, 2, "after");
      second.commit();
      assertThatThrownBy(() -> storage.checkpoint(backup)).hasMessageContaining("is not empty");
    }
    StorageProvider.find().restore(backup, restored);
    for (Path copy : List.of(restored, backup)) {
      try (Storage storage = open(copy)) {
        assertThat(storage.recoveredSequence()).isEqualTo(1);
        assertThat(StorageTables.read(storage, 1, RowForm.KEYED)).isEqualTo(Map.of("1=before", 1));
        CommitWriter next = storage.begin(2);
        StorageTables.put(next, 1, 3, "new");
        next.commit();
      }
      try (Storage storage = open(copy)) {
        assertThat(StorageTables.read(storage, 1, RowForm.KEYED)).hasSize(2);
      }
    }
    assertThatThrownBy(() -> StorageProvider.find().restore(backup, restored))
        .hasMessageContaining("is not empty");
  }
}
