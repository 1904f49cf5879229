package dev.headrace.quality.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.quality.clients.shop.Customer;
import dev.headrace.quality.clients.shop.Purchase;
import jakarta.persistence.LockModeType;
import jakarta.persistence.OptimisticLockException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.util.List;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.Test;

/** An application of two entities by Hibernate, which makes its schema itself. */
final class HibernateTest extends ServedDatabase {
  private SessionFactory factory(String schema) {
    return new Configuration()
        .addAnnotatedClass(Customer.class)
        .addAnnotatedClass(Purchase.class)
        .setProperty(
            "hibernate.connection.url", "jdbc:postgresql://127.0.0.1:" + port() + "/d?user=ada")
        .setProperty("hibernate.hbm2ddl.auto", schema)
        .setProperty("hibernate.jdbc.batch_size", "10")
        .buildSessionFactory();
  }

  private static void fill(SessionFactory factory) {
    factory.inTransaction(
        session -> {
          for (String name : List.of("ada", "bob", "cyd")) {
            Customer customer = new Customer(name, Customer.Mood.valueOf("HAPPY"));
            session.persist(customer);
            for (int i = 1; i <= name.charAt(0) - 'a' + 1; i++) {
              session.persist(new Purchase(customer, new BigDecimal(i + ".50")));
            }
          }
        });
  }

  @Test
  void theSchemaIsMadeUpdatedAndValidated() throws Exception {
    factory("create").close();
    factory("update").close();
    factory("validate").close();
    try (Connection connection = connect("")) {
      assertThat(
              rows(
                  connection,
                  "SELECT conname FROM pg_constraint WHERE contype IN ('f', 'u') ORDER BY conname"))
          .containsExactly("customer_name", "purchase_customer");
    }
  }

  @Test
  void queriesFindWhatWasPersisted() {
    try (SessionFactory factory = factory("create")) {
      fill(factory);
      factory.inSession(
          session -> {
            assertThat(
                    session
                        .createSelectionQuery(
                            "select c.name, count(p), sum(p.total) from Purchase p join p.customer"
                                + " c group by c.name having count(p) > :least order by c.name",
                            Object[].class)
                        .setParameter("least", 1)
                        .getResultList())
                .containsExactly(
                    new Object[] {"bob", 2L, new BigDecimal("4.00")},
                    new Object[] {"cyd", 3L, new BigDecimal("7.50")});
            assertThat(
                    session
                        .createSelectionQuery(
                            "select p.total from Purchase p order by p.total desc, p.id",
                            BigDecimal.class)
                        .setFirstResult(1)
                        .setMaxResults(2)
                        .getResultList())
                .containsExactly(new BigDecimal("2.50"), new BigDecimal("2.50"));
            assertThat(
                    session
                        .createSelectionQuery(
                            "from Customer c where exists (select 1 from Purchase p"
                                + " where p.customer = c and p.total > 3) and c.mood = HAPPY",
                            Customer.class)
                        .getResultList())
                .extracting(Customer::name)
                .containsExactly("cyd");
          });
    }
  }

  @Test
  void rowsAreLockedAndVersionsChecked() {
    try (SessionFactory factory = factory("create")) {
      fill(factory);
      factory.inTransaction(
          session -> {
            Customer locked = session.find(Customer.class, 1L, LockModeType.PESSIMISTIC_WRITE);
            locked.rename("ada l");
          });
      assertThatThrownBy(
              () ->
                  factory.inTransaction(
                      session -> {
                        session.find(Customer.class, 1L).rename("stale");
                        factory.inTransaction(
                            other -> other.find(Customer.class, 1L).rename("first"));
                      }))
          .isInstanceOf(OptimisticLockException.class);
      factory.inSession(
          session -> assertThat(session.find(Customer.class, 1L).name()).isEqualTo("first"));
    }
  }

  @Test
  void aBreachOfAConstraintIsNamed() {
    try (SessionFactory factory = factory("create")) {
      fill(factory);
      assertThatThrownBy(
              () ->
                  factory.inTransaction(
                      session -> session.persist(new Customer("ada", Customer.Mood.SAD))))
          .isInstanceOfSatisfying(
              org.hibernate.exception.ConstraintViolationException.class,
              e -> assertThat(e.getConstraintName()).isEqualTo("customer_name"));
    }
  }
}
