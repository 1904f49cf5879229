package dev.headrace.codegen.spec;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.model.RowLayout;
import dev.headrace.model.SqlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One side of a join.
 *
 * @param kind of join
 * @param left whether the pipeline feeds the left side
 * @param keys columns of the key row
 * @param nullsMatch for each key whether NULL equals NULL; otherwise a NULL matches nothing
 * @param rowColumns columns kept as this side's row
 * @param ownRow layout of this side's rows
 * @param otherRow layout of the other side's rows
 * @param residual further condition over the left row's columns, then the right one's; or null
 * @param after steps for every result, over the left and right columns, for SEMI and ANTI over the
 *     left ones
 * @param outputTypes types of the rows behind {@code after}
 */
public record JoinSpec(
    Rel.Join.Kind kind,
    boolean left,
    List<Integer> keys,
    List<Boolean> nullsMatch,
    List<Integer> rowColumns,
    RowLayout ownRow,
    RowLayout otherRow,
    @Nullable Expr residual,
    List<Step> after,
    List<SqlType> outputTypes) {
  public JoinSpec {
    keys = List.copyOf(keys);
    nullsMatch = List.copyOf(nullsMatch);
    rowColumns = List.copyOf(rowColumns);
    after = List.copyOf(after);
    outputTypes = List.copyOf(outputTypes);
    if (keys.size() != nullsMatch.size() || rowColumns.size() != ownRow.columns()) {
      throw new IllegalArgumentException("keys or columns do not fit the row");
    }
  }

  public RowLayout leftRow() {
    return left ? ownRow : otherRow;
  }

  public RowLayout rightRow() {
    return left ? otherRow : ownRow;
  }

  /** Whether rows of this side without a match have a result of their own. */
  public boolean emitsOwnUnmatched() {
    return left
        ? kind.keepsUnmatchedLeft() || kind == Rel.Join.Kind.ANTI
        : kind.keepsUnmatchedRight();
  }

  /** Whether rows of this side with a match have a result of their own. */
  public boolean emitsOwnMatched() {
    return left && kind == Rel.Join.Kind.SEMI;
  }

  /**
   * What the other side's row's own result is multiplied with when it gets its first match: -1 if
   * it is a result without matches, 1 if it is one with, 0 if it has none.
   */
  public int otherSignOnFirstMatch() {
    if (!left && kind == Rel.Join.Kind.SEMI) {
      return 1;
    }
    boolean keepsOther =
        left ? kind.keepsUnmatchedRight() : kind.keepsUnmatchedLeft() || kind == Rel.Join.Kind.ANTI;
    return keepsOther ? -1 : 0;
  }

  /** Whether pairs of rows are results. */
  public boolean emitsPairs() {
    return !kind.leftOnly();
  }
}
