package dev.headrace.ir;

import static dev.headrace.ir.Exprs.add;
import static dev.headrace.ir.Exprs.and;
import static dev.headrace.ir.Exprs.constant;
import static dev.headrace.ir.Exprs.divide;
import static dev.headrace.ir.Exprs.equal;
import static dev.headrace.ir.Exprs.fragile;
import static dev.headrace.ir.Exprs.greater;
import static dev.headrace.ir.Exprs.integer;
import static dev.headrace.ir.Exprs.isNull;
import static dev.headrace.ir.Exprs.less;
import static dev.headrace.ir.Exprs.not;
import static dev.headrace.ir.Exprs.notNull;
import static dev.headrace.ir.Exprs.or;
import static dev.headrace.ir.Exprs.when;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CanonicalizerTest {
  private static final List<Field> FIELDS =
      IntStream.range(0, 5).mapToObj(i -> Field.of("c" + i, SqlType.INTEGER)).toList();

  private static String canonical(Expr expr) {
    return Explain.explain(Canonicalizer.canonical(expr), FIELDS);
  }

  @Test
  void constantsStandOnTheRight() {
    assertThat(canonical(less(constant(5), integer(0)))).isEqualTo("c0 > 5");
    assertThat(canonical(equal(constant(5), integer(0)))).isEqualTo("c0 = 5");
  }

  @Test
  void commutativeOperandsAreSorted() {
    assertThat(canonical(equal(integer(1), integer(0)))).isEqualTo("c0 = c1");
    assertThat(canonical(greater(integer(1), integer(0)))).isEqualTo("c0 < c1");
    assertThat(canonical(add(integer(1), integer(0)))).isEqualTo("c0 + c1");
    assertThat(canonical(new Expr.DistinctFrom(integer(1), integer(0))))
        .isEqualTo("c0 IS DISTINCT FROM c1");
  }

  @Test
  void operandsThatCanBothFailKeepTheirOrder() {
    Expr left = divide(constant(1), integer(1));
    Expr right = add(integer(0), constant(1));
    assertThat(canonical(equal(left, right))).isEqualTo("(1 / c1) = (c0 + 1)");
  }

  @Test
  void conjunctsAreFlatSortedAndUnique() {
    Expr a = equal(integer(0), constant(1));
    Expr b = equal(integer(1), constant(2));
    Expr c = equal(integer(2), constant(3));
    String expected = "c0 = 1 AND c1 = 2 AND c2 = 3";
    assertThat(canonical(and(c, and(b, a)))).isEqualTo(expected);
    assertThat(canonical(and(b, a, c, b))).isEqualTo(expected);
    assertThat(canonical(or(or(c, b), a))).isEqualTo(expected.replace("AND", "OR"));
  }

  @Test
  void whatCanFailKeepsItsGuards() {
    Expr guard = not(equal(integer(3), constant(0)));
    Expr first = equal(integer(1), constant(0));
    Expr expr = and(guard, first, fragile(3), equal(integer(0), constant(1)));
    assertThat(canonical(expr)).isEqualTo("c1 = 0 AND c3 <> 0 AND (10 / c3) > 1 AND c0 = 1");
  }

  @Test
  void notIsPushedIntoComparisons() {
    Expr a = less(integer(0), constant(1));
    Expr b = equal(integer(1), constant(2));
    assertThat(canonical(not(a))).isEqualTo("c0 >= 1");
    assertThat(canonical(not(and(a, b)))).isEqualTo("c1 <> 2 OR c0 >= 1");
    assertThat(canonical(not(or(a, not(b))))).isEqualTo("c1 = 2 AND c0 >= 1");
    assertThat(canonical(not(isNull(integer(0))))).isEqualTo("c0 IS NOT NULL");
  }

  @Test
  void isNullOfWhatIsNeverNullIsFalse() {
    assertThat(canonical(isNull(notNull(0)))).isEqualTo("FALSE");
    assertThat(canonical(isNull(integer(0)))).isEqualTo("c0 IS NULL");
    assertThat(canonical(isNull(divide(constant(1), notNull(0))))).isEqualTo("(1 / c0) IS NULL");
  }

  @Test
  void inListsAreSortedAndUnique() {
    Expr.In in = new Expr.In(integer(0), List.of(constant(3), constant(1), constant(3)));
    assertThat(canonical(in)).isEqualTo("c0 IN (1, 3)");
    assertThat(canonical(new Expr.In(integer(0), List.of(constant(3), constant(3)))))
        .isEqualTo("c0 = 3");
  }

  @Test
  void constantsAreFoldedButErrorsStay() {
    assertThat(canonical(add(constant(1), constant(2)))).isEqualTo("3");
    Expr error = divide(constant(1), constant(0));
    assertThat(canonical(when(equal(integer(0), constant(1)), error, constant(2))))
        .isEqualTo("CASE WHEN c0 = 1 THEN 1 / 0 ELSE 2 END");
    assertThat(canonical(when(Expr.Literal.FALSE, error, constant(2)))).isEqualTo("2");
  }

  @Test
  void equalityWithItselfDependsOnNulls() {
    assertThat(canonical(equal(notNull(0), notNull(0)))).isEqualTo("TRUE");
    assertThat(canonical(equal(integer(0), integer(0)))).isEqualTo("c0 = c0");
    Expr condition = Canonicalizer.canonicalCondition(equal(integer(0), integer(0)));
    assertThat(Explain.explain(condition, FIELDS)).isEqualTo("c0 IS NOT NULL");
  }

  @Test
  void equalQueriesWrittenDifferentlyHashAlike() {
    Rel scan = new Rel.Scan("t", "t", FIELDS);
    Expr a = equal(integer(0), constant(1));
    Expr b = less(constant(2), integer(1));
    Rel one = new Rel.Filter(scan, and(a, b));
    Rel other = new Rel.Filter(scan, and(greater(integer(1), constant(2)), a));
    assertThat(ContentHash.global(Canonicalizer.canonical(one)))
        .isEqualTo(ContentHash.global(Canonicalizer.canonical(other)));
  }
}
