package dev.headrace.engine.access;

import dev.headrace.engine.database.KeyColumn;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.RowWalk;
import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprTransformer;
import dev.headrace.ir.Interpreter;
import dev.headrace.ir.RowReaderSource;
import dev.headrace.model.RowLayout;
import dev.headrace.model.Rows;
import dev.headrace.model.text.ByteOutput;
import dev.headrace.model.text.KeyCodec;
import dev.headrace.runtime.circuit.Segments;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Collects the first rows of walks that a filter accepts, and those that tie with the last. */
final class FirstRowsWalk {
  private final AccessPath.First path;
  private final long wanted;
  private final long patience;
  private final boolean copies;
  private final Function<Expr, @Nullable Object> values;
  private final RowReaderSource source;
  private final Interpreter interpreter = new Interpreter();
  private final @Nullable Expr predicate;
  private final Segments rows = new Segments();
  private long count;
  private long walked;

  /**
   * Collects rows.
   *
   * @param wanted how many of each walk, if it has as many
   * @param patience how many rows to look at
   * @param copies whether rows are copied to be kept
   */
  FirstRowsWalk(
      Relation relation,
      AccessPath.First path,
      long wanted,
      long patience,
      boolean copies,
      Function<Expr, @Nullable Object> values) {
    this.path = path;
    this.wanted = wanted;
    this.patience = patience;
    this.copies = copies;
    this.values = values;
    this.source = new RowReaderSource(RowLayout.of(relation.fields()));
    Expr filter = path.predicate();
    this.predicate = filter == null ? null : ExprTransformer.transform(filter, this::withValue);
  }

  private Expr withValue(Expr expr) {
    return expr instanceof Expr.Parameter parameter
        ? new Expr.Literal(values.apply(parameter), parameter.type())
        : expr;
  }

  Segments rows() {
    return rows;
  }

  long count() {
    return count;
  }

  /** Takes rows of a walk; false if that takes too long. */
  boolean collect(RowWalk walk) {
    long found = 0;
    byte[] last = null;
    while (walk.next()) {
      if (last != null && !walk.hasPrefix(last)) {
        return true;
      }
      if (++walked > patience) {
        return false;
      }
      byte[] slab = walk.slab();
      int row = walk.row();
      if (predicate == null
          || Boolean.TRUE.equals(interpreter.evaluate(predicate, source.at(slab, row)))) {
        if (copies) {
          rows.addCopy(slab, row);
        } else {
          rows.add(slab, row, row + Rows.length(slab, row));
        }
        count++;
        found += Rows.weight(slab, row);
        if (found >= wanted && last == null) {
          if (wanted == 0) {
            return true;
          }
          last = comparedKey(slab, row);
        }
      }
    }
    return true;
  }

  /** The columns of a row's key that decide which rows come first. */
  private byte[] comparedKey(byte[] slab, int row) {
    ByteOutput out = new ByteOutput();
    List<KeyColumn> columns = path.order().columns();
    source.at(slab, row);
    for (KeyColumn column : columns.subList(0, path.compared())) {
      Object value = interpreter.evaluate(column.expression(), source);
      KeyCodec.encode(column.type(), value, column.order(), out);
    }
    return out.toBytes();
  }
}
