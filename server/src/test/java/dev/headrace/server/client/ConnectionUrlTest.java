package dev.headrace.server.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ConnectionUrlTest {
  @Test
  void translatesAllParts() {
    ConnectionUrl url = ConnectionUrl.parse("postgresql://ann:p%40ss+1@db:6000/sales?ssl=true");
    assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://db:6000/sales?ssl=true");
    assertThat(url.properties()).containsEntry("user", "ann").containsEntry("password", "p@ss+1");
    assertThat(url.place()).isEqualTo("db:6000");
  }

  @Test
  void hostAloneIsEnough() {
    ConnectionUrl url = ConnectionUrl.parse("postgres://localhost");
    assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://localhost:5432/headrace");
    assertThat(url.properties()).doesNotContainKey("password");
  }

  @Test
  void jdbcUrlIsTakenAsItIs() {
    assertThat(ConnectionUrl.parse("jdbc:postgresql://h/d?password=x"))
        .returns("jdbc:postgresql://h/d?password=x", ConnectionUrl::jdbcUrl)
        .returns("postgresql://h/d", ConnectionUrl::place);
  }

  @Test
  void anythingElseIsRefusedWithoutShowingThePassword() {
    assertThatThrownBy(() -> ConnectionUrl.parse("mysql://ann:secret@db/x"))
        .isInstanceOf(StatementFailure.class)
        .hasMessage("invalid connection URL \"mysql://db/x\"");
  }
}
