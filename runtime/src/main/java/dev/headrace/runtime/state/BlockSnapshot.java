package dev.headrace.runtime.state;

import org.jspecify.annotations.Nullable;

/** The state of a {@link BlockTree} at one moment. Immutable. */
public final class BlockSnapshot implements KeySnapshot {
  final BlockTree tree;
  final @Nullable Object root;
  final long size;
  final long bytes;
  final long epoch;

  BlockSnapshot(BlockTree tree, @Nullable Object root, long size, long bytes, long epoch) {
    this.tree = tree;
    this.root = root;
    this.size = size;
    this.bytes = bytes;
    this.epoch = epoch;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public long get(byte[] key, int offset, int length) {
    return BlockTree.get(root, key, offset, length);
  }

  @Override
  public TreeCursor cursor() {
    return new BlockCursor(root);
  }

  @Override
  public double partBefore(KeyPosition position) {
    byte[] key = position.bytes();
    double before = 0;
    double part = 1;
    Object current = root;
    while (current instanceof BlockBranch branch) {
      int place = branch.find(key, 0, key.length, position.behind());
      part /= branch.count;
      before += part * place;
      current = branch.child(place);
    }
    if (!(current instanceof KeyBlock block)) {
      return 0;
    }
    byte[] found = block.bytes();
    int entry = KeyBlock.seek(found, key, 0, key.length, position.behind());
    return before + part * entry / KeyBlock.count(found);
  }

  @Override
  public KeyTree fork() {
    return new BlockTree(this);
  }
}
