package dev.headrace.connect.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.apache.parquet.bytes.DirectByteBufferAllocator;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.junit.jupiter.api.Test;

final class HybridDecoderTest {
  private static int[] decode(byte[] bytes, int bitWidth, int count) throws IOException {
    int[] numbers = new int[count];
    new HybridDecoder(bytes, 0, bytes.length, bitWidth).decode(numbers, count);
    return numbers;
  }

  @Test
  void readsTheExampleOfTheSpecification() throws IOException {
    byte[] packed = {3, (byte) 0b10001000, (byte) 0b11000110, (byte) 0b11111010};
    assertThat(decode(packed, 3, 8)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    assertThat(decode(new byte[] {10, 5}, 3, 5)).containsOnly(5);
    assertThat(decode(new byte[] {10}, 0, 5)).containsOnly(0);
  }

  @Test
  void readsWhatParquetJavaWrites() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int bitWidth = 1; bitWidth <= 31; bitWidth++) {
      int[] numbers = new int[random.nextInt(500)];
      for (int i = 0; i < numbers.length; i++) {
        boolean repeat = i > 0 && random.nextInt(10) > 0 && i / 50 % 2 == 0;
        numbers[i] = repeat ? numbers[i - 1] : (int) random.nextLong(1L << bitWidth);
      }
      try (RunLengthBitPackingHybridEncoder encoder =
          new RunLengthBitPackingHybridEncoder(
              bitWidth, 64, 4096, DirectByteBufferAllocator.getInstance())) {
        for (int number : numbers) {
          encoder.writeInt(number);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        encoder.toBytes().writeAllTo(out);
        byte[] bytes = out.toByteArray();
        assertThat(decode(bytes, bitWidth, numbers.length)).as("seed %s", seed).isEqualTo(numbers);
        // behind its first header; further on, all that counts may be there already
        byte[] cut = Arrays.copyOf(bytes, 1);
        if (numbers.length > 8) {
          int width = bitWidth;
          assertThatThrownBy(() -> decode(cut, width, numbers.length))
              .as("seed %s", seed)
              .isInstanceOf(IOException.class);
        }
      }
    }
  }

  @Test
  void refusesSizesBeyondTheData() {
    byte[] huge = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f, 1};
    assertThatThrownBy(() -> decode(huge, 8, 100)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> decode(huge, 33, 1)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> decode(new byte[0], 1, 1)).isInstanceOf(IOException.class);
  }
}
