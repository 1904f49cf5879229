package dev.headrace.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowReader;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Rows;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.text.ByteOutput;
import dev.headrace.model.text.KeyCodec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Stores whose rows get columns without being looked at, compared with a map of values. */
final class WidenedStoreTest {
  private static final List<SqlType> TYPES =
      List.of(SqlType.INTEGER, SqlType.TEXT, SqlType.BOOLEAN, SqlType.BIGINT, SqlType.TEXT);

  private final MemoryBudget budget = MemoryBudget.unlimited();

  /** A commit: what the rows are after it, by their values. */
  private record Version(long sequence, Map<List<Object>, Integer> rows) {}

  /** A store, and a secondary index of it on the text column. */
  private record Table(RowStore store, SecondaryIndex index) {
    static Table of(RowStore store, MemoryBudget budget) {
      SecondaryIndex index = new SecondaryIndex(new ByText(store.layout()), budget);
      store.addIndex(index);
      return new Table(store, index);
    }

    Table widened(SqlType type, @Nullable Object value) {
      RowLayout old = store.layout();
      List<SqlType> types = new ArrayList<>(old.types());
      types.add(type);
      RowLayout layout = new RowLayout(types);
      Object[] values = new Object[types.size()];
      values[types.size() - 1] = value;
      RowWidening before = store.widening();
      if (before != null) {
        RowReader reader = new RowReader(old);
        System.arraycopy(reader.get(before.values(), 0).toArray(), 0, values, 0, old.columns());
      }
      Batch missing = new Batch();
      new RowWriter(layout).append(missing, 1, values);
      RowWidening widening = new RowWidening(layout, Arrays.copyOf(missing.bytes(), missing.end()));
      boolean keyed = store.at(Long.MAX_VALUE).keys() != null;
      RowStore wide = store.widened(widening, keyed ? key(layout) : null);
      SecondaryIndex adopted = wide.adopt(index, new ByText(layout), store);
      return new Table(wide, Objects.requireNonNull(adopted));
    }
  }

  private record ByText(RowLayout layout) implements IndexDefinition {
    @Override
    public Encoder encoder() {
      ByteOutput out = new ByteOutput();
      return (slab, row, key) -> {
        out.clear();
        KeyCodec.encode(layout, slab, row, 1, KeyCodec.Order.ASCENDING, out);
        out.toSlice(key);
        return Entry.REPEATED;
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
  }

  private static KeyEncoder key(RowLayout layout) {
    ByteOutput out = new ByteOutput();
    return (slab, row, key) -> {
      out.clear();
      KeyCodec.encode(layout, slab, row, 0, KeyCodec.Order.ASCENDING, out);
      out.toSlice(key);
    };
  }

  private static @Nullable Object randomValue(SqlType type, Random random) {
    if (random.nextInt(3) == 0) {
      return null;
    }
    return switch (type.kind()) {
      case INTEGER -> random.nextInt(3);
      case BIGINT -> (long) random.nextInt(3);
      case BOOLEAN -> random.nextBoolean();
      default -> Slice.of("x".repeat(random.nextInt(30)));
    };
  }

  private static List<Object> randomRow(RowLayout layout, Random random, int keys) {
    List<Object> row = new ArrayList<>();
    row.add(random.nextInt(keys));
    for (int column = 1; column < layout.columns(); column++) {
      row.add(randomValue(layout.type(column), random));
    }
    return row;
  }

  private static void change(
      RowStore store,
      Random random,
      Map<List<Object>, Integer> rows,
      boolean keyed,
      int keys,
      long sequence) {
    Map<Object, List<Object>> byKey = new HashMap<>();
    rows.keySet().forEach(row -> byKey.put(row.getFirst(), row));
    List<Map.Entry<List<Object>, Integer>> changes = new ArrayList<>();
    List<List<Object>> present = new ArrayList<>(rows.keySet());
    for (int i = random.nextInt(60); i >= 0; i--) {
      List<Object> row = randomRow(store.layout(), random, keys);
      if (!present.isEmpty() && random.nextInt(3) == 0) {
        row = present.get(random.nextInt(present.size()));
        if (rows.containsKey(row) && (keyed || random.nextBoolean())) {
          changes.add(Map.entry(row, -1));
          rows.computeIfPresent(row, (r, weight) -> weight == 1 ? null : weight - 1);
          byKey.remove(row.getFirst());
          continue;
        }
      }
      List<Object> same = byKey.get(row.getFirst());
      if (keyed && same != null) {
        changes.add(Map.entry(same, -1));
        rows.remove(same);
      }
      changes.add(Map.entry(row, 1));
      rows.merge(row, 1, Integer::sum);
      byKey.put(row.getFirst(), row);
    }
    Collections.shuffle(changes, random);
    Batch delta = new Batch();
    RowWriter writer = new RowWriter(store.layout());
    changes.forEach(each -> writer.append(delta, each.getValue(), each.getKey().toArray()));
    store.apply(delta.bytes(), 0, delta.end(), sequence);
  }

  private static void verify(Table table, Version version) {
    RowSnapshot snapshot = table.store.at(version.sequence);
    RowReader reader = new RowReader(table.store.layout());
    Map<List<Object>, Integer> contents = new HashMap<>();
    snapshot.scan(
        (slab, from, to) -> {
          for (int row = from; row < to; row += Rows.length(slab, row)) {
            contents.merge(reader.get(slab, row), Rows.weight(slab, row), Integer::sum);
          }
        });
    assertThat(contents).isEqualTo(version.rows);
    assertThat(snapshot.rows())
        .isEqualTo(version.rows.values().stream().mapToLong(Integer::longValue).sum());
    Map<List<Object>, Integer> indexed = new HashMap<>();
    RangeCursor cursor = snapshot.index(table.index).scan(KeyRange.ALL, false);
    while (cursor.next()) {
      indexed.merge(
          reader.get(cursor.slab(), cursor.row()),
          Rows.weight(cursor.slab(), cursor.row()),
          Integer::sum);
    }
    assertThat(indexed).isEqualTo(version.rows);
    if (snapshot.keys() != null) {
      List<Object> ordered = new ArrayList<>();
      RangeCursor keys = snapshot.key().scan(KeyRange.ALL, false);
      while (keys.next()) {
        ordered.add(reader.get(keys.slab(), keys.row()).getFirst());
      }
      TreeSet<Integer> expected = new TreeSet<>();
      version.rows.keySet().forEach(row -> expected.add((Integer) row.getFirst()));
      assertThat(ordered).isEqualTo(List.copyOf(expected));
    }
  }

  private static Map<List<Object>, Integer> with(
      Map<List<Object>, Integer> rows, @Nullable Object value) {
    Map<List<Object>, Integer> wide = new HashMap<>();
    rows.forEach(
        (row, weight) -> {
          List<Object> longer = new ArrayList<>(row);
          longer.add(value);
          wide.put(longer, weight);
        });
    return wide;
  }

  @RepeatedTest(12)
  void behavesLikeAMapWhoseRowsAreRewritten() {
    Random random = Seeds.random("widened");
    boolean keyed = random.nextBoolean();
    int keys = random.nextInt(1, 800);
    RowLayout first = new RowLayout(List.of(SqlType.INTEGER, SqlType.TEXT));
    PageCache cache = FakePageFile.tinyCache(random);
    RowStore start =
        keyed
            ? RowStore.keyed(first, key(first), budget, cache)
            : RowStore.bag(first, budget, cache);
    Table table = Table.of(start, budget);
    Deque<Version> versions = new ArrayDeque<>(List.of(new Version(0, Map.of())));
    long sequence = 1;
    int columns = 0;
    for (int step = 0; step < 150; step++, sequence++) {
      Map<List<Object>, Integer> rows = new HashMap<>(versions.getLast().rows);
      Table changed = table;
      boolean widened = false;
      if (columns < 12 && random.nextInt(5) == 0) {
        SqlType type = TYPES.get(random.nextInt(TYPES.size()));
        Object value = randomValue(type, random);
        if (random.nextInt(3) == 0) {
          verify(table, versions.getLast());
        }
        changed = table.widened(type, value);
        widened = true;
        rows = with(rows, value);
        if (random.nextInt(4) == 0) {
          verify(changed, new Version(Long.MAX_VALUE, rows));
        }
      }
      if (!widened || random.nextInt(3) == 0) {
        change(changed.store, random, rows, keyed, keys, sequence);
      }
      if (random.nextInt(4) == 0) {
        // the old store goes on as if the new one had not been
        changed.store.undo(sequence);
      } else {
        changed.store.publish(sequence);
        if (widened) {
          columns++;
          versions.forEach(verified(table));
          versions.clear();
          table = changed;
        }
        versions.addLast(new Version(sequence, rows));
      }
      if (random.nextInt(5) == 0) {
        while (versions.size() > 2) {
          versions.removeFirst();
        }
        table.store.release(versions.getFirst().sequence);
      }
      if (random.nextInt(10) == 0) {
        versions.forEach(verified(table));
      }
    }
    versions.forEach(verified(table));
  }

  private static Consumer<Version> verified(Table table) {
    return version -> verify(table, version);
  }

  @Test
  void readersMayBeTheFirstToLook() throws InterruptedException {
    RowLayout layout = new RowLayout(List.of(SqlType.INTEGER, SqlType.TEXT));
    PageCache cache = new PageCache(1 << 20, new FakePageFile());
    RowStore store = RowStore.keyed(layout, key(layout), budget, cache);
    Batch rows = new Batch();
    RowWriter writer = new RowWriter(layout);
    Map<List<Object>, Integer> expected = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      writer.append(rows, 1, i, Slice.of("text " + i));
      expected.put(Arrays.asList(i, Slice.of("text " + i), 7L), 1);
    }
    Table table = Table.of(store, budget);
    store.apply(rows.bytes(), 0, rows.end(), 1);
    store.publish(1);
    for (int round = 0; round < 5; round++) {
      Table wide = table.widened(SqlType.BIGINT, 7L);
      CountDownLatch start = new CountDownLatch(1);
      AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
      List<Thread> readers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        readers.add(
            Thread.ofPlatform()
                .uncaughtExceptionHandler((thread, error) -> failure.set(error))
                .start(
                    () -> {
                      try {
                        start.await();
                      } catch (InterruptedException e) {
                        throw new AssertionError(e);
                      }
                      verify(wide, new Version(1, expected));
                    }));
      }
      start.countDown();
      for (Thread reader : readers) {
        reader.join();
      }
      assertThat(failure.get()).isNull();
    }
  }
}
