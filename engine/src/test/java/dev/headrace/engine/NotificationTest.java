package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** LISTEN, NOTIFY and UNLISTEN between sessions. */
final class NotificationTest extends DatabaseTestBase {
  private Session other;

  @BeforeEach
  void connect() {
    other = db.connect();
  }

  @AfterEach
  void disconnect() {
    other.close();
  }

  private static List<String> heard(Session session) throws InterruptedException {
    return session.notifications(Duration.ZERO).stream()
        .map(n -> n.channel() + ":" + n.payload())
        .toList();
  }

  @Test
  void whoListensHearsOfIt() throws InterruptedException {
    other.execute("LISTEN a");
    assertThat(run("NOTIFY a")).isEqualTo("NOTIFY");
    run("NOTIFY b, 'nobody listens'");
    run("NOTIFY A, 'names fold'");
    run("NOTIFY \"A\", 'these do not'");
    assertThat(heard(other)).containsExactly("a:", "a:names fold");
    assertThat(heard(other)).isEmpty();
    assertThat(heard(session)).isEmpty();
  }

  @Test
  void theSenderIsTheSessionsProcessId() throws InterruptedException {
    other.execute("LISTEN a");
    run("NOTIFY a");
    int sender = Integer.parseInt(rows("SELECT pg_backend_pid()").getFirst());
    assertThat(other.notifications(Duration.ZERO))
        .containsExactly(new Notification(sender, "a", ""));
    assertThat(rows(other, "SELECT pg_backend_pid()")).doesNotContain(String.valueOf(sender));
  }

  @Test
  void aTransactionSpeaksWhenItCommitsAndSaysNothingTwice() throws InterruptedException {
    other.execute("LISTEN a");
    run("BEGIN");
    run("NOTIFY a, 'one'");
    run("NOTIFY a, 'two'");
    run("NOTIFY a, 'one'");
    run("SAVEPOINT s");
    run("NOTIFY a, 'taken back'");
    run("NOTIFY a, 'three'");
    run("ROLLBACK TO s");
    run("NOTIFY a, 'three'");
    assertThat(heard(other)).isEmpty();
    run("COMMIT");
    assertThat(heard(other)).containsExactly("a:one", "a:two", "a:three");
    run("BEGIN; NOTIFY a, 'never said'; ROLLBACK");
    assertThat(error("BEGIN; NOTIFY a, 'nor this'; SELECT 1 / 0")).startsWith("22012");
    run("COMMIT");
    assertThat(heard(other)).isEmpty();
  }

  @Test
  void listeningBeginsAndEndsWithACommit() throws InterruptedException {
    run("BEGIN; LISTEN a; NOTIFY a, 'own'; COMMIT");
    assertThat(heard(session)).containsExactly("a:own");
    run("BEGIN; UNLISTEN a; LISTEN b; ROLLBACK");
    run("NOTIFY a, 'still'");
    run("NOTIFY b, 'not yet'");
    assertThat(heard(session)).containsExactly("a:still");
    run("BEGIN; UNLISTEN a; NOTIFY a, 'no more'; COMMIT");
    assertThat(heard(session)).isEmpty();
    run("LISTEN a");
    run("LISTEN b");
    run("UNLISTEN *");
    run("NOTIFY a");
    run("NOTIFY b");
    assertThat(heard(session)).isEmpty();
  }

  @Test
  void aTransactionThatCannotCommitNeitherSpeaksNorListens() throws InterruptedException {
    run("CREATE TABLE t (id integer PRIMARY KEY)");
    other.execute("LISTEN a");
    run("LISTEN old");
    run("BEGIN ISOLATION LEVEL SERIALIZABLE");
    run("SELECT count(*) FROM t");
    run("INSERT INTO t VALUES (1)");
    run("LISTEN a");
    run("UNLISTEN old");
    run("NOTIFY a");
    other.execute("INSERT INTO t VALUES (2)");
    assertThat(error("COMMIT")).startsWith("40001");
    other.execute("NOTIFY a, 'later'");
    other.execute("NOTIFY old, 'later'");
    assertThat(heard(other)).containsExactly("a:later");
    assertThat(heard(session)).containsExactly("old:later");
  }

  @Test
  void pgNotifySaysWhatItComputes() throws InterruptedException {
    other.execute("LISTEN a");
    run("SELECT pg_notify('a', g::text) FROM generate_series(1, 3) g");
    session.query("SELECT pg_notify($1, $2)", "a", "parameter");
    run("SELECT pg_notify('a', NULL)");
    assertThat(heard(other)).containsExactly("a:1", "a:2", "a:3", "a:parameter", "a:");
    assertThat(error("SELECT pg_notify('', 'x')")).isEqualTo("22023 channel name cannot be empty");
    assertThat(error("SELECT pg_notify(NULL, 'x')"))
        .isEqualTo("22023 channel name cannot be empty");
    assertThat(error("SELECT pg_notify(repeat('x', 64), '')"))
        .isEqualTo("22023 channel name too long");
    assertThat(error("SELECT pg_notify('a', repeat('x', 8000))"))
        .isEqualTo("22023 payload string too long");
    assertThat(error("SELECT pg_notify('a', 1)")).startsWith("42883");
  }

  @Test
  void waitingEndsWithTheFirstNotification() throws Exception {
    other.execute("LISTEN a");
    try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
      Future<List<Notification>> heard =
          executor.submit(() -> other.notifications(Duration.ofMinutes(1)));
      run("NOTIFY a, 'x'");
      assertThat(heard.get(30, TimeUnit.SECONDS)).hasSize(1);
    }
  }

  /** Who is told of a row can read it, and everybody hears of commits in the same order. */
  @Test
  void whatIsHeardIsVisibleAndInOrder() throws Exception {
    run("CREATE TABLE t (id integer PRIMARY KEY)");
    int writers = 4;
    int commits = 50;
    List<Session> listeners = List.of(db.connect(), db.connect());
    listeners.forEach(listener -> listener.execute("LISTEN done"));
    try (ExecutorService executor = Executors.newFixedThreadPool(writers + listeners.size())) {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<List<String>>> heard = new ArrayList<>();
      for (Session listener : listeners) {
        heard.add(executor.submit(() -> listen(listener, writers * commits)));
      }
      for (int writer = 0; writer < writers; writer++) {
        int first = writer * commits;
        var _ =
            executor.submit(
                () -> {
                  start.await();
                  try (Session session = db.connect()) {
                    for (int id = first; id < first + commits; id++) {
                      session.execute("BEGIN");
                      session.execute("INSERT INTO t VALUES ($1)", id);
                      session.execute("SELECT pg_notify('done', $1)", String.valueOf(id));
                      session.execute("COMMIT");
                    }
                  }
                  return null;
                });
      }
      start.countDown();
      List<String> order = heard.getFirst().get(60, TimeUnit.SECONDS);
      assertThat(heard.getLast().get(60, TimeUnit.SECONDS)).isEqualTo(order);
      Set<String> distinct = new HashSet<>(order);
      assertThat(distinct).hasSize(writers * commits);
    }
    listeners.forEach(Session::close);
  }

  private static List<String> listen(Session listener, int count) throws InterruptedException {
    List<String> ids = new ArrayList<>();
    while (ids.size() < count) {
      List<Notification> some = listener.notifications(Duration.ofSeconds(30));
      assertThat(some).isNotEmpty();
      for (Notification each : some) {
        assertThat(listener.query("SELECT id FROM t WHERE id = " + each.payload()).rows())
            .as("row %s", each.payload())
            .hasSize(1);
        ids.add(each.payload());
      }
    }
    return ids;
  }

  @Test
  void thereIsALimitToWhatATransactionSays() {
    assertThat(error("SELECT pg_notify('a', g::text) FROM generate_series(1, 100001) g"))
        .isEqualTo("54000 a transaction cannot send more than 100000 notifications");
  }

  @Test
  void whoDoesNotReadLosesSomeAndIsToldSo() throws InterruptedException {
    other.execute("LISTEN a");
    run("SELECT pg_notify('a', g::text) FROM generate_series(1, 100000) g");
    run("NOTIFY a, 'one too many'");
    assertThatThrownBy(() -> other.notifications(Duration.ZERO))
        .hasMessage("notifications were lost because more than 100000 were waiting");
    assertThat(heard(other)).hasSize(100_000);
    run("NOTIFY a, 'next'");
    assertThat(heard(other)).containsExactly("a:next");
  }

  @Test
  void aClosedSessionHearsNothing() throws InterruptedException {
    other.execute("LISTEN a");
    other.close();
    run("NOTIFY a");
    assertThat(heard(other)).isEmpty();
  }

  @Test
  void discardAllStopsListening() throws InterruptedException {
    run("LISTEN a");
    run("DISCARD ALL");
    run("NOTIFY a");
    assertThat(heard(session)).isEmpty();
  }
}
