package dev.headrace.example.shop;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;

/** Keeps a shop's orders in a directory, adds some, and prints what the views say. */
final class Main {
  private static final int COUNT = 4;

  private Main() {}

  public static void main(String[] arguments) throws InterruptedException {
    try (Shop shop = arguments.length == 0 ? Shop.inMemory() : Shop.open(Path.of(arguments[0]));
        Alarm _ = new Alarm(shop, found -> System.out.println("suspicious: " + found))) {
      long next = shop.orders().rows().stream().mapToLong(Shop.Orders::id).max().orElse(0) + 1;
      if (shop.customers().where("id = $1", 1).isEmpty()) {
        shop.customers().insertAll(List.of(new Shop.Customers(1, "Ada", "GB")));
      }
      LocalDateTime now = LocalDateTime.now(java.time.Clock.systemUTC());
      for (long id = next; id < next + COUNT; id++) {
        shop.orders().insert(new Shop.Orders(id, 1, now, new BigDecimal("9.90"), null));
      }
      shop.revenue().rows().forEach(System.out::println);
    }
  }
}
