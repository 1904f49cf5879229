package dev.headrace.runtime.state;

import dev.headrace.model.Hashing;
import dev.headrace.model.RowLayout;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One side of a join: its rows by key, each key's rows in a chain.
 *
 * <pre>
 *   key table   key row -> first node of the chain
 *   node        next | matches | previous | key record | row (EventRow, weight in its header)
 *                i64     i64       i64         i64        the last two only if rows can be retracted
 * </pre>
 *
 * <p>If rows can be retracted, a table over all nodes finds the node of a row, so equal rows of one
 * key share a node and their weights add up; a node whose weight becomes zero goes. Otherwise every
 * row has a node of its own.
 *
 * <p>{@code matches} belongs to joins that keep unmatched rows: the summed weight of the other
 * side's rows that match this one.
 *
 * <p>Not thread-safe; one worker owns an index.
 */
public final class JoinIndex {
  private static final int NEXT_OFFSET = 0;
  private static final int MATCHES_OFFSET = NEXT_OFFSET + 8;
  private static final int PREVIOUS_OFFSET = MATCHES_OFFSET + 8;
  private static final int KEY_OFFSET = PREVIOUS_OFFSET + 8;
  private static final RowLayout HEAD = new RowLayout(List.of(SqlType.BIGINT));

  private final boolean retractable;
  private final int headerLength;
  private final GroupTable keys;
  private final int headOffset = HEAD.offset(0);
  private final Pages nodes;
  // finds the node of a row, if rows can be retracted
  private final @Nullable AddressTable table;

  private long rows;

  /**
   * An empty index.
   *
   * @param key layout of keys
   * @param retractable whether rows can come with negative weights
   */
  public JoinIndex(RowLayout key, boolean retractable, MemoryBudget budget) {
    this.retractable = retractable;
    this.headerLength = retractable ? KEY_OFFSET + 8 : PREVIOUS_OFFSET;
    this.keys = new GroupTable(HEAD, key, budget, List.of());
    this.nodes = new Pages(budget);
    this.table = retractable ? new AddressTable(budget) : null;
  }

  /** Removes all rows and keeps some memory for the next ones. */
  public void clear() {
    keys.clear();
    nodes.clear();
    if (table != null) {
      table.clear();
    }
    rows = 0;
  }

  /** Number of nodes. */
  public long rows() {
    return rows;
  }

  /** Bytes held. */
  public long bytes() {
    return keys.bytes() + nodes.bytes() + (table == null ? 0 : table.bytes());
  }

  /** The first node of a key's chain, or 0. */
  public long first(long hash, byte[] keySlab, int keyRow) {
    long record = keys.find(hash, keySlab, keyRow);
    return record == 0 ? 0 : Rows.getLong(keys.page(), GroupTable.offset(record) + headOffset);
  }

  /** The node after a node, or 0. */
  public long next(long node) {
    return Rows.getLong(nodes.page(node), Pages.offset(node) + NEXT_OFFSET);
  }

  /** The slab with a node's row. */
  public byte[] page(long node) {
    return nodes.page(node);
  }

  /** Where a node's row starts in its slab. */
  public int row(long node) {
    return Pages.offset(node) + headerLength;
  }

  public long matches(long node) {
    return Rows.getLong(nodes.page(node), Pages.offset(node) + MATCHES_OFFSET);
  }

  /** Adds to a node's matches and returns what they were. */
  public long addMatches(long node, long weight) {
    byte[] page = nodes.page(node);
    int at = Pages.offset(node) + MATCHES_OFFSET;
    long before = Rows.getLong(page, at);
    Rows.putLong(page, at, before + weight);
    return before;
  }

  /**
   * Adds a row under a key, or adds to the weight of the equal row that is there.
   *
   * @param hash of the key
   * @param weight of the row; the one in its header does not count
   * @param matches of a row that is not there yet
   */
  public void add(
      long hash, byte[] keySlab, int keyRow, byte[] slab, int row, int weight, long matches) {
    long key = keys.locateRecord(hash, keySlab, keyRow);
    if (table == null) {
      append(key, slab, row, weight, matches);
      return;
    }
    long rowHash = rowHash(key, slab, row);
    for (int slot = table.first(rowHash); slot >= 0; slot = table.next(rowHash, slot)) {
      long node = table.address(slot);
      byte[] page = nodes.page(node);
      int offset = Pages.offset(node);
      if (Rows.getLong(page, offset + KEY_OFFSET) == key
          && Rows.sameColumns(page, offset + headerLength, slab, row)) {
        addWeight(table, rowHash, node, hash, weight);
        return;
      }
    }
    table.reserve();
    table.add(rowHash, append(key, slab, row, weight, matches));
  }

  private long append(long key, byte[] slab, int row, int weight, long matches) {
    int length = Rows.length(slab, row);
    long node = nodes.allocate(headerLength + length);
    byte[] page = nodes.page(node);
    int offset = Pages.offset(node);
    byte[] keyPage = keys.page(key);
    int head = GroupTable.offset(key) + headOffset;
    long first = Rows.getLong(keyPage, head);
    Rows.putLong(page, offset + NEXT_OFFSET, first);
    Rows.putLong(page, offset + MATCHES_OFFSET, matches);
    if (retractable) {
      Rows.putLong(page, offset + PREVIOUS_OFFSET, 0);
      Rows.putLong(page, offset + KEY_OFFSET, key);
      if (first != 0) {
        Rows.putLong(nodes.page(first), Pages.offset(first) + PREVIOUS_OFFSET, node);
      }
    }
    System.arraycopy(slab, row, page, offset + headerLength, length);
    Rows.setWeight(page, offset + headerLength, weight);
    Rows.putLong(keyPage, head, node);
    rows++;
    return node;
  }

  private void addWeight(AddressTable by, long rowHash, long node, long keyHash, int weight) {
    byte[] page = nodes.page(node);
    int row = Pages.offset(node) + headerLength;
    int sum = Math.addExact(Rows.weight(page, row), weight);
    if (sum != 0) {
      Rows.setWeight(page, row, sum);
      return;
    }
    by.remove(rowHash, node);
    unlink(node, keyHash);
    nodes.release(node, headerLength + Rows.length(page, row));
    rows--;
  }

  private void unlink(long node, long keyHash) {
    byte[] page = nodes.page(node);
    int offset = Pages.offset(node);
    long next = Rows.getLong(page, offset + NEXT_OFFSET);
    long previous = Rows.getLong(page, offset + PREVIOUS_OFFSET);
    if (next != 0) {
      Rows.putLong(nodes.page(next), Pages.offset(next) + PREVIOUS_OFFSET, previous);
    }
    if (previous != 0) {
      Rows.putLong(nodes.page(previous), Pages.offset(previous) + NEXT_OFFSET, next);
      return;
    }
    long key = Rows.getLong(page, offset + KEY_OFFSET);
    if (next == 0) {
      keys.remove(keyHash, key);
    } else {
      Rows.putLong(keys.page(key), GroupTable.offset(key) + headOffset, next);
    }
  }

  private static long rowHash(long key, byte[] slab, int row) {
    return Hashing.mix(Rows.hashColumns(slab, row), key);
  }
}
