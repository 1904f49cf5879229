package dev.headrace.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.codegen.pack.PackedUnits;
import dev.headrace.codegen.spec.UnitSpec;
import dev.headrace.runtime.unit.RowErrors;
import dev.headrace.runtime.unit.UnitContext;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class UnitsTest {
  private final Units units = Units.isolated();

  private static UnitSpec spec() {
    return Trades.pipeline(List.of(0));
  }

  @Test
  void offInterprets() {
    UnitFactory unit = units.prepare(spec(), UnitMode.OFF);
    assertThat(unit.describe()).isEqualTo("interpreted: compilation is off");
    assertThat(unit.code()).isEmpty();
    assertThat(units.compilations()).isZero();
  }

  @Test
  void autoCompilesWhenThereAreRecordsEnough() {
    assertThat(units.prepare(spec(), UnitMode.AUTO, 10).describe())
        .isEqualTo("interpreted: only 10 records are expected");
    assertThat(units.prepare(spec(), UnitMode.AUTO).describe()).startsWith("compiled, unit ");
  }

  @Test
  void autoUsesWhatIsCompiledAlsoForFewRecords() {
    UnitFactory compiled = units.prepare(spec(), UnitMode.ALWAYS);
    assertThat(units.prepare(spec(), UnitMode.AUTO, 10)).isSameAs(compiled);
  }

  @Test
  void equalSpecificationsAreCompiledOnceByManyThreads() throws Exception {
    try (var threads = Executors.newFixedThreadPool(8)) {
      var tasks =
          IntStream.range(0, 64)
              .mapToObj(
                  i ->
                      (java.util.concurrent.Callable<UnitFactory>)
                          () -> units.prepare(spec(), UnitMode.ALWAYS))
              .toList();
      var prepared = threads.invokeAll(tasks);
      for (var unit : prepared) {
        assertThat(unit.get()).isSameAs(prepared.getFirst().get());
      }
    }
    assertThat(units.compilations()).isEqualTo(1);
  }

  @Test
  void unitsOfALibraryAreNotCompiled() {
    units.hold();
    units.prepare(spec(), UnitMode.ALWAYS);
    Units others = Units.isolated();
    others.use(new PackedUnits(new PackedClasses(units.images())));
    UnitFactory unit = others.prepare(spec(), UnitMode.ALWAYS);
    assertThat(unit.describe()).startsWith("compiled, unit ");
    assertThat(unit.code()).contains("invokestatic Rows.getLong(byte[], int) long");
    assertThat(unit.instance(UnitContext.of(RowErrors.FAIL)).getClass().getName())
        .startsWith("dev.headrace.program.Unit_");
    assertThat(others.compilations()).isZero();
  }

  @Test
  void whatALibraryDoesNotHaveIsCompiled() {
    units.use(new PackedUnits(new PackedClasses(Map.of())));
    units.prepare(spec(), UnitMode.ALWAYS);
    assertThat(units.compilations()).isEqualTo(1);
  }

  @Test
  void codeIsReadable() {
    assertThat(units.prepare(spec(), UnitMode.ALWAYS).code())
        .startsWith("run(byte[], int, int, Batch[]) void")
        .contains("invokestatic Rows.getLong(byte[], int) long")
        .contains("dcmpg")
        .doesNotContain("null");
  }

  @Test
  void classesAreUnloadedWithTheirLastUse() throws Exception {
    WeakReference<Class<?>> type = compileAndForget();
    for (int i = 0; i < 50 && type.get() != null; i++) {
      System.gc();
      Thread.sleep(20);
    }
    assertThat(type.get()).isNull();
  }

  // no cache: softly reachable units stay until memory gets tight
  private static WeakReference<Class<?>> compileAndForget() {
    Object unit = new Subject(spec()).compiled();
    return new WeakReference<>(unit.getClass());
  }

  @Test
  void everyWorkerGetsAnInstanceOfItsOwn() {
    UnitFactory unit = units.prepare(spec(), UnitMode.ALWAYS);
    UnitContext context = UnitContext.of(RowErrors.FAIL);
    assertThat(unit.emitUnit(context)).isNotSameAs(unit.emitUnit(context));
  }
}
