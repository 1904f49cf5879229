package dev.headrace.storage.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.storage.log.Commits.Found;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a log keeps and what it says when it cannot. */
final class CommitLogTest {
  private static final int SEGMENT = 64 << 10;

  @TempDir private Path temp;

  private final CrashingDirectory directory = new CrashingDirectory(new Random(1));

  private static CommitLog begun(LogDirectory directory) {
    CommitLog log = CommitLog.open(directory, SEGMENT, 0);
    log.begin(0, 0);
    return log;
  }

  private static List<Found> recovered(LogDirectory directory) {
    return Commits.recover(CommitLog.open(directory, SEGMENT, 0), 0);
  }

  private static ErrorCode code(Throwable thrown) {
    return ((SqlException) thrown).code();
  }

  @Test
  void keepsWhatWasMadeDurable() {
    CommitLog log = begun(directory);
    Commits.append(log, 1, 10);
    Commits.append(log, 2, 1000, 0, 20);
    log.awaitDurable(2);
    assertThat(log.durableSequence()).isEqualTo(2);
    assertThat(recovered(directory.crash())).containsExactly(new Found(1, 10), new Found(2, 1020));
  }

  @Test
  void closingMakesTheRestDurable() {
    CommitLog log = begun(directory);
    Commits.append(log, 1, 10);
    log.close();
    assertThat(recovered(directory.crash())).hasSize(1);
  }

  @Test
  void oneSyncServesAllCommitsBeforeIt() {
    CommitLog log = begun(directory);
    for (int sequence = 1; sequence <= 100; sequence++) {
      Commits.append(log, sequence, 10);
    }
    log.awaitDurable(100);
    LongStream.rangeClosed(1, 100).forEach(log::awaitDurable);
    assertThat(log.syncs()).isEqualTo(1);
  }

  @Test
  void waitingForWhatWasNeverWrittenWaitsForAllThatWas() {
    CommitLog log = begun(directory);
    Commits.append(log, 1, 10);
    log.awaitDurable(7);
    assertThat(log.durableSequence()).isEqualTo(1);
  }

  @Test
  void passesOverAnAbandonedCommit() {
    CommitLog log = begun(directory);
    Commits.append(log, 1, 10);
    Commits.appendFrame(log, 2, 500, Frame.FIRST);
    Commits.append(log, 2, 20);
    log.awaitDurable(2);
    assertThat(recovered(directory)).containsExactly(new Found(1, 10), new Found(2, 20));
  }

  @Test
  void goesOnInFurtherFilesAndReadsAcrossThem() {
    CommitLog log = begun(directory);
    for (int sequence = 1; sequence <= 500; sequence++) {
      Commits.append(log, sequence, sequence * 7 % 5000);
    }
    log.awaitDurable(500);
    assertThat(directory.list().size()).isGreaterThan(10);
    assertThat(recovered(directory.crash())).hasSize(500);
    LogReader follower = log.reader(0);
    long last = 0;
    while (follower.next(log.durablePosition())) {
      assertThat(follower.sequence()).isEqualTo(++last);
    }
    assertThat(last).isEqualTo(500);
  }

  @Test
  void aFrameLargerThanAFileGetsALargerFile() {
    CommitLog log = begun(directory);
    Commits.append(log, 1, 10);
    Commits.append(log, 2, 10 * SEGMENT);
    Commits.append(log, 3, 10);
    log.awaitDurable(3);
    assertThat(recovered(directory.crash()))
        .containsExactly(new Found(1, 10), new Found(2, 10 * SEGMENT), new Found(3, 10));
  }

  @Test
  void usesFilesAgainAndDoesNotTakeOldFramesForNew() {
    CommitLog log = begun(directory);
    long sequence = 0;
    for (int round = 0; round < 20; round++) {
      for (int i = 0; i < 30; i++) {
        Commits.append(log, ++sequence, 4000);
      }
      log.awaitDurable(sequence);
      log.release(log.durablePosition());
    }
    assertThat(directory.sizes()).hasSizeLessThan(6);
    Commits.append(log, ++sequence, 5);
    log.awaitDurable(sequence);
    CommitLog reopened = CommitLog.open(directory.crash(), SEGMENT, 0);
    List<Found> found = Commits.recover(reopened, reopened.start());
    assertThat(found.getLast()).isEqualTo(new Found(sequence, 5));
    assertThat(found.getFirst().sequence()).isEqualTo(sequence - found.size() + 1);
  }

  @Test
  void damageBeforeDurableCommitsIsAnError() {
    CommitLog log = begun(directory);
    for (int sequence = 1; sequence <= 10; sequence++) {
      Commits.append(log, sequence, 100);
      log.awaitDurable(sequence);
    }
    directory.damage("0000000000000000.log", 5 * (Frame.HEADER + 104) + 60);
    assertThatThrownBy(() -> recovered(directory))
        .satisfies(e -> assertThat(code(e)).isEqualTo(ErrorCode.DATA_CORRUPTED));
  }

  @Test
  void aTornEndIsNone() {
    CommitLog log = begun(directory);
    Commits.append(log, 1, 100);
    log.awaitDurable(1);
    Commits.append(log, 2, 100);
    Commits.append(log, 3, 100);
    log.awaitDurable(3);
    directory.damage("0000000000000000.log", (Frame.HEADER + 104) + 60);
    assertThat(recovered(directory)).containsExactly(new Found(1, 100));
  }

  @Test
  void damageBeforeAnotherFileIsAnError() {
    CommitLog log = begun(directory);
    for (int sequence = 1; sequence <= 40; sequence++) {
      Commits.append(log, sequence, 4000);
    }
    log.awaitDurable(40);
    directory.damage("0000000000000000.log", 100);
    assertThatThrownBy(() -> recovered(directory))
        .satisfies(e -> assertThat(code(e)).isEqualTo(ErrorCode.DATA_CORRUPTED));
  }

  @Test
  void aMissingFileIsAnError() {
    CommitLog log = begun(directory);
    for (int sequence = 1; sequence <= 60; sequence++) {
      Commits.append(log, sequence, 4000);
    }
    log.awaitDurable(60);
    directory.remove("0000000000010000.log");
    assertThatThrownBy(() -> recovered(directory))
        .hasMessageContaining("has no file between")
        .satisfies(e -> assertThat(code(e)).isEqualTo(ErrorCode.DATA_CORRUPTED));
  }

  @Test
  void aFullDiskRefusesOneCommitAndTheNextWithRoomSucceeds() {
    CommitLog log = begun(directory);
    directory.free(0);
    long[] sequence = new long[1];
    assertThatThrownBy(
            () -> {
              while (sequence[0] < 100) {
                Commits.append(log, sequence[0] + 1, 4000);
                sequence[0]++;
              }
            })
        .hasMessage("cannot extend the commit log: No space left on device")
        .satisfies(e -> assertThat(code(e)).isEqualTo(ErrorCode.DISK_FULL));
    assertThat(sequence[0]).isBetween(1L, 20L);
    log.awaitDurable(sequence[0]);
    directory.free(10 * SEGMENT);
    Commits.append(log, ++sequence[0], 4000);
    log.awaitDurable(sequence[0]);
    assertThat(recovered(directory.crash())).hasSize((int) sequence[0]);
  }

  @Test
  void afterAFailedSyncNothingIsAcceptedAnyMore() {
    CommitLog log = begun(directory);
    Commits.append(log, 1, 10);
    log.awaitDurable(1);
    directory.failForces();
    Commits.append(log, 2, 10);
    assertThatThrownBy(() -> log.awaitDurable(2))
        .hasMessage("cannot write the commit log: Input/output error")
        .satisfies(e -> assertThat(code(e)).isEqualTo(ErrorCode.IO_ERROR));
    assertThatThrownBy(() -> Commits.append(log, 3, 10)).isInstanceOf(SqlException.class);
    assertThatThrownBy(() -> log.awaitDurable(2)).isInstanceOf(SqlException.class);
    log.awaitDurable(1);
    assertThat(log.durableSequence()).isEqualTo(1);
  }

  @Test
  void afterAFailedWriteNothingIsAcceptedAnyMore() {
    CommitLog log = begun(directory);
    directory.failWrites();
    Commits.append(log, 1, 10);
    assertThatThrownBy(() -> log.awaitDurable(1)).isInstanceOf(SqlException.class);
    assertThatThrownBy(log::requireWritable).isInstanceOf(SqlException.class);
  }

  @Test
  void anInterruptDoesNotHarmTheLog() {
    LogDirectory disk = new DiskLogDirectory(temp);
    CommitLog log = begun(disk);
    for (int sequence = 1; sequence <= 50; sequence++) {
      Commits.append(log, sequence, 3000);
      Thread.currentThread().interrupt();
      log.awaitDurable(sequence);
      assertThat(Thread.interrupted()).isTrue();
    }
    log.close();
    assertThat(recovered(disk)).hasSize(50);
  }
}
