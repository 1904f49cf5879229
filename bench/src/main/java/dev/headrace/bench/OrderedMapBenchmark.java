package dev.headrace.bench;

import dev.headrace.model.Rows;
import dev.headrace.runtime.state.AdaptiveRadixTree;
import dev.headrace.runtime.state.RadixCursor;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/**
 * The tree behind tables' indexes against the JDK's maps: nanoseconds to insert and to find a key
 * and to walk to the next one, and bytes of heap, per key. Keys are 64-bit integers, values too.
 *
 * <p>Arguments: a structure ({@code art}, {@code art-snapshots}, {@code tree}, {@code skiplist},
 * {@code hash}), the number of keys, and {@code random} or {@code ascending}. One structure per
 * JVM, so that none profits from or suffers by what another has made of the compiled code. {@code
 * art-snapshots} takes a snapshot after every 100 changes, as commits do.
 */
final class OrderedMapBenchmark {
  private static final int LOOKUPS = 2_000_000;
  private static final int ROUNDS = 3;

  private OrderedMapBenchmark() {}

  private interface Structure {
    void put(long key, long value);

    /** The value, which is there. */
    long find(long key);

    /** Sum of all values, in order where there is one. */
    long walk();
  }

  private static final class Radix implements Structure {
    private final AdaptiveRadixTree tree = new AdaptiveRadixTree();
    private final byte[] key = new byte[8];
    private final int changesPerSnapshot;
    private int changes;

    Radix(int changesPerSnapshot) {
      this.changesPerSnapshot = changesPerSnapshot;
    }

    private void encode(long number) {
      Rows.putLong(key, 0, Long.reverseBytes(number ^ Long.MIN_VALUE));
    }

    @Override
    public void put(long number, long value) {
      encode(number);
      tree.put(key, 0, key.length, value);
      if (++changes % changesPerSnapshot == 0) {
        tree.snapshot();
      }
    }

    @Override
    public long find(long number) {
      encode(number);
      return tree.get(key, 0, key.length);
    }

    @Override
    public long walk() {
      RadixCursor cursor = tree.cursor();
      long sum = 0;
      while (cursor.next()) {
        sum += cursor.value();
      }
      return sum;
    }
  }

  private record OfMap(Map<Long, Long> map) implements Structure {
    @Override
    public void put(long key, long value) {
      map.put(key, value);
    }

    @Override
    public long find(long key) {
      return map.getOrDefault(key, -1L);
    }

    @Override
    public long walk() {
      long sum = 0;
      for (long value : map.values()) {
        sum += value;
      }
      return sum;
    }
  }

  private static Supplier<Structure> structure(String name) {
    return switch (name) {
      case "art" -> () -> new Radix(Integer.MAX_VALUE);
      case "art-snapshots" -> () -> new Radix(100);
      case "tree" -> () -> new OfMap(new TreeMap<>());
      case "skiplist" -> () -> new OfMap(new ConcurrentSkipListMap<>());
      case "hash" -> () -> new OfMap(new HashMap<>());
      default -> throw new IllegalArgumentException("no such structure: " + name);
    };
  }

  /** A permutation of 64-bit numbers (Steele, Lea, Flood: SplitMix, OOPSLA 2014). */
  private static long mix(long value) {
    long z = value * 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  private static long key(long index, boolean random) {
    return random ? mix(index) : index;
  }

  public static void main(String[] arguments) {
    Supplier<Structure> made = structure(arguments[0]);
    int count = Integer.parseInt(arguments[1]);
    boolean random = arguments[2].equals("random");
    double[] insert = new double[ROUNDS];
    double[] find = new double[ROUNDS];
    double[] walk = new double[ROUNDS];
    double bytes = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long before = usedHeap();
      Structure structure = made.get();
      long start = System.nanoTime();
      for (int i = 0; i < count; i++) {
        structure.put(key(i, random), i);
      }
      insert[round] = (System.nanoTime() - start) / (double) count;
      bytes = (usedHeap() - before) / (double) count;
      find[round] = find(structure, count, random);
      start = System.nanoTime();
      if (structure.walk() != count * (count - 1L) / 2) {
        throw new IllegalStateException("values are missing");
      }
      walk[round] = (System.nanoTime() - start) / (double) count;
    }
    System.out.printf(
        "| %s | %,d %s | %.0f | %.0f | %.1f | %.0f |%n",
        arguments[0],
        count,
        arguments[2],
        Figures.median(insert),
        Figures.median(find),
        Figures.median(walk),
        bytes);
  }

  private static double find(Structure structure, int count, boolean random) {
    long sum = 0;
    long start = System.nanoTime();
    for (int i = 0; i < LOOKUPS; i++) {
      long index = Math.floorMod(mix(i + 1L), count);
      sum += structure.find(key(index, random)) - index;
    }
    double nanos = (System.nanoTime() - start) / (double) LOOKUPS;
    if (sum != 0) {
      throw new IllegalStateException("a key has another's value");
    }
    return nanos;
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
