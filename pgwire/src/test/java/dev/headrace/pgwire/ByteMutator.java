package dev.headrace.pgwire;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Changes bytes at random, as fuzzers do: here and there a bit, a length, a piece. */
final class ByteMutator {
  private static final int[] INTERESTING = {0, 1, 4, 0x7f, 0x80, 0xff, 'Q', 'B', 'P', 'S', '\\'};

  private final Random random;
  private final List<byte[]> corpus;

  ByteMutator(Random random, List<byte[]> corpus) {
    this.random = random;
    this.corpus = corpus;
  }

  /** One of the corpus, changed in up to six places. */
  byte[] next() {
    byte[] bytes = any().clone();
    for (int left = 1 + random.nextInt(6); left > 0; left--) {
      bytes = mutate(bytes);
    }
    return bytes;
  }

  private byte[] any() {
    return corpus.get(random.nextInt(corpus.size()));
  }

  private byte[] mutate(byte[] bytes) {
    if (bytes.length == 0) {
      return any().clone();
    }
    int at = random.nextInt(bytes.length);
    int length = 1 + random.nextInt(Math.min(16, bytes.length));
    int end = Math.min(bytes.length, at + length);
    return switch (random.nextInt(8)) {
      case 0 -> with(bytes, at, bytes[at] ^ 1 << random.nextInt(8));
      case 1 -> with(bytes, at, INTERESTING[random.nextInt(INTERESTING.length)]);
      case 2 -> with(bytes, at, random.nextInt(256));
      case 3 -> join(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, end, bytes.length));
      case 4 -> join(Arrays.copyOf(bytes, end), Arrays.copyOfRange(bytes, at, bytes.length));
      case 5 -> Arrays.copyOf(bytes, at);
      case 6 -> join(Arrays.copyOf(bytes, at), any());
      default -> {
        byte[] inserted = new byte[length];
        random.nextBytes(inserted);
        yield join(
            join(Arrays.copyOf(bytes, at), inserted), Arrays.copyOfRange(bytes, at, bytes.length));
      }
    };
  }

  private static byte[] with(byte[] bytes, int at, int value) {
    bytes[at] = (byte) value;
    return bytes;
  }

  private static byte[] join(byte[] first, byte[] second) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.writeBytes(second);
    return both.toByteArray();
  }
}
