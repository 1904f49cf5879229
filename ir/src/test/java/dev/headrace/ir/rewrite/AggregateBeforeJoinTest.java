package dev.headrace.ir.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.ir.Explain;
import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.AggregateCall;
import dev.headrace.ir.Rel.AggregateCall.Function;
import dev.headrace.ir.Rel.Join;
import dev.headrace.ir.RelChecker;
import dev.headrace.ir.RelTransformer;
import dev.headrace.ir.UniqueKeys;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where aggregates are split. That it makes no difference is {@link RewriterTest}'s. */
final class AggregateBeforeJoinTest {
  private static final Rel.Scan ORDERS =
      new Rel.Scan(
          "orders",
          "orders",
          List.of(
              Field.of("id", SqlType.BIGINT),
              Field.of("customer", SqlType.BIGINT),
              Field.of("amount", SqlType.INTEGER),
              Field.of("weight", SqlType.DOUBLE)));

  private static final Rel.Scan CUSTOMERS =
      new Rel.Scan(
          "customers",
          "customers",
          List.of(
              Field.of("id", SqlType.BIGINT),
              Field.of("region", SqlType.TEXT),
              Field.of("discount", SqlType.INTEGER)));

  private static final int AMOUNT = 2;
  private static final int WEIGHT = 3;
  private static final int REGION = 5;
  private static final int DISCOUNT = 6;

  private static final AggregateCall COUNT =
      new AggregateCall(Function.COUNT, -1, false, -1, SqlType.BIGINT);

  private static Join join(Join.Kind kind, boolean swapped) {
    return swapped
        ? new Join(kind, CUSTOMERS, ORDERS, List.of(new Join.Key(0, 1, false)), null)
        : new Join(kind, ORDERS, CUSTOMERS, List.of(new Join.Key(1, 0, false)), null);
  }

  private static Rel aggregate(Rel input, List<Integer> keys, AggregateCall... calls) {
    List<Field> fields = new ArrayList<>();
    keys.forEach(key -> fields.add(input.fields().get(key)));
    for (AggregateCall call : calls) {
      fields.add(new Field("a", call.type(), call.function() != Function.COUNT));
    }
    return new Rel.Aggregate(input, keys, List.of(calls), fields);
  }

  private static AggregateCall call(Function function, int argument, SqlType type) {
    return new AggregateCall(function, argument, false, -1, type);
  }

  /** The tree that a view of it has, where customers have their id for a key. */
  private static String split(Rel rel) {
    UniqueKeys unique = new UniqueKeys(name -> name.equals("customers") ? List.of(0) : List.of());
    Rel split = AggregateBeforeJoin.apply(rel, unique::isUnique);
    RelChecker.check(split);
    return Explain.explain(split);
  }

  private static void staysAsItIs(Rel rel) {
    assertThat(split(rel)).isEqualTo(Explain.explain(rel));
  }

  @Test
  void theManyRowsAreCountedAndSummedBeforeTheyAreJoined() {
    Rel rel =
        aggregate(
            join(Join.Kind.INNER, false),
            List.of(REGION),
            COUNT,
            call(Function.SUM, AMOUNT, SqlType.BIGINT));
    assertThat(split(rel))
        .contains("Aggregate by #0: sum(#1), sum(#2)")
        .contains("Aggregate by #0: count(*), sum(#1)")
        .contains("Project: customer AS , amount AS ");
  }

  @Test
  void onEitherSideAndWhereAllRowsOfTheManyAreKept() {
    AggregateCall sum = call(Function.SUM, AMOUNT, SqlType.BIGINT);
    assertThat(split(aggregate(join(Join.Kind.LEFT, false), List.of(REGION), sum)))
        .contains("Aggregate by #0: sum(#1)");
    int amount = CUSTOMERS.fields().size() + AMOUNT;
    AggregateCall swapped = call(Function.SUM, amount, SqlType.BIGINT);
    for (Join.Kind kind : List.of(Join.Kind.INNER, Join.Kind.RIGHT)) {
      assertThat(split(aggregate(join(kind, true), List.of(1), swapped)))
          .contains("Aggregate by #0: sum(#1)");
    }
  }

  @Test
  void notWhereRowsOfTheManyMayBeMissing() {
    int amount = CUSTOMERS.fields().size() + AMOUNT;
    staysAsItIs(
        aggregate(
            join(Join.Kind.LEFT, true), List.of(1), call(Function.SUM, amount, SqlType.BIGINT)));
    staysAsItIs(
        aggregate(
            join(Join.Kind.FULL, false),
            List.of(REGION),
            call(Function.SUM, AMOUNT, SqlType.BIGINT)));
  }

  @Test
  void notByColumnsOfTheManyThatAreNoKeysOfTheJoin() {
    Rel join = join(Join.Kind.INNER, false);
    AggregateCall sum = call(Function.SUM, AMOUNT, SqlType.BIGINT);
    staysAsItIs(aggregate(join, List.of(0, REGION), sum));
    assertThat(split(aggregate(join, List.of(1), sum))).contains("Aggregate by #0: sum(#1)");
  }

  @Test
  void notOfColumnsOfTheFew() {
    staysAsItIs(
        aggregate(
            join(Join.Kind.INNER, false),
            List.of(REGION),
            COUNT,
            call(Function.SUM, DISCOUNT, SqlType.BIGINT)));
  }

  @Test
  void notSumsOfFloatsWhichDependOnTheirOrderNorDistinctOnes() {
    Rel join = join(Join.Kind.INNER, false);
    staysAsItIs(aggregate(join, List.of(REGION), call(Function.SUM, WEIGHT, SqlType.DOUBLE)));
    staysAsItIs(aggregate(join, List.of(REGION), call(Function.MAX, WEIGHT, SqlType.DOUBLE)));
    staysAsItIs(
        aggregate(
            join,
            List.of(REGION),
            new AggregateCall(Function.COUNT, AMOUNT, true, -1, SqlType.BIGINT)));
  }

  @Test
  void notWhatCanFailForRowsThatFindNoPartner() {
    Rel join = join(Join.Kind.INNER, false);
    Expr amount = RelTransformer.column(join, AMOUNT);
    Expr twice = new Expr.Arithmetic(Expr.Arithmetic.Operator.ADD, amount, amount, SqlType.INTEGER);
    Rel project =
        new Rel.Project(
            join,
            List.of(RelTransformer.column(join, REGION), twice),
            List.of(Field.of("region", SqlType.TEXT), Field.of("twice", SqlType.INTEGER)));
    staysAsItIs(aggregate(project, List.of(0), call(Function.SUM, 1, SqlType.BIGINT)));
  }

  @Test
  void notWhereTheOtherSideMayHaveManyRowsPerKeyToo() {
    Rel join = new Join(Join.Kind.INNER, ORDERS, ORDERS, List.of(new Join.Key(1, 1, false)), null);
    staysAsItIs(aggregate(join, List.of(4), call(Function.SUM, AMOUNT, SqlType.BIGINT)));
  }
}
