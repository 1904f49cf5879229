package dev.headrace.storage.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.storage.CommitWriter;
import dev.headrace.runtime.storage.RecordKind;
import dev.headrace.runtime.storage.RowForm;
import dev.headrace.runtime.storage.Storage;
import dev.headrace.runtime.storage.StorageOptions;
import dev.headrace.runtime.storage.StorageProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a storage gives back after it was closed and opened again. */
@Timeout(60)
final class DurableStorageTest {
  static final StorageOptions SMALL = StorageOptions.DEFAULT.withLog(64 << 10, 128 << 10);

  @TempDir private Path temp;

  private Storage open() {
    return StorageProvider.find().open(temp.resolve("db"), SMALL);
  }

  private static void commit(Storage storage, long sequence) {
    storage.awaitDurable(sequence);
  }

  @Test
  void aNewStorageIsEmpty() {
    try (Storage storage = open()) {
      assertThat(storage.recoveredSequence()).isZero();
      assertThat(StorageTables.read(storage, 1, RowForm.KEYED)).isEmpty();
    }
  }

  @Test
  void keepsRowsByKey() {
    try (Storage storage = open()) {
      CommitWriter first = storage.begin(1);
      StorageTables.put(first, 1, 1, "one");
      StorageTables.put(first, 1, 2, "two");
      StorageTables.put(first, 2, 1, "of another relation");
      first.commit();
      CommitWriter second = storage.begin(2);
      StorageTables.put(second, 1, 1, "ONE");
      second.removeRow(1, StorageTables.key(2));
      second.commit();
      commit(storage, 2);
    }
    try (Storage storage = open()) {
      assertThat(storage.recoveredSequence()).isEqualTo(2);
      assertThat(StorageTables.read(storage, 1, RowForm.KEYED)).isEqualTo(Map.of("1=ONE", 1));
      assertThat(StorageTables.read(storage, 2, RowForm.KEYED)).hasSize(1);
    }
  }

  @Test
  void keepsBagsOfShortAndLongRows() {
    String longText = "x".repeat(5000);
    try (Storage storage = open()) {
      CommitWriter first = storage.begin(1);
      StorageTables.count(first, 1, 1, "", 3);
      StorageTables.count(first, 1, 2, longText, 2);
      StorageTables.count(first, 1, 3, longText + "y", 1);
      StorageTables.count(first, 1, 4, "gone", 1);
      first.commit();
      CommitWriter second = storage.begin(2);
      StorageTables.count(second, 1, 1, "", 4);
      StorageTables.count(second, 1, 3, longText + "y", 0);
      StorageTables.count(second, 1, 4, "gone", 0);
      second.commit();
    }
    try (Storage storage = open()) {
      assertThat(StorageTables.read(storage, 1, RowForm.COUNTED))
          .isEqualTo(Map.of("1=", 4, "2=" + longText, 2));
    }
  }

  @Test
  void keepsAppendedRowsWithTheirWeights() {
    try (Storage storage = open()) {
      for (int sequence = 1; sequence <= 3; sequence++) {
        CommitWriter commit = storage.begin(sequence);
        commit.appendRow(1, StorageTables.row(7, "same", 2).bytes(), 0);
        commit.appendRow(1, StorageTables.row(sequence, "other", 1).bytes(), 0);
        commit.commit();
      }
    }
    try (Storage storage = open()) {
      assertThat(StorageTables.read(storage, 1, RowForm.APPENDED))
          .isEqualTo(Map.of("7=same", 6, "1=other", 1, "2=other", 1, "3=other", 1));
    }
  }

  @Test
  void keepsRecordsByKindInOrderOfTheirIds() {
    try (Storage storage = open()) {
      CommitWriter commit = storage.begin(1);
      commit.putRecord(RecordKind.DEFINITION, 300, "c".getBytes(StandardCharsets.UTF_8));
      commit.putRecord(RecordKind.DEFINITION, 2, "b".getBytes(StandardCharsets.UTF_8));
      commit.putRecord(RecordKind.DEFINITION, 1, "a".getBytes(StandardCharsets.UTF_8));
      commit.putRecord(RecordKind.SEQUENCE, 2, new byte[] {9});
      commit.removeRecord(RecordKind.DEFINITION, 1);
      commit.commit();
    }
    try (Storage storage = open()) {
      Map<Long, String> records = new TreeMap<>();
      StringBuilder order = new StringBuilder();
      storage.records(
          RecordKind.DEFINITION,
          (id, value) -> {
            records.put(id, new String(value, StandardCharsets.UTF_8));
            order.append(id).append(' ');
          });
      assertThat(records).isEqualTo(Map.of(2L, "b", 300L, "c"));
      assertThat(order).hasToString("2 300 ");
    }
  }

  @Test
  void anAbandonedCommitIsNotThereHoweverLargeItWas() {
    try (Storage storage = open()) {
      CommitWriter large = storage.begin(1);
      for (int id = 0; id < 20_000; id++) {
        StorageTables.put(large, 1, id, "never");
      }
      large.abandon();
      CommitWriter commit = storage.begin(1);
      StorageTables.put(commit, 1, 1, "there");
      commit.commit();
      storage.awaitDurable(1);
    }
    try (Storage storage = open()) {
      assertThat(StorageTables.read(storage, 1, RowForm.KEYED)).isEqualTo(Map.of("1=there", 1));
    }
  }

  @Test
  void aLargeCommitTakesBoundedMemoryAndIsThereAsAWhole() {
    try (Storage storage = open()) {
      CommitWriter commit = storage.begin(1);
      for (int id = 0; id < 100_000; id++) {
        StorageTables.put(commit, 1, id, "row");
      }
      commit.commit();
      storage.awaitDurable(1);
    }
    try (Storage storage = open()) {
      assertThat(StorageTables.read(storage, 1, RowForm.KEYED)).hasSize(100_000);
    }
  }

  @Test
  void truncatingAndDroppingRemoveARelationsRowsOnly() {
    try (Storage storage = open()) {
      CommitWriter first = storage.begin(1);
      for (int relation = 1; relation <= 3; relation++) {
        StorageTables.put(first, relation, 1, "row");
      }
      first.commit();
      CommitWriter second = storage.begin(2);
      second.drop(1);
      second.truncate(2);
      StorageTables.put(second, 2, 5, "after");
      second.commit();
    }
    try (Storage storage = open()) {
      assertThat(StorageTables.read(storage, 1, RowForm.KEYED)).isEmpty();
      assertThat(StorageTables.read(storage, 2, RowForm.KEYED)).isEqualTo(Map.of("5=after", 1));
      assertThat(StorageTables.read(storage, 3, RowForm.KEYED)).hasSize(1);
    }
  }

  @Test
  void whatNobodyWaitsForBecomesDurableByItself() throws InterruptedException {
    StorageOptions soon = SMALL.withFlushInterval(Duration.ofMillis(5));
    try (Storage storage = StorageProvider.find().open(temp.resolve("db"), soon)) {
      CommitWriter commit = storage.begin(1);
      StorageTables.put(commit, 1, 1, "row");
      commit.commit();
      while (storage.durableSequence() < 1) {
        Thread.sleep(1);
      }
    }
  }

  @Test
  void theLogIsCutOffWhileTheStateIsWrittenOut() throws InterruptedException {
    try (Storage storage = open()) {
      for (int sequence = 1; sequence <= 2000; sequence++) {
        CommitWriter commit = storage.begin(sequence);
        StorageTables.put(commit, 1, sequence % 10, "x".repeat(2000));
        commit.commit();
      }
      storage.awaitDurable(2000);
      while (storage.statistics().pendingBytes() > 0) {
        Thread.sleep(1);
      }
      assertThat(storage.statistics().logBytes()).isGreaterThan(4_000_000);
      assertThat(temp.resolve("db/log").toFile().list()).hasSizeLessThan(40);
    }
    try (Storage storage = open()) {
      assertThat(StorageTables.read(storage, 1, RowForm.KEYED)).hasSize(10);
    }
  }

  @Test
  void aKeyThatIsTooLongIsRefusedBeforeItIsWritten() {
    try (Storage storage = open()) {
      CommitWriter commit = storage.begin(1);
      Slice key = Slice.of(new byte[1 << 20]);
      assertThatThrownBy(() -> commit.removeRow(1, key))
          .hasMessage("index row size 1048576 exceeds maximum 65536")
          .satisfies(
              e ->
                  assertThat(((SqlException) e).code())
                      .isEqualTo(ErrorCode.PROGRAM_LIMIT_EXCEEDED));
      commit.abandon();
    }
  }
}
