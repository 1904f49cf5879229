package dev.headrace.codegen.generate;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Prints a generated class for people: its methods' instructions, one per line. */
public final class Disassembly {
  private final StringBuilder text = new StringBuilder();
  private final Map<Label, String> labels = new HashMap<>();

  private Disassembly() {}

  /** The text of a class. */
  public static String of(byte[] classFile) {
    Disassembly disassembly = new Disassembly();
    ClassModel model = ClassFile.of().parse(classFile);
    model.methods().forEach(disassembly::method);
    return disassembly.text.toString();
  }

  private void method(MethodModel method) {
    text.append(method.methodName().stringValue())
        .append(signature(method.methodTypeSymbol()))
        .append('\n');
    method.code().ifPresent(this::code);
  }

  private void code(CodeModel code) {
    labels.clear();
    for (CodeElement element : code) {
      switch (element) {
        case LabelTarget target -> text.append("  ").append(name(target.label())).append(":\n");
        case ExceptionCatch handler ->
            text.append("  catch ")
                .append(name(handler.tryStart()))
                .append("..")
                .append(name(handler.tryEnd()))
                .append(" at ")
                .append(name(handler.handler()))
                .append('\n');
        case Instruction instruction ->
            text.append("    ").append(instruction(instruction)).append('\n');
        default -> {}
      }
    }
  }

  private String name(Label label) {
    return labels.computeIfAbsent(label, unused -> "L" + labels.size());
  }

  private String instruction(Instruction instruction) {
    String name = instruction.opcode().name().toLowerCase(Locale.ROOT);
    return switch (instruction) {
      case BranchInstruction branch -> name + " " + name(branch.target());
      case LoadInstruction load -> load(name, load.slot());
      case StoreInstruction store -> load(name, store.slot());
      case ConstantInstruction constant -> "push " + constant.constantValue();
      case FieldInstruction field -> name + " " + field.name().stringValue();
      case InvokeInstruction call ->
          name
              + " "
              + call.owner().asSymbol().displayName()
              + "."
              + call.name().stringValue()
              + signature(call.typeSymbol());
      case IncrementInstruction increment ->
          name + " " + increment.slot() + " " + increment.constant();
      case TypeCheckInstruction check -> name + " " + check.type().asSymbol().displayName();
      default -> name;
    };
  }

  // aload_1 and aload 1 are the same to a reader
  private static String load(String name, int slot) {
    int underscore = name.indexOf('_');
    return (underscore < 0 ? name : name.substring(0, underscore)) + " " + slot;
  }

  private static String signature(MethodTypeDesc type) {
    StringBuilder signature = new StringBuilder("(");
    for (ClassDesc parameter : type.parameterList()) {
      signature.append(signature.length() > 1 ? ", " : "").append(parameter.displayName());
    }
    return signature.append(") ").append(type.returnType().displayName()).toString();
  }
}
