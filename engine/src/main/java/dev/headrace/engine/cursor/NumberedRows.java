package dev.headrace.engine.cursor;

import dev.headrace.model.Batch;
import dev.headrace.model.Rows;
import dev.headrace.runtime.circuit.Segments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The rows of a result by their numbers, from 1. A record of weight three is three rows. Every 64th
 * record is kept in an index, and the others are found from there.
 */
final class NumberedRows {
  private static final int STRIDE = 64;

  private final Segments rows;
  private long[] numbers = new long[16]; // of the first row of each indexed record
  private long[] places = new long[16]; // segment and offset of each indexed record
  private int indexed;
  private final long count;

  /** Rows that lie within one slab back to back. */
  private static final class Piece {
    private final byte[] slab;
    private final int from;
    private final int to;

    Piece(byte[] slab, int from, int to) {
      this.slab = slab;
      this.from = from;
      this.to = to;
    }
  }

  NumberedRows(Segments rows) {
    this.rows = rows;
    long record = 0;
    long number = 1;
    for (int i = 0; i < rows.size(); i++) {
      byte[] slab = rows.slab(i);
      for (int row = rows.from(i); row < rows.to(i); row += Rows.length(slab, row)) {
        if (record++ % STRIDE == 0) {
          index(number, (long) i << 32 | row);
        }
        number += Rows.weight(slab, row);
      }
    }
    this.count = number - 1;
  }

  private void index(long number, long place) {
    if (indexed == numbers.length) {
      numbers = Arrays.copyOf(numbers, indexed * 2);
      places = Arrays.copyOf(places, indexed * 2);
    }
    numbers[indexed] = number;
    places[indexed++] = place;
  }

  long count() {
    return count;
  }

  /**
   * The rows from one number to another, both included, as records that may be shared with the
   * result.
   *
   * @param backward whether the last of them comes first
   */
  Segments between(long first, long last, boolean backward) {
    Segments result = new Segments();
    if (first <= last) {
      List<Piece> pieces = pieces(first, last, !backward);
      for (Piece piece : backward ? pieces.reversed() : pieces) {
        result.add(piece.slab, piece.from, piece.to);
      }
    }
    return result;
  }

  /**
   * Cuts rows out of the result.
   *
   * @param joining whether records that lie back to back make one piece
   */
  private List<Piece> pieces(long first, long last, boolean joining) {
    List<Piece> pieces = new ArrayList<>();
    int at = Arrays.binarySearch(numbers, 0, indexed, first);
    int start = at >= 0 ? at : -at - 2;
    long number = numbers[start];
    int segment = (int) (places[start] >>> 32);
    int row = (int) places[start];
    int joined = -1; // where the piece begins that is being joined
    while (true) {
      byte[] slab = rows.slab(segment);
      int end = row + Rows.length(slab, row);
      int weight = Rows.weight(slab, row);
      long after = number + weight;
      boolean whole = number >= first && after <= last + 1;
      if (whole && joined < 0) {
        joined = row;
      } else if (!whole && after > first) {
        pieces.add(part(slab, row, Math.min(after, last + 1) - Math.max(number, first)));
      }
      boolean lastOne = after > last;
      if (joined >= 0
          && (!joining || lastOne || end == rows.to(segment) || isPart(after, slab, end, last))) {
        pieces.add(new Piece(slab, joined, end));
        joined = -1;
      }
      if (lastOne) {
        return pieces;
      }
      number = after;
      row = end;
      if (row == rows.to(segment)) {
        segment++;
        row = rows.from(segment);
      }
    }
  }

  /** Whether of a record that begins with a number not all rows are wanted. */
  private static boolean isPart(long number, byte[] slab, int row, long last) {
    return number + Rows.weight(slab, row) > last + 1;
  }

  /** Some of the equal rows of a record. */
  private static Piece part(byte[] slab, int row, long copies) {
    Batch part = new Batch(Rows.length(slab, row));
    part.append(slab, row, Math.toIntExact(copies));
    return new Piece(part.bytes(), 0, part.end());
  }
}
