package dev.headrace.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A limit on how long a session may wait for its client. */
final class IdleTimeoutTest extends ServerTestBase {
  private static final Duration LIMIT = Duration.ofMillis(300);

  @Override
  ServerOptions options() {
    ServerOptions options = super.options();
    return new ServerOptions(
        options.address(),
        0,
        100,
        options.maxMessageBytes(),
        options.startupTimeout(),
        LIMIT,
        Duration.ofMillis(20));
  }

  @Test
  void aSessionThatWaitsTooLongForItsClientIsEnded() throws Exception {
    long start = System.nanoTime();
    try (RawClient client = connect()) {
      assertThat(RawClient.transcript(client.readToEnd())).isEqualTo("E(FATAL 57P05)");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(LIMIT);
    }
  }

  @Test
  void aStatementThatTakesLongerIsNotIdle() throws Exception {
    try (RawClient client = connect()) {
      client.addQuery("SLEEP").send();
      Thread.sleep(2 * LIMIT.toMillis());
      assertThat(backend.connections.getFirst().isRunning()).isTrue();
      backend.connections.getFirst().cancel();
      assertThat(RawClient.transcript(client.readToReady())).isEqualTo("T E(ERROR 57014) ZI");
    }
  }
}
