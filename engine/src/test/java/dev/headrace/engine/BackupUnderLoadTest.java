package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A backup that is taken while sessions commit is the database as of one of the commits. */
@Timeout(180)
final class BackupUnderLoadTest {
  private static final int WRITERS = 3;
  private static final int BACKUPS = 4;

  @TempDir private Path temp;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicIntegerArray acknowledged = new AtomicIntegerArray(WRITERS);
  private final List<Throwable> errors = new ArrayList<>();

  private Options options() {
    return Options.defaults().withWorkers(1).withBaseDirectory(temp);
  }

  private static long number(Headrace db, String query) {
    return ((Number) Objects.requireNonNull(db.query(query).single())).longValue();
  }

  @Test
  void holdsAPrefixOfTheCommits() throws InterruptedException {
    List<int[]> committedBefore = new ArrayList<>();
    try (Headrace db = Headrace.open(temp.resolve("db"), options())) {
      db.execute("CREATE TABLE journal (session int, n int, place int, PRIMARY KEY (session, n))");
      db.execute("CREATE INDEX journal_place ON journal (place)");
      db.execute("CREATE TABLE counter (id int PRIMARY KEY, n int)");
      db.execute("INSERT INTO counter VALUES (0, 0)");
      db.execute(
          "CREATE MATERIALIZED VIEW v AS SELECT session, max(n) AS n FROM journal GROUP BY 1");
      List<Thread> writers = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        int number = writer;
        writers.add(Thread.ofPlatform().start(() -> write(db, number)));
      }
      for (int backup = 0; backup < BACKUPS; backup++) {
        Thread.sleep(200);
        int[] before = new int[WRITERS];
        for (int writer = 0; writer < WRITERS; writer++) {
          before[writer] = acknowledged.get(writer);
        }
        committedBefore.add(before);
        db.execute("BACKUP TO 'backup" + backup + "'");
      }
      stopped.set(true);
      for (Thread writer : writers) {
        writer.join();
      }
    }
    assertThat(errors).isEmpty();
    for (int backup = 0; backup < BACKUPS; backup++) {
      check(backup, committedBefore.get(backup));
    }
  }

  /** Each transaction counts all transactions, so that the order of commits is in the rows. */
  private void write(Headrace db, int number) {
    try (Session session = db.connect()) {
      for (int n = 1; !stopped.get(); n++) {
        session.execute("BEGIN");
        session.execute("UPDATE counter SET n = n + 1 WHERE id = 0");
        session.execute(
            "INSERT INTO journal SELECT " + number + ", " + n + ", n FROM counter WHERE id = 0");
        session.execute("COMMIT");
        acknowledged.set(number, n);
      }
    } catch (RuntimeException | Error e) {
      synchronized (errors) {
        errors.add(e);
      }
    }
  }

  private void check(int backup, int[] before) {
    Path restored = temp.resolve("restored" + backup);
    Headrace.restore(temp.resolve("backup" + backup), restored);
    try (Headrace db = Headrace.open(restored, options())) {
      long commits = number(db, "SELECT n FROM counter");
      assertThat(number(db, "SELECT count(*) FROM journal")).isEqualTo(commits);
      assertThat(number(db, "SELECT count(DISTINCT place) FROM journal"))
          .as("the first commits, all of them")
          .isEqualTo(commits);
      assertThat(number(db, "SELECT max(place) FROM journal")).isEqualTo(commits);
      for (int writer = 0; writer < WRITERS; writer++) {
        assertThat(number(db, "SELECT count(*) FROM journal WHERE session = " + writer))
            .as("what was acknowledged before the backup began")
            .isGreaterThanOrEqualTo(before[writer]);
      }
      assertThat(db.check())
          .hasSize(3)
          .allSatisfy(finding -> assertThat(finding.outcome()).isEqualTo(Finding.Outcome.RIGHT));
      db.execute("INSERT INTO journal VALUES (99, 1, 0)");
    }
  }
}
