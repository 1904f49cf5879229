package dev.headrace.codegen.generate;

import dev.headrace.codegen.spec.Accumulator;
import dev.headrace.codegen.spec.End;
import dev.headrace.codegen.spec.UnitSpec;
import dev.headrace.codegen.spec.ValueSet;
import dev.headrace.ir.Expr;
import dev.headrace.model.RowLayout;
import dev.headrace.model.SqlType;
import dev.headrace.runtime.state.GroupTable;
import dev.headrace.runtime.unit.AggregateUnit;
import java.lang.classfile.CodeBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes subclasses of {@link AggregateUnit}. A record's key and contributions are computed first;
 * then its group is located, which cannot leave a trace if a sum overflows: a new group's sum is
 * the contribution itself. All sums are checked before the first one is stored.
 */
final class AggregateUnitGenerator {
  private static final int GROUPS = 4;
  private static final int VALUES = 5;
  private static final int WEIGHT_OFFSET = new RowLayout(List.of(SqlType.BIGINT)).offset(0);

  private final UnitSpec spec;
  private final End.Aggregate end;
  private final Lowering.Result lowered;
  private final RowLayout accumulators;

  AggregateUnitGenerator(UnitSpec spec, End.Aggregate end) {
    this.spec = spec;
    this.end = end;
    this.accumulators = new RowLayout(end.accumulatorTypes());
    this.lowered =
        Pipeline.lower(
            Pipeline.inputColumns(spec.input(), spec.nullable()), spec.steps(), uses(end));
  }

  private static List<Integer> uses(End.Aggregate end) {
    List<Integer> uses = new ArrayList<>(end.keys());
    for (Accumulator accumulator : end.accumulators()) {
      uses.add(accumulator.argument());
      uses.add(accumulator.filter());
    }
    for (ValueSet values : end.values()) {
      uses.addAll(end.keys());
      uses.add(values.argument());
      uses.add(values.filter());
    }
    uses.removeIf(column -> column < 0);
    return uses;
  }

  UnitClass generate() {
    UnitClass unit = new UnitClass(AggregateUnit.class, spec.parameters());
    unit.override(
        "run",
        Types.method(
            void.class, byte[].class, int.class, int.class, GroupTable.class, GroupTable[].class),
        code -> {
          Frame frame = new Frame(unit, code);
          RecordLoop.write(frame, spec.input(), (segments, skip) -> record(frame, segments, skip));
        });
    return unit;
  }

  /** The key of a single value, if the record has one. */
  private record ValueKey(int absent, int hash, int bytes) {}

  private void record(Frame frame, List<Segment> segments, Target skip) {
    Pipeline pipeline = new Pipeline(frame, segments, lowered, List.of(), skip);
    pipeline.run();
    Expressions expressions = pipeline.expressions();
    CodeBuilder code = frame.code();
    int weight = frame.newLocal(Types.INT);
    EmitUnitGenerator.pushWeight(code);
    code.istore(weight);
    Contributions contributions = new Contributions(expressions, pipeline.columns(), weight);
    contributions.evaluate(end.accumulators());
    KeyEmitter keys = new KeyEmitter(expressions, new RowEmitter(expressions));
    List<ValueKey> valueKeys = new ArrayList<>();
    for (ValueSet set : end.values()) {
      valueKeys.add(valueKey(frame, pipeline, keys, contributions, set));
    }
    KeyEmitter.Key key = keys.keyRow(pipeline.columns(end.keys()));
    code.aload(GROUPS).lload(key.hash()).aload(key.bytes()).iconst_0();
    Calls.LOCATE.call(code);
    int at = frame.storeInt();
    code.aload(GROUPS);
    Calls.PAGE.call(code);
    int page = frame.newLocal(Types.BYTES);
    code.astore(page);
    contributions.add(accumulators, GROUPS, page, at);
    for (int i = 0; i < valueKeys.size(); i++) {
      addValue(frame, valueKeys.get(i), i, weight);
    }
  }

  private ValueKey valueKey(
      Frame frame, Pipeline pipeline, KeyEmitter keys, Contributions contributions, ValueSet set) {
    CodeBuilder code = frame.code();
    int absent = frame.newLocal(Types.INT);
    int hash = frame.newLocal(Types.LONG);
    int bytes = frame.newLocal(Types.BYTES);
    code.iconst_1().istore(absent).lconst_0().lstore(hash).aconst_null().astore(bytes);
    Target skip = frame.newTarget();
    contributions.skipUnlessTrue(set.filter(), skip);
    List<Expr> columns = new ArrayList<>(pipeline.columns(end.keys()));
    Expr argument = pipeline.columns().get(set.argument());
    frame.jumpIfNull(pipeline.expressions().operand(argument).nullness(), skip);
    columns.add(argument);
    KeyEmitter.Key key = keys.keyRow(columns);
    code.lload(key.hash()).lstore(hash).aload(key.bytes()).astore(bytes);
    code.iconst_0().istore(absent);
    frame.bind(skip);
    return new ValueKey(absent, hash, bytes);
  }

  private static void addValue(Frame frame, ValueKey key, int index, int weight) {
    CodeBuilder code = frame.code();
    Target skip = frame.newTarget();
    frame.jumpIfNull(new Nullness.Flag(key.absent), skip);
    int table = frame.newLocal(Types.OBJECT);
    code.aload(VALUES).loadConstant(index).aaload().astore(table);
    code.aload(table).lload(key.hash).aload(key.bytes).iconst_0();
    Calls.LOCATE.call(code);
    code.loadConstant(WEIGHT_OFFSET).iadd();
    int at = frame.storeInt();
    int page = frame.newLocal(Types.BYTES);
    code.aload(table);
    Calls.PAGE.call(code);
    code.astore(page).aload(page).iload(at).aload(page).iload(at);
    Calls.GET_LONG.call(code);
    code.iload(weight).i2l().ladd();
    Calls.PUT_LONG.call(code);
    frame.bind(skip);
  }
}
