package shop;

import dev.headrace.check.Batch;
import dev.headrace.check.GenerateRecord;
import dev.headrace.check.OnConstraint;
import dev.headrace.check.Query;
import dev.headrace.check.Update;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** What is bought. */
@NullMarked
public interface Orders {
  /** How far an order is. */
  enum Status {
    OPEN,
    PAID,
    SHIPPED
  }

  /** An order; who bought without an account is no customer. */
  record Order(
      long id,
      Status status,
      Instant placed,
      @Nullable String note,
      @Nullable BigDecimal total,
      Customers.@Nullable Customer customer) {}

  /** A line of an order. */
  record Item(int line, String product, int quantity, BigDecimal price) {}

  /** Items are of no order that there is. */
  final class NoSuchOrder extends RuntimeException {
    NoSuchOrder(Throwable cause) {
      super("no such order", cause);
    }
  }

  @Query(
      """
      INSERT INTO orders (customer, status, placed, note)
      VALUES (:customer, :status, :placed, :note)
      RETURNING id
      """)
  long add(@Nullable Integer customer, Status status, Instant placed, @Nullable String note);

  @OnConstraint(value = "items_order_id_fkey", throwing = NoSuchOrder.class)
  @Batch(
      """
      INSERT INTO items (order_id, line, product, quantity, price)
      VALUES (:order, :line, :product, :quantity, :price)
      """)
  int addItems(long order, List<Item> items);

  @Query(
      """
      SELECT o.id, o.status, o.placed, o.note, t.total,
             c.id AS customer_id, c.name AS customer_name, c.email AS customer_email
      FROM orders o
      LEFT JOIN totals t ON t.order_id = o.id
      LEFT JOIN customers c ON c.id = o.customer
      WHERE o.id = :id
      """)
  Optional<Order> find(long id);

  @Query("SELECT line, product, quantity, price FROM items WHERE order_id = :order ORDER BY line")
  Stream<Item> items(long order);

  @Update("UPDATE orders SET status = :next WHERE id = :id AND status = :expected")
  boolean advance(long id, Status expected, Status next);

  @Query("SELECT count(*) FROM orders WHERE status = :status")
  long count(Status status);

  /** What customers have spent. */
  @GenerateRecord
  @Query(
      """
      SELECT c.name, count(DISTINCT o.id) AS orders, sum(i.quantity * i.price) AS total
      FROM customers c
      JOIN orders o ON o.customer = c.id
      JOIN items i ON i.order_id = o.id
      GROUP BY c.name
      ORDER BY total DESC, c.name
      """)
  List<Turnover> turnover();
}
