package dev.headrace.runtime.state;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link KeyTree} that may be larger than memory: a B+ tree whose leaves, {@link KeyBlock}s of up
 * to 4 KiB, are kept in memory or in a file by a {@link PageCache}, together with the pages of
 * rows. Only what leads to the leaves is always in memory, about a byte a key.
 *
 * <p>What a snapshot has is copied before its first change, a leaf and the branches above it, as in
 * {@link AdaptiveRadixTree}; so a leaf that may leave memory never changes and is written at most
 * once. Who takes the place of whom is noted by commit, and a leaf is given back when no reader is
 * left between the commit it came with and the one it went with.
 *
 * <p>Leaves fill to the last byte when keys come in order. One that has become small is joined with
 * its neighbour if that is in memory.
 */
public final class BlockTree implements KeyTree {
  /** A block is joined with its neighbour if it is shorter than that. */
  private static final int SPARSE = KeyBlock.LARGEST / 4;

  /** About what a block takes when its bytes are not in memory: objects here and in the cache. */
  private static final int BLOCK_OBJECTS = 192;

  /** After how many keys they may leave memory while a tree is made of another one. */
  private static final int SETTLED_KEYS = 1 << 14;

  /** How many blocks that are still read are looked at in one go. */
  private static final int PATIENCE = 64;

  private final PageCache cache;
  private @Nullable Object root;
  private long size;
  private long bytes;
  private long epoch;
  // a block of a later epoch is in no snapshot
  private long sharedEpoch;
  // whether blocks may be in another tree as well
  private volatile boolean forked;

  // where keys are appended that come in order
  private @Nullable KeyBlock last;

  // the way to the block found last
  private BlockBranch[] path = new BlockBranch[4];
  private int[] places = new int[4];
  private int depth;

  // since the last commit
  private List<KeyBlock> made = new ArrayList<>();
  private final List<KeyBlock> replaced = new ArrayList<>();
  // ones that older snapshots have
  private final Deque<KeyBlock> retired = new ArrayDeque<>();

  /** An empty tree. */
  public BlockTree(PageCache cache) {
    this.cache = cache;
    this.epoch = 1;
  }

  /** A tree that starts as a snapshot of another one. */
  BlockTree(BlockSnapshot start) {
    cache = start.tree.cache;
    root = start.root;
    size = start.size;
    bytes = start.bytes;
    sharedEpoch = start.epoch;
    epoch = start.epoch + 1;
    forked = true;
    start.tree.forked = true;
  }

  /**
   * A tree with all that is in a snapshot of another one.
   *
   * @throws dev.headrace.model.SqlException if that cannot be written
   */
  static BlockTree of(PageCache cache, KeySnapshot entries) {
    BlockTree tree = new BlockTree(cache);
    boolean done = false;
    try {
      TreeCursor cursor = entries.cursor();
      while (cursor.next()) {
        tree.append(cursor.keyBytes(), cursor.keyOffset(), cursor.keyLength(), cursor.value());
        if (tree.size % SETTLED_KEYS == 0) {
          tree.settle();
        }
      }
      done = true;
      return tree;
    } finally {
      if (!done) {
        tree.discard();
      }
    }
  }

  /** Adds a key that is greater than all others. */
  private void append(byte[] key, int offset, int length, long value) {
    KeyBlock block = last;
    if (block == null || block.epoch != epoch || block.isFullFor(length)) {
      put(key, offset, length, value);
      last = descend(key, offset, length);
    } else {
      block.append(key, offset, length, value);
      size++;
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  // ---- looking

  @Override
  public long get(byte[] key, int offset, int length) {
    return get(root, key, offset, length);
  }

  static long get(@Nullable Object start, byte[] key, int offset, int length) {
    Object current = start;
    while (current instanceof BlockBranch branch) {
      current = branch.child(branch.find(key, offset, length, false));
    }
    if (!(current instanceof KeyBlock block)) {
      return ABSENT;
    }
    byte[] found = block.bytes();
    int entry = KeyBlock.seek(found, key, offset, length, false);
    return KeyBlock.hasKey(found, entry, key, offset, length)
        ? KeyBlock.value(found, entry)
        : ABSENT;
  }

  /** Goes down to the block that a key belongs to; null if there is none. */
  private @Nullable KeyBlock descend(byte[] key, int offset, int length) {
    depth = 0;
    Object current = root;
    while (current instanceof BlockBranch branch) {
      int place = branch.find(key, offset, length, false);
      push(branch, place);
      current = branch.child(place);
    }
    return (KeyBlock) current;
  }

  private void push(BlockBranch branch, int place) {
    if (depth == path.length) {
      path = Arrays.copyOf(path, depth * 2);
      places = Arrays.copyOf(places, depth * 2);
    }
    path[depth] = branch;
    places[depth++] = place;
  }

  // ---- changing

  @Override
  public long put(byte[] key, int offset, int length, long value) {
    if (value < 0 || value >>> Pages.ADDRESS_BITS != 0) {
      throw new IllegalArgumentException("not an address: " + value);
    }
    KeyBlock found = descend(key, offset, length);
    if (found == null) {
      root = add(KeyBlock.of(cache, epoch, key, offset, length, value));
      size++;
      return ABSENT;
    }
    byte[] there = found.bytes();
    int entry = KeyBlock.seek(there, key, offset, length, false);
    if (KeyBlock.hasKey(there, entry, key, offset, length)) {
      long before = KeyBlock.value(there, entry);
      own(found).set(entry, value);
      return before;
    }
    KeyBlock block = own(found);
    if (block.isFullFor(length)) {
      insertBesides(block, entry, key, offset, length, value);
    } else {
      block.insert(entry, key, offset, length, value);
    }
    size++;
    return ABSENT;
  }

  /** Inserts a key that does not go into a block with all that is in it. */
  private void insertBesides(
      KeyBlock block, int entry, byte[] key, int offset, int length, long value) {
    int count = KeyBlock.count(block.bytes());
    if (entry == count) {
      // keys that come in order leave full blocks behind
      link(block, add(KeyBlock.of(cache, epoch, key, offset, length, value)));
      return;
    }
    if (entry == 0) {
      KeyBlock first = add(KeyBlock.of(cache, epoch, key, offset, length, value));
      replaceLeaf(first);
      link(first, block);
      return;
    }
    int middle = count == 1 ? 1 : block.middle();
    KeyBlock right = add(block.split(cache, middle));
    if (entry <= middle) {
      block.insert(entry, key, offset, length, value);
    } else {
      right.insert(entry - middle, key, offset, length, value);
    }
    // the new key is on one side of the bound between them
    link(block, right);
  }

  private void replaceLeaf(Object leaf) {
    if (depth == 0) {
      root = leaf;
    } else {
      path[depth - 1].replace(places[depth - 1], leaf);
    }
  }

  /** Puts a block behind another one, which the path leads to and owns all of. */
  private void link(KeyBlock left, KeyBlock right) {
    byte[] bound = bound(left.bytes(), right.bytes());
    Object child = right;
    for (int level = depth - 1; level >= 0; level--) {
      BlockBranch branch = path[level];
      int place = places[level] + 1;
      if (!branch.isFull()) {
        branch.insert(place, bound, child);
        bytes += BlockBranch.bytes(bound);
        return;
      }
      // in order, too, the left one stays full
      int middle = place == branch.count ? branch.count - 1 : branch.count / 2;
      byte[] up = branch.bound(middle);
      BlockBranch behind = branch.split(middle);
      bytes += BlockBranch.bytes() + BlockBranch.bytes(bound) - BlockBranch.bytes(up);
      if (place <= middle) {
        branch.insert(place, bound, child);
      } else {
        behind.insert(place - middle, bound, child);
      }
      bound = up;
      child = behind;
    }
    BlockBranch above = BlockBranch.of(epoch, root == null ? left : root);
    above.insert(1, bound, child);
    bytes += BlockBranch.bytes() + BlockBranch.bytes(bound);
    root = above;
  }

  /** The shortest bytes that are greater than a block's last key, and not than another's first. */
  private static byte[] bound(byte[] left, byte[] right) {
    int last = KeyBlock.count(left) - 1;
    int from = KeyBlock.keyStart(right, 0);
    int to = KeyBlock.keyEnd(right, 0);
    int shared =
        Arrays.mismatch(
            left, KeyBlock.keyStart(left, last), KeyBlock.keyEnd(left, last), right, from, to);
    return Arrays.copyOfRange(right, from, Math.min(to, from + shared + 1));
  }

  private KeyBlock add(KeyBlock block) {
    made.add(block);
    bytes += BLOCK_OBJECTS;
    return block;
  }

  /** Makes all on the path, and the block it leads to, what this epoch may change. */
  private KeyBlock own(KeyBlock block) {
    for (int level = 0; level < depth; level++) {
      BlockBranch branch = path[level];
      if (branch.epoch != epoch) {
        BlockBranch own = branch.copy(epoch);
        if (level == 0) {
          root = own;
        } else {
          path[level - 1].replace(places[level - 1], own);
        }
        path[level] = own;
      }
    }
    if (block.epoch == epoch) {
      return block;
    }
    KeyBlock own = add(block.copy(cache, epoch));
    replaceLeaf(own);
    retire(block);
    return own;
  }

  /** A block is not in the tree any more. */
  private void retire(KeyBlock block) {
    bytes -= BLOCK_OBJECTS;
    if (block.epoch > sharedEpoch) {
      block.release();
    } else {
      replaced.add(block);
    }
  }

  @Override
  public long remove(byte[] key, int offset, int length) {
    KeyBlock found = descend(key, offset, length);
    if (found == null) {
      return ABSENT;
    }
    byte[] there = found.bytes();
    int entry = KeyBlock.seek(there, key, offset, length, false);
    if (!KeyBlock.hasKey(there, entry, key, offset, length)) {
      return ABSENT;
    }
    long value = KeyBlock.value(there, entry);
    KeyBlock block = own(found);
    block.remove(entry);
    size--;
    if (KeyBlock.count(block.bytes()) == 0) {
      retire(block);
      unlink();
    } else if (block.end() < SPARSE && depth > 0) {
      join(block);
    }
    return value;
  }

  /** Takes the block that the path leads to out of the tree, and what has nothing left then. */
  private void unlink() {
    for (int level = depth - 1; level >= 0; level--) {
      BlockBranch branch = path[level];
      int place = places[level];
      if (branch.count > 1) {
        // that of the first child is none, that of the second goes with the first
        bytes -= BlockBranch.bytes(branch.bound(Math.max(place, 1)));
        branch.remove(place);
        lower();
        return;
      }
      bytes -= BlockBranch.bytes();
    }
    root = null;
  }

  /** Does without branches at the top that lead to one child only. */
  private void lower() {
    while (root instanceof BlockBranch top && top.count == 1) {
      root = top.child(0);
      bytes -= BlockBranch.bytes();
    }
  }

  /** Moves the entries of a small block to a neighbour of the same branch that is in memory. */
  private void join(KeyBlock block) {
    BlockBranch branch = path[depth - 1];
    int place = places[depth - 1];
    int left = place + 1 < branch.count ? place : place - 1;
    if (left < 0) {
      return;
    }
    KeyBlock right = (KeyBlock) branch.child(left + 1);
    KeyBlock neighbour = left == place ? right : (KeyBlock) branch.child(left);
    byte[] resident = neighbour.resident();
    if (resident == null || neighbour.end() + block.end() > KeyBlock.LARGEST - SPARSE) {
      return;
    }
    byte[] appended = right.bytes();
    places[depth - 1] = left;
    own((KeyBlock) branch.child(left)).append(appended);
    retire(right);
    places[depth - 1] = left + 1;
    unlink();
  }

  // ---- commits

  @Override
  public BlockSnapshot commit(long sequence) {
    for (KeyBlock block : made) {
      block.born = sequence;
    }
    complete();
    for (KeyBlock block : replaced) {
      block.died = sequence;
      retired.add(block);
    }
    replaced.clear();
    sharedEpoch = epoch;
    BlockSnapshot snapshot = new BlockSnapshot(this, root, size, bytes, epoch);
    epoch++;
    return snapshot;
  }

  // one that is no more has been released, and completing it does nothing
  private void complete() {
    made.forEach(KeyBlock::complete);
    made = new ArrayList<>();
  }

  /**
   * Lets what was changed so far leave memory before it is committed. If the commit is undone, what
   * that takes of the cache is given back by the collector only.
   */
  void settle() {
    complete();
    epoch++;
  }

  @Override
  public void restore(KeySnapshot snapshot) {
    BlockSnapshot back = (BlockSnapshot) snapshot;
    made.forEach(KeyBlock::release);
    made = new ArrayList<>();
    replaced.clear();
    root = back.root;
    size = back.size;
    bytes = back.bytes;
    epoch++;
  }

  @Override
  public void clear() {
    made.forEach(KeyBlock::release);
    made = new ArrayList<>();
    replaced.clear();
    retired.clear();
    root = null;
    size = 0;
    bytes = 0;
    epoch++;
  }

  @Override
  public void release(Readers readers) {
    int patience = PATIENCE;
    for (int i = retired.size(); i > 0 && patience > 0; i--) {
      KeyBlock block = retired.remove();
      if (readers.see(block.born, block.died)) {
        retired.add(block);
        patience--;
      } else {
        block.release();
      }
    }
  }

  @Override
  public void discard() {
    if (!forked) {
      retired.forEach(KeyBlock::release);
      replaced.forEach(KeyBlock::release);
      discard(root);
    }
    clear();
  }

  private static void discard(@Nullable Object node) {
    if (node instanceof KeyBlock block) {
      block.release();
    } else if (node instanceof BlockBranch branch) {
      for (int i = 0; i < branch.count; i++) {
        discard(branch.child(i));
      }
    }
  }
}
