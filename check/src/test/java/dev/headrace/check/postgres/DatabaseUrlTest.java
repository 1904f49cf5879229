package dev.headrace.check.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DatabaseUrlTest {
  @Test
  void partsMayBeMissing() {
    DatabaseUrl url = DatabaseUrl.parse("postgresql://ada:p%40ss+word@db.example.org:5433/shop");
    assertThat(url)
        .isEqualTo(
            new DatabaseUrl(
                "db.example.org", 5433, "shop", "ada", "p@ss+word", DatabaseUrl.SslMode.PREFER));
    assertThat(url).hasToString("db.example.org:5433/shop");
    assertThat(DatabaseUrl.parse("postgres://ada@localhost"))
        .isEqualTo(
            new DatabaseUrl("localhost", 5432, "ada", "ada", null, DatabaseUrl.SslMode.DISABLE));
    assertThat(DatabaseUrl.parse("jdbc:postgresql://[::1]/d?user=u&password=p&sslmode=require"))
        .isEqualTo(new DatabaseUrl("::1", 5432, "d", "u", "p", DatabaseUrl.SslMode.REQUIRE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://u:secret@h/d",
        "postgresql://u:se cret@h/d",
        "postgresql:///secret",
        "postgresql://u:secret@h/d?sslmode=perhaps"
      })
  void whatIsNoneIsRefusedWithoutItsPassword(String text) {
    assertThatThrownBy(() -> DatabaseUrl.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not the URL of a database: ")
        .message()
        .doesNotContain("secret");
  }
}
