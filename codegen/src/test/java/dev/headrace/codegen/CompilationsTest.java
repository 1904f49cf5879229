package dev.headrace.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.codegen.spec.End;
import dev.headrace.codegen.spec.Step;
import dev.headrace.codegen.spec.UnitSpec;
import dev.headrace.ir.Expr;
import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.SqlType;
import dev.headrace.runtime.unit.EmitUnit;
import dev.headrace.runtime.unit.RowErrors;
import dev.headrace.runtime.unit.UnitContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CompilationsTest {
  private static final RowLayout ROW = new RowLayout(List.of(SqlType.INTEGER));

  private static UnitSpec twice() {
    Expr x = new Expr.Column(0, SqlType.INTEGER, true);
    return UnitSpec.over(
        ROW,
        List.of(new Step.Project(List.of(x))),
        new End.Emit(List.of(SqlType.INTEGER), List.of()));
  }

  private static Batch rows() {
    Batch rows = new Batch();
    new RowWriter(ROW).append(rows, 1, 42);
    return rows;
  }

  private static long run(EmitUnit unit) {
    Batch rows = rows();
    Batch output = new Batch();
    unit.run(rows.bytes(), 0, rows.end(), new Batch[] {output});
    return output.rows();
  }

  @Test
  void instancesRunBeforeAndAfterTheUnitIsCompiled() throws Exception {
    Compilations compilations = new Compilations(Units.isolated());
    HotSlot slot = new HotSlot(twice());
    EmitUnit unit = slot.emitUnit(UnitContext.of(RowErrors.FAIL));
    assertThat(run(unit)).isEqualTo(1);
    slot.decide(Units.isolated().compile(twice()).unit());
    assertThat(run(unit)).isEqualTo(1);
    assertThat(slot.describe()).startsWith("compiled, unit ");

    UnitFactory requested = compilations.request(twice(), "v");
    assertThat(run(requested.emitUnit(UnitContext.of(RowErrors.FAIL)))).isEqualTo(1);
    compilations.await();
    assertThat(requested.describe()).startsWith("compiled, unit ");
  }

  @Test
  void equalUnitsAreCompiledOnceForAllViews() throws Exception {
    Compilations compilations = new Compilations(Units.isolated());
    for (int i = 0; i < 10; i++) {
      compilations.request(twice(), "v" + i);
    }
    compilations.await();
    assertThat(compilations.latest())
        .extracting(Compilation::unit)
        .hasSize(10)
        .containsOnly(compilations.latest().getFirst().unit());
    assertThat(compilations.latest())
        .extracting(Compilation::state)
        .containsOnlyOnce(Compilation.State.COMPILED);
    assertThat(compilations.progress()).isEqualTo(new Compilations.Progress(10, 10));
  }

  @Test
  void aListenerThatFailsIsNobodyElsesAffair() throws Exception {
    List<Throwable> uncaught = Collections.synchronizedList(new ArrayList<>());
    Thread.currentThread().setUncaughtExceptionHandler((_, e) -> uncaught.add(e));
    Compilations compilations = new Compilations(Units.isolated());
    List<Compilation> heard = new ArrayList<>();
    compilations.listen(
        event -> {
          if (event.state() == Compilation.State.WAITING) {
            throw new IllegalStateException("expected by the test");
          }
        });
    try (AutoCloseable _ =
        compilations.listen(
            event -> {
              synchronized (heard) {
                heard.add(event);
              }
            })) {
      compilations.request(twice(), "v");
      compilations.await();
    }
    Thread.currentThread().setUncaughtExceptionHandler(null);
    assertThat(uncaught).hasSize(1);
    assertThat(heard)
        .extracting(Compilation::state)
        .containsExactly(Compilation.State.WAITING, Compilation.State.COMPILED);
  }

  @Test
  void whatIsWaitingWhenTheDatabaseClosesIsInterpreted() throws Exception {
    Compilations compilations = new Compilations(Units.isolated());
    compilations.close();
    UnitFactory unit = compilations.request(twice(), "v");
    compilations.await();
    assertThat(unit.describe()).isEqualTo("interpreted: the database was closed");
    assertThat(run(unit.emitUnit(UnitContext.of(RowErrors.FAIL)))).isEqualTo(1);
  }
}
