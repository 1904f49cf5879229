package dev.headrace.check.migrate;

import dev.headrace.check.postgres.DatabaseUrl;
import dev.headrace.check.source.SourceException;
import java.util.function.Consumer;

/** Creates and drops the database of a URL. All methods throw SourceException. */
public final class DatabaseAdmin {
  /** Where one is while one's own database is not there. */
  private static final String MAINTENANCE = "postgres";

  private final Target target;
  private final Consumer<String> log;

  /**
   * @param log gets a line for everything that is done
   */
  public DatabaseAdmin(Target target, Consumer<String> log) {
    this.target = target;
    this.log = log;
  }

  private String name() {
    return target.url().database();
  }

  private Server open() {
    DatabaseUrl url = target.url();
    if (name().equals(MAINTENANCE)) {
      throw new SourceException(
          "database " + MAINTENANCE + " is the one to create and drop others from",
          "Name another in the URL.");
    }
    Server server =
        Server.open(
            new Target(
                new DatabaseUrl(
                    url.host(), url.port(), MAINTENANCE, url.user(), url.password(), url.sslMode()),
                target.timeout(),
                target.statementTimeout(),
                target.lockTimeout()));
    if (server.isHeadrace()) {
      server.close();
      throw new SourceException(
          "a Headrace server has one database, which is there as long as the server",
          "To begin anew stop it and start one with another directory.");
    }
    return server;
  }

  private boolean exists(Server server) {
    String count =
        server.value("SELECT count(*) FROM pg_database WHERE datname = " + Server.literal(name()));
    return !count.equals("0");
  }

  /** Creates it if it is not there. */
  public void create() {
    try (Server server = open()) {
      create(server);
    }
  }

  private void create(Server server) {
    if (exists(server)) {
      log.accept("database " + name() + " is there already");
    } else {
      server.rows("CREATE DATABASE " + Server.name(name()));
      log.accept("created database " + name());
    }
  }

  /**
   * Drops it if it is there, with all that is in it.
   *
   * @param force whether to end the sessions that use it
   */
  public void drop(boolean force) {
    try (Server server = open()) {
      drop(server, force);
    }
  }

  private void drop(Server server, boolean force) {
    if (exists(server)) {
      server.rows("DROP DATABASE " + Server.name(name()) + (force ? " WITH (FORCE)" : ""));
      log.accept("dropped database " + name());
    } else {
      log.accept("database " + name() + " is not there");
    }
  }

  /** Drops it, creates it, and applies all migrations to it. */
  public void reset(boolean force, String migrations) {
    Migration.read(migrations); // rather now than when the database is gone
    try (Server server = open()) {
      drop(server, force);
      create(server);
    }
    new Migrator(target, migrations, log).run(RunOptions.ALL);
  }
}
