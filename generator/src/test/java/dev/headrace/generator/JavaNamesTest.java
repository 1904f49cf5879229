package dev.headrace.generator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JavaNamesTest {
  @ParameterizedTest
  @CsvSource({
    "orders, Orders, orders",
    "order_lines, OrderLines, orderLines",
    "Orders, Orders, orders",
    "ORDER_ID, OrderId, orderId",
    "two words, TwoWords, twoWords",
    "2nd, _2nd, _2nd",
    "class, Class, class_",
    "hash_code, HashCode, hashCode_",
    "größe, Größe, größe",
    "?column?, Column, column"
  })
  void namesAreThoseOfJava(String sql, String type, String member) {
    assertThat(new JavaNames().type(sql)).isEqualTo(type);
    assertThat(new JavaNames().member(sql)).isEqualTo(member);
  }

  @Test
  void equalNamesAreNumbered() {
    JavaNames names = new JavaNames("a");
    assertThat(names.member("a")).isEqualTo("a2");
    assertThat(names.member("A")).isEqualTo("a3");
    assertThat(names.member("b")).isEqualTo("b");
  }
}
