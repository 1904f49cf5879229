package dev.headrace.ir;

import static dev.headrace.ir.Exprs.integer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OnceMarkerTest {
  private static final List<Field> FIELDS = List.of(Field.of("a", SqlType.INTEGER));
  private static final Rel TABLE = new Rel.Scan("table", "table", FIELDS);

  /** Rows of the table that another evaluation need not have. */
  private static Rel tossed() {
    return new Rel.Filter(TABLE, new Expr.Call(TestFunctions.TOSSED, List.of(), SqlType.BOOLEAN));
  }

  private static Rel both(Rel left, Rel right) {
    return new Rel.Union(List.of(left, right), FIELDS);
  }

  private static Rel mark(Rel rel) {
    return OnceMarker.mark(rel, new Determinism());
  }

  @Test
  void whatIsReadTwiceIsComputedOnce() {
    Rel rel = tossed();
    Rel once = new Rel.Once(rel, "1");
    assertThat(mark(both(rel, rel))).isEqualTo(both(once, once));
  }

  @Test
  void equalNodesThatStandApartAreComputedApart() {
    Rel rel = both(tossed(), tossed());
    assertThat(mark(rel)).isEqualTo(rel);
  }

  @Test
  void whatIsTheSameEachTimeIsNotMarked() {
    Rel rel = new Rel.Project(TABLE, List.of(integer(0)), FIELDS);
    Rel twice = both(rel, rel);
    assertThat(mark(twice)).isSameAs(twice);
  }

  @Test
  void aScanMayDependOnVolatileFunctions() {
    Rel once = new Rel.Once(TABLE, "1");
    assertThat(OnceMarker.mark(both(TABLE, TABLE), new Determinism(_ -> false)))
        .isEqualTo(both(once, once));
  }

  @Test
  void whatReadsWhatIsComputedOnceIsTheSameEachTime() {
    Determinism determinism = new Determinism();
    assertThat(determinism.of(tossed())).isFalse();
    assertThat(determinism.of(new Rel.Once(tossed(), "1"))).isTrue();
  }

  @Test
  void renamedNodesAreNotThoseOfAnother() {
    Rel once = new Rel.Once(tossed(), "1");
    Rel other = new Rel.Once(tossed(), "2.1");
    assertThat(OnceMarker.renamed(both(once, once), name -> "2." + name))
        .isEqualTo(both(other, other));
  }
}
