package dev.headrace.model;

/**
 * The one hash of keys and rows. Not persistent: a restart may use another.
 *
 * <p>Multiply-and-fold mixing as in wyhash (Wang Yi, public domain): a 64x64 to 128 bit product
 * whose halves are xor-ed, one per eight bytes.
 */
public final class Hashing {
  public static final long SEED = 0x9E3779B97F4A7C15L;

  /** What a NULL contributes to a key's hash. */
  public static final long NULL_VALUE = 0xA0761D6478BD642FL;

  private static final long FACTOR = 0xE7037ED1A0B428DBL;

  private Hashing() {}

  /** Folds one word into a running hash. */
  public static long mix(long hash, long word) {
    long a = hash ^ word;
    return Math.unsignedMultiplyHigh(a, FACTOR) ^ (a * FACTOR);
  }

  /** Folds a run of bytes, then its length, into a running hash. */
  public static long hash(byte[] bytes, int offset, int length, long hash) {
    int end = offset + length;
    int i = offset + (length & -8);
    long h = words(bytes, offset, i, hash);
    if (i < end) {
      long tail = 0;
      for (int shift = 0; i < end; i++, shift += 8) {
        tail |= (bytes[i] & 0xffL) << shift;
      }
      h = mix(h, tail);
    }
    return mix(h, length);
  }

  /** Folds the words in {@code [from, to)} into a running hash. */
  public static long words(byte[] bytes, int from, int to, long hash) {
    long h = hash;
    for (int i = from; i < to; i += 8) {
      h = mix(h, Rows.getLong(bytes, i));
    }
    return h;
  }
}
