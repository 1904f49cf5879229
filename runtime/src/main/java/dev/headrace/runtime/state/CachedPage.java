package dev.headrace.runtime.state;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;

/**
 * What a {@link PageCache} knows of a page. It does not keep the page: a table that is dropped goes
 * when its last reader goes, and what its pages have taken is given back then.
 */
final class CachedPage extends WeakReference<CacheablePage> {
  /** Not in the file. */
  static final long NOWHERE = -1;

  private final PageCache cache;
  private boolean used;

  // all of these are guarded by the cache's lock

  /** Bytes of memory that it takes, while it is in memory. */
  int size;

  boolean resident;

  /** Whether it may leave memory: all of its rows are there, and are committed. */
  boolean complete;

  /** Whether it is in one of the queues of those that may leave. */
  boolean queued;

  /** Whether it is being written out. */
  boolean leaving;

  /** Whether the page is no more. */
  boolean released;

  /** Where it is in the file. What is there stays right, because rows do not change. */
  long place = NOWHERE;

  int length;
  int checksum;

  /** How many pages had left memory when it last did; 0 if it never has. */
  long left;

  CachedPage(PageCache cache, CacheablePage page, ReferenceQueue<CacheablePage> gone) {
    super(page, gone);
    this.cache = cache;
  }

  PageCache cache() {
    return cache;
  }

  /** Notes that somebody looked for a row of it. */
  void touch() {
    cache.countRequest();
    // a plain write that is not repeated: readers of a page do not fight over its cache line
    if (!used) {
      used = true;
    }
  }

  /** Whether it was touched since the last time this was asked. */
  boolean takeUsed() {
    boolean was = used;
    used = false;
    return was;
  }
}
