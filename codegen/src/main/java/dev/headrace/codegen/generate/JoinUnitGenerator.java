package dev.headrace.codegen.generate;

import dev.headrace.codegen.spec.JoinSpec;
import dev.headrace.codegen.spec.UnitSpec;
import dev.headrace.codegen.support.JoinAlgorithm;
import dev.headrace.ir.Expr;
import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.model.SqlType;
import dev.headrace.runtime.state.JoinIndex;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes join units: subclasses of {@link JoinAlgorithm} with the pipeline that feeds a side, the
 * residual, and what is done with results.
 */
final class JoinUnitGenerator {
  private static final int OWN = 4;
  private static final int OTHER = 5;
  private static final int OUTPUT = 6;
  private static final int REMEMBER = 7;

  private static final MethodTypeDesc PAIR_CONDITION =
      Types.method(boolean.class, byte[].class, int.class, byte[].class, int.class);
  private static final MethodTypeDesc EMIT_PAIR =
      Types.method(
          void.class, byte[].class, int.class, byte[].class, int.class, int.class, Batch.class);
  private static final MethodTypeDesc EMIT_ROW =
      Types.method(void.class, byte[].class, int.class, int.class, Batch.class);

  private final UnitSpec spec;
  private final JoinSpec join;
  private final Lowering.Result lowered;
  private final UnitClass unit;

  JoinUnitGenerator(UnitSpec spec, JoinSpec join) {
    this.spec = spec;
    this.join = join;
    List<Integer> uses = new ArrayList<>(join.keys());
    uses.addAll(join.rowColumns());
    this.lowered =
        Pipeline.lower(Pipeline.inputColumns(spec.input(), spec.nullable()), spec.steps(), uses);
    this.unit = new UnitClass(JoinAlgorithm.class, spec.parameters());
  }

  UnitClass generate() {
    unit.override(
        "run",
        Types.method(
            void.class,
            byte[].class,
            int.class,
            int.class,
            JoinIndex.class,
            JoinIndex.class,
            Batch.class,
            boolean.class),
        code -> {
          Frame frame = new Frame(unit, code);
          RecordLoop.write(frame, spec.input(), (segments, skip) -> record(frame, segments, skip));
        });
    constant("emitsPairs", boolean.class, join.emitsPairs() ? 1 : 0);
    constant("emitsOwnUnmatched", boolean.class, join.emitsOwnUnmatched() ? 1 : 0);
    constant("emitsOwnMatched", boolean.class, join.emitsOwnMatched() ? 1 : 0);
    constant("otherSignOnFirstMatch", int.class, join.otherSignOnFirstMatch());
    constant("hasResidual", boolean.class, join.residual() == null ? 0 : 1);
    unit.override("matches", PAIR_CONDITION, this::matches);
    unit.override(
        "emitPair",
        EMIT_PAIR,
        code -> {
          if (join.emitsPairs()) {
            emit(new Frame(unit, code), true, true, 5, 6);
          }
          code.return_();
        });
    unit.override("emitOwn", EMIT_ROW, code -> emitAlone(code, true));
    unit.override("emitOther", EMIT_ROW, code -> emitAlone(code, false));
    return unit;
  }

  private void constant(String name, Class<?> type, int value) {
    unit.override(name, Types.method(type), code -> code.loadConstant(value).ireturn());
  }

  private void record(Frame frame, List<Segment> segments, Target skip) {
    Pipeline pipeline = new Pipeline(frame, segments, lowered, List.of(), skip);
    pipeline.run();
    CodeBuilder code = frame.code();
    RowEmitter rows = new RowEmitter(pipeline.expressions());
    int weight = frame.newLocal(Types.INT);
    EmitUnitGenerator.pushWeight(code);
    code.istore(weight);
    RowPlace row = ownRow(frame, pipeline, rows, weight);
    List<Expr> keys = pipeline.columns(join.keys());
    Target nullKey = frame.newTarget();
    for (int i = 0; i < keys.size(); i++) {
      if (!join.nullsMatch().get(i)) {
        frame.jumpIfNull(pipeline.expressions().operand(keys.get(i)).nullness(), nullKey);
      }
    }
    KeyEmitter.Key key = new KeyEmitter(pipeline.expressions(), rows).keyRow(keys);
    code.aload(0).aload(key.bytes()).lload(key.hash());
    code.aload(row.slab).iload(row.row).iload(weight);
    code.aload(OWN).aload(OTHER).aload(OUTPUT).iload(REMEMBER);
    callSelf(code, Calls.JOIN);
    if (nullKey.isUsed()) {
      frame.jump(skip);
      frame.bind(nullKey);
      code.aload(0).aload(row.slab).iload(row.row).iload(weight).aload(OUTPUT);
      callSelf(code, Calls.JOIN_NOTHING);
    }
  }

  private static void callSelf(CodeBuilder code, JavaMethod method) {
    code.invokevirtual(UnitClass.SELF, method.name(), method.type());
  }

  /** Locals with a row's slab and start. */
  private record RowPlace(int slab, int row) {}

  private RowPlace ownRow(Frame frame, Pipeline pipeline, RowEmitter rows, int weight) {
    List<Expr> columns = pipeline.columns(join.rowColumns());
    if (EmitUnitGenerator.isWholeRow(spec.input().getFirst(), columns, join.ownRow().types())) {
      return new RowPlace(RecordLoop.SLAB, RecordLoop.RECORD);
    }
    RowEmitter.Prepared prepared = rows.prepare(columns, join.ownRow(), false);
    CodeBuilder code = frame.code();
    int batch = frame.newLocal(Types.OBJECT);
    String field = unit.newObjectField(Batch.class);
    code.aload(0).getfield(UnitClass.SELF, field, Types.of(Batch.class)).astore(batch);
    code.aload(batch);
    Calls.BATCH_CLEAR.call(code);
    RowEmitter.Written row = rows.append(prepared, batch, () -> code.iload(weight), false);
    return new RowPlace(row.bytes(), row.row());
  }

  // Parameters of the methods for pairs: own slab and row, other slab and row
  private List<Segment> pairSegments() {
    int left = join.left() ? 1 : 3;
    int right = join.left() ? 3 : 1;
    return List.of(
        new Segment(join.leftRow(), 0, left, left + 1),
        new Segment(join.rightRow(), join.leftRow().columns(), right, right + 1));
  }

  private void matches(CodeBuilder code) {
    Frame frame = new Frame(unit, code);
    Expr residual = join.residual();
    if (residual == null) {
      code.iconst_1().ireturn();
      return;
    }
    List<Expr> columns = new ArrayList<>(columns(join.leftRow(), 0));
    columns.addAll(columns(join.rightRow(), columns.size()));
    Lowering.Result result =
        Pipeline.lower(
            columns, List.of(new dev.headrace.codegen.spec.Step.Filter(residual)), List.of());
    Target isFalse = frame.newTarget();
    new Pipeline(frame, pairSegments(), result, List.of(), isFalse).run();
    code.iconst_1().ireturn();
    if (isFalse.isUsed()) {
      frame.bind(isFalse);
      code.iconst_0().ireturn();
    }
  }

  private void emitAlone(CodeBuilder code, boolean own) {
    boolean needed =
        own
            ? join.emitsOwnUnmatched() || join.emitsOwnMatched()
            : join.otherSignOnFirstMatch() != 0;
    if (needed) {
      boolean left = own == join.left();
      emit(new Frame(unit, code), left, !left, 3, 4);
    }
    code.return_();
  }

  /** Writes the result of a pair, or of a row of one side with the other one's columns NULL. */
  private void emit(Frame frame, boolean hasLeft, boolean hasRight, int weight, int output) {
    RowLayout left = join.leftRow();
    RowLayout right = join.rightRow();
    List<Segment> segments =
        hasLeft && hasRight
            ? pairSegments()
            : List.of(new Segment(hasLeft ? left : right, hasLeft ? 0 : left.columns(), 1, 2));
    List<Expr> columns = new ArrayList<>(hasLeft ? columns(left, 0) : nulls(left));
    if (!join.kind().leftOnly()) {
      columns.addAll(hasRight ? columns(right, left.columns()) : nulls(right));
    }
    List<Integer> uses = new ArrayList<>();
    for (int i = 0; i < join.outputTypes().size(); i++) {
      uses.add(i);
    }
    Lowering.Result result =
        Lowering.lower(columns, left.columns() + right.columns(), join.after(), uses);
    Target drop = frame.newTarget();
    Pipeline pipeline = new Pipeline(frame, segments, result, List.of(), drop);
    pipeline.run();
    RowEmitter rows = new RowEmitter(pipeline.expressions());
    RowEmitter.Prepared row =
        rows.prepare(pipeline.columns(), new RowLayout(join.outputTypes()), false);
    rows.append(row, output, () -> frame.code().iload(weight), false);
    frame.bind(drop);
  }

  private static List<Expr> columns(RowLayout layout, int first) {
    List<Expr> columns = new ArrayList<>();
    for (SqlType type : layout.types()) {
      columns.add(new Expr.Column(first + columns.size(), type, true));
    }
    return columns;
  }

  private static List<Expr> nulls(RowLayout layout) {
    return layout.types().stream().<Expr>map(type -> new Expr.Literal(null, type)).toList();
  }
}
