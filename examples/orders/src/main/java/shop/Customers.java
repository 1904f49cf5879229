package shop;

import dev.headrace.check.Query;
import dev.headrace.check.Update;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Who buys. */
@NullMarked
public interface Customers {
  /** A customer, who need not have an address. */
  record Customer(int id, String name, @Nullable String email) {}

  @Query("INSERT INTO customers (name, email) VALUES (:name, :email) RETURNING id")
  int add(String name, @Nullable String email);

  @Query("SELECT id, name, email FROM customers WHERE id = :id")
  Optional<Customer> find(int id);

  @Query("SELECT id, name, email FROM customers WHERE name IN (:names) ORDER BY name, id")
  List<Customer> named(List<String> names);

  @Update("UPDATE customers SET email = :email WHERE id = :id")
  boolean changeEmail(int id, @Nullable String email);
}
