package dev.headrace.codegen.support;

import dev.headrace.model.Batch;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.state.JoinIndex;
import dev.headrace.runtime.unit.Cancellation;
import dev.headrace.runtime.unit.JoinUnit;
import dev.headrace.runtime.unit.RowErrors;
import dev.headrace.runtime.unit.UnitContext;

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
 * </ol>
 *
 * <p>A residual or result that fails concerns its pair or row only: it is reported with the weight
 * it would have had and counts as no match, or no result. So it is taken back when either row goes,
 * and the join of what remains is right. A record that was dropped as a whole would be missed
 * later.
 */
public abstract class JoinAlgorithm extends JoinUnit {
  private static final int CHECK_MASK = (1 << 16) - 1;

  private RowErrors errors = RowErrors.FAIL;
  private Cancellation cancellation = Cancellation.NEVER;
  private int visited;

  /** Says who is told of failures and who may cancel; to be called before the first record. */
  public final void useContext(UnitContext context) {
    errors = context.errors();
    cancellation = context.cancellation();
  }

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
      putOutOwn(slab, row, weight, output);
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
    int sign = otherSignOnFirstMatch();
    long matches = 0;
    int nodes = visited;
    for (long node = other.first(hash, keys, 0); node != 0; node = other.next(node)) {
      // a key may have millions of rows
      if ((++nodes & CHECK_MASK) == 0) {
        cancellation.check();
      }
      byte[] page = other.page(node);
      int otherRow = other.row(node);
      int otherWeight = Rows.weight(page, otherRow);
      if (hasResidual() && !satisfied(slab, row, weight, page, otherRow, otherWeight)) {
        continue;
      }
      matches += otherWeight;
      if (emitsPairs()) {
        int product = Numbers.multiplyWeights(weight, otherWeight);
        putOutPair(slab, row, page, otherRow, product, output);
      }
      if (sign != 0) {
        long before = other.addMatches(node, weight);
        long after = before + weight;
        if (before == 0 && after != 0) {
          putOutOther(page, otherRow, Numbers.multiplyWeights(otherWeight, sign), output);
        } else if (before != 0 && after == 0) {
          putOutOther(page, otherRow, Numbers.multiplyWeights(otherWeight, -sign), output);
        }
      }
    }
    visited = nodes;
    if (matches == 0 ? emitsOwnUnmatched() : emitsOwnMatched()) {
      putOutOwn(slab, row, weight, output);
    }
    if (remember) {
      own.add(hash, keys, 0, slab, row, weight, matches);
    }
  }

  private boolean satisfied(
      byte[] own, int ownRow, int weight, byte[] other, int otherRow, int otherWeight) {
    try {
      return matches(own, ownRow, other, otherRow);
    } catch (SqlException e) {
      int product = Numbers.multiplyWeights(weight, otherWeight);
      RowFailures.handle(errors, e, own, ownRow, product);
      return false;
    }
  }

  private void putOutPair(
      byte[] own, int ownRow, byte[] other, int otherRow, int weight, Batch output) {
    int end = output.end();
    int rows = output.rows();
    try {
      emitPair(own, ownRow, other, otherRow, weight, output);
    } catch (SqlException e) {
      output.truncate(end, rows);
      RowFailures.handle(errors, e, own, ownRow, weight);
    }
  }

  private void putOutOwn(byte[] own, int ownRow, int weight, Batch output) {
    int end = output.end();
    int rows = output.rows();
    try {
      emitOwn(own, ownRow, weight, output);
    } catch (SqlException e) {
      output.truncate(end, rows);
      RowFailures.handle(errors, e, own, ownRow, weight);
    }
  }

  private void putOutOther(byte[] other, int otherRow, int weight, Batch output) {
    int end = output.end();
    int rows = output.rows();
    try {
      emitOther(other, otherRow, weight, output);
    } catch (SqlException e) {
      output.truncate(end, rows);
      RowFailures.handle(errors, e, other, otherRow, weight);
    }
  }
}
