package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.headrace.model.Notice;
import org.junit.jupiter.api.Test;

/** CREATE and DROP EXTENSION, of which there are those that are built in. */
final class ExtensionTest extends DatabaseTestBase {
  @Test
  void builtInExtensionsAreThereAlready() {
    Command created =
        (Command) session.execute("CREATE EXTENSION IF NOT EXISTS \"uuid-ossp\"").getLast();
    assertThat(created.tag()).isEqualTo("CREATE EXTENSION");
    assertThat(created.notices())
        .extracting(Notice::sqlState, Notice::message)
        .containsExactly(tuple("42710", "extension \"uuid-ossp\" already exists, skipping"));
    run("CREATE EXTENSION IF NOT EXISTS pgcrypto WITH SCHEMA public VERSION '1.3' CASCADE");
    assertThat(error("CREATE EXTENSION pgcrypto"))
        .isEqualTo("42710 extension \"pgcrypto\" already exists");
    assertThat(rows("SELECT extname FROM pg_extension"))
        .containsExactly("headrace", "pgcrypto", "plpgsql", "uuid-ossp");
  }

  @Test
  void othersCannotBeAdded() {
    assertThat(error("CREATE EXTENSION IF NOT EXISTS postgis"))
        .isEqualTo("0A000 extension \"postgis\" is not available");
  }

  @Test
  void noneCanBeDropped() {
    assertThat(error("DROP EXTENSION IF EXISTS plpgsql CASCADE"))
        .isEqualTo(
            "2BP01 cannot drop extension \"plpgsql\" because it is required by the database"
                + " system");
    assertThat(error("DROP EXTENSION postgis"))
        .isEqualTo("42704 extension \"postgis\" does not exist");
    assertThat(run("DROP EXTENSION IF EXISTS postgis, hstore")).isEqualTo("DROP EXTENSION");
  }
}
