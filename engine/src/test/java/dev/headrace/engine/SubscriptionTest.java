package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headrace.model.SqlException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A view's rows, then every change. */
final class SubscriptionTest extends DatabaseTestBase {
  private final Recorder recorder = new Recorder();

  /** Writes down what it is told. */
  private static final class Recorder implements ChangeListener {
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    @Override
    public void onSnapshot(long step, List<Change> rows) {
      events.add("snapshot " + texts(rows));
    }

    @Override
    public void onChanges(long step, List<Change> changes) {
      events.add("changes " + texts(changes));
    }

    @Override
    public void onEnd() {
      events.add("end");
    }

    @Override
    public void onError(SqlException error) {
      events.add("error " + error.sqlState());
    }

    private static List<String> texts(List<Change> changes) {
      return changes.stream()
          .map(change -> change.values() + "*" + change.weight())
          .sorted()
          .toList();
    }

    String next() throws InterruptedException {
      return String.valueOf(events.poll(10, TimeUnit.SECONDS));
    }
  }

  @BeforeEach
  void view() {
    run("CREATE TABLE t (id integer PRIMARY KEY, a integer); INSERT INTO t VALUES (1, 10)");
    run("CREATE MATERIALIZED VIEW m AS SELECT a, count(*) AS n FROM t GROUP BY a");
  }

  @Test
  void theRowsComeFirstThenTheChangesOfEveryStep() throws InterruptedException {
    try (Subscription _ = db.subscribe("m", recorder)) {
      assertThat(recorder.next()).isEqualTo("snapshot [[10, 1]*1]");
      run("INSERT INTO t VALUES (2, 10), (3, 20)");
      assertThat(recorder.next()).isEqualTo("changes [[10, 1]*-1, [10, 2]*1, [20, 1]*1]");
      run("BEGIN; DELETE FROM t WHERE id = 3; INSERT INTO t VALUES (4, 20); COMMIT");
      run("DELETE FROM t WHERE id = 4");
      assertThat(recorder.next()).isEqualTo("changes [[20, 1]*-1]");
    }
  }

  @Test
  void commitsToTablesThatNoViewReadsAreNoChanges() throws InterruptedException {
    run("CREATE TABLE u (id integer PRIMARY KEY)");
    try (Subscription _ = db.subscribe("m", recorder)) {
      assertThat(recorder.next()).startsWith("snapshot");
      run("INSERT INTO t VALUES (2, 20)");
      assertThat(recorder.next()).isEqualTo("changes [[20, 1]*1]");
      run("INSERT INTO u VALUES (1)");
      run("INSERT INTO u VALUES (2)");
      run("BEGIN; INSERT INTO u VALUES (3); INSERT INTO t VALUES (3, 30); COMMIT");
      assertThat(recorder.next()).isEqualTo("changes [[30, 1]*1]");
      run("CREATE MATERIALIZED VIEW counted AS SELECT count(*) AS n FROM u");
      run("INSERT INTO u VALUES (4)");
      run("INSERT INTO t VALUES (4, 30)");
      assertThat(recorder.next()).isEqualTo("changes [[30, 1]*-1, [30, 2]*1]");
    }
    assertThat(rows("SELECT * FROM counted")).containsExactly("4");
    assertThat(rows("SELECT * FROM m ORDER BY a")).containsExactly("10|1", "20|1", "30|2");
  }

  @Test
  void itEndsWithTheView() throws InterruptedException {
    try (Subscription _ = db.subscribe("m", recorder)) {
      assertThat(recorder.next()).startsWith("snapshot");
      run("DROP MATERIALIZED VIEW m");
      assertThat(recorder.next()).isEqualTo("end");
    }
  }

  @Test
  void aListenerThatThrowsEndsItsOwnSubscriptionOnly() throws InterruptedException {
    Recorder failing = new Recorder();
    ChangeListener listener =
        new ChangeListener() {
          @Override
          public void onSnapshot(long step, List<Change> rows) {
            throw new IllegalStateException("on purpose");
          }

          @Override
          public void onChanges(long step, List<Change> changes) {}

          @Override
          public void onError(SqlException error) {
            failing.onError(error);
          }
        };
    try (Subscription _ = db.subscribe("m", listener);
        Subscription _ = db.subscribe("m", recorder)) {
      assertThat(failing.next()).startsWith("error");
      assertThat(recorder.next()).startsWith("snapshot");
      run("INSERT INTO t VALUES (2, 30)");
      assertThat(recorder.next()).isEqualTo("changes [[30, 1]*1]");
    }
  }

  @Test
  void onlyMaterializedViewsCanBeSubscribed() {
    SqlException error =
        catchThrowableOfType(SqlException.class, () -> db.subscribe("t", recorder));
    assertThat(text(error, "table")).startsWith("42809");
    error = catchThrowableOfType(SqlException.class, () -> db.subscribe("missing", recorder));
    assertThat(text(error, "missing")).startsWith("42P01");
    assertThat(error("SUBSCRIBE m")).startsWith("0A000");
  }
}
