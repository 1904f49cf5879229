package dev.headrace.example.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.engine.Session;
import dev.headrace.model.SqlException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ShopTest {
  private static final LocalDateTime NOON = LocalDateTime.of(2026, 5, 1, 12, 0);

  private static Shop.Orders order(long id, int customer, String amount, @Nullable String coupon) {
    return new Shop.Orders(id, customer, NOON, new BigDecimal(amount), coupon);
  }

  private static void fill(Shop shop) {
    shop.customers()
        .insertAll(List.of(new Shop.Customers(1, "Ada", "GB"), new Shop.Customers(2, "Bo", "SE")));
    shop.orders()
        .insertAll(
            List.of(
                order(1, 1, "10.00", null), order(2, 1, "2.50", "MAY"), order(3, 2, "7.00", null)));
  }

  @Test
  void revenueIsByCountry() throws InterruptedException {
    try (Shop shop = Shop.inMemory()) {
      fill(shop);
      assertThat(shop.revenue().rows())
          .containsExactlyInAnyOrder(
              new Shop.Revenue("GB", 2, new BigDecimal("12.50")),
              new Shop.Revenue("SE", 1, new BigDecimal("7.00")));
      assertThat(shop.couponsUsed().rows()).containsExactly(new Shop.CouponsUsed("MAY", 1));
      assertThat(shop.orders().where("amount > $1", 7)).containsExactly(order(1, 1, "10.00", null));
      shop.database().compilations().await();
      assertThat(shop.database().statistics().compiledUnits()).isZero();
    }
  }

  @Test
  void theAlarmTellsAboutTheThirdOrderOfADay() throws InterruptedException {
    BlockingQueue<Shop.Suspicious> told = new LinkedBlockingQueue<>();
    try (Shop shop = Shop.inMemory();
        Alarm _ = new Alarm(shop, told::add)) {
      fill(shop);
      shop.orders().insert(order(4, 1, "1.00", null));
      assertThat(told.take()).isEqualTo(new Shop.Suspicious(1, LocalDate.of(2026, 5, 1), 3));
    }
  }

  @Test
  void rowsCanBePartOfATransaction() {
    try (Shop shop = Shop.inMemory();
        Session session = shop.database().connect()) {
      session.execute("BEGIN");
      shop.orders().insertAll(session, List.of(order(1, 1, "1.00", null)));
      session.execute("ROLLBACK");
      assertThat(shop.orders().rows()).isEmpty();
      assertThatThrownBy(
              () ->
                  shop.orders().insertAll(List.of(order(1, 1, "1", null), order(1, 1, "1", null))))
          .isInstanceOf(SqlException.class)
          .hasMessageContaining("orders_pkey");
      assertThat(shop.orders().rows()).isEmpty();
    }
  }

  @Test
  void aDirectoryKeepsIt(@TempDir Path directory) throws InterruptedException {
    try (Shop shop = Shop.open(directory.resolve("shop"))) {
      fill(shop);
    }
    try (Shop shop = Shop.open(directory.resolve("shop"))) {
      assertThat(shop.orders().rows()).hasSize(3);
      assertThat(shop.revenue().rows()).hasSize(2);
      shop.database().compilations().await();
      assertThat(shop.database().statistics().compiledUnits()).isZero();
    }
  }
}
