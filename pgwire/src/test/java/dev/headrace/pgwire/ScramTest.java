package dev.headrace.pgwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.model.security.ScramVerifier;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Passwords by SCRAM-SHA-256. */
final class ScramTest extends ServerTestBase {
  private static final ScramVerifier VERIFIER = ScramVerifier.of("s\u00e9same, o=\u00adpen");

  @Override
  Authenticator authenticator() {
    return new ScramAuthenticator(
        user -> user.equals("ada") ? Optional.of(VERIFIER) : Optional.empty());
  }

  private ClientProgram.Run psql(String user, String password) throws Exception {
    return ClientProgram.run(
        Map.of("PGPASSWORD", password),
        "",
        ClientProgram.command(
            ClientProgram.require("psql", "apt-get install postgresql-client"),
            "-XAtw",
            "-d",
            "postgresql://" + user + "@127.0.0.1:" + server.port() + "/d",
            "-c",
            "SELECT 1"));
  }

  @Test
  void psqlLogsInWithTheRightPassword() throws Exception {
    assertThat(psql("ada", "s\u00e9same, o=pen")).isEqualTo(new ClientProgram.Run(0, "1\n"));
  }

  @Test
  void aWrongPasswordAndAnUnknownUserLookTheSame() throws Exception {
    for (String user : new String[] {"ada", "bob"}) {
      ClientProgram.Run run = psql(user, "wrong");
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.output())
          .contains("FATAL:  password authentication failed for user \"" + user + "\"");
    }
  }

  @Test
  void pgjdbcLogsIn() throws Exception {
    String url = "jdbc:postgresql://127.0.0.1:" + server.port() + "/d";
    try (Connection connection = DriverManager.getConnection(url, "ada", "s\u00e9same, o=pen")) {
      assertThat(connection.isValid(1)).isTrue();
    }
    assertThatThrownBy(() -> DriverManager.getConnection(url, "ada", "wrong"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
  }

  private RawClient start(String user) throws Exception {
    RawClient client = new RawClient(server.port());
    client.packet(RawClient.body().int32(3 << 16).string("user").string(user).int8(0));
    RawClient.Message offer = client.read();
    assertThat(offer.integer(0)).isEqualTo(10);
    assertThat(offer.string(4)).isEqualTo("SCRAM-SHA-256");
    return client;
  }

  private static RawClient answer(RawClient client, String mechanism, String data)
      throws Exception {
    byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
    return client
        .add('p', RawClient.body().string(mechanism).int32(bytes.length).raw(bytes))
        .send();
  }

  @Test
  void theSaltOfAnUnknownUserIsAlwaysTheSame() throws Exception {
    String[] salts = new String[2];
    for (int round = 0; round < 2; round++) {
      try (RawClient client = start("bob")) {
        answer(client, "SCRAM-SHA-256", "n,,n=,r=abc");
        RawClient.Message challenge = client.read();
        assertThat(challenge.integer(0)).isEqualTo(11);
        String text =
            new String(challenge.body(), 4, challenge.body().length - 4, StandardCharsets.UTF_8);
        assertThat(text).startsWith("r=abc").endsWith(",i=4096");
        salts[round] = text.substring(text.indexOf(",s="));
      }
    }
    assertThat(salts[0]).isEqualTo(salts[1]);
  }

  @Test
  void brokenMessagesAreRefused() throws Exception {
    for (String first :
        new String[] {
          "",
          ",",
          "n",
          "n,",
          "n,,",
          "n,a=x,n=,r=abc",
          "x,,n=,r=abc",
          "n,,r=abc",
          "n,,n=,r=",
          "n,,m=x,n=,r=abc",
          "n,,n=,r=abc,x=1",
          "p=tls-unique,,n=,r=abc",
          "p=tls-server-end-point,,n=,r=abc"
        }) {
      try (RawClient client = start("ada")) {
        answer(client, "SCRAM-SHA-256", first);
        assertThat(client.readToEnd().getLast().fields()).as(first).containsEntry('S', "FATAL");
      }
    }
    try (RawClient client = start("ada")) {
      answer(client, "SCRAM-SHA-256-PLUS", "n,,n=,r=abc");
      assertThat(client.readToEnd().getLast().fields()).containsEntry('C', "08P01");
    }
    try (RawClient client = start("ada")) {
      client.add('p', RawClient.body().raw((byte) 'S')).send();
      assertThat(client.readToEnd().getLast().fields()).containsEntry('C', "08P01");
    }
    for (String last :
        new String[] {
          "",
          "c=biws",
          "c=biws,r=abc",
          "c=biws,r=NONCE,p=",
          "c=biws,r=NONCE,p=?",
          "c=biws,r=NONCE,p=AAAA",
          "c=eSws,r=NONCE,p=AAAA",
          "c=biws,r=abc,p=AAAA"
        }) {
      try (RawClient client = start("ada")) {
        answer(client, "SCRAM-SHA-256", "n,,n=,r=abc");
        RawClient.Message challenge = client.read();
        String text =
            new String(challenge.body(), 4, challenge.body().length - 4, StandardCharsets.UTF_8);
        String nonce = text.substring(2, text.indexOf(','));
        byte[] bytes = last.replace("NONCE", nonce).getBytes(StandardCharsets.UTF_8);
        client.add('p', RawClient.body().raw(bytes)).send();
        assertThat(client.readToEnd().getLast().fields()).as(last).containsEntry('S', "FATAL");
      }
    }
    assertThat(backend.connections).isEmpty();
  }
}
