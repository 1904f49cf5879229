package dev.headrace.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.codegen.generate.ClassImage;
import dev.headrace.codegen.generate.UnitCompiler;
import dev.headrace.codegen.generate.UnitLoader;
import dev.headrace.codegen.interpret.InterpretedUnits;
import dev.headrace.codegen.spec.UnitSpec;
import dev.headrace.model.Batch;
import dev.headrace.runtime.unit.EmitUnit;
import dev.headrace.runtime.unit.RowErrors;
import dev.headrace.runtime.unit.UnitContext;
import java.lang.classfile.ClassFile;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EmitUnitTest {
  @Test
  void pipelineOfFilterAndProjection() {
    UnitSpec spec = Trades.pipeline(List.of());
    ClassImage image = UnitCompiler.compile(spec);
    assertThat(ClassFile.of().verify(image.bytes())).isEmpty();
    UnitContext context = UnitContext.of(RowErrors.FAIL);
    EmitUnit compiled = (EmitUnit) UnitLoader.load(image).apply(context);
    EmitUnit interpreted = (EmitUnit) InterpretedUnits.instance(spec, context);
    Batch input = Trades.random(1000, 1);
    Batch[] actual = {new Batch()};
    Batch[] expected = {new Batch()};
    compiled.run(input.bytes(), 0, input.end(), actual);
    interpreted.run(input.bytes(), 0, input.end(), expected);
    assertThat(actual[0].rows()).isBetween(300, 700);
    assertThat(Trades.bytes(actual[0])).isEqualTo(Trades.bytes(expected[0]));
  }
}
