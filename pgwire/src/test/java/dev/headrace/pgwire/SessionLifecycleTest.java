package dev.headrace.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cancelling, timeouts, clients that vanish or do not read, and the server's own end. */
final class SessionLifecycleTest extends ServerTestBase {
  private static final int MAX_CONNECTIONS = 20;

  @Override
  ServerOptions options() {
    ServerOptions options = super.options();
    return options
        .withLimits(MAX_CONNECTIONS, options.maxMessageBytes())
        .withTimeouts(options.startupTimeout(), Duration.ZERO, Duration.ofMillis(20));
  }

  private void cancel(int processId, int secret) throws IOException {
    try (RawClient canceller = new RawClient(server.port())) {
      canceller.packet(RawClient.body().int32(1234 << 16 | 5678).int32(processId).int32(secret));
      assertThat(canceller.readToEnd()).isEmpty();
    }
  }

  private FakeConnection only() {
    return backend.connections.getFirst();
  }

  @Test
  void aCancelRequestEndsTheStatementThatRuns() throws Exception {
    try (RawClient client = connect()) {
      client.addQuery("SLEEP").send();
      await("SLEEP runs", only()::isRunning);
      cancel(client.processId, client.secret);
      assertThat(RawClient.transcript(client.readToReady())).isEqualTo("T E(ERROR 57014) ZI");
      assertThat(client.query("SELECT 1")).endsWith("ZI");
    }
  }

  @Test
  void aCancelRequestNeedsTheSecretAndAStatementThatRuns() throws Exception {
    try (RawClient client = connect()) {
      cancel(client.processId, client.secret);
      cancel(client.processId + 1, client.secret);
      client.addQuery("SLEEP").send();
      await("SLEEP runs", only()::isRunning);
      cancel(client.processId, client.secret + 1);
      Thread.sleep(50);
      assertThat(only().isRunning()).isTrue();
      cancel(client.processId, client.secret);
      assertThat(RawClient.transcript(client.readToReady())).isEqualTo("T E(ERROR 57014) ZI");
    }
  }

  @Test
  void rowsThatTrickleArriveAsTheyCome() throws Exception {
    try (RawClient client = connect()) {
      client.addQuery("TICK").send();
      for (int i = 0; i < 5; i++) {
        client.read();
      }
      assertThat(only().isRunning()).isTrue();
      cancel(client.processId, client.secret);
      assertThat(RawClient.transcript(client.readToReady())).endsWith("E(ERROR 57014) ZI");
    }
  }

  @Test
  void aStatementEndsWhenItsClientVanishes() throws Exception {
    RawClient client = connect();
    client.addQuery("SLEEP").send();
    await("SLEEP runs", only()::isRunning);
    client.close();
    only().closed.await();
    assertThat(backend.awaitAllClosed()).isEqualTo(1);
  }

  @Test
  void whatAClientSendsWhileItsStatementRunsIsKept() throws Exception {
    try (RawClient client = connect()) {
      client.addQuery("SLEEP").send();
      await("SLEEP runs", only()::isRunning);
      Thread.sleep(100); // the session is being watched now
      client.addQuery("SELECT 1").addParse("s", "SELECT 2").send();
      Thread.sleep(50);
      client.addBind("", "s").addExecute("", 0).addSync().send();
      cancel(client.processId, client.secret);
      assertThat(RawClient.transcript(client.readToReady())).isEqualTo("T E(ERROR 57014) ZI");
      assertThat(RawClient.transcript(client.readToReady())).isEqualTo("T D[1] C(SELECT 1) ZI");
      assertThat(RawClient.transcript(client.readToReady())).isEqualTo("1 2 D[2] C(SELECT 1) ZI");
    }
  }

  @Test
  void terminateEndsTheSession() throws Exception {
    try (RawClient client = connect()) {
      client.add('X', RawClient.body()).send();
      assertThat(client.readToEnd()).isEmpty();
    }
    only().closed.await();
  }

  @Test
  void closingTheServerTellsIdleAndBusyClientsAndWaitsForThem() throws Exception {
    try (RawClient idle = connect();
        RawClient busy = connect()) {
      busy.addQuery("SLEEP").send();
      await("SLEEP runs", backend.connections.getLast()::isRunning);
      server.close();
      assertThat(backend.connections).allMatch(connection -> connection.closed.getCount() == 0);
      assertThat(RawClient.transcript(idle.readToEnd())).isEqualTo("E(FATAL 57P01)");
      assertThat(RawClient.transcript(busy.readToEnd())).endsWith("E(FATAL 57P01)");
    }
  }

  @Test
  void aClientInTheMiddleOfAMessageIsToldAboutTheShutdownToo() throws Exception {
    try (RawClient client = connect()) {
      client.bytes((byte) 'Q', (byte) 0);
      server.close();
      assertThat(RawClient.transcript(client.readToEnd())).isEqualTo("E(FATAL 57P01)");
    }
  }

  @Test
  void connectionsFarBeyondTheLimitAreClosedAtOnce() throws Exception {
    List<RawClient> silent = new ArrayList<>();
    try {
      for (int i = 0; i < MAX_CONNECTIONS + 64; i++) {
        silent.add(new RawClient(server.port()));
      }
      try (RawClient refused = new RawClient(server.port())) {
        assertThat(refused.readToEnd()).isEmpty();
      }
    } finally {
      for (RawClient client : silent) {
        client.close();
      }
    }
    await("the flood is over", this::canConnect);
  }

  private boolean canConnect() {
    try (RawClient client = connect()) {
      return client.query("SELECT 1").endsWith("ZI");
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aLongResultForAClientThatDoesNotReadTakesBoundedMemory() throws Exception {
    try (RawClient client = connect()) {
      client.addQuery("ENDLESS").send();
      await("ENDLESS runs", only()::isRunning);
      long sent = -1;
      while (sent != only().rowsSent) {
        sent = only().rowsSent;
        Thread.sleep(100);
      }
      assertThat(sent).as("rows until the sender blocks").isPositive().isLessThan(1_000_000);
      for (int i = 0; i < 300_000; i++) {
        client.read();
      }
      cancel(client.processId, client.secret);
      RawClient.Message message = client.read();
      while (message.type() == 'D') {
        message = client.read();
      }
      assertThat(message.fields()).containsEntry('C', "57014");
    }
  }
}
