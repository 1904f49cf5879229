package dev.headrace.runtime.state;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Which places of a {@link PageFile} are taken. Places are runs of blocks; one that is given back
 * is reused for the next page of as many blocks, which most pages of a large table have. Not
 * thread-safe.
 */
final class PageSpace {
  private static final int BLOCK_BYTES = 4 << 10;
  private static final int LARGEST_EXACT = RowPages.LARGEST_PAGE / BLOCK_BYTES;

  private final Map<Integer, Deque<Long>> free = new HashMap<>();
  private long end;

  private static int blocks(int length) {
    int blocks = Math.ceilDiv(length, BLOCK_BYTES);
    // pages of a single long row have any length: few different sizes find each other again
    return blocks <= LARGEST_EXACT ? blocks : Integer.highestOneBit(blocks - 1) << 1;
  }

  /** A place for a page. */
  long take(int length) {
    int blocks = blocks(length);
    Deque<Long> places = free.get(blocks);
    Long reused = places == null ? null : places.poll();
    if (reused != null) {
      return reused;
    }
    long place = end;
    end += (long) blocks * BLOCK_BYTES;
    return place;
  }

  /** Gives the place of a page back. */
  void give(long place, int length) {
    free.computeIfAbsent(blocks(length), _ -> new ArrayDeque<>()).add(place);
  }

  /** Where the file ends. */
  long bytes() {
    return end;
  }
}
