package dev.headrace.runtime.state;

import static dev.headrace.runtime.state.StoredRows.LAYOUT;
import static dev.headrace.runtime.state.StoredRows.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.state.StoredRows.Delta;
import dev.headrace.runtime.state.StoredRows.Row;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Secondary indexes against sorted lists of the rows, at every sequence that is still read. */
final class SecondaryIndexModelTest {
  private static final Comparator<Row> ANY =
      Comparator.comparingInt(Row::key).thenComparing(Row::text);

  private final MemoryBudget budget = MemoryBudget.unlimited();
  private final Map<IndexedRows, SecondaryIndex> indexes = new EnumMap<>(IndexedRows.class);

  private record Version(long sequence, Map<Row, Integer> rows) {}

  private enum Kind {
    KEYED,
    BAG,
    APPEND_ONLY
  }

  private static Row randomRow(Random random, int keys) {
    // few texts, so that keys repeat, and some long ones, so that there are many pages
    String text = random.nextInt(8) == 0 ? "" : "t".repeat(random.nextInt(60));
    return new Row(random.nextInt(keys), text);
  }

  private Delta randomDelta(Random random, Map<Row, Integer> rows, Kind kind, int keys, int size) {
    List<Map.Entry<Integer, Row>> changes = new ArrayList<>();
    Map<Integer, Row> byKey = new HashMap<>();
    rows.keySet().forEach(row -> byKey.put(row.key(), row));
    List<Row> present = new ArrayList<>(rows.keySet());
    for (int i = random.nextInt(size); i >= 0; i--) {
      if (kind != Kind.APPEND_ONLY && random.nextInt(5) < 2 && !present.isEmpty()) {
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
        insert(random, rows, kind, changes, byKey, randomRow(random, keys));
      }
    }
    if (kind != Kind.APPEND_ONLY) {
      Collections.shuffle(changes, random);
    }
    Delta delta = new Delta();
    changes.forEach(change -> delta.add(change.getKey(), change.getValue()));
    return delta;
  }

  private void insert(
      Random random,
      Map<Row, Integer> rows,
      Kind kind,
      List<Map.Entry<Integer, Row>> changes,
      Map<Integer, Row> byKey,
      Row row) {
    boolean single = indexes.containsKey(IndexedRows.UNIQUE) && !row.text().isEmpty();
    if (kind == Kind.KEYED) {
      Row same = byKey.put(row.key(), row);
      if (same != null) {
        changes.add(Map.entry(-1, same));
        rows.remove(same);
      }
    } else if ((single || kind == Kind.APPEND_ONLY) && rows.containsKey(row)) {
      // a store that only grows does not merge equal rows
      return;
    }
    int weight = kind == Kind.KEYED || single ? 1 : 1 + random.nextInt(3);
    changes.add(Map.entry(weight, row));
    rows.merge(row, weight, Integer::sum);
  }

  @RepeatedTest(10)
  void findsWhatASortedListHasAtEverySequenceStillRead() {
    Random random = Seeds.random("secondary");
    Kind kind = List.of(Kind.values()).get(random.nextInt(3));
    PageCache cache = FakePageFile.tinyCache(random);
    RowStore store =
        switch (kind) {
          case KEYED -> StoredRows.keyed(budget, cache);
          case BAG -> RowStore.bag(LAYOUT, budget, cache);
          case APPEND_ONLY -> RowStore.appendOnly(LAYOUT, budget, cache);
        };
    int keys = random.nextInt(1, 1_000);
    int size = random.nextInt(1, kind == Kind.APPEND_ONLY ? 30 : 150);
    Deque<Version> versions = new ArrayDeque<>(List.of(new Version(0, Map.of())));
    long sequence = 0;
    for (int step = 0; step < 100; step++) {
      sequence++;
      changeIndexes(store, random, versions.getLast().rows);
      Map<Row, Integer> rows = new HashMap<>(versions.getLast().rows);
      for (int i = random.nextInt(2); i >= 0; i--) {
        randomDelta(random, rows, kind, keys, size).applyTo(store, sequence);
        // also in the middle of a commit
        changeIndexes(store, random, rows);
      }
      if (random.nextInt(6) == 0 && violateUniqueness(store, sequence, rows)) {
        continue;
      }
      if (random.nextInt(4) == 0) {
        store.undo(sequence);
      } else {
        store.publish(sequence);
        versions.addLast(new Version(sequence, rows));
      }
      if (random.nextInt(4) == 0) {
        while (versions.size() > 1 + random.nextInt(8)) {
          versions.removeFirst();
        }
        store.release(versions.getFirst().sequence);
      }
      if (random.nextInt(12) == 0) {
        versions.forEach(version -> verify(store, version, random, keys));
      }
    }
    versions.forEach(version -> verify(store, version, random, keys));
    assertThat(store.bytes()).isLessThanOrEqualTo(budget.used());
  }

  private void changeIndexes(RowStore store, Random random, Map<Row, Integer> rows) {
    if (random.nextInt(8) != 0) {
      return;
    }
    IndexedRows any =
        List.of(IndexedRows.values()).get(random.nextInt(IndexedRows.values().length));
    SecondaryIndex dropped = indexes.remove(any);
    long before = budget.used();
    if (dropped != null) {
      long bytes = dropped.bytes();
      store.dropIndex(dropped);
      assertThat(budget.used()).isEqualTo(before - bytes);
    } else if (any == IndexedRows.UNIQUE
        && rows.entrySet().stream()
            .anyMatch(e -> e.getValue() > 1 && !e.getKey().text().isEmpty())) {
      assertViolation("found", () -> add(store, any));
      assertThat(budget.used()).isEqualTo(before);
    } else {
      indexes.put(any, add(store, any));
    }
  }

  private SecondaryIndex add(RowStore store, IndexDefinition definition) {
    SecondaryIndex index = new SecondaryIndex(definition, budget);
    store.addIndex(index);
    return index;
  }

  private boolean violateUniqueness(RowStore store, long sequence, Map<Row, Integer> rows) {
    List<Row> present = rows.keySet().stream().filter(row -> !row.text().isEmpty()).toList();
    if (!indexes.containsKey(IndexedRows.UNIQUE) || present.isEmpty() || isKeyed(store)) {
      return false;
    }
    assertViolation(
        "inserted", () -> new Delta().add(1, present.getFirst()).applyTo(store, sequence));
    return true;
  }

  private static boolean isKeyed(RowStore store) {
    try {
      store.at(store.published()).key();
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  private static void assertViolation(String message, Runnable change) {
    assertThatThrownBy(change::run)
        .hasMessageStartingWith(message)
        .asInstanceOf(InstanceOfAssertFactories.type(SqlException.class))
        .extracting(SqlException::code)
        .isEqualTo(ErrorCode.UNIQUE_VIOLATION);
  }

  private void verify(RowStore store, Version version, Random random, int keys) {
    RowSnapshot snapshot = store.at(version.sequence);
    indexes.forEach(
        (definition, index) -> {
          assertThat(snapshot.has(index) || version.sequence < store.published()).isTrue();
          if (!snapshot.has(index)) {
            return;
          }
          IndexSnapshot rows = snapshot.index(index);
          List<Row> sorted =
              version.rows.keySet().stream()
                  .filter(definition::includes)
                  .sorted(definition.order())
                  .toList();
          assertThat(rows.size()).isEqualTo(sorted.size());
          assertRange(rows, KeyRange.ALL, definition, sorted);
          assertThat(rows.count(KeyRange.ALL))
              .isEqualTo(sorted.stream().mapToLong(version.rows::get).sum());
          for (int i = 0; i < 5; i++) {
            verifyRange(rows, definition, sorted, randomRow(random, keys), randomRow(random, keys));
          }
        });
  }

  private static void verifyRange(
      IndexSnapshot rows, IndexedRows definition, List<Row> sorted, Row from, Row to) {
    if (!definition.includes(from) || !definition.includes(to)) {
      return;
    }
    byte[] low = definition.keyOf(from);
    byte[] high = definition.keyOf(to);
    Comparator<Row> order = definition.order();
    for (int bounds = 0; bounds < 4; bounds++) {
      boolean exclusive = (bounds & 1) != 0;
      boolean inclusive = (bounds & 2) != 0;
      KeyRange range =
          new KeyRange(new KeyPosition(low, exclusive), new KeyPosition(high, inclusive));
      List<Row> expected =
          sorted.stream()
              .filter(row -> order.compare(row, from) >= (exclusive ? 1 : 0))
              .filter(row -> order.compare(row, to) < (inclusive ? 1 : 0))
              .toList();
      assertRange(rows, range, definition, expected);
      if (expected.size() < IndexSnapshot.COUNTED) {
        assertThat(rows.estimate(range)).isEqualTo(expected.size());
      } else {
        assertThat(rows.estimate(range)).isBetween(128L, (long) sorted.size());
      }
    }
    List<Row> equal = new ArrayList<>();
    rows.forEach(low, 0, low.length, (slab, row) -> equal.add(read(slab, row)));
    assertThat(equal)
        .containsExactlyInAnyOrderElementsOf(
            sorted.stream().filter(row -> order.compare(row, from) == 0).toList());
  }

  private static void assertRange(
      IndexSnapshot rows, KeyRange range, IndexedRows definition, List<Row> expected) {
    List<Row> forward = walk(rows.scan(range, false));
    assertThat(forward).isSortedAccordingTo(definition.order());
    assertThat(forward.stream().sorted(ANY).toList())
        .isEqualTo(expected.stream().sorted(ANY).toList());
    assertThat(walk(rows.scan(range, true))).isEqualTo(forward.reversed());
  }

  private static List<Row> walk(RangeCursor cursor) {
    List<Row> rows = new ArrayList<>();
    while (cursor.next()) {
      rows.add(read(cursor.slab(), cursor.row()));
    }
    return rows;
  }

  @Test
  void readersWalkAnIndexThatComesAndGoesWhileTheWriterGoesOn() throws InterruptedException {
    Random random = Seeds.random("concurrent");
    RowStore store = RowStore.bag(LAYOUT, budget);
    AtomicReference<SecondaryIndex> current =
        new AtomicReference<>(add(store, IndexedRows.BY_TEXT));
    ConcurrentSkipListMap<Long, Integer> reading = new ConcurrentSkipListMap<>();
    AtomicLong latest = new AtomicLong();
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
                      long sequence;
                      synchronized (latest) {
                        sequence = latest.get();
                        reading.merge(sequence, 1, Integer::sum);
                      }
                      RowSnapshot snapshot = store.at(sequence);
                      SecondaryIndex index = Objects.requireNonNull(current.get());
                      if (snapshot.has(index)) {
                        List<Row> rows = walk(snapshot.index(index).scan(KeyRange.ALL, false));
                        assertThat(rows).isSortedAccordingTo(IndexedRows.BY_TEXT.order());
                        assertThat(rows.stream().sorted(ANY).toList())
                            .isEqualTo(
                                StoredRows.contents(snapshot).keySet().stream()
                                    .sorted(ANY)
                                    .toList());
                        reads.incrementAndGet();
                      }
                      reading.merge(sequence, -1, (a, b) -> a + b == 0 ? null : a + b);
                    }
                  }));
    }
    Map<Row, Integer> rows = new HashMap<>();
    for (long sequence = 1; sequence < 500 && failure.get() == null; sequence++) {
      randomDelta(random, rows, Kind.BAG, 300, 40).commitTo(store, sequence);
      if (random.nextInt(100) == 0) {
        SecondaryIndex old = Objects.requireNonNull(current.get());
        current.set(add(store, IndexedRows.BY_TEXT));
        store.dropIndex(old);
      }
      long oldest;
      synchronized (latest) {
        latest.set(sequence);
        Long first = reading.ceilingKey(0L);
        oldest = first == null ? sequence : first;
      }
      store.release(oldest);
    }
    stop.set(true);
    for (Thread thread : readers) {
      thread.join();
    }
    assertThat(failure.get()).isNull();
    assertThat(reads.get()).isPositive();
  }

  @Test
  void whoeverReadsADroppedIndexGoesOnWhileOthersChangeTheRows() {
    RowStore store = StoredRows.keyed(budget, new PageCache(1, new FakePageFile()));
    Delta delta = new Delta();
    for (int i = 0; i < 5_000; i++) {
      delta.add(1, i, "x");
    }
    delta.commitTo(store, 1);
    SecondaryIndex index = add(store, IndexedRows.BY_LENGTH);
    new Delta().add(1, 5_000, "x").commitTo(store, 2);
    // commits of other relations have come since
    RangeCursor reader = store.at(5).index(index).scan(KeyRange.ALL, false);
    assertThat(reader.next()).isTrue();
    store.dropIndex(index);
    new Delta().add(1, 5_001, "x").commitTo(store, 6);
    store.release(new long[] {5, 6});
    assertThat(walk(reader)).hasSize(5_000);
  }

  @Test
  void estimatesLargeRangesWithoutCounting() {
    RowStore store = RowStore.bag(LAYOUT, budget);
    SecondaryIndex index = add(store, IndexedRows.BY_LENGTH);
    Delta delta = new Delta();
    for (int i = 0; i < 50_000; i++) {
      delta.add(1, i, "x");
    }
    delta.commitTo(store, 1);
    IndexSnapshot rows = store.at(1).index(index);
    for (int part : new int[] {1_000, 10_000, 40_000}) {
      KeyRange range =
          new KeyRange(
              new KeyPosition(IndexedRows.BY_LENGTH.keyOf(new Row(5_000, "x")), false),
              new KeyPosition(IndexedRows.BY_LENGTH.keyOf(new Row(5_000 + part, "x")), false));
      assertThat(rows.estimate(range)).isBetween(part * 9L / 10, part * 11L / 10);
    }
    assertThat(rows.estimate(KeyRange.ALL)).isEqualTo(50_000);
  }

  @Test
  void aRowWhoseKeyFailsLeavesNoTrace() {
    RowStore store = RowStore.bag(LAYOUT, budget);
    IndexDefinition failing =
        new IndexDefinition() {
          @Override
          public Encoder encoder() {
            Encoder text = IndexedRows.BY_TEXT.encoder();
            return (slab, row, key) -> {
              if (read(slab, row).key() == 13) {
                throw new SqlException(ErrorCode.DIVISION_BY_ZERO, "division by zero");
              }
              return text.encode(slab, row, key);
            };
          }

          @Override
          public SqlException duplicateInserted(byte[] slab, int row) {
            throw new AssertionError("not unique");
          }

          @Override
          public SqlException duplicateFound(byte[] slab, int row) {
            throw new AssertionError("not unique");
          }
        };
    SecondaryIndex other = add(store, IndexedRows.BY_TEXT);
    SecondaryIndex index = add(store, failing);
    new Delta().add(1, 1, "a").commitTo(store, 1);
    assertThatThrownBy(() -> new Delta().add(1, 2, "b").add(1, 13, "c").applyTo(store, 2))
        .hasMessage("division by zero");
    assertThat(walk(store.at(2).index(index).scan(KeyRange.ALL, false)))
        .containsExactly(new Row(1, "a"));
    store.dropIndex(index);
    new Delta().add(1, 13, "c").commitTo(store, 2);
    assertThatThrownBy(() -> add(store, failing)).hasMessage("division by zero");
    assertThat(walk(store.at(2).index(other).scan(KeyRange.ALL, false)))
        .containsExactly(new Row(1, "a"), new Row(13, "c"));
  }
}
