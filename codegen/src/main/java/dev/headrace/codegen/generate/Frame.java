package dev.headrace.codegen.generate;

import dev.headrace.model.Slice;
import dev.headrace.model.SqlType.Kind;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.math.BigDecimal;

/**
 * One method being written: its locals, jumps, and what is known where.
 *
 * <p>The operand stack is empty at every jump and label, so that values never have to be dropped:
 * an expression's value goes to a local variable before the next one is evaluated. The JIT compiler
 * makes no difference.
 */
final class Frame {
  private final UnitClass unit;
  private final CodeBuilder code;
  private final Scope scope = new Scope();

  Frame(UnitClass unit, CodeBuilder code) {
    this.unit = unit;
    this.code = code;
  }

  UnitClass unit() {
    return unit;
  }

  CodeBuilder code() {
    return code;
  }

  Scope scope() {
    return scope;
  }

  // Locals

  int newLocal(ClassDesc type) {
    return code.allocateLocal(TypeKind.from(type).asLoadable());
  }

  int newLocal(Kind kind) {
    return code.allocateLocal(Types.typeKind(kind));
  }

  /** Stores the value of a kind on the stack in a new local. */
  Value.Local store(Kind kind) {
    int slot = newLocal(kind);
    code.storeLocal(Types.typeKind(kind), slot);
    return new Value.Local(kind, slot);
  }

  /** Stores the int on the stack in a new local. */
  int storeInt() {
    int slot = newLocal(Types.INT);
    code.istore(slot);
    return slot;
  }

  // Jumps

  Target newTarget() {
    return new Target(code.newLabel(), scope.mark());
  }

  void jump(Target target) {
    code.goto_(target.use());
  }

  void jump(Opcode condition, Target target) {
    code.branch(condition, target.use());
  }

  /** Marks where jumps to a target arrive. */
  void bind(Target target) {
    if (target.isUsed()) {
      scope.restore(target.mark());
      code.labelBinding(target.label());
    }
  }

  void jumpIfNull(Nullness nullness, Target target) {
    switch (nullness) {
      case Nullness.Never _ -> {}
      case Nullness.Always _ -> jump(target);
      case Nullness.Flag flag -> {
        code.iload(flag.slot());
        jump(Opcode.IFNE, target);
      }
      case Nullness.Field field -> {
        code.aload(0).getfield(UnitClass.SELF, field.name(), Types.INT);
        jump(Opcode.IFNE, target);
      }
      case Nullness.Bit bit -> {
        code.lload(bit.word()).loadConstant(1L << bit.bit()).land().lconst_0().lcmp();
        jump(Opcode.IFNE, target);
      }
    }
  }

  /** Pushes an int: 1 for NULL, else 0. */
  void pushNullFlag(Nullness nullness) {
    switch (nullness) {
      case Nullness.Never _ -> code.iconst_0();
      case Nullness.Always _ -> code.iconst_1();
      case Nullness.Flag flag -> code.iload(flag.slot());
      case Nullness.Field field -> code.aload(0).getfield(UnitClass.SELF, field.name(), Types.INT);
      case Nullness.Bit bit ->
          code.lload(bit.word()).loadConstant(bit.bit()).lushr().l2i().iconst_1().iand();
    }
  }

  // Values

  /** Pushes a value as its unboxed carrier. */
  void push(Value value) {
    switch (value) {
      case Value.Constant constant -> pushConstant(constant);
      case Value.Local local -> code.loadLocal(Types.typeKind(local.kind()), local.slot());
      case Value.Field field ->
          code.aload(0).getfield(UnitClass.SELF, field.name(), Types.of(field.kind()));
      case Value.Region region -> {
        String slice = unit.newObjectField(Slice.class);
        code.aload(0).getfield(UnitClass.SELF, slice, Types.of(Slice.class));
        pushRegion(region);
        Calls.SLICE_SET.call(code);
      }
    }
  }

  private void pushConstant(Value.Constant constant) {
    switch (constant.carrier()) {
      case Boolean value -> code.loadConstant(value ? 1 : 0);
      case Integer value -> code.loadConstant((int) value);
      case Long value -> code.loadConstant((long) value);
      case Float value -> code.loadConstant((float) value);
      case Double value -> code.loadConstant((double) value);
      default -> pushObject(constant.carrier(), constant.kind().carrier());
    }
  }

  /** Pushes an object known when the code is generated. */
  void pushObject(Object value, Class<?> type) {
    String name = unit.constants().name(value, type);
    code.getstatic(UnitClass.SELF, name, Types.of(type));
  }

  /** Pushes array, start and length of a slice value's bytes. */
  void pushRegion(Value value) {
    switch (value) {
      case Value.Region region ->
          code.aload(region.bytes()).iload(region.start()).iload(region.length());
      case Value.Constant constant -> {
        byte[] bytes = ((Slice) constant.carrier()).toBytes();
        pushObject(bytes, byte[].class);
        code.iconst_0().loadConstant(bytes.length);
      }
      case Value.Local _, Value.Field _ -> {
        push(value);
        Calls.SLICE_BASE.call(code);
        push(value);
        Calls.SLICE_OFFSET.call(code);
        push(value);
        Calls.SLICE_LENGTH.call(code);
      }
    }
  }

  /** Pushes what a value of a kind is where it is NULL; nobody may look at it. */
  void pushDefault(Kind kind) {
    switch (Types.typeKind(kind)) {
      case INT -> code.iconst_0();
      case LONG -> code.lconst_0();
      case FLOAT -> code.fconst_0();
      case DOUBLE -> code.dconst_0();
      default -> {
        if (kind == Kind.NUMERIC) {
          pushObject(BigDecimal.ZERO, BigDecimal.class);
        } else {
          code.aconst_null();
        }
      }
    }
  }
}
