package dev.headrace.codegen.generate;

import dev.headrace.model.SqlType.Kind;
import java.lang.classfile.CodeBuilder;

/** A local variable, for bytes three, that several branches of generated code assign. */
final class Variable {
  private final Frame frame;
  private final Kind kind;
  private final Value value;

  Variable(Frame frame, Kind kind) {
    this.frame = frame;
    this.kind = kind;
    this.value =
        Types.isSlice(kind)
            ? new Value.Region(
                frame.newLocal(Types.BYTES),
                frame.newLocal(Types.INT),
                frame.newLocal(Types.INT),
                false)
            : new Value.Local(kind, frame.newLocal(kind));
  }

  Value value() {
    return value;
  }

  void assign(Value source) {
    if (value instanceof Value.Region region) {
      frame.pushRegion(source);
      frame.code().istore(region.length()).istore(region.start()).astore(region.bytes());
    } else {
      frame.push(source);
      store();
    }
  }

  /** Assigns what stands for NULL: zero, no bytes. */
  void assignDefault() {
    CodeBuilder code = frame.code();
    if (value instanceof Value.Region region) {
      code.iconst_0().istore(region.length()).iconst_0().istore(region.start());
      code.aconst_null().astore(region.bytes());
    } else {
      frame.pushDefault(kind);
      store();
    }
  }

  private void store() {
    frame.code().storeLocal(Types.typeKind(kind), ((Value.Local) value).slot());
  }
}
