package dev.headrace.pgwire.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.model.SqlException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes cut into messages. */
final class MessageInputTest {
  private static final int MAX = 1 << 20;

  private static byte[] message(char type, byte[] body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(type);
    out.writeInt(body.length + 4);
    out.write(body);
    return bytes.toByteArray();
  }

  private static MessageInput of(byte[] bytes) {
    return new MessageInput(new ByteArrayInputStream(bytes)::read, MAX);
  }

  @Test
  void messagesMayArriveInAnyPieces() throws IOException {
    long seed = 7;
    Random random = new Random(seed);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[][] bodies = new byte[300][];
    for (int i = 0; i < bodies.length; i++) {
      bodies[i] = new byte[random.nextInt(i % 50 == 0 ? 400_000 : 300)];
      random.nextBytes(bodies[i]);
      all.write(message('B', bodies[i]));
    }
    ByteArrayInputStream stream = new ByteArrayInputStream(all.toByteArray());
    MessageInput input =
        new MessageInput(
            (target, offset, length) ->
                stream.read(target, offset, 1 + random.nextInt(Math.min(length, 5_000))),
            MAX);
    for (byte[] body : bodies) {
      assertThat(input.readMessage()).as("seed %d", seed).isEqualTo('B');
      int start = input.skip(input.remaining());
      assertThat(java.util.Arrays.copyOfRange(input.array(), start, start + body.length))
          .isEqualTo(body);
      input.endOfMessage();
    }
    assertThat(input.readMessage()).isEqualTo(-1);
  }

  @Test
  void anAnnouncedLengthAloneTakesNoMemory() {
    byte[] header = {'Q', 0, 0x0f, (byte) 0xff, (byte) 0xff};
    MessageInput input = of(header);
    assertThatThrownBy(input::readMessage).isInstanceOf(ClientGoneException.class);
    assertThat(input.array()).hasSizeLessThan(20_000);
  }

  @Test
  void theBufferOfALongMessageIsGivenUpAfterIt() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(message('Q', new byte[900_000]));
    all.write(message('S', new byte[0]));
    MessageInput input = of(all.toByteArray());
    assertThat(input.readMessage()).isEqualTo('Q');
    assertThat(input.readMessage()).isEqualTo('S');
    assertThat(input.array()).hasSizeLessThan(20_000);
  }

  @Test
  void readsNeverLeaveTheMessage() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(message('B', new byte[] {1, 2, 3}));
    all.write(message('S', new byte[0]));
    MessageInput input = of(all.toByteArray());
    input.readMessage();
    assertThatThrownBy(input::readInt).isInstanceOf(SqlException.class);
    assertThat(input.readShort()).isEqualTo((short) 0x0102);
    assertThatThrownBy(input::readShort).isInstanceOf(SqlException.class);
    assertThatThrownBy(() -> input.skip(-1)).isInstanceOf(SqlException.class);
    assertThatThrownBy(input::readString).hasMessage("invalid string in message");
    assertThatThrownBy(input::endOfMessage).hasMessage("invalid message format");
    assertThat(input.readByte()).isEqualTo(3);
    assertThatThrownBy(input::readByte).hasMessage("insufficient data left in message");
    input.endOfMessage();
    assertThat(input.readMessage()).isEqualTo('S');
  }
}
