package dev.headrace.codegen.interpret;

import dev.headrace.codegen.spec.JoinSpec;
import dev.headrace.codegen.spec.Step;
import dev.headrace.codegen.spec.UnitSpec;
import dev.headrace.codegen.support.JoinAlgorithm;
import dev.headrace.ir.RowReaderSource;
import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.SqlType;
import dev.headrace.runtime.state.JoinIndex;
import dev.headrace.runtime.unit.UnitContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Feeds one side of a join. */
final class InterpretedJoinUnit extends JoinAlgorithm {
  private final JoinSpec join;
  private final Records records;
  private final InterpretedPipeline pipeline;
  private final KeyRows keys;
  private final RowWriter rowWriter;
  private final Batch row = new Batch();
  private final RowReaderSource pair;
  private final InterpretedPipeline residual;
  private final InterpretedPipeline after;
  private final RowWriter resultWriter;

  InterpretedJoinUnit(UnitSpec spec, JoinSpec join, UnitContext context) {
    this.join = join;
    this.records = new Records(spec, context);
    this.pipeline = new InterpretedPipeline(records.source(), spec.nullable().size(), spec.steps());
    List<SqlType> types = spec.endTypes();
    this.keys = new KeyRows(join.keys().stream().map(types::get).toList());
    this.rowWriter = new RowWriter(join.ownRow());
    this.pair =
        new RowReaderSource(
            List.of(join.leftRow(), join.rightRow()), Records.parameters(spec, context));
    this.residual =
        new InterpretedPipeline(
            pair,
            0,
            join.residual() == null ? List.of() : List.of(new Step.Filter(join.residual())));
    int columns =
        join.leftRow().columns() + (join.kind().leftOnly() ? 0 : join.rightRow().columns());
    this.after = new InterpretedPipeline(pair, columns, new ArrayList<>(join.after()));
    this.resultWriter = new RowWriter(new RowLayout(join.outputTypes()));
  }

  @Override
  public void run(
      byte[] slab,
      int from,
      int to,
      JoinIndex own,
      JoinIndex other,
      Batch output,
      boolean remember) {
    records.forEach(
        slab,
        from,
        to,
        (bytes, record, weight) -> {
          @Nullable Object[] columns = pipeline.run();
          if (columns != null) {
            join(columns, weight, own, other, output, remember);
          }
        });
  }

  private void join(
      @Nullable Object[] columns,
      int weight,
      JoinIndex own,
      JoinIndex other,
      Batch output,
      boolean remember) {
    row.clear();
    rowWriter.append(row, weight, InterpretedEmitUnit.pick(columns, join.rowColumns()));
    @Nullable Object[] key = InterpretedEmitUnit.pick(columns, join.keys());
    for (int i = 0; i < key.length; i++) {
      if (key[i] == null && !join.nullsMatch().get(i)) {
        joinNothing(row.bytes(), 0, weight, output);
        return;
      }
    }
    keys.set(key);
    join(keys.bytes(), keys.hash(), row.bytes(), 0, weight, own, other, output, remember);
  }

  @Override
  protected boolean emitsPairs() {
    return join.emitsPairs();
  }

  @Override
  protected boolean emitsOwnUnmatched() {
    return join.emitsOwnUnmatched();
  }

  @Override
  protected boolean emitsOwnMatched() {
    return join.emitsOwnMatched();
  }

  @Override
  protected int otherSignOnFirstMatch() {
    return join.otherSignOnFirstMatch();
  }

  @Override
  protected boolean hasResidual() {
    return join.residual() != null;
  }

  private int side(boolean own) {
    return own == join.left() ? 0 : 1;
  }

  private void point(byte[] own, int ownRow, byte[] other, int otherRow) {
    pair.at(side(true), own, ownRow).at(side(false), other, otherRow);
  }

  @Override
  protected boolean matches(byte[] own, int ownRow, byte[] other, int otherRow) {
    point(own, ownRow, other, otherRow);
    return residual.run() != null;
  }

  @Override
  protected void emitPair(
      byte[] own, int ownRow, byte[] other, int otherRow, int weight, Batch output) {
    point(own, ownRow, other, otherRow);
    emit(weight, output);
  }

  @Override
  protected void emitOwn(byte[] own, int ownRow, int weight, Batch output) {
    pair.at(side(true), own, ownRow).absent(side(false));
    emit(weight, output);
  }

  @Override
  protected void emitOther(byte[] other, int otherRow, int weight, Batch output) {
    pair.at(side(false), other, otherRow).absent(side(true));
    emit(weight, output);
  }

  private void emit(int weight, Batch output) {
    @Nullable Object[] values = after.run();
    if (values != null) {
      resultWriter.append(output, weight, values);
    }
  }
}
