package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.engine.statement.Description;
import dev.headrace.model.SqlException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said of statements before they run; NULLs have a matrix of their own in quality. */
final class DescriptionTest {
  private final Headrace headrace = Headrace.inMemory();
  private final Session session = headrace.connect();

  @BeforeEach
  void createTables() {
    session.execute(
        """
        CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT);
        CREATE TABLE orders (id BIGINT PRIMARY KEY, customer INTEGER, note TEXT)
        """);
  }

  @AfterEach
  void close() {
    session.close();
    headrace.close();
  }

  private Description describe(String sql) {
    return session.describe(sql, parameter -> false);
  }

  private List<String> required(String sql) {
    return describe(sql).parameters().stream().map(p -> p.notNull().orElse("-")).toList();
  }

  private List<Boolean> ruledOut(String sql) {
    return describe(sql).parameters().stream().map(Description.Parameter::ruledOut).toList();
  }

  @Test
  void aQueryHasItsColumnsAndTheirOrigins() {
    Description description =
        describe("SELECT name, length(name) AS n FROM customers WHERE id = $1");
    assertThat(description.kind()).isEqualTo(Description.Kind.SELECT);
    assertThat(description.columns().toString())
        .isEqualTo(
            "[Column[field=name text not null, group=OptionalInt.empty, origin=Optional[customers.name]],"
                + " Column[field=n integer not null, group=OptionalInt.empty, origin=Optional.empty]]");
    assertThat(description.parameters().getFirst().type().toString()).isEqualTo("integer");
  }

  @Test
  void columnsOfAMissingSideHaveOneGroup() {
    Description description =
        describe(
            "SELECT o.id, c.id, c.name, c.email FROM orders o LEFT JOIN customers c ON c.id = o.customer");
    List<Description.Column> columns = description.columns();
    assertThat(columns.get(0).group()).isEmpty();
    assertThat(columns.get(1).group()).isPresent().isEqualTo(columns.get(2).group());
    assertThat(columns.get(3).group()).isEmpty();
  }

  @Test
  void parametersThatGoIntoNotNullColumnsAreTold() {
    assertThat(required("INSERT INTO customers VALUES ($1, upper($2), $3)"))
        .containsExactly("customers.id", "customers.name", "-");
    assertThat(required("INSERT INTO customers VALUES ($1, coalesce($2, 'x'), $3)"))
        .containsExactly("customers.id", "-", "-");
    assertThat(required("UPDATE customers SET name = $1 WHERE id = $2"))
        .containsExactly("customers.name", "-");
    assertThat(
            required(
                "INSERT INTO customers VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET name = $4"))
        .containsExactly("customers.id", "customers.name", "-", "customers.name");
    assertThat(
            required(
                "UPDATE customers SET name = CASE WHEN $1::text IS NULL THEN name ELSE $1 END"))
        .containsExactly("-");
    assertThat(required("DELETE FROM customers WHERE id = $1")).containsExactly("-");
  }

  @Test
  void parametersThatMustNotBeNullToFindARowAreTold() {
    assertThat(ruledOut("SELECT * FROM customers WHERE id = $1 AND email IS NOT DISTINCT FROM $2"))
        .containsExactly(true, false);
    assertThat(ruledOut("SELECT * FROM customers WHERE ($1::text IS NULL OR name = $1)"))
        .containsExactly(false);
    assertThat(ruledOut("DELETE FROM customers WHERE id = ANY ($1)")).containsExactly(true);
  }

  @Test
  void aParameterThatIsGivenMakesNoNull() {
    assertThat(
            session
                .describe("SELECT $1 + 1", parameter -> true)
                .columns()
                .getFirst()
                .field()
                .nullable())
        .isFalse();
    assertThat(describe("SELECT $1 + 1").columns().getFirst().field().nullable()).isTrue();
  }

  @Test
  void errorsHaveTheirPlace() {
    assertThatThrownBy(() -> describe("SELECT id,\n  nam FROM customers"))
        .isInstanceOfSatisfying(
            SqlException.class,
            e -> {
              assertThat(e.position()).isEqualTo(new SqlException.Position(2, 3, 14));
              assertThat(e.message()).isEqualTo("column \"nam\" does not exist");
            });
    assertThatThrownBy(() -> describe("SELECT 1; SELECT 2"))
        .hasMessage("expected one statement, not 2");
  }

  @Test
  void otherStatementsAreOnlyParsed() {
    assertThat(describe("CREATE TABLE t (id INTEGER)").kind()).isEqualTo(Description.Kind.OTHER);
  }
}
