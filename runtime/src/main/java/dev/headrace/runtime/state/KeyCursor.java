package dev.headrace.runtime.state;

/**
 * Walks the keys of a range, once, in ascending or descending order. It starts before the first key
 * of that order. Each thread needs its own.
 */
public final class KeyCursor {
  private final TreeCursor keys;
  private final KeyRange range;
  private final boolean descending;
  private boolean started;
  private boolean ended;

  KeyCursor(TreeCursor keys, KeyRange range, boolean descending) {
    this.keys = keys;
    this.range = range;
    this.descending = descending;
  }

  /** Moves to the next key; returns whether there is one. */
  public boolean next() {
    if (ended) {
      return false;
    }
    boolean found;
    if (!started) {
      started = true;
      found = descending ? range.to().moveBefore(keys) : range.from().moveBehind(keys);
    } else {
      found = descending ? keys.previous() : keys.next();
    }
    ended = !found || (descending ? !range.from().isBefore(keys) : range.to().isBefore(keys));
    return !ended;
  }

  /** The current key's value. */
  public long value() {
    return keys.value();
  }

  /** Whether the current key starts with these bytes. */
  public boolean hasPrefix(byte[] prefix, int offset, int length) {
    return keys.hasPrefix(prefix, offset, length);
  }
}
