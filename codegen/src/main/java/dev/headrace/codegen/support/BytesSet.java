package dev.headrace.codegen.support;

import dev.headrace.model.Hashing;
import dev.headrace.model.Slice;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A constant set of byte strings: open addressing, at most half full. */
public final class BytesSet {
  private final @Nullable Slice[] slots;
  private final int mask;
  private final boolean blankPadded;

  /**
   * A set of these values.
   *
   * @param blankPadded whether trailing blanks do not count, as in CHAR
   */
  public BytesSet(List<Slice> values, boolean blankPadded) {
    this.slots = new Slice[Integer.highestOneBit(Math.max(2, values.size() * 4 - 1))];
    this.mask = slots.length - 1;
    this.blankPadded = blankPadded;
    for (Slice value : values) {
      byte[] bytes = value.toBytes();
      int length = significantLength(bytes, 0, bytes.length);
      slots[slot(bytes, 0, length)] = Slice.of(bytes, 0, length);
    }
  }

  /** The members in the order of their bytes, without the blanks that do not count. */
  public List<Slice> members() {
    return Arrays.stream(slots)
        .flatMap(Stream::ofNullable)
        .sorted(Comparator.comparing(Slice::toBytes, Arrays::compareUnsigned))
        .toList();
  }

  /** Whether trailing blanks do not count. */
  public boolean isBlankPadded() {
    return blankPadded;
  }

  private int significantLength(byte[] bytes, int start, int length) {
    return blankPadded ? RowBytes.trimmedLength(bytes, start, length) : length;
  }

  private int slot(byte[] bytes, int start, int length) {
    int slot = (int) Hashing.hash(bytes, start, length, Hashing.SEED) & mask;
    for (Slice entry = slots[slot]; entry != null; entry = slots[slot]) {
      if (RowBytes.equal(entry.base(), entry.offset(), entry.length(), bytes, start, length)) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  public boolean contains(byte[] bytes, int start, int length) {
    return slots[slot(bytes, start, significantLength(bytes, start, length))] != null;
  }
}
