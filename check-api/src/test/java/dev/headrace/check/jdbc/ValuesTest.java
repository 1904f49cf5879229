package dev.headrace.check.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.reflect.Proxy;
import java.sql.Array;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ValuesTest {
  private static Array array(@Nullable Object... elements) {
    return (Array)
        Proxy.newProxyInstance(
            Array.class.getClassLoader(),
            new Class<?>[] {Array.class},
            (proxy, method, arguments) -> elements);
  }

  @Test
  void nullIsNotConverted() throws SQLException {
    Integer seven = Values.convertedOrNull("7", Integer::valueOf);
    assertThat(seven).isEqualTo(7);
    Integer none = Values.convertedOrNull((String) null, Integer::valueOf);
    assertThat(none).isNull();
  }

  @Test
  void theElementsOfAnArrayAreConverted() throws SQLException {
    assertThat(Values.elements(array((short) 1, 2L), e -> ((Number) e).intValue()))
        .containsExactly(1, 2);
    assertThat(Values.elements(array(), Object::toString)).isEmpty();
    assertThat(Values.elementsOrNull(array("a", null), Object::toString))
        .containsExactly("a", null);
  }

  @Test
  void anElementThatIsNullIsRefusedUnlessItMayBe() {
    SQLException refused =
        catchThrowableOfType(
            SQLException.class, () -> Values.elements(array("a", null), Object::toString));
    assertThat(refused.getMessage()).isEqualTo("an element of an array is NULL");
    assertThat(refused.getSQLState()).isEqualTo("22004");
  }

  @Test
  void aConverterMustGiveSomething() {
    assertThat(Values.given("money", "MoneyConverter", "column \"price\"")).isEqualTo("money");
    assertThat(
            catchThrowableOfType(
                IllegalStateException.class,
                () -> Values.given(null, "MoneyConverter", "column \"price\"")))
        .hasMessage("converter MoneyConverter gave null for column \"price\"");
  }
}
