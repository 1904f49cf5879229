package dev.headrace.model.function;

import dev.headrace.model.Slice;
import dev.headrace.model.text.JsonText;

/**
 * PostgreSQL's order of jsonb values ({@code compareJsonbContainers}): by type (object, array,
 * boolean, number, string, null, falling), containers by size and then member by member with names
 * as strings; an empty array that is the whole value comes before every scalar that is.
 */
final class JsonOrder {
  private JsonOrder() {}

  static int compare(Slice left, Slice right) {
    if (isEmptyArray(left) && isScalar(right)) {
      return -1;
    }
    if (isScalar(left) && isEmptyArray(right)) {
      return 1;
    }
    return new Cursors(left, right).compare();
  }

  private static boolean isEmptyArray(Slice json) {
    return json.length() == 2 && json.at(0) == '[';
  }

  private static boolean isScalar(Slice json) {
    return json.at(0) != '[' && json.at(0) != '{';
  }

  /** A value's rank by its first byte. */
  static int rank(int first) {
    return switch (first) {
      case 'n' -> 0;
      case '"' -> 1;
      case 'f', 't' -> 3;
      case '[' -> 4;
      case '{' -> 5;
      default -> 2;
    };
  }

  /** Two texts walked in step. */
  private static final class Cursors {
    private final byte[] left;
    private final byte[] right;
    private final int leftEnd;
    private final int rightEnd;
    private int l;
    private int r;

    Cursors(Slice left, Slice right) {
      this.left = left.base();
      this.right = right.base();
      this.l = left.offset();
      this.r = right.offset();
      this.leftEnd = l + left.length();
      this.rightEnd = r + right.length();
    }

    /** Compares the values at both cursors and, if equal, steps over them. */
    int compare() {
      int rank = rank(left[l]);
      int byRank = Integer.compare(rank, rank(right[r]));
      if (byRank != 0) {
        return byRank;
      }
      return rank < 4 ? compareScalars(rank) : compareContainers(rank == 5);
    }

    private int compareScalars(int rank) {
      int leftNext = JsonText.skipValue(left, l, leftEnd);
      int rightNext = JsonText.skipValue(right, r, rightEnd);
      int comparison =
          switch (rank) {
            case 0 -> 0;
            case 1 ->
                JsonText.unquote(left, l, leftNext - l, new Slice())
                    .compareTo(JsonText.unquote(right, r, rightNext - r, new Slice()));
            case 2 ->
                JsonText.number(left, l, leftNext - l)
                    .compareTo(JsonText.number(right, r, rightNext - r));
            default -> Integer.compare(left[l], right[r]);
          };
      l = leftNext;
      r = rightNext;
      return comparison;
    }

    private int compareContainers(boolean objects) {
      int size = JsonText.count(left, l, leftEnd);
      int bySize = Integer.compare(size, JsonText.count(right, r, rightEnd));
      if (bySize != 0) {
        return bySize;
      }
      l++;
      r++;
      for (int i = 0; i < size; i++) {
        int comparison = compare();
        if (comparison == 0 && objects) {
          l += 2;
          r += 2;
          comparison = compare();
        }
        if (comparison != 0) {
          return comparison;
        }
        if (i < size - 1) {
          l += 2;
          r += 2;
        }
      }
      l++;
      r++;
      return 0;
    }
  }
}
