package dev.headrace.quality.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.check.migrate.DatabaseAdmin;
import dev.headrace.check.postgres.DatabaseUrl;
import dev.headrace.engine.Headrace;
import dev.headrace.pgwire.PgWireServer;
import dev.headrace.server.wire.Servers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Migrations of Headrace. */
final class HeadraceMigratorTest extends MigratorTestCase {
  private final Headrace database = Headrace.inMemory();
  private final PgWireServer server = Servers.start(database, "127.0.0.1", 0);

  @AfterEach
  void stop() {
    server.close();
    database.close();
  }

  @Override
  DatabaseUrl url() {
    return DatabaseUrl.parse("postgresql://ada@127.0.0.1:" + server.port() + "/d");
  }

  @Override
  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + server.port() + "/d?user=ada");
  }

  @Test
  void viewsAreMigratedLikeTables() throws Exception {
    write("V1__table.sql", "CREATE TABLE t (v INTEGER); INSERT INTO t VALUES (1), (2)");
    write("V2__view.sql", "CREATE MATERIALIZED VIEW total AS SELECT sum(v) AS s FROM t");
    write("V2__view.down.sql", "DROP MATERIALIZED VIEW total");
    run();
    assertThat(rows("SELECT s FROM total")).containsExactly("3");
  }

  @Test
  void itsDatabaseIsNeitherCreatedNorDropped() {
    DatabaseAdmin admin = new DatabaseAdmin(target(), log::add);
    assertThat(failure(admin::create))
        .isEqualTo(
            """
            a Headrace server has one database, which is there as long as the server
            To begin anew stop it and start one with another directory.""");
    assertThat(failure(() -> admin.drop(true))).startsWith("a Headrace server has one database");
  }
}
