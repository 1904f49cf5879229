package dev.headrace.bench;

import dev.headrace.codegen.spec.Step;
import dev.headrace.codegen.spec.UnitSpec;
import dev.headrace.ir.Expr;
import dev.headrace.model.Batch;
import dev.headrace.model.Hashing;
import dev.headrace.model.RowLayout;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlType;
import dev.headrace.runtime.state.Shards;
import dev.headrace.runtime.unit.EmitUnit;
import java.util.List;

/** {@link Trades#pipeline} to outputs by user, walked by a tree interpreter that boxes nothing. */
final class PrimitiveTrades extends EmitUnit {
  private static final RowLayout OUT = new RowLayout(Trades.OUTPUT);
  private static final int KEY = 0;

  private final PrimitiveNode.Context context = new PrimitiveNode.Context();
  private final PrimitiveNode filter;
  private final PrimitiveNode[] columns;
  private final SqlType.Storage[] storages;
  private final int[] offsets;
  private final long[] values;

  PrimitiveTrades(UnitSpec spec) {
    RowLayout layout = spec.input().getFirst();
    this.filter = PrimitiveNode.of(((Step.Filter) spec.steps().get(0)).predicate(), layout);
    List<Expr> expressions = ((Step.Project) spec.steps().get(1)).expressions();
    this.columns =
        expressions.stream().map(e -> PrimitiveNode.of(e, layout)).toArray(PrimitiveNode[]::new);
    this.storages =
        expressions.stream().map(e -> e.type().storage()).toArray(SqlType.Storage[]::new);
    this.offsets = new int[columns.length];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = OUT.offset(i);
    }
    this.values = new long[columns.length];
  }

  @Override
  public void run(byte[] slab, int from, int to, Batch[] outputs) {
    for (int row = from; row < to; row += Rows.length(slab, row)) {
      context.at(slab, row);
      if (filter.evaluateBoolean(context) == PrimitiveNode.TRUE) {
        emit(slab, row, outputs);
      }
    }
  }

  private void emit(byte[] slab, int row, Batch[] outputs) {
    long nulls = 0;
    int length = OUT.fixedLength();
    for (int i = 0; i < columns.length; i++) {
      boolean isDouble = storages[i] == SqlType.Storage.FLOAT64;
      long value =
          isDouble
              ? Double.doubleToRawLongBits(columns[i].evaluateDouble(context))
              : columns[i].evaluateLong(context);
      if (context.isNull) {
        nulls |= 1L << i;
        value = 0;
      }
      values[i] = value;
      if (storages[i] == SqlType.Storage.BYTES) {
        length += Rows.align((int) (value >>> 32));
      }
    }
    long hash = Hashing.mix(0, nulls >>> KEY & 1);
    hash = Hashing.mix(Hashing.mix(hash, values[KEY]), 16);
    Batch output = outputs[Shards.of(hash, outputs.length)];
    byte[] out = output.reserve(length);
    int at = output.end();
    Rows.putLong(out, at, length | (long) Rows.weight(slab, row) << 32);
    Rows.putLong(out, at + Rows.NULLS_OFFSET, nulls);
    write(slab, row, nulls, out, at);
    output.commit(length);
  }

  private void write(byte[] slab, int row, long nulls, byte[] out, int at) {
    int free = OUT.fixedLength();
    for (int i = 0; i < columns.length; i++) {
      long value = values[i];
      if (storages[i] == SqlType.Storage.BYTES && (nulls & 1L << i) == 0) {
        int count = (int) (value >>> 32);
        HandWrittenTrades.copyPadded(slab, row + (int) value, out, at + free, count);
        value = free | (long) count << 32;
        free += Rows.align(count);
      }
      Rows.putLong(out, at + offsets[i], value);
    }
  }
}
