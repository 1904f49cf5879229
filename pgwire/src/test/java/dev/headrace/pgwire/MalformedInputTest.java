package dev.headrace.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Broken messages: an error and on, or FATAL and close; never a hang, a crash or a big buffer. */
final class MalformedInputTest extends ServerTestBase {
  @Override
  ServerOptions options() {
    return super.options()
        .withLimits(100, 1024 * 1024)
        .withTimeouts(Duration.ofSeconds(1), Duration.ZERO, Duration.ofMillis(50));
  }

  private static byte[] message(int type, int length) {
    return ByteBuffer.allocate(5).put((byte) type).putInt(length).array();
  }

  @Test
  void anUnknownMessageTypeIsFatal() throws Exception {
    for (int type : new int[] {0, 'z', 'R', 'T', 0x80, 0xff}) {
      try (RawClient client = connect()) {
        client.bytes(message(type, 4));
        var fields = client.readToEnd().getLast().fields();
        assertThat(fields)
            .containsEntry('S', "FATAL")
            .containsEntry('C', "08P01")
            .containsEntry('M', "invalid frontend message type " + type);
      }
    }
  }

  @Test
  void aPasswordNobodyAskedForIsFatal() throws Exception {
    try (RawClient client = connect()) {
      client.add('p', RawClient.body().string("x")).send();
      assertThat(RawClient.transcript(client.readToEnd())).isEqualTo("E(FATAL 08P01)");
    }
  }

  @Test
  void anImpossibleLengthIsFatal() throws Exception {
    for (int length : new int[] {0, 3, -1, Integer.MIN_VALUE, 1024 * 1024 + 1, Integer.MAX_VALUE}) {
      try (RawClient client = connect()) {
        client.bytes(message('Q', length));
        assertThat(RawClient.transcript(client.readToEnd())).isEqualTo("E(FATAL 08P01)");
      }
    }
    try (RawClient client = connect()) {
      client.bytes(message('S', 10_001)); // messages without data are short
      assertThat(RawClient.transcript(client.readToEnd())).isEqualTo("E(FATAL 08P01)");
    }
  }

  @Test
  void theLongestMessageIsAccepted() throws Exception {
    try (RawClient client = connect()) {
      String text = "x".repeat(1024 * 1024 - 4 - "SELECT ''".length() - 1);
      assertThat(client.addQuery("SELECT '" + text + "'").send().readToReady().get(1).values())
          .containsExactly(text);
      assertThat(client.query("SELECT 1")).isEqualTo("T D[1] C(SELECT 1) ZI");
    }
  }

  @Test
  void aMessageThatIsCutShortEndsTheSession() throws Exception {
    try (RawClient client = connect()) {
      client.bytes(message('Q', 100));
      client.socket.shutdownOutput();
      assertThat(client.readToEnd()).isEmpty();
    }
    backend.connections.getFirst().closed.await();
  }

  @Test
  void bodiesThatDoNotAddUpAreErrorsOfTheirMessage() throws Exception {
    try (RawClient client = connect()) {
      assertThat(client.add('Q', RawClient.body().raw((byte) 'x')).exchange())
          .isEqualTo("E(ERROR 08P01) ZI");
      assertThat(client.add('Q', RawClient.body()).exchange()).isEqualTo("E(ERROR 08P01) ZI");
      assertThat(client.add('Q', RawClient.body().string("SELECT 1").int8(0)).exchange())
          .isEqualTo("E(ERROR 08P01) ZI");
      assertThat(client.add('S', RawClient.body().int8(1)).exchange())
          .isEqualTo("E(ERROR 08P01) ZI");
      assertThat(client.add('H', RawClient.body().int8(1)).addSync().exchange())
          .isEqualTo("E(ERROR 08P01) ZI");
      assertThat(client.add('E', RawClient.body().string("")).addSync().exchange())
          .isEqualTo("E(ERROR 08P01) ZI");
      assertThat(client.add('D', RawClient.body()).addSync().exchange())
          .isEqualTo("E(ERROR 08P01) ZI");
      // more parameter types announced than there are
      assertThat(
              client
                  .add('P', RawClient.body().string("").string("SELECT 1").int16(0xffff))
                  .addSync()
                  .exchange())
          .isEqualTo("E(ERROR 08P01) ZI");
    }
  }

  @Test
  void aParameterLongerThanItsMessageIsAnError() throws Exception {
    try (RawClient client = connect()) {
      client.addParse("s", "SELECT $1::text").addSync().exchange();
      for (int length : new int[] {5, -2, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
        RawClient.Body bind = RawClient.body().string("").string("s").int16(0).int16(1);
        bind.int32(length).raw(new byte[4]);
        assertThat(client.add('B', bind).addSync().exchange()).isEqualTo("E(ERROR 08P01) ZI");
      }
    }
  }

  @Test
  void textThatIsNotUtf8IsAnError() throws Exception {
    try (RawClient client = connect()) {
      RawClient.Body query = RawClient.body().raw((byte) 'S', (byte) 0xc3, (byte) 0x28, (byte) 0);
      assertThat(client.add('Q', query).exchange()).isEqualTo("E(ERROR 22021) ZI");
      assertThat(client.query("SELECT 'é \uD83D\uDE00'")).contains("D[é \uD83D\uDE00]");
    }
  }

  /** Random bytes, and valid messages with random damage: each session ends or goes on. */
  @Test
  void randomBytesNeitherHangNorCrashTheServer() throws Exception {
    long seed = 20_260_101L;
    Random random = new Random(seed);
    for (int round = 0; round < 400; round++) {
      try (RawClient client = round % 4 == 0 ? new RawClient(server.port()) : connect()) {
        byte[] bytes = round % 2 == 0 ? noise(random) : damaged(random);
        client.bytes(bytes);
        client.socket.shutdownOutput();
        drain(client);
      } catch (AssertionError | IOException e) {
        throw new AssertionError("seed " + seed + ", round " + round, e);
      }
    }
    try (RawClient client = connect()) {
      assertThat(client.query("SELECT 1")).endsWith("ZI");
    }
    assertThat(backend.connections).hasSizeGreaterThan(300);
  }

  private static byte[] noise(Random random) {
    byte[] bytes = new byte[1 + random.nextInt(200)];
    random.nextBytes(bytes);
    if (random.nextBoolean()) { // a type and a length that get it past the first checks
      bytes[0] = (byte) "BESQPDCHXFdcf".charAt(random.nextInt(13));
      for (int i = 1; i < Math.min(4, bytes.length); i++) {
        bytes[i] = 0;
      }
    }
    return bytes;
  }

  private static byte[] damaged(Random random) throws IOException {
    java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
    add(all, 'P', RawClient.body().string("s").string("SELECT $1::integer, $2::text").int16(0));
    add(
        all,
        'B',
        RawClient.body()
            .string("")
            .string("s")
            .int16(1)
            .int16(1)
            .int16(2)
            .int32(4)
            .int32(7)
            .int32(2)
            .raw(new byte[] {'h', 'i'})
            .int16(0));
    add(all, 'D', RawClient.body().int8('P').string(""));
    add(all, 'E', RawClient.body().string("").int32(0));
    add(all, 'S', RawClient.body());
    add(all, 'Q', RawClient.body().string("SELECT 1; SERIES 3"));
    byte[] bytes = all.toByteArray();
    for (int damage = 1 + random.nextInt(4); damage > 0; damage--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private static void add(java.io.ByteArrayOutputStream all, char type, RawClient.Body body)
      throws IOException {
    byte[] bytes = body.bytes();
    all.write(type);
    all.write(ByteBuffer.allocate(4).putInt(bytes.length + 4).array());
    all.write(bytes);
  }

  /** Reads to the end; the server answers within the client's timeout or this fails. */
  private static void drain(RawClient client) throws IOException {
    try {
      for (RawClient.Message message : client.readToEnd()) {
        if (message.type() == 'E') {
          assertThat(message.fields()).doesNotContainEntry('C', "XX000");
        }
      }
    } catch (SocketException | EOFException e) {
      assertThat(e).hasMessageContaining("reset"); // bytes were left unread: as good as an end
    }
  }
}
