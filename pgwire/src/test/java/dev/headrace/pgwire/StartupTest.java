package dev.headrace.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From the first byte to the first ReadyForQuery. */
final class StartupTest extends ServerTestBase {
  private static final int SSL = 1234 << 16 | 5679;
  private static final int GSS = 1234 << 16 | 5680;

  @Override
  ServerOptions options() {
    return super.options().withLimits(3, super.options().maxMessageBytes());
  }

  /** Asks users called "secret" for a password in clear text. */
  @Override
  Authenticator authenticator() {
    return (request, exchange) -> {
      if (request.user().equals("secret")
          && !new String(exchange.ask(3, new byte[0]), StandardCharsets.UTF_8).equals("sesame\0")) {
        throw new SqlException(
            ErrorCode.INVALID_AUTHORIZATION_SPECIFICATION,
            "password authentication failed for user \"secret\"");
      }
    };
  }

  private static RawClient.Body startup(int version, String... parameters) {
    RawClient.Body body = RawClient.body().int32(version);
    for (String parameter : parameters) {
      body.string(parameter);
    }
    return body.int8(0);
  }

  private List<RawClient.Message> start(RawClient.Body packet) throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      client.packet(packet);
      List<RawClient.Message> messages = new java.util.ArrayList<>();
      do {
        messages.add(client.read());
      } while (messages.getLast().type() != 'Z' && messages.getLast().type() != 'E');
      return messages;
    }
  }

  private Map<Character, String> refusal(RawClient.Body packet) throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      Map<Character, String> fields = client.packet(packet).readToEnd().getLast().fields();
      assertThat(fields).containsEntry('S', "FATAL");
      return fields;
    }
  }

  @Test
  void aClientIsToldParametersAndItsCancelKey() throws Exception {
    List<RawClient.Message> messages = start(startup(3 << 16, "user", "ada"));
    assertThat(RawClient.transcript(messages))
        .isEqualTo(
            "R S(server_version) S(server_encoding) S(client_encoding) S(application_name)"
                + " S(is_superuser) S(session_authorization) S(DateStyle) S(IntervalStyle)"
                + " S(TimeZone) S(integer_datetimes) S(standard_conforming_strings) K ZI");
    assertThat(messages.getFirst().integer(0)).isZero();
    assertThat(messages.get(12).integer(0)).isEqualTo(backend.requests.getFirst().processId());
  }

  @Test
  void theDatabaseIsNamedLikeTheUserUnlessTold() throws Exception {
    start(startup(3 << 16, "user", "ada"));
    start(startup(3 << 16, "user", "ada", "database", "flights"));
    assertThat(backend.requests)
        .extracting(ConnectionRequest::user, ConnectionRequest::database)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("ada", "ada"),
            org.assertj.core.groups.Tuple.tuple("ada", "flights"));
  }

  @Test
  void otherParametersAreRunTimeParameters() throws Exception {
    start(
        startup(
            3 << 16,
            "user",
            "ada",
            "application_name",
            "x",
            "options",
            "-c search_path=a\\ b --time-zone=UTC -cgeqo=off"));
    assertThat(backend.requests.getFirst().parameters())
        .containsExactly(
            Map.entry("application_name", "x"),
            Map.entry("search_path", "a b"),
            Map.entry("time_zone", "UTC"),
            Map.entry("geqo", "off"));
    assertThat(refusal(startup(3 << 16, "user", "ada", "options", "-x")))
        .containsEntry('C', "42601");
  }

  @Test
  void encryptionIsRefusedAndTheClientMayGoOn() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      assertThat(client.packet(RawClient.body().int32(GSS)).readByte()).isEqualTo('N');
      assertThat(client.packet(RawClient.body().int32(SSL)).readByte()).isEqualTo('N');
      client.packet(startup(3 << 16, "user", "ada"));
      assertThat(RawClient.transcript(client.readToReady())).endsWith("ZI");
    }
  }

  @Test
  void askingForEncryptionTwiceIsNoStartupMessage() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      assertThat(client.packet(RawClient.body().int32(SSL)).readByte()).isEqualTo('N');
      client.packet(RawClient.body().int32(SSL));
      assertThat(RawClient.transcript(client.readToEnd())).isEqualTo("E(FATAL 0A000)");
    }
  }

  @Test
  void newerMinorVersionsAndOptionsAreNegotiatedDown() throws Exception {
    RawClient.Message answer =
        start(startup(3 << 16 | 2, "user", "ada", "_pq_.fancy", "on", "_pq_.more", "1")).getFirst();
    assertThat(answer.type()).isEqualTo('v');
    assertThat(answer.body())
        .isEqualTo(
            RawClient.body()
                .int32(3 << 16)
                .int32(2)
                .string("_pq_.fancy")
                .string("_pq_.more")
                .bytes());
    assertThat(backend.requests.getFirst().parameters()).isEmpty();
  }

  @Test
  void otherMajorVersionsAreRefused() throws Exception {
    assertThat(refusal(startup(2 << 16, "user", "ada")))
        .containsEntry('C', "0A000")
        .containsEntry('M', "unsupported frontend protocol 2.0: server supports 3.0 to 3.0");
  }

  @Test
  void aUserIsRequiredAndReplicationRefused() throws Exception {
    assertThat(refusal(startup(3 << 16))).containsEntry('C', "28000");
    assertThat(refusal(startup(3 << 16, "user", "ada", "replication", "database")))
        .containsEntry('C', "0A000");
  }

  @Test
  void theBackendMayRefuse() throws Exception {
    assertThat(refusal(startup(3 << 16, "user", "ada", "database", "nowhere")))
        .containsEntry('C', "3D000")
        .containsEntry('M', "database \"nowhere\" does not exist");
    assertThat(refusal(startup(3 << 16, "user", "ada", "database", "broken")))
        .containsEntry('C', "XX000");
  }

  @Test
  void anAuthenticatorMayAsk() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      RawClient.Message request = client.packet(startup(3 << 16, "user", "secret")).read();
      assertThat(request.type()).isEqualTo('R');
      assertThat(request.integer(0)).isEqualTo(3);
      assertThat(client.add('p', RawClient.body().string("sesame")).exchange()).endsWith("ZI");
    }
    try (RawClient client = new RawClient(server.port())) {
      client.packet(startup(3 << 16, "user", "secret")).read();
      client.add('p', RawClient.body().string("guess")).send();
      assertThat(RawClient.transcript(client.readToEnd())).isEqualTo("E(FATAL 28000)");
    }
    try (RawClient client = new RawClient(server.port())) {
      client.packet(startup(3 << 16, "user", "secret")).read();
      assertThat(RawClient.transcript(client.addQuery("SELECT 1").send().readToEnd()))
          .isEqualTo("E(FATAL 08P01)");
    }
  }

  @Test
  void tooManyClientsAreTurnedAway() throws Exception {
    try (RawClient first = connect();
        RawClient second = connect();
        RawClient third = connect()) {
      assertThat(refusal(startup(3 << 16, "user", "ada"))).containsEntry('C', "53300");
      for (RawClient client : List.of(first, second, third)) {
        assertThat(client.query("SELECT 1")).endsWith("ZI");
      }
      first.add('X', RawClient.body()).send();
      backend.connections.getFirst().closed.await();
      await("the session is forgotten", this::canConnect);
    }
  }

  private boolean canConnect() {
    try (RawClient client = new RawClient(server.port())) {
      return client.packet(startup(3 << 16, "user", "ada")).read().type() == 'R';
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void impossibleLengthsAndGarbageAreRefused() throws Exception {
    for (int length : new int[] {0, 7, 10_001, -1, Integer.MAX_VALUE}) {
      try (RawClient client = new RawClient(server.port())) {
        client.bytes(java.nio.ByteBuffer.allocate(4).putInt(length).array());
        assertThat(RawClient.transcript(client.readToEnd())).isEqualTo("E(FATAL 08P01)");
      }
    }
    assertThat(refusal(RawClient.body().int32(3 << 16).string("user").string("ada")))
        .containsEntry('C', "08P01");
    assertThat(refusal(startup(3 << 16, "user", "ada").int8(1))).containsEntry('C', "08P01");
  }
}
