package dev.headrace.codegen.support;

import dev.headrace.model.Batch;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.state.JoinIndex;
import dev.headrace.runtime.unit.JoinUnit;
import java.util.Arrays;

/**
 * What a record does to a join, given its key and row: the part that all joins share. Rows of the
 * side that the unit feeds are called own, those of the other side other.
 *
 * <ol>
 *   <li>Every other row of the key that satisfies the residual gives a pair, whose weight is the
 *       product of both.
 *   <li>An other row that thereby gets its first match, or loses its last, loses or gets the result
 *       it has without a match. It does not count how many matches there are but their summed
 *       weight.
 *   <li>The own row may have a result of its own, depending on whether it has matches.
 *   <li>Only then state changes, so that an error takes back what was appended and is gone.
 * </ol>
 */
public abstract class JoinAlgorithm extends JoinUnit {
  private long[] matched = new long[8];

  /** Whether pairs are results. */
  protected abstract boolean emitsPairs();

  /** Whether an own row without matches is a result. */
  protected abstract boolean emitsOwnUnmatched();

  /** Whether an own row with matches is a result by itself. */
  protected abstract boolean emitsOwnMatched();

  /**
   * What an other row's result is multiplied with when it gets its first match: -1 if it is one
   * without matches, 1 if with, 0 if results do not depend on that.
   */
  protected abstract int otherSignOnFirstMatch();

  /** Whether there is a condition besides the key. */
  protected abstract boolean hasResidual();

  /** Whether two rows satisfy the residual. */
  protected abstract boolean matches(byte[] own, int ownRow, byte[] other, int otherRow);

  /** Appends the result of a pair. */
  protected abstract void emitPair(
      byte[] own, int ownRow, byte[] other, int otherRow, int weight, Batch output);

  /** Appends the result that an own row has by itself. */
  protected abstract void emitOwn(byte[] own, int ownRow, int weight, Batch output);

  /** Appends the result that an other row has by itself. */
  protected abstract void emitOther(byte[] other, int otherRow, int weight, Batch output);

  /** Joins a record whose key has a NULL that matches nothing. It is not remembered. */
  protected final void joinNothing(byte[] slab, int row, int weight, Batch output) {
    if (emitsOwnUnmatched()) {
      int end = output.end();
      int rows = output.rows();
      try {
        emitOwn(slab, row, weight, output);
      } catch (SqlException e) {
        output.truncate(end, rows);
        throw e;
      }
    }
  }

  /**
   * Joins a record.
   *
   * @param keys holds the key row at 0
   * @param hash of the key row
   * @param slab holds the record's own row
   * @param row where it starts
   */
  protected final void join(
      byte[] keys,
      long hash,
      byte[] slab,
      int row,
      int weight,
      JoinIndex own,
      JoinIndex other,
      Batch output,
      boolean remember) {
    int end = output.end();
    int rows = output.rows();
    int sign = otherSignOnFirstMatch();
    int count = 0;
    long matches = 0;
    try {
      for (long node = other.first(hash, keys, 0); node != 0; node = other.next(node)) {
        byte[] page = other.page(node);
        int otherRow = other.row(node);
        if (hasResidual() && !matches(slab, row, page, otherRow)) {
          continue;
        }
        int otherWeight = Rows.weight(page, otherRow);
        matches += otherWeight;
        if (emitsPairs()) {
          int product = Numbers.multiplyWeights(weight, otherWeight);
          emitPair(slab, row, page, otherRow, product, output);
        }
        if (sign != 0) {
          note(count++, node);
          long before = other.matches(node);
          long after = before + weight;
          if (before == 0 && after != 0) {
            int signed = Numbers.multiplyWeights(otherWeight, sign);
            emitOther(page, otherRow, signed, output);
          } else if (before != 0 && after == 0) {
            int signed = Numbers.multiplyWeights(otherWeight, -sign);
            emitOther(page, otherRow, signed, output);
          }
        }
      }
      if (matches == 0 ? emitsOwnUnmatched() : emitsOwnMatched()) {
        emitOwn(slab, row, weight, output);
      }
    } catch (SqlException e) {
      output.truncate(end, rows);
      throw e;
    }
    for (int i = 0; i < count; i++) {
      other.addMatches(matched[i], weight);
    }
    if (remember) {
      own.add(hash, keys, 0, slab, row, weight, matches);
    }
  }

  private void note(int index, long node) {
    if (index == matched.length) {
      matched = Arrays.copyOf(matched, index * 2);
    }
    matched[index] = node;
  }
}
