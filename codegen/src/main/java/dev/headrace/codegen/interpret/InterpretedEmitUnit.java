package dev.headrace.codegen.interpret;

import dev.headrace.codegen.spec.End;
import dev.headrace.codegen.spec.UnitSpec;
import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.SqlType;
import dev.headrace.runtime.state.Shards;
import dev.headrace.runtime.unit.EmitUnit;
import dev.headrace.runtime.unit.UnitContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Appends the results of a pipeline. */
final class InterpretedEmitUnit extends EmitUnit {
  private final Records records;
  private final InterpretedPipeline pipeline;
  private final RowWriter writer;
  private final List<Integer> partitionKeys;
  private final KeyRows keys;

  InterpretedEmitUnit(UnitSpec spec, End.Emit end, UnitContext context) {
    this.records = new Records(spec, context);
    this.pipeline = new InterpretedPipeline(records.source(), spec.nullable().size(), spec.steps());
    this.writer = new RowWriter(new RowLayout(end.outputTypes()));
    this.partitionKeys = end.partitionKeys();
    List<SqlType> types = spec.endTypes();
    this.keys = new KeyRows(partitionKeys.stream().map(types::get).toList());
  }

  @Override
  public void run(byte[] slab, int from, int to, Batch[] outputs) {
    records.forEach(
        slab,
        from,
        to,
        (bytes, record, weight) -> {
          @Nullable Object[] values = pipeline.run();
          if (values != null) {
            writer.append(outputs[output(values, outputs.length)], weight, values);
          }
        });
  }

  private int output(@Nullable Object[] values, int outputs) {
    return partitionKeys.isEmpty()
        ? 0
        : Shards.of(keys.set(pick(values, partitionKeys)).hash(), outputs);
  }

  /** Some of the values. */
  static @Nullable Object[] pick(@Nullable Object[] values, List<Integer> columns) {
    @Nullable Object[] picked = new Object[columns.size()];
    for (int i = 0; i < picked.length; i++) {
      picked[i] = values[columns.get(i)];
    }
    return picked;
  }
}
