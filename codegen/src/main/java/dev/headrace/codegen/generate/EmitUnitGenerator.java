package dev.headrace.codegen.generate;

import dev.headrace.codegen.spec.End;
import dev.headrace.codegen.spec.UnitSpec;
import dev.headrace.ir.Expr;
import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlType;
import dev.headrace.runtime.unit.EmitUnit;
import java.lang.classfile.CodeBuilder;
import java.util.ArrayList;
import java.util.List;

/** Writes subclasses of {@link EmitUnit}. */
final class EmitUnitGenerator {
  private static final int OUTPUTS = 4;

  private final UnitSpec spec;
  private final End.Emit end;
  private final Lowering.Result lowered;

  EmitUnitGenerator(UnitSpec spec, End.Emit end) {
    this.spec = spec;
    this.end = end;
    List<Integer> uses = new ArrayList<>(end.partitionKeys());
    for (int i = 0; i < end.outputTypes().size(); i++) {
      uses.add(i);
    }
    this.lowered =
        Pipeline.lower(Pipeline.inputColumns(spec.input(), spec.nullable()), spec.steps(), uses);
    if (lowered.columns().size() != end.outputTypes().size()) {
      throw new IllegalArgumentException(
          lowered.columns().size() + " columns for " + end.outputTypes().size());
    }
  }

  UnitClass generate() {
    UnitClass unit = new UnitClass(EmitUnit.class, spec.parameters());
    unit.override(
        "run",
        Types.method(void.class, byte[].class, int.class, int.class, Batch[].class),
        code -> run(new Frame(unit, code)));
    return unit;
  }

  private void run(Frame frame) {
    CodeBuilder code = frame.code();
    int output = frame.newLocal(Types.OBJECT);
    if (end.partitionKeys().isEmpty()) {
      code.aload(OUTPUTS).iconst_0().aaload().astore(output);
    }
    RecordLoop.write(
        frame, spec.input(), (segments, skip) -> record(frame, segments, skip, output));
  }

  private void record(Frame frame, List<Segment> segments, Target skip, int output) {
    CodeBuilder code = frame.code();
    Pipeline pipeline = new Pipeline(frame, segments, lowered, List.of(), skip);
    pipeline.run();
    RowEmitter rows = new RowEmitter(pipeline.expressions());
    if (isWholeRow(spec.input().getFirst(), pipeline.columns(), end.outputTypes())) {
      pickOutput(frame, pipeline, rows, output);
      code.aload(output).aload(RecordLoop.SLAB).iload(RecordLoop.RECORD);
      Calls.BATCH_APPEND.call(code);
      return;
    }
    RowEmitter.Prepared row =
        rows.prepare(pipeline.columns(), new RowLayout(end.outputTypes()), false);
    pickOutput(frame, pipeline, rows, output);
    rows.append(row, output, () -> pushWeight(code), false);
  }

  /** Pushes the weight of the record. */
  static void pushWeight(CodeBuilder code) {
    code.aload(RecordLoop.SLAB).iload(RecordLoop.RECORD).loadConstant(Rows.WEIGHT_OFFSET).iadd();
    Calls.GET_INT.call(code);
  }

  private void pickOutput(Frame frame, Pipeline pipeline, RowEmitter rows, int output) {
    if (end.partitionKeys().isEmpty()) {
      return;
    }
    KeyEmitter keys = new KeyEmitter(pipeline.expressions(), rows);
    int hash = keys.hash(pipeline.columns(end.partitionKeys()));
    CodeBuilder code = frame.code();
    code.aload(OUTPUTS).lload(hash).aload(OUTPUTS).arraylength();
    Calls.SHARD.call(code);
    code.aaload().astore(output);
  }

  /** Whether columns are the first row of a record as it stands. */
  static boolean isWholeRow(RowLayout first, List<Expr> columns, List<SqlType> types) {
    if (first.columns() != types.size()) {
      return false;
    }
    for (int i = 0; i < types.size(); i++) {
      if (!(columns.get(i) instanceof Expr.Column column)
          || column.index() != i
          || first.type(i).storage() != types.get(i).storage()) {
        return false;
      }
    }
    return true;
  }
}
