package dev.headrace.runtime.state;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A page file in memory, which fails when a test wants it to. */
final class FakePageFile implements PageFile {
  private final Map<Long, byte[]> pages = new ConcurrentHashMap<>();
  final AtomicInteger writes = new AtomicInteger();
  final AtomicInteger reads = new AtomicInteger();
  volatile @Nullable ErrorCode writeFailure;
  volatile @Nullable ErrorCode readFailure;

  /** A cache that has room for very little, or none, by chance. */
  static @Nullable PageCache tinyCache(Random random) {
    return random.nextInt(4) == 0
        ? null
        : new PageCache(1 + random.nextInt(64 << 10), new FakePageFile());
  }

  @Override
  public void write(long place, byte[] bytes, int length) {
    writes.incrementAndGet();
    fail(writeFailure);
    pages.put(place, Arrays.copyOf(bytes, length));
  }

  @Override
  public void read(long place, byte[] bytes, int length) {
    reads.incrementAndGet();
    fail(readFailure);
    System.arraycopy(pages.get(place), 0, bytes, 0, length);
  }

  private static void fail(@Nullable ErrorCode code) {
    if (code != null) {
      throw new SqlException(code, "the page file fails");
    }
  }

  /** Changes a byte of each page. */
  void damage() {
    pages.values().forEach(page -> page[page.length / 2] ^= 1);
  }
}
