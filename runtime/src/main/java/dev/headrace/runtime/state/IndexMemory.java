package dev.headrace.runtime.state;

/**
 * What a tree takes from a budget. It takes ahead in steps, because the budget is shared by
 * threads, and gives back only when told to, so that undoing changes never needs memory.
 */
final class IndexMemory {
  private static final long STEP = 16 << 10;

  private final KeyTree tree;
  private final MemoryBudget budget;
  private long taken;

  IndexMemory(KeyTree tree, MemoryBudget budget) {
    this.tree = tree;
    this.budget = budget;
  }

  /** To be called after every change. */
  void grow() {
    if (tree.bytes() > taken) {
      take(tree.bytes() + STEP);
    }
  }

  /** Gives back what the tree does not need. */
  void settle() {
    take(tree.bytes());
  }

  private void take(long bytes) {
    budget.take(bytes - taken);
    taken = bytes;
  }

  /** Gives everything back: the tree is of no use any more. */
  void drop() {
    take(0);
  }

  /** Bytes taken. */
  long bytes() {
    return taken;
  }
}
