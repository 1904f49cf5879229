package dev.headrace.runtime.state;

import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Key rows of one BIGINT, among them such as collide in a hash table. */
final class Keys {
  static final RowLayout LAYOUT = new RowLayout(List.of(SqlType.BIGINT));

  private static final int TRIED = 400_000;
  private static final int TAG_BITS = 24;

  private final Batch batch = new Batch();
  private final RowWriter writer = new RowWriter(LAYOUT);

  /** Writes a key row to {@link #slab()} and returns where it starts. */
  int row(long key) {
    batch.clear();
    writer.append(batch, 1, key);
    return 0;
  }

  byte[] slab() {
    return batch.bytes();
  }

  long hash(long key) {
    int row = row(key);
    return Rows.hashColumns(slab(), row);
  }

  static long key(byte[] slab, int row) {
    return Rows.getLong(slab, row + LAYOUT.offset(0));
  }

  /**
   * Keys that meet in a table: many share the low twelve bits of their hash, where their probing
   * starts, and some also the high 24 bits, by which a table tells candidates apart.
   */
  static List<Long> colliding(int count) {
    Keys keys = new Keys();
    Set<Long> found = new LinkedHashSet<>();
    Map<Long, Long> byTagAndStart = new HashMap<>();
    List<Long> sameStart = new ArrayList<>();
    for (long key = 0; key < TRIED; key++) {
      long hash = keys.hash(key);
      Long other = byTagAndStart.putIfAbsent((hash >>> (64 - TAG_BITS) << 6) | (hash & 63), key);
      if (other != null) {
        found.add(other);
        found.add(key);
      }
      if ((hash & 0xfff) == 0xffe) {
        sameStart.add(key);
      }
    }
    found.addAll(sameStart);
    return found.stream().limit(count).toList();
  }
}
