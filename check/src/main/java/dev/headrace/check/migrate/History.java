package dev.headrace.check.migrate;

import static dev.headrace.check.migrate.Server.literal;

import dev.headrace.check.postgres.Reply;
import dev.headrace.check.postgres.Request;
import dev.headrace.check.source.SourceException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The table of what was applied. It is in the schema in which the user's new tables are, by its
 * full name because migrations may change the search path.
 */
final class History {
  static final String TABLE = "headrace_migrations";
  private static final String UNDEFINED_TABLE = "42P01";

  private final Server server;
  private final String table;

  History(Server server) {
    this.server = server;
    String schema = server.value("SELECT current_schema()");
    if (schema.isEmpty()) {
      throw new SourceException(
          "no schema to create " + TABLE + " in", "Set a search_path that has a schema.");
    }
    this.table = Server.name(schema) + "." + TABLE;
  }

  void create() {
    // IF NOT EXISTS comes with a notice each time
    if (server.value("SELECT to_regclass(" + literal(table) + ") IS NULL").startsWith("t")) {
      server.rows(
          "CREATE TABLE "
              + table
              + " (version TEXT PRIMARY KEY, description TEXT NOT NULL, checksum TEXT NOT NULL,"
              + " installed_at TIMESTAMPTZ NOT NULL DEFAULT now(), execution_ms BIGINT NOT NULL,"
              + " success BOOLEAN NOT NULL)");
    }
  }

  /** All rows; none if there is no such table yet. */
  List<Applied> read() {
    Reply reply =
        server
            .send(
                List.of(
                    new Request.Rows(
                        "SELECT version, description, checksum,"
                            + " to_char(installed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'),"
                            + " execution_ms, success FROM "
                            + table
                            + " ORDER BY installed_at, version")))
            .getFirst();
    if (reply.error() != null) {
      if (reply.error().state().equals(UNDEFINED_TABLE)) {
        return List.of();
      }
      throw server.refused(reply.error());
    }
    return reply.rows().stream().map(History::applied).toList();
  }

  private static Applied applied(List<@Nullable String> row) {
    return new Applied(
        text(row, 0),
        text(row, 1),
        text(row, 2),
        text(row, 3),
        Long.parseLong(text(row, 4)),
        text(row, 5).startsWith("t"));
  }

  private static String text(List<@Nullable String> row, int column) {
    return Objects.requireNonNull(row.get(column));
  }

  String insert(Migration migration, long milliseconds, boolean success) {
    return "INSERT INTO %s (version, description, checksum, execution_ms, success) VALUES (%s, %s, %s, %d, %s)"
        .formatted(
            table,
            literal(migration.version()),
            literal(migration.description()),
            literal(migration.checksum()),
            milliseconds,
            success);
  }

  String succeed(Migration migration, long milliseconds) {
    return "UPDATE %s SET success = true, execution_ms = %d WHERE version = %s"
        .formatted(table, milliseconds, literal(migration.version()));
  }

  String fail(Migration migration) {
    return "UPDATE %s SET success = false WHERE version = %s"
        .formatted(table, literal(migration.version()));
  }

  String delete(String version) {
    return "DELETE FROM %s WHERE version = %s".formatted(table, literal(version));
  }

  String rewrite(Migration migration) {
    return "UPDATE %s SET checksum = %s, description = %s WHERE version = %s"
        .formatted(
            table,
            literal(migration.checksum()),
            literal(migration.description()),
            literal(migration.version()));
  }
}
