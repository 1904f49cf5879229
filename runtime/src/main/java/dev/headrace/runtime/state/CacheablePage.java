package dev.headrace.runtime.state;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link PageCache} keeps in memory or not: bytes that do not change once they may leave.
 */
interface CacheablePage {
  /** The bytes if they are in memory. */
  byte @Nullable [] resident();

  /** Lets go of the bytes, which are in the file. */
  void evict();

  /** Takes the bytes back. */
  void install(byte[] read);

  /** Where the bytes end that are of use. */
  int end();
}
