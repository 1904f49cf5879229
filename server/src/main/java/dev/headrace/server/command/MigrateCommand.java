package dev.headrace.server.command;

import dev.headrace.check.migrate.Migrator;
import dev.headrace.check.migrate.NewMigration;
import dev.headrace.check.migrate.RunOptions;
import dev.headrace.check.migrate.Status;
import dev.headrace.check.source.SourceException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code headrace migrate}. */
@Command(
    name = "migrate",
    description = {
      "Bring a database, Headrace or PostgreSQL, to the state that migrations describe.",
      "",
      "Migrations are files such as V2__add_orders.sql, which run in the order of their names, each",
      "in a transaction. The table headrace_migrations says which have.",
    },
    subcommands = {
      MigrateCommand.Add.class,
      MigrateCommand.Run.class,
      MigrateCommand.Revert.class,
      MigrateCommand.Info.class,
      MigrateCommand.Repair.class,
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  headrace migrate add \"orders have notes\"",
      "  headrace migrate run --url postgresql://app@localhost/shop --dry-run",
      "  headrace migrate info --url postgresql://app@localhost/shop",
    })
final class MigrateCommand extends BaseCommand implements Runnable {
  @Override
  public void run() {
    throw usageError("A command is missing: add, run, revert, info or repair.");
  }

  /** What the commands have in common. */
  abstract static class Step extends BaseCommand implements Callable<Integer> {
    @SuppressWarnings("NullAway.Init") // picocli sets it
    @Mixin
    private MigrationsOption migrations;

    @Override
    public final Integer call() {
      try {
        work(migrations);
        return ExitCode.SUCCESS;
      } catch (SourceException e) {
        return fail(e);
      }
    }

    abstract void work(MigrationsOption where);

    final void say(String line) {
      out().println(line);
      out().flush();
    }
  }

  /** A step that needs the database. */
  abstract static class DatabaseStep extends Step {
    @SuppressWarnings("NullAway.Init") // picocli sets it
    @Mixin
    private DatabaseOptions database;

    @Override
    final void work(MigrationsOption where) {
      work(new Migrator(database.target(), where.paths(), this::say));
    }

    abstract void work(Migrator migrator);
  }

  /** {@code headrace migrate add}. */
  @Command(
      name = "add",
      description = {
        "Make the files of a migration that is to be written, and of what takes it back.",
        "They are named like those that are there: by number, or else by the time."
      })
  static final class Add extends Step {
    @SuppressWarnings("NullAway.Init") // picocli sets it
    @Parameters(paramLabel = "NAME", description = "What it does, in a few words.")
    private String name;

    @Override
    void work(MigrationsOption where) {
      NewMigration.add(where.directory(), name).forEach(file -> say(file.toString()));
    }
  }

  /** {@code headrace migrate run}. */
  @Command(name = "run", description = "Apply the migrations that have not been applied.")
  static final class Run extends DatabaseStep {
    @Option(
        names = "--target",
        paramLabel = "VERSION",
        description = "The last one to apply, by default all.")
    private @Nullable String target;

    @Option(names = "--dry-run", description = "Only show what would run.")
    private boolean dryRun;

    @Option(
        names = "--out-of-order",
        description = "Also those that come before one that was applied.")
    private boolean outOfOrder;

    @Option(
        names = "--ignore-missing",
        description = "Though there are applied ones without a file.")
    private boolean ignoreMissing;

    @Override
    void work(Migrator migrator) {
      migrator.run(new RunOptions(Optional.ofNullable(target), dryRun, outOfOrder, ignoreMissing));
    }
  }

  /** {@code headrace migrate revert}. */
  @Command(
      name = "revert",
      description = {
        "Take the last migration back, by what V2__add_orders.down.sql or U2__add_orders.sql",
        "beside it says."
      })
  static final class Revert extends DatabaseStep {
    @Option(
        names = "--target",
        paramLabel = "VERSION",
        description = "Take back all behind this one, 0 for all.")
    private @Nullable String target;

    @Option(names = "--dry-run", description = "Only show what would run.")
    private boolean dryRun;

    @Override
    void work(Migrator migrator) {
      migrator.revert(Optional.ofNullable(target), dryRun);
    }
  }

  /** {@code headrace migrate info}. */
  @Command(
      name = "info",
      description = {
        "Show which migrations are applied, pending, changed since, missing or failed half way.",
        "Changes nothing."
      })
  static final class Info extends DatabaseStep {
    @Override
    void work(Migrator migrator) {
      List<Status> all = migrator.info();
      Status.table(all).forEach(this::say);
    }
  }

  /** {@code headrace migrate repair}. */
  @Command(
      name = "repair",
      description = {
        "Record the checksums of files as they are now, and forget migrations that failed half way.",
        "The rest of the database is not touched."
      })
  static final class Repair extends DatabaseStep {
    @Override
    void work(Migrator migrator) {
      migrator.repair();
    }
  }
}
