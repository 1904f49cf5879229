package dev.headrace.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowReader;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Rows;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
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
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

final class RowStoreTest {
  private static final RowLayout LAYOUT = new RowLayout(List.of(SqlType.INTEGER, SqlType.TEXT));

  private record Row(int key, String text) {}

  private final RowReader reader = new RowReader(LAYOUT);
  private final MemoryBudget budget = MemoryBudget.unlimited();

  /** Writes deltas row by row. */
  private static final class Delta {
    private final Batch batch = new Batch();
    private final RowWriter writer = new RowWriter(LAYOUT);

    Delta add(int weight, int key, String text) {
      writer.append(batch, weight, key, Slice.of(text));
      return this;
    }

    Delta add(int weight, Row row) {
      return add(weight, row.key, row.text);
    }

    void applyTo(RowStore store, long sequence) {
      store.apply(batch.bytes(), 0, batch.end(), sequence);
    }

    void commitTo(RowStore store, long sequence) {
      applyTo(store, sequence);
      store.publish(sequence);
    }
  }

  /** Orders by the INTEGER column. */
  private static void encode(byte[] slab, int row, Slice key) {
    byte[] bytes = key.buffer(4);
    putKey(bytes, Rows.getInt(slab, row + LAYOUT.offset(0)));
    key.own(4);
  }

  private static void putKey(byte[] bytes, int value) {
    int ordered = value ^ Integer.MIN_VALUE;
    for (int i = 0; i < 4; i++) {
      bytes[i] = (byte) (ordered >>> (24 - 8 * i));
    }
  }

  private static byte[] key(int value) {
    byte[] bytes = new byte[4];
    putKey(bytes, value);
    return bytes;
  }

  private RowStore keyed() {
    return RowStore.keyed(LAYOUT, RowStoreTest::encode, budget);
  }

  private Row read(byte[] slab, int row) {
    List<@Nullable Object> values = reader.get(slab, row);
    return new Row((Integer) values.get(0), String.valueOf(values.get(1)));
  }

  private Map<Row, Integer> contents(RowSnapshot snapshot) {
    Map<Row, Integer> rows = new HashMap<>();
    snapshot.scan(
        (slab, from, to) -> {
          for (int row = from; row < to; row += Rows.length(slab, row)) {
            assertThat(Rows.weight(slab, row)).isPositive();
            rows.merge(read(slab, row), Rows.weight(slab, row), Integer::sum);
          }
        });
    return rows;
  }

  private List<Row> ordered(RowSnapshot snapshot, boolean ascending) {
    List<Row> rows = new ArrayList<>();
    RowCursor cursor = snapshot.cursor();
    for (boolean on = ascending ? cursor.first() : cursor.last();
        on;
        on = ascending ? cursor.next() : cursor.previous()) {
      rows.add(read(cursor.slab(), cursor.row()));
    }
    return rows;
  }

  private static long total(Map<Row, Integer> rows) {
    return rows.values().stream().mapToLong(Integer::longValue).sum();
  }

  private static void assertInconsistent(Runnable change) {
    assertThatThrownBy(change::run)
        .asInstanceOf(InstanceOfAssertFactories.type(SqlException.class))
        .extracting(SqlException::code)
        .isEqualTo(ErrorCode.INTERNAL_ERROR);
  }

  @Test
  void aReaderSeesTheCommitsUpToItsSequence() {
    RowStore store = keyed();
    new Delta().add(1, 1, "one").add(1, 2, "two").commitTo(store, 10);
    new Delta().add(-1, 1, "one").add(1, 1, "uno").commitTo(store, 20);
    new Delta().add(-1, 2, "two").commitTo(store, 30);
    assertThat(contents(store.at(9))).isEmpty();
    assertThat(contents(store.at(10)))
        .isEqualTo(Map.of(new Row(1, "one"), 1, new Row(2, "two"), 1));
    assertThat(contents(store.at(19))).isEqualTo(contents(store.at(10)));
    assertThat(contents(store.at(20)))
        .isEqualTo(Map.of(new Row(1, "uno"), 1, new Row(2, "two"), 1));
    assertThat(contents(store.at(99))).isEqualTo(Map.of(new Row(1, "uno"), 1));
    assertThat(store.at(99).rows()).isEqualTo(1);
    assertThat(store.published()).isEqualTo(30);
  }

  @Test
  void whatIsNotPublishedIsNotSeen() {
    RowStore store = keyed();
    new Delta().add(1, 1, "one").commitTo(store, 1);
    new Delta().add(-1, 1, "one").add(1, 1, "uno").add(1, 2, "due").applyTo(store, 2);
    assertThat(contents(store.at(2))).isEqualTo(Map.of(new Row(1, "one"), 1));
    assertThat(ordered(store.at(2), true)).containsExactly(new Row(1, "one"));
    store.publish(2);
    assertThat(ordered(store.at(2), true)).containsExactly(new Row(1, "uno"), new Row(2, "due"));
  }

  @Test
  void anUpdateMayInsertBeforeItDeletes() {
    RowStore store = keyed();
    new Delta().add(1, 1, "one").commitTo(store, 1);
    new Delta().add(1, 1, "uno").add(-1, 1, "one").commitTo(store, 2);
    assertThat(contents(store.at(2))).isEqualTo(Map.of(new Row(1, "uno"), 1));
  }

  @Test
  void aRowMayBeMissingForAWhileWithinADelta() {
    RowStore keyed = keyed();
    new Delta().add(1, 1, "here").commitTo(keyed, 1);
    new Delta()
        .add(-1, 1, "else")
        .add(-2, 5, "x")
        .add(3, 5, "x")
        .add(1, 1, "else")
        .commitTo(keyed, 2);
    assertThat(contents(keyed.at(2))).isEqualTo(Map.of(new Row(1, "here"), 1, new Row(5, "x"), 1));

    RowStore bag = RowStore.bag(LAYOUT, budget);
    new Delta().add(2, 1, "a").commitTo(bag, 1);
    new Delta().add(-3, 1, "a").add(2, 1, "a").commitTo(bag, 2);
    assertThat(contents(bag.at(2))).isEqualTo(Map.of(new Row(1, "a"), 1));
  }

  @Test
  void equalRowsOfABagAreOneWithAWeight() {
    RowStore bag = RowStore.bag(LAYOUT, budget);
    new Delta().add(1, 1, "a").add(2, 1, "a").commitTo(bag, 1);
    new Delta().add(4, 1, "a").commitTo(bag, 2);
    List<Integer> weights = new ArrayList<>();
    bag.at(2).scan((slab, from, to) -> weights.add(Rows.weight(slab, from)));
    assertThat(weights).containsExactly(7);
    assertThat(bag.at(1).rows()).isEqualTo(3);
    assertThat(bag.at(2).rows()).isEqualTo(7);
  }

  @Test
  void aBagThatOnlyGrowsKeepsRowsAsTheyCome() {
    RowStore store = RowStore.appendOnly(LAYOUT, budget);
    Map<Row, Integer> model = new HashMap<>();
    for (int commit = 1; commit <= 50; commit++) {
      Delta delta = new Delta();
      for (int i = 0; i < 200; i++) {
        Row row = new Row(i, "x".repeat(i % 37));
        delta.add(1 + i % 3, row);
        model.merge(row, 1 + i % 3, Integer::sum);
      }
      delta.commitTo(store, commit);
    }
    assertThat(contents(store.at(50))).isEqualTo(model);
    assertThat(store.at(50).rows()).isEqualTo(total(model));
    assertInconsistent(() -> new Delta().add(1, 7, "n").add(-1, 1, "").applyTo(store, 51));
    assertThat(contents(store.at(51))).isEqualTo(model);
  }

  @Test
  void rowsLongerThanAPageAreStoredToo() {
    RowStore store = keyed();
    Map<Row, Integer> model = new HashMap<>();
    for (int i = 1; i < 40; i++) {
      Row row = new Row(i, "y".repeat(i % 3 == 0 ? 400_000 : i * 1_000));
      model.put(row, 1);
      new Delta().add(1, row).commitTo(store, i);
    }
    assertThat(contents(store.at(40))).isEqualTo(model);
    assertThat(ordered(store.at(40), true)).hasSize(39);
  }

  @Test
  void aDeltaThatDoesNotFitIsRefusedAndLeavesNothing() {
    RowStore store = keyed();
    new Delta().add(1, 1, "one").add(1, 2, "two").commitTo(store, 1);
    assertInconsistent(() -> new Delta().add(-1, 1, "one").add(1, 2, "b").applyTo(store, 2));
    assertInconsistent(() -> new Delta().add(1, 3, "c").add(-1, 4, "d").applyTo(store, 2));
    assertInconsistent(() -> new Delta().add(-1, 1, "not one").applyTo(store, 2));
    assertInconsistent(() -> new Delta().add(2, 3, "c").applyTo(store, 2));
    store.publish(2);
    assertThat(store.published()).isEqualTo(1);
    new Delta().add(-1, 1, "one").add(1, 3, "c").commitTo(store, 2);
    assertThat(ordered(store.at(2), true)).containsExactly(new Row(2, "two"), new Row(3, "c"));
    assertThat(contents(store.at(1))).hasSize(2);

    RowStore bag = RowStore.bag(LAYOUT, budget);
    new Delta().add(2, 1, "a").commitTo(bag, 1);
    assertInconsistent(() -> new Delta().add(1, 2, "b").add(-3, 1, "a").applyTo(bag, 2));
    assertThat(contents(bag.at(2))).isEqualTo(Map.of(new Row(1, "a"), 2));
    new Delta().add(-2, 1, "a").commitTo(bag, 2);
    assertThat(contents(bag.at(2))).isEmpty();
  }

  @Test
  void sequencesMustGrow() {
    RowStore store = keyed();
    new Delta().add(1, 1, "one").commitTo(store, 5);
    assertThatThrownBy(() -> new Delta().add(1, 2, "two").applyTo(store, 5))
        .isInstanceOf(IllegalStateException.class);
    new Delta().add(1, 2, "two").applyTo(store, 6);
    assertThatThrownBy(() -> new Delta().add(1, 3, "three").applyTo(store, 7))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> store.publish(7)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> store.release(5)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theWriterFindsRowsByKeyBeforeTheyArePublished() {
    RowStore store = keyed();
    new Delta().add(1, 1, "one").applyTo(store, 1);
    List<Row> found = new ArrayList<>();
    assertThat(store.find(key(1), 0, 4, (slab, row) -> found.add(read(slab, row)))).isTrue();
    assertThat(store.find(key(2), 0, 4, (slab, row) -> found.add(read(slab, row)))).isFalse();
    assertThat(found).containsExactly(new Row(1, "one"));
    assertThat(store.at(1).get(key(1), 0, 4, (slab, row) -> found.clear())).isFalse();
    store.publish(1);
    assertThat(store.at(1).get(key(1), 0, 4, (slab, row) -> found.clear())).isTrue();
    assertThat(found).isEmpty();
  }

  @Test
  void aCursorWalksARangeInBothDirections() {
    RowStore store = keyed();
    Delta delta = new Delta();
    for (int i = -500; i < 500; i++) {
      delta.add(1, i * 2, "v");
    }
    delta.commitTo(store, 1);
    RowCursor cursor = store.at(1).cursor();
    List<Integer> keys = new ArrayList<>();
    for (boolean on = cursor.ceiling(key(-5), 0, 4);
        on && cursor.compareKey(key(5), 0, 4) < 0;
        on = cursor.next()) {
      keys.add(read(cursor.slab(), cursor.row()).key);
    }
    assertThat(keys).containsExactly(-4, -2, 0, 2, 4);
    assertThat(cursor.floor(key(5), 0, 4)).isTrue();
    assertThat(read(cursor.slab(), cursor.row()).key).isEqualTo(4);
    assertThat(cursor.previous()).isTrue();
    assertThat(read(cursor.slab(), cursor.row()).key).isEqualTo(2);
    assertThat(cursor.behind(key(998), 0, 4)).isFalse();
    assertThat(cursor.lower(key(-1000), 0, 4)).isFalse();
  }

  @Test
  void aStoreBeyondItsBudgetKeepsWhatItHas() {
    MemoryBudget small = new MemoryBudget(300_000);
    RowStore store = RowStore.keyed(LAYOUT, RowStoreTest::encode, small);
    new Delta().add(1, -1, "first").commitTo(store, 1);
    long used = small.used();
    Delta huge = new Delta();
    for (int i = 0; i < 10_000; i++) {
      huge.add(1, i, "some text");
    }
    assertThatThrownBy(() -> huge.applyTo(store, 2))
        .asInstanceOf(InstanceOfAssertFactories.type(SqlException.class))
        .extracting(SqlException::code)
        .isEqualTo(ErrorCode.OUT_OF_MEMORY);
    assertThat(small.used()).isEqualTo(used);
    assertThat(contents(store.at(2))).isEqualTo(Map.of(new Row(-1, "first"), 1));
    new Delta().add(-1, -1, "first").add(1, 2, "second").commitTo(store, 2);
    assertThat(ordered(store.at(2), true)).containsExactly(new Row(2, "second"));
  }

  @Test
  void memoryOfDeletedRowsIsGivenBackOnceNobodyReadsThem() {
    for (RowStore store : List.of(keyed(), RowStore.bag(LAYOUT, budget))) {
      long sequence = 0;
      long once = 0;
      for (int round = 0; round < 30; round++) {
        Delta fill = new Delta();
        Delta empty = new Delta();
        for (int i = 0; i < 5_000; i++) {
          fill.add(1, i, "row " + round);
          empty.add(-1, i, "row " + round);
        }
        fill.commitTo(store, ++sequence);
        once = Math.max(once, round == 0 ? store.bytes() : 0);
        empty.commitTo(store, ++sequence);
        store.release(sequence);
        assertThat(store.at(sequence).rows()).isZero();
        assertThat(store.bytes()).isLessThan(once * 3 + 2 * RowPages.LARGEST_PAGE);
      }
    }
  }

  @Test
  void pagesThatAreMostlyDeadAreEmptied() {
    for (RowStore store : List.of(keyed(), RowStore.bag(LAYOUT, budget))) {
      Delta fill = new Delta();
      Delta thin = new Delta();
      Map<Row, Integer> model = new HashMap<>();
      for (int i = 0; i < 40_000; i++) {
        Row row = new Row(i, "r");
        fill.add(1, row);
        if (i % 10 == 0) {
          model.put(row, 1);
        } else {
          thin.add(-1, row);
        }
      }
      fill.commitTo(store, 1);
      long full = store.bytes();
      thin.commitTo(store, 2);
      RowSnapshot old = store.at(2);
      for (int sequence = 3; sequence < 60; sequence++) {
        new Delta().add(1, -sequence, "new").commitTo(store, sequence);
        model.put(new Row(-sequence, "new"), 1);
      }
      assertThat(contents(old)).hasSize(4_000);
      store.release(59);
      assertThat(store.bytes()).isLessThan(full / 2);
      assertThat(contents(store.at(59))).isEqualTo(model);
      assertThatThrownBy(() -> store.at(58)).isInstanceOf(IllegalStateException.class);
    }
  }

  /** A commit: what the rows are after it. */
  private record Version(long sequence, Map<Row, Integer> rows) {}

  /** A random delta that fits the rows, applied to them as well. */
  private static Delta randomDelta(
      Random random, Map<Row, Integer> rows, boolean keyed, int keys, int size) {
    List<Map.Entry<Integer, Row>> changes = new ArrayList<>();
    Map<Integer, Row> byKey = new HashMap<>();
    rows.keySet().forEach(row -> byKey.put(row.key, row));
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
          byKey.remove(row.key, row);
        }
      } else {
        Row row = new Row(random.nextInt(keys), "v".repeat(random.nextInt(40)));
        int weight = keyed ? 1 : 1 + random.nextInt(3);
        Row same = byKey.get(row.key);
        if (keyed && same != null) {
          changes.add(Map.entry(-1, same));
          rows.remove(same);
        }
        byKey.put(row.key, row);
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
      version.rows.keySet().forEach(row -> byKey.put(row.key, row));
      assertThat(ordered(snapshot, true)).isEqualTo(List.copyOf(byKey.values()));
      assertThat(ordered(snapshot, false)).isEqualTo(List.copyOf(byKey.descendingMap().values()));
    }
  }

  @RepeatedTest(24)
  void behavesLikeAMapAtEverySequenceStillRead() {
    Random random = Seeds.random("store");
    boolean keyed = random.nextBoolean();
    RowStore store = keyed ? keyed() : RowStore.bag(LAYOUT, budget);
    int keys = random.nextInt(1, 3_000);
    int size = random.nextInt(1, 400);
    Deque<Version> versions = new ArrayDeque<>(List.of(new Version(0, Map.of())));
    long sequence = 0;
    for (int step = 0; step < 250; step++) {
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
        while (versions.size() > 1 + random.nextInt(8)) {
          versions.removeFirst();
        }
        store.release(versions.getFirst().sequence);
      }
      if (random.nextInt(10) == 0) {
        versions.forEach(version -> verify(store, version, keyed));
      }
    }
    versions.forEach(version -> verify(store, version, keyed));
    assertThat(store.bytes()).isLessThanOrEqualTo(budget.used());
  }

  @Test
  void readersSeeWholeCommitsWhileTheWriterGoesOn() throws InterruptedException {
    Random random = Seeds.random("readers");
    RowStore store = keyed();
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
          oldest = reading.isEmpty() ? latest.get() : reading.firstKey();
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
          assertThat(Long.parseLong(row.text)).isLessThanOrEqualTo(sequence);
          String before = blocks.putIfAbsent(row.key / 50, row.text);
          assertThat(before == null || before.equals(row.text)).isTrue();
        });
    assertThat(ordered(snapshot, true)).hasSize(keys).allMatch(rows::containsKey);
    int key = ThreadLocalRandom.current().nextInt(keys);
    assertThat(
            snapshot.get(
                key(key), 0, 4, (slab, row) -> assertThat(rows).containsKey(read(slab, row))))
        .isTrue();
  }
}
