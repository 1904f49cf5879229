package dev.headrace.storage.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.storage.log.Commits.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * After a crash of the machine at any instant the log has all commits that were waited for, and no
 * commit without all before it.
 */
final class CommitLogCrashTest {
  private static final int SEGMENT = 64 << 10;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void keepsWhatWasWaitedForAndAPrefixOfTheRest(long seed) {
    Random random = new Random(seed);
    CrashingDirectory directory = new CrashingDirectory(random);
    CommitLog log = CommitLog.open(directory, SEGMENT, 0);
    long position = 0;
    long sequence = 0;
    log.begin(position, sequence);
    for (int crash = 0; crash < 60; crash++) {
      List<Found> written = new ArrayList<>();
      long waitedFor = sequence;
      for (int i = random.nextInt(60); i > 0; i--) {
        if (random.nextInt(10) == 0) {
          Commits.appendFrame(log, sequence + 1, random.nextInt(3000), Frame.FIRST);
        }
        int first = random.nextInt(random.nextInt(20) == 0 ? 100_000 : 600);
        int second = random.nextInt(3000);
        sequence++;
        if (random.nextInt(4) == 0) {
          Commits.append(log, sequence, first, second);
          written.add(new Found(sequence, first + second));
        } else {
          Commits.append(log, sequence, first);
          written.add(new Found(sequence, first));
        }
        if (random.nextInt(5) == 0) {
          log.awaitDurable(sequence);
          waitedFor = sequence;
        }
      }
      directory = directory.crash();
      CommitLog recovered = CommitLog.open(directory, SEGMENT, 0);
      List<Found> found = Commits.recover(recovered, position);
      String context = "seed " + seed + ", crash " + crash;
      assertThat(found).as(context).hasSizeLessThanOrEqualTo(written.size());
      assertThat(found).as(context).isEqualTo(written.subList(0, found.size()));
      sequence = found.isEmpty() ? sequence - written.size() : found.getLast().sequence();
      assertThat(sequence).as(context).isGreaterThanOrEqualTo(waitedFor);
      position = recovered.end();
      recovered.begin(position, sequence);
      if (random.nextBoolean()) {
        recovered.release(position);
      }
      log = recovered;
    }
  }
}
