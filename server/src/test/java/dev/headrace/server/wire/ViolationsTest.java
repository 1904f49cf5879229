package dev.headrace.server.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headrace.engine.Headrace;
import dev.headrace.pgwire.PgWireServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Drivers are told by name what a violation is about, as PostgreSQL 15 tells them. */
final class ViolationsTest {
  private Headrace database;
  private PgWireServer server;

  @BeforeEach
  void start() {
    database = Headrace.inMemory();
    server = Servers.start(new EngineBackend(database), ServerConfiguration.onLoopback(0));
    database.execute(
        """
        CREATE SCHEMA s;
        CREATE TABLE s.parents (id int PRIMARY KEY);
        CREATE TABLE children (
          id int PRIMARY KEY,
          email text NOT NULL CONSTRAINT email_once UNIQUE,
          age int CONSTRAINT of_age CHECK (age >= 18),
          parent int CONSTRAINT has_parent REFERENCES s.parents);
        CREATE UNIQUE INDEX lower_once ON children (lower(email));
        INSERT INTO s.parents VALUES (1);
        INSERT INTO children VALUES (1, 'a', 20, 1)
        """);
  }

  @AfterEach
  void close() {
    server.close();
    database.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          INSERT INTO children VALUES (1, 'b', 20, 1)     | 23505 | public | children | -     | children_pkey
          INSERT INTO children VALUES (2, 'a', 20, 1)     | 23505 | public | children | -     | email_once
          INSERT INTO children VALUES (2, 'A', 20, 1)     | 23505 | public | children | -     | lower_once
          INSERT INTO children VALUES (2, NULL, 20, 1)    | 23502 | public | children | email | -
          INSERT INTO children VALUES (2, 'b', 17, 1)     | 23514 | public | children | -     | of_age
          INSERT INTO children VALUES (2, 'b', 20, 2)     | 23503 | public | children | -     | has_parent
          DELETE FROM s.parents                           | 23503 | public | children | -     | has_parent
          INSERT INTO s.parents VALUES (1)                | 23505 | s      | parents  | -     | parents_pkey
          ALTER TABLE children ADD CHECK (age > 30)       | 23514 | public | children | -     | children_age_check
          ALTER TABLE children ALTER parent SET NOT NULL, ADD m int NOT NULL | 23502 | public | children | m | -
          """)
  void aViolationNamesWhatItIsAbout(
      String sql, String state, String schema, String table, String column, String constraint)
      throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/headrace", "ada", "");
        Statement statement = connection.createStatement()) {
      PSQLException failure =
          catchThrowableOfType(PSQLException.class, () -> statement.execute(sql));
      assertThat(failure.getSQLState()).isEqualTo(state);
      ServerErrorMessage message = failure.getServerErrorMessage();
      assertThat(message).isNotNull();
      assertThat(message.getSchema()).isEqualTo(schema);
      assertThat(message.getTable()).isEqualTo(table);
      assertThat(message.getColumn()).isEqualTo(column);
      assertThat(message.getConstraint()).isEqualTo(constraint);
    }
  }
}
