package dev.headrace.codegen.generate;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/** A method that generated code calls. */
record JavaMethod(
    ClassDesc owner, String name, MethodTypeDesc type, boolean isStatic, boolean isInterface) {

  static JavaMethod ofStatic(Class<?> owner, String name, Class<?> result, Class<?>... parameters) {
    return new JavaMethod(
        Types.of(owner), name, Types.method(result, parameters), true, owner.isInterface());
  }

  static JavaMethod ofVirtual(
      Class<?> owner, String name, Class<?> result, Class<?>... parameters) {
    return new JavaMethod(
        Types.of(owner), name, Types.method(result, parameters), false, owner.isInterface());
  }

  /** Calls it with what is on the stack. */
  void call(CodeBuilder code) {
    if (isStatic) {
      code.invokestatic(owner, name, type, isInterface);
    } else if (isInterface) {
      code.invokeinterface(owner, name, type);
    } else {
      code.invokevirtual(owner, name, type);
    }
  }
}
