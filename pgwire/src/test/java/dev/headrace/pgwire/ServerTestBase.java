package dev.headrace.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A server over a {@link FakeBackend} for each test. */
abstract class ServerTestBase {
  FakeBackend backend;
  PgWireServer server;

  ServerOptions options() {
    return ServerOptions.onLoopback(0);
  }

  Authenticator authenticator() {
    return Authenticator.TRUST;
  }

  @BeforeEach
  void start() {
    backend = new FakeBackend();
    server = PgWireServer.start(options(), authenticator(), backend);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    backend.awaitAllClosed();
  }

  RawClient connect() throws IOException {
    return RawClient.connect(server.port());
  }

  /** Waits for what another thread brings about. */
  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      Thread.sleep(2);
    }
  }
}
