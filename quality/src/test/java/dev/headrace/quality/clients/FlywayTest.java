package dev.headrace.quality.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application's migrations by Flyway. */
final class FlywayTest extends ServedDatabase {
  @TempDir Path migrations;

  private Flyway flyway() {
    return Flyway.configure()
        .dataSource("jdbc:postgresql://127.0.0.1:" + port() + "/d", "ada", "")
        .locations("filesystem:" + migrations)
        .cleanDisabled(false)
        .load();
  }

  private void migration(String name, String sql) throws Exception {
    Files.writeString(migrations.resolve(name), sql);
  }

  private List<String> states() {
    return Arrays.stream(flyway().info().all())
        .map(info -> version(info) + " " + info.getState().getDisplayName())
        .toList();
  }

  private static String version(MigrationInfo info) {
    return info.isVersioned() ? String.valueOf(info.getVersion()) : info.getDescription();
  }

  @Test
  void migrationsAreAppliedOnceAndKnown() throws Exception {
    migration("V1__tables.sql", "CREATE TABLE items (id serial PRIMARY KEY, name text NOT NULL);");
    migration(
        "V2__more.sql",
        """
        ALTER TABLE items ADD price numeric(10, 2) DEFAULT 1.5 CHECK (price > 0);
        CREATE INDEX items_name ON items (lower(name));
        INSERT INTO items (name) VALUES ('pen; a semicolon'), ('desk');
        """);
    migration(
        "R__views.sql", "CREATE OR REPLACE VIEW dear AS SELECT * FROM items WHERE price > 1;");
    assertThat(flyway().migrate().migrationsExecuted).isEqualTo(3);
    assertThat(flyway().migrate().migrationsExecuted).isZero();
    flyway().validate();
    migration("V3__last.sql", "UPDATE items SET price = 2 WHERE name = 'desk';");
    migration(
        "R__views.sql", "CREATE OR REPLACE VIEW dear AS SELECT * FROM items WHERE price > 1.7;");
    assertThat(flyway().migrate().migrationsExecuted).isEqualTo(2);
    assertThat(states()).contains("1 Success", "2 Success", "3 Success", "views Success");
    try (Connection connection = connect("")) {
      assertThat(rows(connection, "SELECT name, price FROM dear")).containsExactly("desk|2.00");
      assertThat(rows(connection, "SELECT version FROM flyway_schema_history WHERE success"))
          .containsExactlyInAnyOrder("1", "2", "null", "3", "null");
    }
  }

  @Test
  void aMigrationThatFailsLeavesNothing() throws Exception {
    migration("V1__tables.sql", "CREATE TABLE items (id integer);");
    migration("V2__bad.sql", "CREATE TABLE more (id integer); INSERT INTO items VALUES ('x');");
    assertThatThrownBy(() -> flyway().migrate())
        .isInstanceOf(FlywayException.class)
        .hasMessageContaining("22P02");
    assertThat(states()).containsExactly("1 Success", "2 Pending");
    try (Connection connection = connect("")) {
      assertThat(rows(connection, "SELECT to_regclass('more')")).containsExactly("null");
    }
    flyway().clean();
    try (Connection connection = connect("")) {
      assertThat(rows(connection, "SELECT relname FROM pg_class WHERE relname = 'items'"))
          .isEmpty();
    }
  }

  @Test
  void aChangedMigrationIsFoundAndRepaired() throws Exception {
    migration("V1__tables.sql", "CREATE TABLE items (id integer);");
    flyway().migrate();
    migration("V1__tables.sql", "CREATE TABLE items (id bigint);");
    assertThatThrownBy(() -> flyway().validate()).hasMessageContaining("checksum mismatch");
    flyway().repair();
    flyway().validate();
  }
}
