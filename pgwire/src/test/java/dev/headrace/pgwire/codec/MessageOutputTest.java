package dev.headrace.pgwire.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages gathered in a buffer. */
final class MessageOutputTest {
  /** Notes the size of each write. */
  private static final class Writes extends OutputStream {
    final List<Integer> sizes = new ArrayList<>();

    @Override
    public void write(int value) {
      sizes.add(1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      sizes.add(length);
    }
  }

  @Test
  void nothingIsWrittenBeforeAFlushAndThenAllAtOnce() {
    Writes writes = new Writes();
    MessageOutput output = new MessageOutput(writes);
    output.message(Reply.PARSE_COMPLETE);
    output.message(Reply.BIND_COMPLETE);
    assertThat(writes.sizes).isEmpty();
    output.flush();
    output.flush();
    assertThat(writes.sizes).containsExactly(10);
  }

  @Test
  void aChunkIsWrittenAsSoonAsItIsFull() {
    Writes writes = new Writes();
    MessageOutput output = new MessageOutput(writes);
    for (int i = 0; i < 100; i++) {
      output.begin(Reply.DATA_ROW);
      output.putBytes(new byte[10_000]);
      output.end();
    }
    assertThat(writes.sizes).hasSize(14).containsOnly(7 * 10_005);
  }

  @Test
  void anAbandonedMessageIsNeverWritten() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    MessageOutput output = new MessageOutput(bytes);
    output.begin(Reply.NOTICE);
    output.putInt(1);
    output.end();
    output.begin(Reply.DATA_ROW);
    output.putInt(2);
    output.flush();
    output.begin(Reply.ERROR);
    output.end();
    output.flush();
    assertThat(bytes.toByteArray()).containsExactly('N', 0, 0, 0, 8, 0, 0, 0, 1, 'E', 0, 0, 0, 4);
  }

  @Test
  void stringsEndAtTheirFirstZeroAndDigitsHaveNone() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    MessageOutput output = new MessageOutput(bytes);
    output.begin(Reply.NOTICE);
    output.putString("é\0x");
    output.putDigits(0);
    output.putDigits(9_223_372_036_854_775_807L);
    output.end();
    output.flush();
    assertThat(bytes.toString(java.nio.charset.StandardCharsets.UTF_8))
        .endsWith("é\u0000" + "09223372036854775807");
  }

  @Test
  void aStreamThatBreaksMeansThatTheClientIsGone() {
    MessageOutput output =
        new MessageOutput(
            new OutputStream() {
              @Override
              public void write(int value) throws IOException {
                throw new IOException("broken pipe");
              }
            });
    output.message(Reply.NO_DATA);
    assertThatThrownBy(output::flush).isInstanceOf(ClientGoneException.class);
  }
}
