package dev.headrace.engine.statement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A bounded map that any number of threads read without waiting for each other. When it is full,
 * the entries go that were used longest ago.
 *
 * <p>Time is counted in insertions: a hit writes only if it is the first one since the last
 * insertion. So the order among entries that were used between two insertions is not known, nor
 * needed.
 *
 * @param <K> keys; they may be looked up by any object that is equal to them
 */
final class LruCache<K, V> {
  private final int capacity;
  private final ConcurrentHashMap<K, Entry<V>> entries = new ConcurrentHashMap<>();
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private volatile long now;

  private static final class Entry<V> {
    final V value;
    // a race loses at most the knowledge of one use
    long used;

    Entry(V value, long used) {
      this.value = value;
      this.used = used;
    }
  }

  LruCache(int capacity) {
    this.capacity = capacity;
  }

  /**
   * What is kept under a key.
   *
   * @param probe the key, or an object with its hash that is equal to it
   */
  @Nullable V get(Object probe) {
    return get(probe, value -> true);
  }

  /**
   * What is kept under a key, if it is still good.
   *
   * @param probe the key, or an object with its hash that is equal to it
   */
  @SuppressWarnings("CollectionIncompatibleType") // that is what a probe is for
  @Nullable V get(Object probe, Predicate<V> good) {
    Entry<V> entry = entries.get(probe);
    if (entry == null || !good.test(entry.value)) {
      misses.increment();
      return null;
    }
    hits.increment();
    long time = now;
    if (entry.used != time) {
      entry.used = time;
    }
    return entry.value;
  }

  /** What is kept under a key, without counting that as a use. */
  @SuppressWarnings("CollectionIncompatibleType")
  @Nullable V peek(Object probe) {
    Entry<V> entry = entries.get(probe);
    return entry == null ? null : entry.value;
  }

  /** Keeps a value, in the place of the one that was there. */
  synchronized void put(K key, V value) {
    long time = now + 1;
    now = time;
    entries.put(key, new Entry<>(value, time));
    if (entries.size() > capacity) {
      removeOldest();
    }
  }

  // an eighth at a time, since it takes a look at all
  private void removeOldest() {
    List<Aged<K>> ages = new ArrayList<>(entries.size());
    entries.forEach((key, entry) -> ages.add(new Aged<>(key, entry.used)));
    ages.sort(Comparator.comparingLong(Aged::used));
    int count = Math.max(ages.size() - capacity, capacity / 8);
    for (Aged<K> oldest : ages.subList(0, count)) {
      entries.remove(oldest.key);
    }
  }

  private record Aged<K>(K key, long used) {}

  int size() {
    return entries.size();
  }

  long hits() {
    return hits.sum();
  }

  long misses() {
    return misses.sum();
  }
}
