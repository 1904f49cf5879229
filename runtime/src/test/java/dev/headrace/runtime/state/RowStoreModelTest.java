package dev.headrace.runtime.state;

import static dev.headrace.runtime.state.StoredRows.LAYOUT;
import static dev.headrace.runtime.state.StoredRows.assertInconsistent;
import static dev.headrace.runtime.state.StoredRows.contents;
import static dev.headrace.runtime.state.StoredRows.key;
import static dev.headrace.runtime.state.StoredRows.keyed;
import static dev.headrace.runtime.state.StoredRows.ordered;
import static dev.headrace.runtime.state.StoredRows.read;
import static dev.headrace.runtime.state.StoredRows.total;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.model.Rows;
import dev.headrace.runtime.state.StoredRows.Delta;
import dev.headrace.runtime.state.StoredRows.Row;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RowStoreModelTest {
  private final MemoryBudget budget = MemoryBudget.unlimited();

  /** A commit: what the rows are after it. */
  private record Version(long sequence, Map<Row, Integer> rows) {}

  /** A random delta that fits the rows, applied to them as well. */
  private static Delta randomDelta(
      Random random, Map<Row, Integer> rows, boolean keyed, int keys, int size) {
    List<Map.Entry<Integer, Row>> changes = new ArrayList<>();
    Map<Integer, Row> byKey = new HashMap<>();
    rows.keySet().forEach(row -> byKey.put(row.key(), row));
    List<Row> present = new ArrayList<>(rows.keySet());
    for (int i = random.nextInt(size); i >= 0; i--) {
      if (random.nextInt(3) == 0 && !present.isEmpty()) {
        Row row = present.get(random.nextInt(present.size()));
        int there = rows.getOrDefault(row, 0);
        if (there > 0) {
          int taken = 1 + random.nextInt(there);
          changes.add(Map.entry(-taken, row));
          rows.merge(row, -taken, Integer::sum);
          rows.remove(row, 0);
          byKey.remove(row.key(), row);
        }
      } else {
        Row row = new Row(random.nextInt(keys), "v".repeat(random.nextInt(40)));
        int weight = keyed ? 1 : 1 + random.nextInt(3);
        Row same = byKey.get(row.key());
        if (keyed && same != null) {
          changes.add(Map.entry(-1, same));
          rows.remove(same);
        }
        byKey.put(row.key(), row);
        changes.add(Map.entry(weight, row));
        rows.merge(row, weight, Integer::sum);
        present.add(row);
      }
      if (random.nextInt(20) == 0) {
        Row passing = new Row(random.nextInt(keys), "passing");
        changes.add(Map.entry(1, passing));
        changes.add(Map.entry(-1, passing));
      }
    }
    Collections.shuffle(changes, random);
    Delta delta = new Delta();
    changes.forEach(change -> delta.add(change.getKey(), change.getValue()));
    return delta;
  }

  private void verify(RowStore store, Version version, boolean keyed) {
    RowSnapshot snapshot = store.at(version.sequence);
    assertThat(contents(snapshot)).isEqualTo(version.rows);
    assertThat(snapshot.rows()).isEqualTo(total(version.rows));
    Map<Row, Integer> parts = new HashMap<>();
    for (int part = 0; part < 3; part++) {
      snapshot.scan(
          part,
          3,
          (slab, from, to) -> {
            for (int row = from; row < to; row += Rows.length(slab, row)) {
              parts.merge(read(slab, row), Rows.weight(slab, row), Integer::sum);
            }
          });
    }
    assertThat(parts).isEqualTo(version.rows);
    if (keyed) {
      TreeMap<Integer, Row> byKey = new TreeMap<>();
      version.rows.keySet().forEach(row -> byKey.put(row.key(), row));
      assertThat(ordered(snapshot, true)).isEqualTo(List.copyOf(byKey.values()));
      assertThat(ordered(snapshot, false)).isEqualTo(List.copyOf(byKey.descendingMap().values()));
    }
  }

  @RepeatedTest(12)
  void behavesLikeAMapAtEverySequenceStillRead() {
    Random random = Seeds.random("store");
    boolean keyed = random.nextBoolean();
    PageCache cache = FakePageFile.tinyCache(random);
    RowStore store = keyed ? keyed(budget, cache) : RowStore.bag(LAYOUT, budget, cache);
    int keys = random.nextInt(1, 1_500);
    int size = random.nextInt(1, 120);
    Deque<Version> versions = new ArrayDeque<>(List.of(new Version(0, Map.of())));
    long sequence = 0;
    for (int step = 0; step < 200; step++) {
      sequence += random.nextInt(1, 3);
      Map<Row, Integer> rows = new HashMap<>(versions.getLast().rows);
      for (int i = random.nextInt(3); i >= 0; i--) {
        randomDelta(random, rows, keyed, keys, size).applyTo(store, sequence);
      }
      if (random.nextInt(10) == 0) {
        Row nowhere = new Row(keys + 1, "nowhere");
        long failing = sequence;
        assertInconsistent(() -> new Delta().add(-1, nowhere).applyTo(store, failing));
      } else if (random.nextInt(4) == 0) {
        store.undo(sequence);
      } else {
        store.publish(sequence);
        versions.addLast(new Version(sequence, rows));
      }
      if (random.nextInt(5) == 0) {
        release(store, versions, random);
      }
      if (random.nextInt(10) == 0) {
        versions.forEach(version -> verify(store, version, keyed));
      }
    }
    versions.forEach(version -> verify(store, version, keyed));
    assertThat(store.bytes()).isLessThanOrEqualTo(budget.used());
  }

  /** Keeps the newest version and some of the others. */
  private static void release(RowStore store, Deque<Version> versions, Random random) {
    if (random.nextBoolean()) {
      while (versions.size() > 1 + random.nextInt(8)) {
        versions.removeFirst();
      }
      store.release(versions.getFirst().sequence);
    } else {
      Version newest = versions.removeLast();
      versions.removeIf(version -> random.nextInt(3) == 0);
      store.release(versions.stream().mapToLong(Version::sequence).toArray());
      versions.addLast(newest);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readersSeeWholeCommitsWhileTheWriterGoesOn(boolean cached) throws InterruptedException {
    Random random = Seeds.random("readers");
    PageCache cache = cached ? new PageCache(30_000, new FakePageFile()) : null;
    RowStore store = keyed(budget, cache);
    int keys = 500;
    Delta fill = new Delta();
    for (int key = 0; key < keys; key++) {
      fill.add(1, key, "1");
    }
    fill.commitTo(store, 1);
    AtomicLong latest = new AtomicLong(1);
    ConcurrentSkipListMap<Long, Integer> reading = new ConcurrentSkipListMap<>();
    AtomicBoolean stop = new AtomicBoolean();
    AtomicLong reads = new AtomicLong();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    List<Thread> readers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      readers.add(
          Thread.ofPlatform()
              .uncaughtExceptionHandler((thread, error) -> failure.set(error))
              .start(
                  () -> {
                    while (!stop.get()) {
                      long sequence = pin(reading, latest);
                      readOnce(store, sequence, keys);
                      reading.merge(sequence, -1, (a, b) -> a + b == 0 ? null : a + b);
                      reads.incrementAndGet();
                    }
                  }));
    }
    String[] texts = new String[keys];
    Arrays.fill(texts, "1");
    for (long sequence = 2; sequence < 4_000 && failure.get() == null; sequence++) {
      Delta delta = new Delta();
      // all rows of a block get the commit's number, so half a commit would show
      int block = random.nextInt(10);
      for (int key = block * 50; key < block * 50 + 50; key++) {
        String text = Long.toString(sequence);
        delta.add(-1, key, texts[key]).add(1, key, text);
        texts[key] = text;
      }
      delta.applyTo(store, sequence);
      store.publish(sequence);
      synchronized (latest) {
        latest.set(sequence);
      }
      if (sequence % 7 == 0) {
        long oldest;
        synchronized (latest) {
          Long first = reading.ceilingKey(0L);
          oldest = first == null ? latest.get() : first;
        }
        store.release(oldest);
      }
    }
    stop.set(true);
    for (Thread thread : readers) {
      thread.join();
    }
    assertThat(failure.get()).isNull();
    assertThat(reads.get()).isPositive();
    if (cache != null) {
      assertThat(cache.statistics().misses()).isPositive();
    }
  }

  private static long pin(ConcurrentSkipListMap<Long, Integer> reading, AtomicLong latest) {
    synchronized (latest) {
      long sequence = latest.get();
      reading.merge(sequence, 1, Integer::sum);
      return sequence;
    }
  }

  private void readOnce(RowStore store, long sequence, int keys) {
    RowSnapshot snapshot = store.at(sequence);
    Map<Row, Integer> rows = contents(snapshot);
    assertThat(rows).hasSize(keys);
    Map<Integer, String> blocks = new HashMap<>();
    rows.forEach(
        (row, weight) -> {
          assertThat(weight).isOne();
          assertThat(Long.parseLong(row.text())).isLessThanOrEqualTo(sequence);
          String before = blocks.putIfAbsent(row.key() / 50, row.text());
          assertThat(before == null || before.equals(row.text())).isTrue();
        });
    assertThat(ordered(snapshot, true)).hasSize(keys).allMatch(rows::containsKey);
    int key = ThreadLocalRandom.current().nextInt(keys);
    assertThat(
            snapshot.get(
                key(key), 0, 4, (slab, row) -> assertThat(rows).containsKey(read(slab, row))))
        .isTrue();
  }
}
