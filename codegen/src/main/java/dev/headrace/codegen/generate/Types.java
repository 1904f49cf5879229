package dev.headrace.codegen.generate;

import dev.headrace.ir.ScalarFunction;
import dev.headrace.model.SqlType.Kind;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;

/** Java types as class files name them. */
final class Types {
  static final ClassDesc INT = ConstantDescs.CD_int;
  static final ClassDesc LONG = ConstantDescs.CD_long;
  static final ClassDesc BOOLEAN = ConstantDescs.CD_boolean;
  static final ClassDesc VOID = ConstantDescs.CD_void;
  static final ClassDesc OBJECT = ConstantDescs.CD_Object;
  static final ClassDesc BYTES = of(byte[].class);

  private Types() {}

  static ClassDesc of(Class<?> type) {
    return ClassDesc.ofDescriptor(type.descriptorString());
  }

  static MethodTypeDesc method(Class<?> result, Class<?>... parameters) {
    return MethodTypeDesc.of(of(result), Arrays.stream(parameters).map(Types::of).toList());
  }

  /** The type of a value of a kind on the operand stack and in locals. */
  static ClassDesc of(Kind kind) {
    return of(ScalarFunction.unboxed(kind));
  }

  /** How a value of a kind is loaded and stored. */
  static TypeKind typeKind(Kind kind) {
    return TypeKind.from(ScalarFunction.unboxed(kind)).asLoadable();
  }

  /** Whether values of a kind are {@link dev.headrace.model.Slice}s. */
  static boolean isSlice(Kind kind) {
    return kind.carrier() == dev.headrace.model.Slice.class;
  }
}
