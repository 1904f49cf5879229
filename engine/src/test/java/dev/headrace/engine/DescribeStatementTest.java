package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.engine.statement.Description;
import dev.headrace.engine.statement.DescriptionText;
import dev.headrace.model.CatalogTypes;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** EXPLAIN (DESCRIBE), and that its lines say all that a description has. */
final class DescribeStatementTest {
  private final Headrace headrace = Headrace.inMemory();
  private final Session session = headrace.connect();

  @AfterEach
  void close() {
    session.close();
    headrace.close();
  }

  private List<String> describe(String sql) {
    List<String> lines = new ArrayList<>();
    session.query(sql).rows().forEach(row -> lines.add(String.valueOf(row.getFirst())));
    return lines;
  }

  @Test
  void itSaysWhatAStatementTakesAndGives() {
    session.execute(
        """
        CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
        CREATE TABLE orders (id BIGINT PRIMARY KEY, customer INTEGER, total NUMERIC(10, 2) NOT NULL);
        """);
    assertThat(
            describe(
                """
                EXPLAIN (DESCRIBE) SELECT o.id, c.name, sum(o.total) AS "a ""sum\"""
                FROM orders o LEFT JOIN customers c ON c.id = o.customer WHERE o.total > $1 AND o.id <> 7
                GROUP BY o.id, c.name
                """))
        .containsExactly(
            "kind SELECT",
            "parameter numeric ruled out",
            "column \"id\" bigint not null is \"orders.id\"",
            "column \"name\" text group 0 is \"customers.name\"",
            "column \"a \"\"sum\"\"\" numeric not null");
    assertThat(
            describe(
                "EXPLAIN (DESCRIBE, NULLABLE '2') UPDATE customers SET name = $2 WHERE id = $1"))
        .containsExactly(
            "kind UPDATE",
            "parameter integer ruled out",
            "parameter text required by \"customers.name\"",
            "changes \"customers\" UPDATE",
            "constraint \"customers_pkey\" PRIMARY KEY of \"customers\"");
    assertThatThrownBy(() -> describe("EXPLAIN (DESCRIBE, NULLABLE 'x') SELECT 1"))
        .isInstanceOf(SqlException.class)
        .hasMessageContaining("NULLABLE has numbers of parameters");
    assertThatThrownBy(() -> describe("EXPLAIN (DESCRIBE) SELECT nam FROM customers"))
        .isInstanceOf(SqlException.class)
        .hasMessageContaining("column \"nam\" does not exist");
  }

  private List<String> failing(String sql) {
    return describe("EXPLAIN (DESCRIBE) " + sql).stream()
        .filter(line -> line.startsWith("changes ") || line.startsWith("constraint "))
        .toList();
  }

  @Test
  void constraintsWhoseChecksCanBePutOffAreAmongThem() {
    session.execute(
        "CREATE TABLE lines (id integer PRIMARY KEY, place integer UNIQUE DEFERRABLE,"
            + " of integer CONSTRAINT head REFERENCES lines DEFERRABLE INITIALLY DEFERRED)");
    assertThat(failing("INSERT INTO lines VALUES (1, 2, 3)"))
        .containsExactly(
            "changes \"lines\" INSERT",
            "constraint \"head\" FOREIGN KEY of \"lines\"",
            "constraint \"lines_pkey\" PRIMARY KEY of \"lines\"",
            "constraint \"lines_place_key\" UNIQUE of \"lines\"");
  }

  @Test
  void itSaysAtWhichConstraintsAChangeCanFail() {
    session.execute(
        """
        CREATE TABLE accounts (id INTEGER PRIMARY KEY, email TEXT UNIQUE, age INTEGER CHECK (age > 0));
        CREATE UNIQUE INDEX accounts_age ON accounts (age) WHERE age > 100;
        CREATE INDEX accounts_id_age ON accounts (id, age);
        CREATE TABLE logins (id INTEGER PRIMARY KEY, account INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE);
        CREATE TABLE visits (login INTEGER CONSTRAINT visited REFERENCES logins, CHECK (login > 0));
        CREATE TABLE notes (account INTEGER UNIQUE REFERENCES accounts ON DELETE SET NULL ON UPDATE CASCADE);
        """);
    String age = "constraint \"accounts_age\" UNIQUE of \"accounts\"";
    String check = "constraint \"accounts_age_check\" CHECK of \"accounts\"";
    String email = "constraint \"accounts_email_key\" UNIQUE of \"accounts\"";
    String key = "constraint \"accounts_pkey\" PRIMARY KEY of \"accounts\"";
    String account = "constraint \"logins_account_fkey\" FOREIGN KEY of \"logins\"";
    String login = "constraint \"logins_pkey\" PRIMARY KEY of \"logins\"";
    String visited = "constraint \"visited\" FOREIGN KEY of \"visits\"";
    String note = "constraint \"notes_account_fkey\" FOREIGN KEY of \"notes\"";
    String noted = "constraint \"notes_account_key\" UNIQUE of \"notes\"";
    assertThat(failing("SELECT * FROM accounts")).isEmpty();
    assertThat(failing("INSERT INTO accounts VALUES (1, 'a', 1)"))
        .containsExactly("changes \"accounts\" INSERT", age, check, email, key);
    assertThat(failing("INSERT INTO accounts VALUES (1) ON CONFLICT DO NOTHING").getFirst())
        .isEqualTo("changes \"accounts\" INSERT");
    assertThat(
            failing("INSERT INTO logins VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET account = 2"))
        .containsExactly("changes \"logins\" INSERT UPDATE", account, login, visited);
    // logins are deleted too, which visits may refuse; notes are changed
    assertThat(failing("DELETE FROM accounts"))
        .containsExactly("changes \"accounts\" DELETE", note, noted, visited);
    assertThat(failing("UPDATE accounts SET age = 1"))
        .containsExactly(
            "changes \"accounts\" UPDATE", age, check, email, key, account, note, noted);
    assertThat(
            failing(
                """
                WITH gone AS (DELETE FROM visits RETURNING login)
                INSERT INTO logins SELECT login, 1 FROM gone
                """))
        .containsExactly("changes \"visits\" DELETE", "changes \"logins\" INSERT", account, login);
    assertThat(failing("WITH a AS (INSERT INTO logins VALUES (1, 1) RETURNING id) SELECT * FROM a"))
        .containsExactly("changes \"logins\" INSERT", account, login);
  }

  @Test
  void linesAreReadAsTheyAreWritten() {
    Description description =
        new Description(
            Description.Kind.INSERT,
            List.of(
                column("plain", SqlType.BIGINT, false, OptionalInt.empty(), null),
                column("not null", SqlType.numeric(10, 2), true, OptionalInt.of(3), "a.b"),
                column("\"\\\n is \"x\"", SqlType.varchar(9), true, OptionalInt.empty(), "\"x\""),
                column("a", CatalogTypes.NAME, true, OptionalInt.empty(), null),
                column("b", SqlType.array(CatalogTypes.OID), true, OptionalInt.empty(), null),
                column("c", CatalogTypes.CHARACTER, true, OptionalInt.empty(), null),
                column("", SqlType.array(SqlType.DOUBLE), false, OptionalInt.of(0), "t. is \"")),
            List.of(
                new Description.Parameter(SqlType.TIMESTAMPTZ, Optional.empty(), true),
                new Description.Parameter(SqlType.character(3), Optional.of("t.\"c\""), false),
                new Description.Parameter(
                    SqlType.array(SqlType.varchar(5)), Optional.of("t. ruled out"), true)),
            List.of(
                new Description.Change(
                    "a \"b\" INSERT",
                    Set.of(Description.Operation.DELETE, Description.Operation.INSERT))),
            List.of(
                new Description.Constraint(
                    "a\"\\b\" CHECK of \"c", Description.Constraint.Kind.EXCLUDE, "t\nu"),
                new Description.Constraint(
                    "k", Description.Constraint.Kind.FOREIGN_KEY, "public.t")));
    assertThat(DescriptionText.parse(DescriptionText.lines(description))).isEqualTo(description);
  }

  private static Description.Column column(
      String name, SqlType type, boolean nullable, OptionalInt group, @Nullable String origin) {
    return new Description.Column(
        new Field(name, type, nullable), group, Optional.ofNullable(origin));
  }

  @Test
  void whatIsNoDescriptionIsRefused() {
    assertThatThrownBy(() -> DescriptionText.parse(List.of("column \"a\" bigint")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DescriptionText.parse(List.of("kind SELECT", "column \"a\" bigger")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no type: bigger");
    assertThatThrownBy(() -> DescriptionText.parse(List.of("kind SELECT", "columns")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> DescriptionText.parse(List.of("kind INSERT", "constraint \"a\" KEY of \"t\"")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no kind of constraint: KEY");
  }
}
