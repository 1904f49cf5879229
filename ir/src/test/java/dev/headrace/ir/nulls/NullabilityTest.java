package dev.headrace.ir.nulls;

import static dev.headrace.ir.Exprs.constant;
import static dev.headrace.ir.Exprs.equal;
import static dev.headrace.ir.Exprs.integer;
import static dev.headrace.ir.Exprs.isNull;
import static dev.headrace.ir.Exprs.not;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.Join;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each scan has the columns c0, which is NOT NULL, and c1, which is not. */
final class NullabilityTest {
  private static final Rel LEFT = scan("l");
  private static final Rel RIGHT = scan("r");

  private final Nullability nullability =
      new Nullability(scan -> new Nullability.Source.Stored(bits(0)), parameter -> parameter == 0);

  private static Rel scan(String name) {
    List<Field> fields =
        IntStream.range(0, 2).mapToObj(i -> Field.of("c" + i, SqlType.INTEGER)).toList();
    return new Rel.Scan(name, name, fields);
  }

  private static BitSet bits(int... set) {
    BitSet bits = new BitSet();
    IntStream.of(set).forEach(bits::set);
    return bits;
  }

  private static Rel join(Join.Kind kind, int leftKey, int rightKey) {
    return new Join(kind, LEFT, RIGHT, List.of(new Join.Key(leftKey, rightKey, false)), null);
  }

  /** A letter for each column: never NULL, or maybe, or a number for those that are so together. */
  private String of(Rel rel) {
    StringBuilder text = new StringBuilder();
    for (Presence presence : nullability.facts(rel).columns()) {
      text.append(
          switch (presence) {
            case Presence.Alone.NEVER_NULL -> "n";
            case Presence.Alone.MAYBE_NULL -> "m";
            case Presence.NullTogether(int group) -> String.valueOf(group);
          });
    }
    return text.toString();
  }

  @Test
  void constraintsHoldForScans() {
    assertThat(of(LEFT)).isEqualTo("nm");
  }

  @Test
  void filtersRuleNullsOut() {
    assertThat(of(new Rel.Filter(LEFT, equal(integer(1), constant(7))))).isEqualTo("nn");
    assertThat(of(new Rel.Filter(LEFT, not(isNull(integer(1)))))).isEqualTo("nn");
    assertThat(of(new Rel.Filter(LEFT, isNull(integer(1))))).isEqualTo("nm");
  }

  @Test
  void keysOfJoinsAreNotNullWhereRowsMatch() {
    assertThat(of(join(Join.Kind.INNER, 1, 1))).isEqualTo("nnnn");
    assertThat(of(join(Join.Kind.SEMI, 1, 1))).isEqualTo("nn");
    assertThat(of(join(Join.Kind.ANTI, 1, 1))).isEqualTo("nm");
  }

  @Test
  void aSideThatMayBeMissingIsNullTogether() {
    assertThat(of(join(Join.Kind.LEFT, 0, 0))).isEqualTo("nm0m");
    assertThat(of(join(Join.Kind.LEFT, 0, 1))).isEqualTo("nm11");
    assertThat(of(join(Join.Kind.RIGHT, 0, 0))).isEqualTo("2mnm");
    assertThat(of(join(Join.Kind.FULL, 0, 0))).isEqualTo("3m4m");
  }

  @Test
  void aConditionOnOneOfThemBringsAllOfThemBack() {
    Rel outer = join(Join.Kind.LEFT, 0, 1);
    assertThat(of(new Rel.Filter(outer, not(isNull(integer(2)))))).isEqualTo("nmnn");
  }

  @Test
  void theSameSideTwiceIsOfDifferentRows() {
    Rel outer = join(Join.Kind.LEFT, 0, 1);
    assertThat(of(new Join(Join.Kind.INNER, outer, outer, List.of(), null))).isEqualTo("nm00nm11");
  }

  @Test
  void givenParametersAreNotNull() {
    Expr given = new Expr.Parameter(0, SqlType.INTEGER);
    Expr other = new Expr.Parameter(1, SqlType.INTEGER);
    List<Field> fields = List.of(Field.of("a", SqlType.INTEGER), Field.of("b", SqlType.INTEGER));
    assertThat(of(new Rel.Project(LEFT, List.of(given, other), fields))).isEqualTo("nm");
  }
}
