package dev.headrace.codegen.generate;

import dev.headrace.ir.Expr;
import dev.headrace.ir.ScalarFunction;
import dev.headrace.model.SqlType.Kind;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodType;
import java.util.List;

/** Writes calls of scalar functions. */
final class FunctionCalls {
  private final Frame frame;
  private final CodeBuilder code;
  private final Expressions expressions;

  FunctionCalls(Frame frame, Expressions expressions) {
    this.frame = frame;
    this.code = frame.code();
    this.expressions = expressions;
  }

  Value call(Expr.Call call, Target ifNull) {
    ScalarFunction function = call.function();
    List<Value> arguments = expressions.strict(call.arguments(), ifNull);
    int single = function.variadic() ? function.parameters().size() - 1 : arguments.size();
    arguments.subList(0, single).forEach(frame::push);
    if (function.variadic()) {
      pushArray(function.parameters().get(single), arguments.subList(single, arguments.size()));
    }
    if (Types.isSlice(function.result())) {
      expressions.pushOwnSlice();
    }
    MethodType type = function.methodType();
    code.invokestatic(
        Types.of(function.owner()),
        function.method(),
        MethodTypeDesc.ofDescriptor(type.descriptorString()));
    return function.nullableResult()
        ? unboxed(call.type().kind(), ifNull)
        : frame.store(call.type().kind());
  }

  // the array is the call's own and used for every record: functions do not keep it
  private void pushArray(Kind kind, List<Value> elements) {
    Class<?> component = ScalarFunction.unboxed(kind);
    String field = frame.unit().newArrayField(component, elements.size());
    ClassDesc arrayType = Types.of(component.arrayType());
    for (int i = 0; i < elements.size(); i++) {
      code.aload(0).getfield(UnitClass.SELF, field, arrayType).loadConstant(i);
      frame.push(elements.get(i));
      code.arrayStore(TypeKind.from(component));
    }
    code.aload(0).getfield(UnitClass.SELF, field, arrayType);
  }

  private Value unboxed(Kind kind, Target ifNull) {
    int boxed = frame.newLocal(Types.OBJECT);
    code.astore(boxed).aload(boxed);
    frame.jump(Opcode.IFNULL, ifNull);
    code.aload(boxed);
    Class<?> primitive = ScalarFunction.unboxed(kind);
    if (primitive.isPrimitive()) {
      code.invokevirtual(
          Types.of(kind.carrier()),
          primitive.getName() + "Value",
          MethodTypeDesc.of(Types.of(primitive)));
    }
    return frame.store(kind);
  }
}
