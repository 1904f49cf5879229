package dev.headrace.runtime.state;

/** Maps key hashes to shards. */
public final class Shards {
  private Shards() {}

  /** The shard of a key, from its hash's high bits; tables use the low ones. */
  public static int of(long hash, int shards) {
    return (int) (((hash >>> 33) * shards) >>> 31);
  }
}
