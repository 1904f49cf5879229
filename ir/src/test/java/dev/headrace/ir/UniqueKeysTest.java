package dev.headrace.ir;

import static dev.headrace.ir.Exprs.constant;
import static dev.headrace.ir.Exprs.equal;
import static dev.headrace.ir.Exprs.notNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.ir.Rel.AggregateCall;
import dev.headrace.ir.Rel.Join;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@code orders (id, line, customer)} has the key id, line; {@code customers (id, city)} id. */
final class UniqueKeysTest {
  private static final Rel ORDERS = scan("orders", 3);
  private static final Rel CUSTOMERS = scan("customers", 2);

  private final UniqueKeys unique =
      new UniqueKeys(
          relation ->
              switch (relation) {
                case "orders" -> List.of(0, 1);
                case "customers" -> List.of(0);
                default -> List.of();
              });

  private static Rel scan(String name, int columns) {
    List<Field> fields =
        IntStream.range(0, columns).mapToObj(i -> Field.notNull("c" + i, SqlType.INTEGER)).toList();
    return new Rel.Scan(name, name, fields);
  }

  private static Rel join(Join.Kind kind, Join.@Nullable Key key) {
    return new Join(kind, ORDERS, CUSTOMERS, key == null ? List.of() : List.of(key), null);
  }

  @Test
  void scansHaveTheirPrimaryKey() {
    assertThat(unique.of(ORDERS)).isEqualTo(Set.of(Set.of(0, 1)));
    assertThat(unique.of(scan("log", 2))).isEmpty();
  }

  @Test
  void aColumnFixedByAFilterIsNotNeeded() {
    assertThat(unique.of(new Rel.Filter(ORDERS, equal(notNull(0), constant(7)))))
        .isEqualTo(Set.of(Set.of(1)));
  }

  @Test
  void projectionsKeepAKeyWhoseColumnsTheyKeep() {
    List<Field> two = List.of(ORDERS.fields().get(1), ORDERS.fields().get(0));
    assertThat(unique.of(new Rel.Project(ORDERS, List.of(notNull(1), notNull(0)), two)))
        .isEqualTo(Set.of(Set.of(0, 1)));
    assertThat(unique.of(new Rel.Project(ORDERS, List.of(notNull(1)), two.subList(0, 1))))
        .isEmpty();
  }

  @Test
  void joinsOnAUniqueSideKeepTheOthersKey() {
    Join.Key byCustomer = new Join.Key(2, 0, false);
    assertThat(unique.of(join(Join.Kind.INNER, byCustomer))).isEqualTo(Set.of(Set.of(0, 1)));
    assertThat(unique.of(join(Join.Kind.LEFT, byCustomer))).isEqualTo(Set.of(Set.of(0, 1)));
    assertThat(unique.of(join(Join.Kind.RIGHT, byCustomer))).isEqualTo(Set.of(Set.of(0, 1, 3)));
    assertThat(unique.of(join(Join.Kind.FULL, byCustomer))).isEmpty();
    assertThat(unique.of(join(Join.Kind.SEMI, null))).isEqualTo(Set.of(Set.of(0, 1)));
    assertThat(unique.of(join(Join.Kind.INNER, new Join.Key(2, 1, false))))
        .isEqualTo(Set.of(Set.of(0, 1, 3)));
  }

  @Test
  void aggregatesAreUniqueByTheirKeys() {
    AggregateCall count =
        new AggregateCall(AggregateCall.Function.COUNT, -1, false, -1, SqlType.BIGINT);
    Field counted = Field.notNull("count", SqlType.BIGINT);
    Field key = ORDERS.fields().get(2);
    assertThat(
            unique.of(new Rel.Aggregate(ORDERS, List.of(2), List.of(count), List.of(key, counted))))
        .isEqualTo(Set.of(Set.of(0)));
    assertThat(unique.of(new Rel.Aggregate(ORDERS, List.of(), List.of(count), List.of(counted))))
        .isEqualTo(Set.of(Set.of()));
  }

  @Test
  void oneRowIsUniqueByNothing() {
    Rel.Sort first = new Rel.Sort(CUSTOMERS, List.of(), new Expr.Literal(1L, SqlType.BIGINT), null);
    assertThat(unique.of(first)).isEqualTo(Set.of(Set.of()));
    assertThat(unique.isUnique(first, Set.of(1))).isTrue();
  }
}
