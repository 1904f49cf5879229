package dev.headrace.quality.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.engine.Finding;
import dev.headrace.engine.Headrace;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process under load at random instants and looks at what it leaves. {@code
 * -Dheadrace.crashes=200} makes it as many rounds; {@code -Dheadrace.seed} repeats a run's choices.
 */
final class CrashTest {
  private static final int ROUNDS = Integer.getInteger("headrace.crashes", 20);

  @TempDir private Path temp;

  // by session, the highest number that was acknowledged
  private final int[] acknowledged = new int[CrashWorkload.WRITERS + 1];

  @Test
  void whatWasAcknowledgedIsThereAndNothingByHalf() throws Exception {
    long seed = Long.getLong("headrace.seed", System.nanoTime());
    System.out.println("crashes: -Dheadrace.seed=" + seed);
    Random random = new Random(seed);
    Path directory = temp.resolve("db");
    int killedReady = 0;
    for (int round = 1; round <= ROUNDS; round++) {
      killedReady += run(directory, random) ? 1 : 0;
      // otherwise the next process finds what a killed one left
      if (random.nextInt(4) > 0 || round == ROUNDS) {
        check(directory, "seed " + seed + ", round " + round);
      }
    }
    assertThat(killedReady).as("rounds that were killed under load").isPositive();
    System.out.println(
        "acknowledged in " + ROUNDS + " rounds, by session: " + Arrays.toString(acknowledged));
  }

  /** Whether it was killed under load, not while it opened the database. */
  private boolean run(Path directory, Random random) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                CrashWorkload.class.getName(),
                directory.toString(),
                String.valueOf(random.nextLong()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    boolean ready = false;
    try (Closeable _ = process::destroyForcibly;
        BufferedReader lines = process.inputReader()) {
      // sometimes while it recovers
      if (random.nextInt(8) == 0 && acknowledged[0] > 0) {
        Thread.sleep(random.nextInt(1500));
      } else {
        String first = lines.readLine();
        assertThat(first).as("the process's first line").isNotNull();
        note(first);
        ready = true;
        Thread.sleep(random.nextInt(1200));
      }
      assertThat(process.isAlive()).as("nothing but us ends the process").isTrue();
      // the process's own method would also close its output, which is yet to be read
      process.toHandle().destroyForcibly();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        note(line);
      }
    }
    process.waitFor();
    return ready;
  }

  private void note(String line) {
    String[] parts = line.split(" ", -1);
    // a line may be cut short where the process was killed, which makes its number smaller
    if (parts.length == 2 && !parts[1].isEmpty()) {
      int session = Integer.parseInt(parts[0]);
      acknowledged[session] = Math.max(acknowledged[session], Integer.parseInt(parts[1]));
    }
  }

  private void check(Path directory, String context) {
    try (Headrace db = CrashWorkload.open(directory)) {
      for (int session = 0; session <= CrashWorkload.WRITERS; session++) {
        int n = number(db, "SELECT max(n) FROM journal WHERE session = " + session);
        assertThat(number(db, "SELECT count(*) FROM journal WHERE session = " + session))
            .as(
                context
                    + ": transactions of session "
                    + session
                    + ", without a gap or rows taken back")
            .isEqualTo(n);
        if (session != CrashWorkload.ASYNCHRONOUS) {
          assertThat(n)
              .as(context + ", session " + session)
              .isGreaterThanOrEqualTo(acknowledged[session]);
        } else {
          acknowledged[session] = n;
        }
        if (session < CrashWorkload.WRITERS) {
          assertThat(number(db, "SELECT count(*) FROM events WHERE session = " + session))
              .as(context + ": events of session " + session)
              .isEqualTo(n % CrashWorkload.EVENTS_CYCLE);
          checkPile(db, session, n, context);
        } else if (n > 0) {
          checkDefinitions(db, n, context);
        }
      }
      assertThat(number(db, "SELECT count(*) FROM account"))
          .as(context)
          .isEqualTo(CrashWorkload.ACCOUNTS);
      assertThat(number(db, "SELECT sum(balance) FROM account"))
          .as(context + ": no transfer by half")
          .isZero();
      assertThat(db.check())
          .as(context)
          .hasSizeGreaterThanOrEqualTo(8)
          .allSatisfy(finding -> assertThat(finding.outcome()).isEqualTo(Finding.Outcome.RIGHT));
    }
  }

  private static void checkPile(Headrace db, int session, int n, String context) {
    int last = n - n % CrashWorkload.PILE_CYCLE;
    String rows = " FROM pile WHERE session = " + session;
    assertThat(number(db, "SELECT count(*)" + rows + " AND n = " + last))
        .as(context + ": the large transaction of session " + session + ", as a whole")
        .isEqualTo(last == 0 ? 0 : CrashWorkload.PILE_ROWS);
    assertThat(number(db, "SELECT count(*)" + rows + " AND n <> " + last)).as(context).isZero();
  }

  private static void checkDefinitions(Headrace db, int n, String context) {
    List<String> made = new ArrayList<>();
    db.materializedViews().stream().filter(name -> name.startsWith("seen_")).forEach(made::add);
    assertThat(made).as(context).containsExactly("seen_" + n);
    assertThat(number(db, "SELECT x FROM made_" + n + " WHERE y = 'y' AND z = 7"))
        .as(context)
        .isEqualTo(n);
    assertThat(number(db, "SELECT count(*) FROM pg_indexes WHERE indexname LIKE 'by_label_%'"))
        .as(context)
        .isEqualTo(
            number(db, "SELECT count(*) FROM pg_indexes WHERE indexname = 'by_label_" + n + "'"))
        .isEqualTo(1);
    assertThat(number(db, "SELECT x FROM seen_" + n)).as(context).isEqualTo(n);
    checkGrown(db, n, n, context);
    if (n % CrashWorkload.GROWN_CYCLE != 0 && n > 1) {
      checkGrown(db, n, n - 1, context);
    }
  }

  private static void checkGrown(Headrace db, int rows, int column, String context) {
    String name = "c_" + column;
    String what = context + ": column " + name + " of " + rows + " rows";
    assertThat(number(db, "SELECT count(*) FROM grown WHERE n BETWEEN 1 AND " + rows))
        .as(what)
        .isEqualTo(rows);
    // the first column came when there was no row to make an exception of
    assertThat(number(db, "SELECT max(n) FROM grown WHERE " + name + " = " + -column))
        .as(what)
        .isEqualTo(column - 1);
    assertThat(number(db, "SELECT count(*) FROM grown WHERE " + name + " = " + column))
        .as(what)
        .isEqualTo(column == 1 ? rows : rows - 1);
  }

  private static int number(Headrace db, String query) {
    @Nullable Object value = db.query(query).single();
    return value == null ? 0 : ((Number) value).intValue();
  }
}
