package dev.headrace.runtime.state;

import java.util.Arrays;

/** The keys of an index between two positions; none if they are the wrong way round. */
public record KeyRange(KeyPosition from, KeyPosition to) {
  /** All keys. */
  public static final KeyRange ALL = new KeyRange(KeyPosition.START, KeyPosition.END);

  /** The keys that start with some bytes, which may be all of a key. */
  public static KeyRange prefix(byte[] bytes) {
    return new KeyRange(new KeyPosition(bytes, false), new KeyPosition(bytes, true));
  }

  /** Whether it is all keys that start with some bytes, those of either end. */
  public boolean isPrefix() {
    return !from.behind() && to.behind() && Arrays.equals(from.bytes(), to.bytes());
  }
}
