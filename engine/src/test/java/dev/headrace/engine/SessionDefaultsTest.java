package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ALTER DATABASE and ALTER ROLE ... SET: what parameters of later sessions begin with. */
final class SessionDefaultsTest extends DatabaseTestBase {
  private static List<String> ofNewSession(Headrace database, String query) {
    try (Session session = database.connect()) {
      return rows(session, query);
    }
  }

  private String shown(String parameter) {
    return ofNewSession(db, "SHOW " + parameter).getFirst();
  }

  @Test
  void aValueOfTheDatabaseIsThatOfSessionsThatBeginLater() {
    run("ALTER DATABASE headrace SET timezone TO 'Europe/Berlin'");
    assertThat(rows("SHOW timezone")).containsExactly("UTC");
    assertThat(shown("timezone")).isEqualTo("Europe/Berlin");
    run("ALTER DATABASE headrace SET TIME ZONE DEFAULT");
    assertThat(shown("timezone")).isEqualTo("UTC");
  }

  @Test
  void aSessionMaySetAndResetIt() {
    run("ALTER DATABASE headrace SET statement_timeout = '5s'");
    try (Session session = db.connect()) {
      rows(session, "SHOW statement_timeout");
      session.execute("SET statement_timeout = '7s'");
      assertThat(rows(session, "SHOW statement_timeout")).containsExactly("7s");
      session.execute("RESET statement_timeout");
      assertThat(rows(session, "SHOW statement_timeout")).containsExactly("5s");
    }
  }

  @Test
  void whatIsSaidOfARoleInTheDatabaseComesFirstThenTheRoleTheDatabaseAndAll() {
    run("CREATE ROLE headrace SUPERUSER LOGIN");
    run("ALTER ROLE ALL SET application_name = 'all'");
    assertThat(shown("application_name")).isEqualTo("all");
    run("ALTER DATABASE headrace SET application_name = 'database'");
    assertThat(shown("application_name")).isEqualTo("database");
    run("ALTER ROLE headrace SET application_name = 'role'");
    assertThat(shown("application_name")).isEqualTo("role");
    run("ALTER USER CURRENT_USER IN DATABASE headrace SET application_name = 'both'");
    assertThat(shown("application_name")).isEqualTo("both");
    assertThat(rows("SELECT setdatabase <> 0, setrole <> 0, setconfig FROM pg_db_role_setting"))
        .containsExactlyInAnyOrder(
            "f|f|{application_name=all}",
            "t|f|{application_name=database}",
            "f|t|{application_name=role}",
            "t|t|{application_name=both}");
    run("ALTER ROLE headrace IN DATABASE headrace RESET application_name");
    assertThat(shown("application_name")).isEqualTo("role");
    run("ALTER ROLE headrace RESET ALL");
    assertThat(shown("application_name")).isEqualTo("database");
  }

  @Test
  void theCurrentValueCanBeTaken() {
    run("CREATE SCHEMA a");
    run("SET search_path = a, public");
    run("ALTER DATABASE headrace SET search_path FROM CURRENT");
    assertThat(shown("search_path")).isEqualTo("a, public");
  }

  @Test
  void whatGoesWithARoleIsDroppedWithIt() {
    run("CREATE ROLE app");
    run("ALTER ROLE app SET lock_timeout = 1000");
    run("DROP ROLE app");
    assertThat(rows("SELECT count(*) FROM pg_db_role_setting")).containsExactly("0");
    run("CREATE ROLE app");
    assertThat(rows("SELECT count(*) FROM pg_db_role_setting")).containsExactly("0");
  }

  @Test
  void itIsUndoneWithItsTransaction() {
    run("BEGIN");
    run("ALTER DATABASE headrace SET lock_timeout = '3s'");
    run("ROLLBACK");
    assertThat(shown("lock_timeout")).isEqualTo("0");
  }

  @Test
  void valuesAndNamesAreChecked() {
    assertThat(error("ALTER DATABASE headrace SET nothing = 1")).startsWith("42704");
    assertThat(error("ALTER DATABASE headrace SET statement_timeout = 'soon'")).startsWith("22023");
    assertThat(error("ALTER DATABASE headrace SET server_version = '1'")).startsWith("55P02");
    assertThat(error("ALTER ROLE nobody SET timezone = 'UTC'")).startsWith("42704");
    assertThat(error("ALTER DATABASE headrace RENAME TO other")).startsWith("0A000");
  }

  @Test
  void theyOutliveTheProcess(@TempDir Path temp) {
    try (Headrace database = Headrace.open(temp.resolve("d"))) {
      database.execute("CREATE ROLE app");
      database.execute("ALTER DATABASE headrace SET synchronous_commit = off");
      database.execute("ALTER ROLE app SET app.tenant = 'Ä, b'");
    }
    try (Headrace database = Headrace.open(temp.resolve("d"))) {
      assertThat(ofNewSession(database, "SHOW synchronous_commit")).containsExactly("off");
      assertThat(ofNewSession(database, "SELECT setconfig FROM pg_db_role_setting"))
          .containsExactlyInAnyOrder("{synchronous_commit=off}", "{\"app.tenant=Ä, b\"}");
      database.execute("ALTER DATABASE headrace RESET ALL");
    }
    try (Headrace database = Headrace.open(temp.resolve("d"))) {
      assertThat(ofNewSession(database, "SHOW synchronous_commit")).containsExactly("on");
    }
  }
}
