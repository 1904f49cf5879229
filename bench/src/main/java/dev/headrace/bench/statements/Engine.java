package dev.headrace.bench.statements;

import dev.headrace.engine.Headrace;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * The databases that are compared, with the settings that make their commits as durable as each
 * can.
 */
enum Engine {
  /** By its JDBC driver. */
  HEADRACE("Headrace", "jdbc:headrace:mem", "jdbc:headrace:%s"),
  /** By its Java API; the URLs only say what is opened. */
  HEADRACE_API("Headrace, Java API", "mem", "%s"),
  /** Writes at each commit, but has no setting that waits for the disk. */
  H2("H2", "jdbc:h2:mem:bench", "jdbc:h2:%s/data;WRITE_DELAY=0"),
  SQLITE("SQLite", "jdbc:sqlite::memory:", "jdbc:sqlite:%s/data?journal_mode=WAL&synchronous=FULL"),
  DUCKDB("DuckDB", "jdbc:duckdb:", "jdbc:duckdb:%s/data"),
  HSQLDB(
      "HSQLDB",
      "jdbc:hsqldb:mem:bench",
      "jdbc:hsqldb:file:%s/data;hsqldb.default_table_type=cached;hsqldb.write_delay=false"),
  DERBY("Derby", "jdbc:derby:memory:bench;create=true", "jdbc:derby:%s/data;create=true");

  private final String title;
  private final String memory;
  private final String files;

  Engine(String title, String memory, String files) {
    this.title = title;
    this.memory = memory;
    this.files = files;
  }

  String title() {
    return title;
  }

  Client inMemory() throws SQLException {
    return this == HEADRACE_API ? new HeadraceClient(Headrace.inMemory()) : new JdbcClient(memory);
  }

  /** Opens a database with files in a directory. */
  Client in(Path directory) throws SQLException {
    return this == HEADRACE_API
        ? new HeadraceClient(Headrace.open(directory))
        : new JdbcClient(files.formatted(directory));
  }

  /** A query for the first rows of a table. */
  String firstRows(String query, int count) {
    return query + (this == DERBY ? " fetch first %d rows only" : " limit %d").formatted(count);
  }

  /**
   * Whether a batch of inserts is so much slower than one statement that loading needs the latter.
   */
  boolean slowBatches() {
    return this == DUCKDB;
  }

  /** The statement that tells the planner how many rows there are, or nothing. */
  String analyze() {
    return switch (this) {
      case H2, SQLITE, DUCKDB -> "analyze";
      case HEADRACE, HEADRACE_API, HSQLDB, DERBY -> "";
    };
  }
}
