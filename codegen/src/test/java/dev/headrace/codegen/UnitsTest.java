package dev.headrace.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.codegen.generate.ClassImage;
import dev.headrace.codegen.pack.PackedUnits;
import dev.headrace.codegen.spec.UnitSpec;
import dev.headrace.codegen.store.UnitStore;
import dev.headrace.runtime.unit.RowErrors;
import dev.headrace.runtime.unit.UnitContext;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
  void unitsOfAnEarlierProcessAreLoaded(@TempDir Path directory) throws Exception {
    Units earlier = Units.isolated(new UnitStore(directory, UnitStore.DEFAULT_LIMIT));
    Units later = Units.isolated(new UnitStore(directory, UnitStore.DEFAULT_LIMIT));
    Units.Prepared compiled = earlier.compile(spec());
    Units.Prepared loaded = later.compile(spec());
    assertThat(compiled.state()).isEqualTo(Compilation.State.COMPILED);
    assertThat(loaded.state()).isEqualTo(Compilation.State.LOADED);
    assertThat(later.compile(spec()).state()).isEqualTo(Compilation.State.REUSED);
    assertThat(later.compilations()).isZero();
    assertThat(loaded.unit().code()).isEqualTo(compiled.unit().code());
  }

  @Test
  void aStoredClassThatDoesNotLoadIsCompiledAgain(@TempDir Path directory) throws Exception {
    UnitStore store = new UnitStore(directory, UnitStore.DEFAULT_LIMIT);
    store.keep(UnitHash.of(spec()), new ClassImage(new byte[] {1, 2, 3}, List.of()));
    assertThat(Units.isolated(store).compile(spec()).state()).isEqualTo(Compilation.State.COMPILED);
    assertThat(Units.isolated(store).compile(spec()).state()).isEqualTo(Compilation.State.LOADED);
  }

  @Test
  void aLibraryComesBeforeTheStore(@TempDir Path directory) throws Exception {
    UnitStore store = new UnitStore(directory, UnitStore.DEFAULT_LIMIT);
    Units earlier = Units.isolated(store);
    earlier.hold();
    earlier.compile(spec());
    Units later = Units.isolated(store);
    later.use(new PackedUnits(new PackedClasses(earlier.images())));
    Units.Prepared found = later.compile(spec());
    assertThat(found.state()).isEqualTo(Compilation.State.LOADED);
    assertThat(found.unit().instance(UnitContext.of(RowErrors.FAIL)).getClass().getName())
        .startsWith("dev.headrace.program.Unit_");
    Units others = Units.isolated(store);
    others.use(new PackedUnits(new PackedClasses(Map.of())));
    assertThat(others.compile(spec()).state()).isEqualTo(Compilation.State.LOADED);
  }

  @Test
  void equalHashesOfDifferentCodeAreAnError() throws Exception {
    CompiledUnitFactory unit = (CompiledUnitFactory) units.prepare(spec(), UnitMode.ALWAYS);
    Units.requireSameCode(unit, spec());
    assertThatThrownBy(() -> Units.requireSameCode(unit, Trades.pipeline(List.of(1))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("different units have the same hash");
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
