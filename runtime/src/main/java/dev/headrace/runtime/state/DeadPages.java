package dev.headrace.runtime.state;

import java.util.ArrayDeque;
import java.util.Deque;

/** Pages without a live row, which wait until no reader needs them. */
final class DeadPages {
  /** How many pages that are still read are looked at in one go. */
  private static final int PATIENCE = 64;

  private final RowPages pages;
  private final Deque<RowPage> queue = new ArrayDeque<>();

  DeadPages(RowPages pages) {
    this.pages = pages;
  }

  void add(RowPage page) {
    if (!page.dead) {
      page.dead = true;
      queue.add(page);
    }
  }

  /** Frees those that nobody reads. */
  void free(Readers readers) {
    int patience = PATIENCE;
    for (int i = queue.size(); i > 0 && patience > 0; i--) {
      RowPage page = queue.remove();
      page.dead = false;
      // an undone commit may have brought it back or done away with it
      if (page.liveBytes() == 0 && pages.contains(page)) {
        if (readers.see(page.begun, page.lastDeletion)) {
          add(page);
          patience--;
        } else {
          pages.free(page);
        }
      }
    }
  }
}
