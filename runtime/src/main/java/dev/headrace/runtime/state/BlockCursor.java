package dev.headrace.runtime.state;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Walks the keys of a {@link BlockTree}'s snapshot. */
public final class BlockCursor implements TreeCursor {
  private static final byte[] NO_BLOCK = new byte[Integer.BYTES];

  private final @Nullable Object root;
  private BlockBranch[] branches = new BlockBranch[4];
  private int[] places = new int[4];
  private int depth;
  private byte[] block = NO_BLOCK;
  // -1 before the first, the count behind the last
  private int entry = -1;

  BlockCursor(@Nullable Object root) {
    this.root = root;
  }

  @Override
  public byte[] keyBytes() {
    return block;
  }

  @Override
  public int keyOffset() {
    return KeyBlock.keyStart(block, entry);
  }

  @Override
  public int keyLength() {
    return KeyBlock.keyEnd(block, entry) - keyOffset();
  }

  @Override
  public long value() {
    return KeyBlock.value(block, entry);
  }

  @Override
  public int compareKey(byte[] key, int offset, int length) {
    int from = keyOffset();
    return Arrays.compareUnsigned(
        block, from, KeyBlock.keyEnd(block, entry), key, offset, offset + length);
  }

  @Override
  public boolean hasPrefix(byte[] prefix, int offset, int length) {
    int from = keyOffset();
    return keyLength() >= length
        && Arrays.equals(block, from, from + length, prefix, offset, offset + length);
  }

  @Override
  public boolean first() {
    depth = 0;
    return down(root, false);
  }

  @Override
  public boolean last() {
    depth = 0;
    return down(root, true);
  }

  @Override
  public boolean seek(byte[] key, int offset, int length, boolean pastPrefix) {
    depth = 0;
    Object current = root;
    while (current instanceof BlockBranch branch) {
      int place = branch.find(key, offset, length, pastPrefix);
      push(branch, place);
      current = branch.child(place);
    }
    if (!(current instanceof KeyBlock leaf)) {
      return false;
    }
    block = leaf.bytes();
    entry = KeyBlock.seek(block, key, offset, length, pastPrefix);
    return entry < KeyBlock.count(block) || nextBlock();
  }

  @Override
  public boolean next() {
    if (entry < 0) {
      return first();
    }
    int count = KeyBlock.count(block);
    if (entry < count) {
      entry++;
    }
    return entry < count || nextBlock();
  }

  @Override
  public boolean previous() {
    if (entry > 0) {
      entry--;
      return true;
    }
    return entry == 0 && previousBlock();
  }

  /** Moves to the first key of the next block; stays behind the last if there is none. */
  private boolean nextBlock() {
    for (int level = depth - 1; level >= 0; level--) {
      if (places[level] + 1 < branches[level].count) {
        depth = level + 1;
        return down(branches[level].child(++places[level]), false);
      }
    }
    return false;
  }

  /** Moves to the last key of the block before; to before the first if there is none. */
  private boolean previousBlock() {
    for (int level = depth - 1; level >= 0; level--) {
      if (places[level] > 0) {
        depth = level + 1;
        return down(branches[level].child(--places[level]), true);
      }
    }
    block = NO_BLOCK;
    entry = -1;
    return false;
  }

  private boolean down(@Nullable Object start, boolean toLast) {
    Object current = start;
    while (current instanceof BlockBranch branch) {
      int place = toLast ? branch.count - 1 : 0;
      push(branch, place);
      current = branch.child(place);
    }
    if (!(current instanceof KeyBlock leaf)) {
      return false;
    }
    block = leaf.bytes();
    entry = toLast ? KeyBlock.count(block) - 1 : 0;
    return true;
  }

  private void push(BlockBranch branch, int place) {
    if (depth == branches.length) {
      branches = Arrays.copyOf(branches, depth * 2);
      places = Arrays.copyOf(places, depth * 2);
    }
    branches[depth] = branch;
    places[depth++] = place;
  }
}
