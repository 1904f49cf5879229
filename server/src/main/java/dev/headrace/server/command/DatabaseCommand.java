package dev.headrace.server.command;

import dev.headrace.check.migrate.DatabaseAdmin;
import dev.headrace.check.source.SourceException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code headrace database}. */
@Command(
    name = "database",
    description = {
      "Create or drop the database of a URL on a PostgreSQL server.",
      "",
      "A Headrace server has one database, which is there as long as the server.",
    },
    subcommands = {
      DatabaseCommand.Create.class,
      DatabaseCommand.Drop.class,
      DatabaseCommand.Reset.class,
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  headrace database create --url postgresql://app@localhost/shop",
      "  headrace database reset --yes --url postgresql://app@localhost/shop",
    })
final class DatabaseCommand extends BaseCommand implements Runnable {
  @Override
  public void run() {
    throw usageError("A command is missing: create, drop or reset.");
  }

  /** What the commands have in common. */
  abstract static class Step extends BaseCommand implements Callable<Integer> {
    @SuppressWarnings("NullAway.Init") // picocli sets it
    @Mixin
    private DatabaseOptions database;

    @Override
    public final Integer call() {
      try {
        work(new DatabaseAdmin(database.target(), this::say));
        return ExitCode.SUCCESS;
      } catch (SourceException e) {
        return fail(e);
      }
    }

    abstract void work(DatabaseAdmin admin);

    final void requireYes(boolean yes) {
      if (!yes) {
        throw usageError("It deletes all that is in the database: say --yes.");
      }
    }

    private void say(String line) {
      out().println(line);
      out().flush();
    }
  }

  /** {@code headrace database create}. */
  @Command(name = "create", description = "Create the database if it is not there.")
  static final class Create extends Step {
    @Override
    void work(DatabaseAdmin admin) {
      admin.create();
    }
  }

  /** {@code headrace database drop}. */
  @Command(name = "drop", description = "Drop the database if it is there, with all its data.")
  static final class Drop extends Step {
    @Option(names = "--yes", description = "It is meant so.")
    private boolean yes;

    @Option(names = "--force", description = "End the sessions that use it.")
    private boolean force;

    @Override
    void work(DatabaseAdmin admin) {
      requireYes(yes);
      admin.drop(force);
    }
  }

  /** {@code headrace database reset}. */
  @Command(
      name = "reset",
      description = "Drop the database with all its data, create it, and apply all migrations.")
  static final class Reset extends Step {
    @SuppressWarnings("NullAway.Init") // picocli sets it
    @Mixin
    private MigrationsOption migrations;

    @Option(names = "--yes", description = "It is meant so.")
    private boolean yes;

    @Option(names = "--force", description = "End the sessions that use it.")
    private boolean force;

    @Override
    void work(DatabaseAdmin admin) {
      requireYes(yes);
      admin.reset(force, migrations.paths());
    }
  }
}
