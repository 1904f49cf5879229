package dev.headrace.codegen.generate;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Objects a unit's code refers to. They come as the hidden class's class data, a list that the
 * class initialiser copies into static final fields: one dynamic constant to link whatever their
 * number, and the JIT compiler sees constants.
 */
final class Constants {
  private record Entry(String name, ClassDesc type) {}

  // At some twenty bytes of code each, this is what fits the class initialiser, and nothing else
  // may set final fields. More constants than that are fields that are not final.
  private static final int MAX_FINAL = 2_000;
  private static final int PER_METHOD = 2_000;
  private static final ClassDesc LIST = Types.of(List.class);

  private final List<Object> values = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();
  private final Map<Object, Integer> indexes = new HashMap<>();

  /** Name of the static field that holds a constant of a type. */
  String name(Object value, Class<?> type) {
    // arrays are equal by identity, which at worst stores one twice
    Integer known = indexes.get(value);
    if (known != null && entries.get(known).type.equals(Types.of(type))) {
      return entries.get(known).name;
    }
    String name = "C" + values.size();
    indexes.put(value, values.size());
    values.add(value);
    entries.add(new Entry(name, Types.of(type)));
    return name;
  }

  /** The class data. */
  List<Object> values() {
    return List.copyOf(values);
  }

  /** Writes the fields and the class initialiser. */
  void write(ClassBuilder builder, ClassDesc owner) {
    if (entries.isEmpty()) {
      return;
    }
    for (int i = 0; i < entries.size(); i++) {
      int flags = ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC;
      builder.withField(
          entries.get(i).name,
          entries.get(i).type,
          i < MAX_FINAL ? flags | ClassFile.ACC_FINAL : flags);
    }
    DynamicConstantDesc<?> data =
        DynamicConstantDesc.ofNamed(ConstantDescs.BSM_CLASS_DATA, ConstantDescs.DEFAULT_NAME, LIST);
    MethodTypeDesc partType = MethodTypeDesc.of(Types.VOID, LIST);
    builder.withMethodBody(
        ConstantDescs.CLASS_INIT_NAME,
        ConstantDescs.MTD_void,
        ClassFile.ACC_STATIC,
        code -> {
          code.loadConstant(data).astore(0);
          store(code, owner, 0, Math.min(entries.size(), MAX_FINAL));
          for (int from = MAX_FINAL; from < entries.size(); from += PER_METHOD) {
            code.aload(0).invokestatic(owner, "constants" + from, partType);
          }
          code.return_();
        });
    for (int from = MAX_FINAL; from < entries.size(); from += PER_METHOD) {
      int first = from;
      int end = Math.min(entries.size(), from + PER_METHOD);
      builder.withMethodBody(
          "constants" + from,
          partType,
          ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC,
          code -> {
            store(code, owner, first, end);
            code.return_();
          });
    }
  }

  private void store(CodeBuilder code, ClassDesc owner, int from, int to) {
    for (int i = from; i < to; i++) {
      Entry entry = entries.get(i);
      code.aload(0)
          .loadConstant(i)
          .invokeinterface(LIST, "get", MethodTypeDesc.of(Types.OBJECT, Types.INT))
          .checkcast(entry.type)
          .putstatic(owner, entry.name, entry.type);
    }
  }
}
