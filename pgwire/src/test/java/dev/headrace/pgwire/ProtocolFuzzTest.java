package dev.headrace.pgwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import dev.headrace.model.Notice;
import dev.headrace.model.SqlException;
import dev.headrace.model.security.ScramVerifier;
import dev.headrace.pgwire.codec.ClientGoneException;
import dev.headrace.pgwire.codec.FatalException;
import dev.headrace.pgwire.codec.MessageInput;
import dev.headrace.pgwire.codec.MessageOutput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Conversations with random damage: whatever comes, the session goes on or ends in order, soon, and
 * without taking much memory. Runs for {@code -Dheadrace.fuzz.seconds}, 3 by default; {@code
 * -Dheadrace.fuzz.seed} repeats a run.
 */
final class ProtocolFuzzTest {
  private static final Duration TIME =
      Duration.ofSeconds(Integer.getInteger("headrace.fuzz.seconds", 3));
  private static final long SEED = Long.getLong("headrace.fuzz.seed", System.nanoTime());
  private static final long MAX_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long MAX_ALLOCATED = 64L << 20;
  private static final int MAX_MESSAGE = 1 << 20;

  private static byte[] message(char type, RawClient.Body body) {
    byte[] bytes = body.bytes();
    return ByteBuffer.allocate(5 + bytes.length)
        .put((byte) type)
        .putInt(4 + bytes.length)
        .put(bytes)
        .array();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] query(String sql) {
    return message('Q', RawClient.body().string(sql));
  }

  private static byte[] extended(String sql, int maxRows, byte[]... parameters) {
    RawClient.Body bind =
        RawClient.body().string("p").string("s").int16(1).int16(1).int16(parameters.length);
    for (byte[] parameter : parameters) {
      bind.int32(parameter.length).raw(parameter);
    }
    return join(
        message('P', RawClient.body().string("s").string(sql).int16(1).int32(23)),
        message('D', RawClient.body().int8('S').string("s")),
        message('B', bind.int16(1).int16(1)),
        message('D', RawClient.body().int8('P').string("p")),
        message('E', RawClient.body().string("p").int32(maxRows)),
        message('H', RawClient.body()),
        message('E', RawClient.body().string("p").int32(0)),
        message('C', RawClient.body().int8('S').string("s")),
        message('S', RawClient.body()));
  }

  static final List<byte[]> CONVERSATIONS =
      List.of(
          query("SELECT 1, 'two'; SERIES 3"),
          query("BEGIN; INSERT a; COMMIT"),
          query("TYPES"),
          join(query("DEALLOCATE ALL"), query("SHOW application_name"), query("FAIL")),
          extended("SELECT $1::integer, $2::text", 1, new byte[] {0, 0, 0, 1}, new byte[] {'x'}),
          extended(
              "SELECT $1::numeric, $2::jsonb, $3::integer[]",
              0,
              new byte[] {0, 1, 0, 0, 0, 0, 0, 0, 0, 5},
              new byte[] {1, '{', '}'},
              new byte[] {0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 23, 0, 0, 0, 0, 0, 0, 0, 1}),
          extended("SERIES 10", 3),
          join(
              query("COPYIN"),
              message('d', RawClient.body().raw("one\ntwo\n".getBytes(StandardCharsets.UTF_8))),
              message('c', RawClient.body())),
          join(query("COPYIN"), message('f', RawClient.body().string("no"))),
          join(query("COPYOUT 5"), query("NOTIFY x")),
          message('F', RawClient.body().int32(1)),
          message('X', RawClient.body()));

  @Test
  void aSessionSurvivesAnything() {
    ByteMutator mutator = new ByteMutator(new Random(SEED), CONVERSATIONS);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long end = System.nanoTime() + TIME.toNanos();
    long runs = 0;
    while (System.nanoTime() < end) {
      byte[] bytes = mutator.next();
      long start = System.nanoTime();
      long allocated = threads.getCurrentThreadAllocatedBytes();
      String answer = converse(bytes);
      String what = "seed " + SEED + ", run " + runs + ": " + HexFormat.of().formatHex(bytes);
      assertThat(answer.contains("XX000")).as(what).isFalse();
      assertThat(System.nanoTime() - start).as(what).isLessThan(MAX_NANOS);
      assertThat(threads.getCurrentThreadAllocatedBytes() - allocated)
          .as(what)
          .isLessThan(MAX_ALLOCATED);
      runs++;
    }
    assertThat(runs).isGreaterThan(100);
  }

  /** What a session answers to these bytes, from its ReadyForQuery on. */
  static String converse(byte[] bytes) {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    InputStream source = new ByteArrayInputStream(bytes);
    MessageInput input = new MessageInput(source::read, MAX_MESSAGE);
    MessageOutput output = new MessageOutput(answer);
    ConnectionRequest request = new ConnectionRequest("ada", "d", Map.of(), 1, null);
    FakeConnection connection = new FakeConnection(new FakeBackend(), request, new SilentClient());
    ExtendedQuery extended = new ExtendedQuery(connection, input, output);
    try {
      new MessageLoop(
              new SessionState(1),
              connection,
              extended,
              input,
              output,
              new Mailbox(output),
              new ServerStatistics())
          .run();
    } catch (FatalException | ClientGoneException e) {
      assertThat(e).isNotNull(); // how damaged conversations end
    } finally {
      extended.closeAll();
    }
    return answer.toString(StandardCharsets.ISO_8859_1);
  }

  private static final class SilentClient implements Client {
    @Override
    public void notice(Notice notice) {}

    @Override
    public void parameterChanged(String name, String value) {}

    @Override
    public boolean deallocate(String name) {
      return false;
    }

    @Override
    public void deallocateAll() {}

    @Override
    public void notification(int sender, String channel, String payload) {}

    @Override
    public void terminate(SqlException reason) {}
  }

  // ---- before the session

  private static byte[] packet(RawClient.Body body) {
    byte[] bytes = body.bytes();
    return ByteBuffer.allocate(4 + bytes.length).putInt(4 + bytes.length).put(bytes).array();
  }

  private static final List<byte[]> STARTS =
      List.of(
          packet(RawClient.body().int32(1234 << 16 | 5679)),
          packet(RawClient.body().int32(1234 << 16 | 5678).int32(1).int32(2)),
          join(
              packet(
                  RawClient.body()
                      .int32(3 << 16)
                      .string("user")
                      .string("ada")
                      .string("options")
                      .string("-c a=b")
                      .int8(0)),
              message(
                  'p',
                  RawClient.body()
                      .string("SCRAM-SHA-256")
                      .int32(20)
                      .raw("n,,n=,r=abcdefghijkl".getBytes(StandardCharsets.UTF_8))),
              message(
                  'p',
                  RawClient.body().raw("c=biws,r=abc,p=AAAA".getBytes(StandardCharsets.UTF_8)))));

  @Test
  void nobodyGetsInByAccident() throws Exception {
    FakeBackend backend = new FakeBackend();
    ScramVerifier verifier = ScramVerifier.of("sesame");
    ServerOptions options = ServerOptions.onLoopback(0);
    ByteMutator mutator = new ByteMutator(new Random(SEED), STARTS);
    try (PgWireServer server =
        PgWireServer.start(options, new ScramAuthenticator(_ -> Optional.of(verifier)), backend)) {
      long end = System.nanoTime() + TIME.toNanos() / 2;
      while (System.nanoTime() < end) {
        byte[] bytes = mutator.next();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
          socket.setSoTimeout(10_000);
          socket.getOutputStream().write(bytes);
          socket.shutdownOutput();
          socket.getInputStream().readAllBytes();
        } catch (java.net.SocketTimeoutException e) {
          fail("hangs with seed " + SEED + ": " + HexFormat.of().formatHex(bytes), e);
        } catch (java.net.SocketException e) {
          assertThat(e).as("reset: it did not read to the end").isNotNull();
        }
      }
    }
    assertThat(backend.connections).isEmpty();
  }
}
