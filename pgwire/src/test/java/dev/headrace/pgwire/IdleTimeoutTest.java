package dev.headrace.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Limits on how long a session may wait for its client, and its client for it. */
final class IdleTimeoutTest extends ServerTestBase {
  private static final Duration LIMIT = Duration.ofMillis(300);

  @Override
  ServerOptions options() {
    ServerOptions options = super.options();
    return options.withTimeouts(options.startupTimeout(), LIMIT, Duration.ofMillis(20));
  }

  private RawClient connectLimited() throws IOException {
    backend.idleLimit = LIMIT;
    return connect();
  }

  @Test
  void aSessionThatWaitsTooLongForItsClientIsEnded() throws Exception {
    long start = System.nanoTime();
    try (RawClient client = connectLimited()) {
      assertThat(RawClient.transcript(client.readToEnd())).isEqualTo("E(FATAL 57P05)");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(LIMIT);
    }
  }

  @Test
  void aTransactionThatIsLeftOpenIsAnotherMatter() throws Exception {
    try (RawClient client = connectLimited()) {
      client.query("BEGIN");
      assertThat(client.readToEnd().getLast().fields())
          .containsEntry('S', "FATAL")
          .containsEntry('C', "25P03")
          .containsEntry('M', "terminating connection due to idle-in-transaction timeout");
    }
  }

  @Test
  void aStatementThatTakesLongerIsNotIdle() throws Exception {
    try (RawClient client = connectLimited()) {
      client.addQuery("SLEEP").send();
      Thread.sleep(2 * LIMIT.toMillis());
      assertThat(backend.connections.getFirst().isRunning()).isTrue();
      backend.connections.getFirst().cancel();
      assertThat(RawClient.transcript(client.readToReady())).isEqualTo("T E(ERROR 57014) ZI");
    }
  }

  @Test
  void aClientThatTakesLongToSendWhatItCopiesIsNotIdle() throws Exception {
    try (RawClient client = connectLimited()) {
      client.addQuery("COPYIN").send();
      assertThat(client.read().type()).isEqualTo('G');
      Thread.sleep(2 * LIMIT.toMillis());
      assertThat(client.add('c', RawClient.body()).exchange()).isEqualTo("C(COPY 0) ZI");
    }
  }

  @Test
  void aClientThatDoesNotReadItsAnswersIsCutOff() throws Exception {
    try (RawClient client = connect()) {
      client.addQuery("ENDLESS").send();
      backend.connections.getFirst().closed.await();
      assertThat(backend.connections.getFirst().rowsSent).isGreaterThan(0);
    }
  }
}
