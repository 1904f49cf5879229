package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.model.SqlException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Parameters that limit how long things take. */
final class TimeLimitTest {
  private static final String LONG =
      "SELECT count(*) FROM generate_series(1, 50000) AS a (x), generate_series(1, 50000) AS b (y)"
          + " WHERE x * 3 = y * 5 + 1 OR x + y = 7";

  private final Headrace database = Headrace.inMemory();
  private final Session session = database.connect();

  @AfterEach
  void close() {
    session.close();
    database.close();
  }

  private String show(String value) {
    session.execute("SET statement_timeout = '" + value + "'");
    return session.parameter("statement_timeout");
  }

  @Test
  void timesAreShownInTheGreatestUnitThatFits() {
    assertThat(show("0")).isEqualTo("0");
    assertThat(show("1500")).isEqualTo("1500ms");
    assertThat(show("5000")).isEqualTo("5s");
    assertThat(show(" 1.5 min ")).isEqualTo("90s");
    assertThat(show("120s")).isEqualTo("2min");
    assertThat(show("24h")).isEqualTo("1d");
    assertThat(show("500us")).isEqualTo("0");
    assertThat(show("2500us")).isEqualTo("2ms");
  }

  @Test
  void whatIsNoTimeIsRefused() {
    assertThatThrownBy(() -> show("soon"))
        .isInstanceOf(SqlException.class)
        .hasMessage("invalid value for parameter \"statement_timeout\": \"soon\"");
    assertThatThrownBy(() -> show("1 year"))
        .isInstanceOf(SqlException.class)
        .hasMessage("invalid value for parameter \"statement_timeout\": \"1 year\"");
    assertThatThrownBy(() -> show("-1"))
        .isInstanceOf(SqlException.class)
        .hasMessage(
            "-1 ms is outside the valid range for parameter \"statement_timeout\" (0 .."
                + " 2147483647)");
    assertThatThrownBy(() -> show("25d")).isInstanceOf(SqlException.class);
  }

  @Test
  void aStatementThatTakesLongerIsCancelled() {
    session.execute("SET statement_timeout = 100");
    assertThatThrownBy(() -> session.query(LONG))
        .isInstanceOfSatisfying(
            SqlException.class,
            e -> {
              assertThat(e.sqlState()).isEqualTo("57014");
              assertThat(e.message()).isEqualTo("canceling statement due to statement timeout");
            });
    session.execute("SET statement_timeout = '1h'");
    assertThat(session.query("SELECT 1").single()).isEqualTo(1);
  }

  @Test
  void theLimitOfATransactionEndsWithIt() {
    session.execute("BEGIN");
    session.execute("SET LOCAL statement_timeout = '1h'");
    assertThat(session.parameter("statement_timeout")).isEqualTo("1h");
    session.execute("COMMIT");
    assertThat(session.parameter("statement_timeout")).isEqualTo("0");
  }
}
