package dev.headrace.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A limit on how long a client may take to start up. */
final class StartupTimeoutTest extends ServerTestBase {
  @Override
  ServerOptions options() {
    return super.options()
        .withTimeouts(Duration.ofMillis(300), Duration.ZERO, Duration.ofMillis(20));
  }

  @Test
  void aClientThatDoesNotStartUpIsCutOff() throws Exception {
    try (RawClient silent = new RawClient(server.port());
        RawClient slow = new RawClient(server.port())) {
      slow.bytes((byte) 0, (byte) 0);
      assertThat(silent.readToEnd()).isEmpty();
      assertThat(slow.readToEnd()).isEmpty();
    }
  }
}
