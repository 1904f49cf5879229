package dev.headrace.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.codegen.generate.ClassImage;
import dev.headrace.codegen.generate.CompilationRefused;
import dev.headrace.codegen.generate.UnitCompiler;
import dev.headrace.codegen.generate.UnitLoader;
import dev.headrace.codegen.interpret.InterpretedUnits;
import dev.headrace.codegen.spec.UnitSpec;
import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowReader;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Rows;
import dev.headrace.model.Slice;
import dev.headrace.runtime.unit.Cancellation;
import dev.headrace.runtime.unit.EmitUnit;
import dev.headrace.runtime.unit.UnitContext;
import java.lang.classfile.ClassFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Both kinds of unit for one specification, and what they answer. */
final class Subject {
  private final UnitSpec spec;
  private final ClassImage image;
  private final List<String> errors = new ArrayList<>();
  private final Slice parameters;
  private boolean packed;

  Subject(UnitSpec spec, @Nullable Object... parameters) {
    this.spec = spec;
    this.image = compile(spec);
    assertThat(ClassFile.of().verify(image.bytes())).isEmpty();
    Batch row = new Batch();
    new RowWriter(spec.parameters()).append(row, 1, parameters);
    this.parameters = Slice.of(Arrays.copyOf(row.bytes(), row.end()));
  }

  private static ClassImage compile(UnitSpec spec) {
    try {
      return UnitCompiler.compile(spec);
    } catch (CompilationRefused e) {
      throw new AssertionError(e);
    }
  }

  ClassImage image() {
    return image;
  }

  /** Errors are noted and do not end the run. */
  private UnitContext context() {
    return new UnitContext(
        parameters,
        (error, slab, record, weight) ->
            errors.add(record + ": " + error.sqlState() + " " + error.message()),
        Cancellation.NEVER);
  }

  /** The compiled unit: by turns from a hidden class and from an ordinary one, as in a jar. */
  Object compiled() {
    packed = !packed;
    return (packed ? PackedClasses.constructor(image) : UnitLoader.load(image)).apply(context());
  }

  Object interpreted() {
    return InterpretedUnits.instance(spec, context());
  }

  /** Errors since the last call. */
  List<String> takeErrors() {
    List<String> taken = List.copyOf(errors);
    errors.clear();
    return taken;
  }

  /** Runs both units over a batch, checks that they agree, and returns what they emit. */
  List<byte[]> emit(Batch input, int outputs) {
    Batch[] expected = batches(outputs);
    ((EmitUnit) interpreted()).run(input.bytes(), 0, input.end(), expected);
    List<String> expectedErrors = takeErrors();
    Batch[] actual = batches(outputs);
    ((EmitUnit) compiled()).run(input.bytes(), 0, input.end(), actual);
    assertThat(takeErrors()).isEqualTo(expectedErrors);
    List<byte[]> result = new ArrayList<>();
    for (int i = 0; i < outputs; i++) {
      byte[] bytes = Arrays.copyOf(expected[i].bytes(), expected[i].end());
      assertThat(Arrays.copyOf(actual[i].bytes(), actual[i].end())).isEqualTo(bytes);
      assertThat(actual[i].rows()).isEqualTo(expected[i].rows());
      result.add(bytes);
    }
    return result;
  }

  private static Batch[] batches(int count) {
    Batch[] batches = new Batch[count];
    Arrays.setAll(batches, i -> dirty());
    return batches;
  }

  /** A batch whose unused memory is not zero. */
  static Batch dirty() {
    Batch batch = new Batch(1 << 16);
    Arrays.fill(batch.bytes(), (byte) 0x5a);
    return batch;
  }

  /** Rows as text, each with its weight. */
  static List<String> rows(RowLayout layout, byte[] bytes, int end) {
    List<String> rows = new ArrayList<>();
    RowReader reader = new RowReader(layout);
    for (int row = 0; row < end; row += Rows.length(bytes, row)) {
      rows.add(reader.get(bytes, row) + " * " + Rows.weight(bytes, row));
    }
    return rows;
  }
}
