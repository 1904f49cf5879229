package dev.headrace.codegen.generate;

import dev.headrace.model.RowLayout;
import dev.headrace.model.Slice;
import dev.headrace.runtime.unit.RowErrors;
import dev.headrace.runtime.unit.UnitContext;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The class being generated: its fields, constants and methods. Methods may ask for further ones
 * while they are written; those follow.
 */
final class UnitClass {
  /** Name of all generated classes; being hidden, they do not clash. */
  static final ClassDesc SELF = ClassDesc.of("dev.headrace.codegen.generate.GeneratedUnit");

  private static final String ERRORS = "errors";
  private static final MethodTypeDesc CONSTRUCTOR = Types.method(void.class, UnitContext.class);

  private record FieldEntry(String name, ClassDesc type, @Nullable Consumer<CodeBuilder> initial) {}

  private record MethodEntry(
      String name, MethodTypeDesc type, int flags, Consumer<CodeBuilder> body) {}

  private final Class<?> base;
  private final RowLayout parameters;
  private final Constants constants = new Constants();
  private final List<FieldEntry> fields = new ArrayList<>();
  private final Deque<MethodEntry> pending = new ArrayDeque<>();
  private final SortedSet<Integer> usedParameters = new TreeSet<>();
  private int nextName;

  /**
   * A class to be written.
   *
   * @param base the unit's abstract class
   * @param parameters layout of the statement's parameter row
   */
  UnitClass(Class<?> base, RowLayout parameters) {
    this.base = base;
    this.parameters = parameters;
  }

  Constants constants() {
    return constants;
  }

  RowLayout parameters() {
    return parameters;
  }

  /** A new field that starts as zero or null. */
  String field(ClassDesc type) {
    String name = "f" + nextName++;
    fields.add(new FieldEntry(name, type, null));
    return name;
  }

  /** A new field that the constructor fills with a new object. */
  String newObjectField(Class<?> type) {
    return initialField(Types.of(type), code -> pushNew(code, type));
  }

  /** A new field that the constructor fills with an array. */
  String newArrayField(Class<?> component, int length) {
    TypeKind kind = TypeKind.from(component);
    return initialField(
        Types.of(component.arrayType()),
        code -> {
          code.loadConstant(length);
          if (kind == TypeKind.REFERENCE) {
            code.anewarray(Types.of(component));
          } else {
            code.newarray(kind);
          }
        });
  }

  private String initialField(ClassDesc type, Consumer<CodeBuilder> initial) {
    String name = "f" + nextName++;
    fields.add(new FieldEntry(name, type, initial));
    return name;
  }

  private static void pushNew(CodeBuilder code, Class<?> type) {
    code.new_(Types.of(type))
        .dup()
        .invokespecial(Types.of(type), ConstantDescs.INIT_NAME, ConstantDescs.MTD_void);
  }

  /** The field with a parameter's value. */
  String parameterField(int index) {
    usedParameters.add(index);
    return "parameter" + index;
  }

  /** The field, int, that is 1 if a parameter is NULL. */
  static String parameterNullField(int index) {
    return "parameterNull" + index;
  }

  /** A name for a method. */
  String methodName(String prefix) {
    return prefix + nextName++;
  }

  /** Adds a private method. */
  void method(String name, MethodTypeDesc type, Consumer<CodeBuilder> body) {
    pending.add(new MethodEntry(name, type, ClassFile.ACC_PRIVATE, body));
  }

  /** Adds the method that overrides the base class's. */
  void override(String name, MethodTypeDesc type, Consumer<CodeBuilder> body) {
    pending.add(new MethodEntry(name, type, ClassFile.ACC_PUBLIC, body));
  }

  /** Pushes the handler of failed records. */
  void pushErrors(CodeBuilder code) {
    code.aload(0).getfield(SELF, ERRORS, Types.of(RowErrors.class));
  }

  /** Writes the class. */
  byte[] write() {
    return ClassFile.of().build(SELF, this::write);
  }

  private void write(ClassBuilder builder) {
    builder
        .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
        .withSuperclass(Types.of(base))
        .withField(ERRORS, Types.of(RowErrors.class), ClassFile.ACC_PRIVATE | ClassFile.ACC_FINAL);
    while (!pending.isEmpty()) {
      MethodEntry method = pending.remove();
      builder.withMethodBody(method.name, method.type, method.flags, method.body);
    }
    builder.withMethodBody(
        ConstantDescs.INIT_NAME, CONSTRUCTOR, ClassFile.ACC_PUBLIC, this::constructor);
    for (FieldEntry field : fields) {
      int flags = ClassFile.ACC_PRIVATE | (field.initial == null ? 0 : ClassFile.ACC_FINAL);
      builder.withField(field.name, field.type, flags);
    }
    for (int index : usedParameters) {
      int flags = ClassFile.ACC_PRIVATE | ClassFile.ACC_FINAL;
      builder.withField("parameter" + index, Types.of(parameters.type(index).kind()), flags);
      builder.withField(parameterNullField(index), Types.INT, flags);
    }
    constants.write(builder, SELF);
  }

  private void constructor(CodeBuilder code) {
    code.aload(0).invokespecial(Types.of(base), ConstantDescs.INIT_NAME, ConstantDescs.MTD_void);
    code.aload(0).aload(1);
    Calls.CONTEXT_ERRORS.call(code);
    code.putfield(SELF, ERRORS, Types.of(RowErrors.class));
    if (!usedParameters.isEmpty()) {
      new ParameterFields(this, code).store(usedParameters);
    }
    for (FieldEntry field : fields) {
      if (field.initial != null) {
        code.aload(0);
        field.initial.accept(code);
        code.putfield(SELF, field.name, field.type);
      }
    }
    code.return_();
  }

  /** Reads parameters from their row into fields, once per instance. */
  private record ParameterFields(UnitClass unit, CodeBuilder code) {
    void store(Iterable<Integer> indexes) {
      Frame frame = new Frame(unit, code);
      int slab = frame.newLocal(Types.BYTES);
      int row = frame.newLocal(Types.INT);
      code.aload(1);
      Calls.CONTEXT_PARAMETERS.call(code);
      Calls.SLICE_BASE.call(code);
      code.astore(slab).aload(1);
      Calls.CONTEXT_PARAMETERS.call(code);
      Calls.SLICE_OFFSET.call(code);
      code.istore(row);
      Segment segment = new Segment(unit.parameters, 0, slab, row);
      Columns columns = new Columns(frame, List.of(segment));
      for (int index : indexes) {
        storeOne(frame, columns, index);
      }
    }

    private void storeOne(Frame frame, Columns columns, int index) {
      var kind = unit.parameters.type(index).kind();
      Target isNull = frame.newTarget();
      Target done = frame.newTarget();
      frame.jumpIfNull(columns.nullness(index), isNull);
      Value value = columns.value(index);
      code.aload(0);
      if (Types.isSlice(kind)) {
        // each has a slice of its own: the row stays as it is while the unit lives
        pushNew(code, Slice.class);
        frame.pushRegion(value);
        Calls.SLICE_SET.call(code);
      } else {
        frame.push(value);
      }
      code.putfield(SELF, "parameter" + index, Types.of(kind));
      frame.jump(done);
      frame.bind(isNull);
      code.aload(0).iconst_1().putfield(SELF, parameterNullField(index), Types.INT);
      frame.bind(done);
    }
  }
}
