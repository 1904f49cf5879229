package dev.headrace.check.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.check.source.Migrations;
import dev.headrace.check.source.SourceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NewMigrationTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-31T23:59:58Z"), ZoneOffset.UTC);

  @TempDir private Path directory;

  private List<String> add(String description) {
    return NewMigration.add(directory, description, CLOCK).stream().map(Migrations::name).toList();
  }

  @Test
  void theFirstIsNumberedByTheTime() {
    assertThat(add("Orders have notes!"))
        .containsExactly(
            "20260131235958_orders_have_notes.sql", "20260131235958_orders_have_notes.down.sql");
    assertThatThrownBy(() -> add("orders have notes"))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("FileAlreadyExists");
    assertThatThrownBy(() -> add(" ?! ")).hasMessage("a migration needs a name");
  }

  @Test
  void numbersGoOn() throws Exception {
    Files.writeString(directory.resolve("V9__a.sql"), "");
    Files.writeString(directory.resolve("U12__a.sql"), "");
    assertThat(add("b")).containsExactly("V10__b.sql", "V10__b.down.sql");
    assertThat(add("c")).containsExactly("V11__c.sql", "V11__c.down.sql");
  }

  @Test
  void namesTellVersionAndDescription() throws Exception {
    for (String name :
        List.of(
            "V1_2__add_orders.sql",
            "V1.10__more.sql",
            "20260131_add_orders.up.sql",
            "20260131_add_orders.down.sql",
            "U1_2__undo.sql",
            "schema.sql",
            "7.sql")) {
      Files.writeString(directory.resolve(name), "");
    }
    List<Migration> all = Migration.read(directory.toString());
    assertThat(all.stream().map(Migration::title).toList())
        .containsExactlyInAnyOrder(
            "1.2 add orders", "1.10 more", "20260131 add orders", "schema", "7");
    assertThat(all.stream().flatMap(each -> each.undo().stream()).map(Migrations::name).toList())
        .containsExactlyInAnyOrder("U1_2__undo.sql", "20260131_add_orders.down.sql");
    Files.writeString(directory.resolve("V7__seven.sql"), "");
    assertThatThrownBy(() -> Migration.read(directory.toString()))
        .hasMessage("two migrations have version 7: 7.sql and V7__seven.sql");
  }
}
