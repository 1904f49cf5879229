package dev.headrace.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headrace.engine.Headrace;
import dev.headrace.pgwire.PgWireServer;
import dev.headrace.server.wire.Servers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The launcher goes on without a cache when its training fails, so that nobody would see it. */
class TrainingLoadTest {
  @Test
  void everyStatementSucceedsAndLeavesWhatItFound() throws Exception {
    try (Headrace database = Headrace.inMemory();
        PgWireServer server = Servers.start(database, "127.0.0.1", 0)) {
      String url = "jdbc:postgresql://127.0.0.1:" + server.port() + "/";
      TrainingLoad.run(url, Duration.ZERO);
      try (Connection connection = DriverManager.getConnection(url);
          ResultSet rows =
              connection
                  .createStatement()
                  .executeQuery(
                      "SELECT (SELECT count(*) FROM items), (SELECT count(*) FROM loaded),"
                          + " (SELECT count(*) FROM sales WHERE amount > 10)")) {
        rows.next();
        assertEquals(2_000, rows.getLong(1));
        assertEquals(0, rows.getLong(2));
        assertEquals(0, rows.getLong(3));
      }
    }
  }
}
