package dev.headrace.codegen.circuit;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Interpreter;
import dev.headrace.ir.Rel;
import dev.headrace.ir.RowSource;
import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import java.util.List;

/** Makes the rows of VALUES, over and over with other parameters. Not thread-safe. */
public final class ConstantRows {
  private final List<List<Expr>> rows;
  private final Interpreter interpreter = new Interpreter();
  private final RowWriter writer;

  public ConstantRows(Rel.Values values) {
    this.rows = values.rows();
    this.writer = new RowWriter(RowLayout.of(values.fields()));
  }

  /**
   * Appends the rows to a batch.
   *
   * @param parameters of the statement
   */
  public void appendTo(Batch batch, RowSource parameters) {
    for (List<Expr> row : rows) {
      writer.begin(batch);
      for (int column = 0; column < row.size(); column++) {
        writer.set(column, interpreter.evaluateInPlace(row.get(column), parameters));
      }
      writer.end(1);
    }
  }
}
