package shop;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Sells a few things. */
public final class Main {
  private Main() {}

  /** Takes the JDBC URL of a database that the migrations have run on. */
  public static void main(String[] arguments) throws SQLException {
    try (Connection connection = DriverManager.getConnection(arguments[0])) {
      System.out.print(run(connection));
    }
  }

  /** Sells in one transaction, and says what was sold. */
  public static String run(Connection connection) throws SQLException {
    Customers customers = new CustomersJdbc(connection);
    Orders orders = new OrdersJdbc(connection);
    StringBuilder report = new StringBuilder();

    try {
      orders.addItems(0, List.of(new Orders.Item(1, "waterfall", 1, new BigDecimal("1.00"))));
    } catch (Orders.NoSuchOrder e) {
      report.append(e.getMessage()).append('\n');
    }
    connection.setAutoCommit(false);
    int ada = customers.add("Ada", null);
    customers.changeEmail(ada, "ada@example.org");
    customers.add("Bob", null);
    Instant noon = Instant.parse("2026-11-29T12:00:00Z");
    long first = orders.add(ada, Orders.Status.OPEN, noon, null);
    orders.addItems(
        first,
        List.of(
            new Orders.Item(1, "mill wheel", 1, new BigDecimal("950.00")),
            new Orders.Item(2, "sluice gate", 2, new BigDecimal("120.50"))));
    long second = orders.add(null, Orders.Status.OPEN, noon.plusSeconds(60), "will fetch it");
    orders.advance(first, Orders.Status.OPEN, Orders.Status.PAID);

    orders.find(first).ifPresent(order -> report.append(text(order)));
    try (Stream<Orders.Item> items = orders.items(first)) {
      items.forEach(item -> report.append("  ").append(item).append('\n'));
    }
    orders.find(second).ifPresent(order -> report.append(text(order)));
    report.append(customers.named(List.of("Ada", "Bob", "Eve")).size()).append(" customers\n");
    report.append(orders.count(Orders.Status.OPEN)).append(" open\n");
    orders.turnover().forEach(turnover -> report.append(turnover).append('\n'));
    connection.commit();
    return report.toString();
  }

  private static String text(Orders.Order order) {
    Customers.Customer customer = order.customer();
    return "%s of %s: %s, %s%n"
        .formatted(
            order.status(),
            customer == null ? "somebody" : customer.name(),
            order.total(),
            order.note());
  }
}
