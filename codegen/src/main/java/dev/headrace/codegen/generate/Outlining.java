package dev.headrace.codegen.generate;

import dev.headrace.ir.Expr;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Spreads a pipeline's code over several methods. They get the rows as parameters and share
 * computed columns through fields of the unit.
 */
final class Outlining {
  private final UnitClass unit;
  private final List<Segment> segments;
  private final CodeSize sizes = new CodeSize();
  private final Map<Integer, Operand> computed = new HashMap<>();

  /**
   * Outlining for a pipeline.
   *
   * @param segments in the calling method
   */
  Outlining(UnitClass unit, List<Segment> segments) {
    this.unit = unit;
    this.segments = segments;
  }

  /** Reserves fields for a computed column. */
  void declare(Action.Compute compute) {
    computed.put(compute.column(), newOperand(compute.expr()));
  }

  private Operand newOperand(Expr expr) {
    String value = unit.field(Types.of(expr.type().kind()));
    String isNull = unit.field(Types.INT);
    return new Operand(new Value.Field(expr.type().kind(), value), new Nullness.Field(isNull));
  }

  Map<Integer, Operand> computed() {
    return computed;
  }

  boolean isLarge(Expr expr) {
    return sizes.of(expr) > CodeSize.OUTLINE;
  }

  /** Sets the fields of a computed column. */
  void store(Action.Compute compute, Expressions expressions) {
    Operand target = java.util.Objects.requireNonNull(computed.get(compute.column()));
    store(expressions.operand(compute.expr()), target, expressions.frame());
  }

  private static void store(Operand source, Operand target, Frame frame) {
    CodeBuilder code = frame.code();
    Value.Field value = (Value.Field) target.value();
    code.aload(0);
    frame.push(source.value());
    code.putfield(UnitClass.SELF, value.name(), Types.of(value.kind()));
    code.aload(0);
    frame.pushNullFlag(source.nullness());
    code.putfield(UnitClass.SELF, ((Nullness.Field) target.nullness()).name(), Types.INT);
  }

  /** Evaluates an expression in a method of its own. */
  Operand evaluate(Expr expr, Expressions caller) {
    Operand result = newOperand(expr);
    call(
        caller.frame(),
        caller.columns().segments(),
        Types.VOID,
        List.of(),
        () -> {},
        (inner, _) -> {
          store(inner.root(expr), result, inner.frame());
          inner.frame().code().return_();
        });
    return result;
  }

  /** A call from the pipeline's method. */
  void call(
      Frame frame,
      ClassDesc result,
      List<ClassDesc> extra,
      Runnable pushExtra,
      BiConsumer<Expressions, Integer> body) {
    call(frame, segments, result, extra, pushExtra, body);
  }

  /**
   * Calls a new method with the rows and further arguments.
   *
   * @param body writes it; gets the local of the first further argument
   */
  private void call(
      Frame frame,
      List<Segment> rows,
      ClassDesc result,
      List<ClassDesc> extra,
      Runnable pushExtra,
      BiConsumer<Expressions, Integer> body) {
    CodeBuilder code = frame.code();
    List<ClassDesc> parameters = new ArrayList<>();
    List<Segment> inner = new ArrayList<>();
    code.aload(0);
    for (Segment segment : rows) {
      code.aload(segment.slab()).iload(segment.row());
      int slot = 1 + parameters.size();
      inner.add(new Segment(segment.layout(), segment.firstColumn(), slot, slot + 1));
      parameters.add(Types.BYTES);
      parameters.add(Types.INT);
    }
    int firstExtra = 1 + parameters.size();
    pushExtra.run();
    parameters.addAll(extra);
    String name = unit.methodName("part");
    MethodTypeDesc type = MethodTypeDesc.of(result, parameters);
    code.invokevirtual(UnitClass.SELF, name, type);
    unit.method(name, type, writer(inner, firstExtra, body));
  }

  private Consumer<CodeBuilder> writer(
      List<Segment> inner, int firstExtra, BiConsumer<Expressions, Integer> body) {
    return code -> {
      Frame frame = new Frame(unit, code);
      Expressions expressions =
          new Expressions(frame, new Columns(frame, inner), Sharing.of(List.of()), this);
      computed.forEach(expressions::define);
      body.accept(expressions, firstExtra);
    };
  }
}
