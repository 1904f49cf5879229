package dev.headrace.check.migrate;

import dev.headrace.check.postgres.Reply;
import dev.headrace.check.postgres.Request;
import dev.headrace.check.source.Migrations;
import dev.headrace.check.source.SourceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Applies migrations to a database, and takes them back. All methods throw SourceException. */
public final class Migrator {
  private final Target target;
  private final String paths;
  private final Consumer<String> log;

  /**
   * @param paths directories and files of migrations, with commas between them
   * @param log gets a line for everything that is done
   */
  public Migrator(Target target, String paths, Consumer<String> log) {
    this.target = target;
    this.paths = paths;
    this.log = log;
  }

  /** Where the database stands with each migration. Changes nothing. */
  public List<Status> info() {
    List<Migration> files = Migration.read(paths);
    try (Server server = Server.open(target)) {
      return Standing.of(files, new History(server).read()).statuses();
    }
  }

  /**
   * Applies what is pending.
   *
   * @return how many migrations that were, or would be
   */
  public int run(RunOptions options) {
    List<Migration> files = Migration.read(paths);
    try (Server server = Server.open(target)) {
      History history = new History(server);
      if (options.dryRun()) {
        List<Migration> pending = Standing.of(files, history.read()).pending(options);
        pending.forEach(migration -> show("apply", migration, Script.read(migration.file())));
        return said(pending.size(), "apply");
      }
      try (MigrationLock _ = MigrationLock.take(server, log)) {
        history.create();
        List<Migration> pending = Standing.of(files, history.read()).pending(options);
        for (Migration migration : pending) {
          long took = apply(server, history, migration);
          log.accept("applied " + migration.title() + " (" + took + " ms)");
          server.reset();
        }
        return said(pending.size(), "apply");
      }
    }
  }

  private int said(int count, String what) {
    if (count == 0) {
      log.accept("nothing to " + what);
    }
    return count;
  }

  private void show(String what, Migration migration, Script script) {
    log.accept(
        "-- would "
            + what
            + " "
            + migration.title()
            + (script.transactional() ? "" : ", without a transaction"));
    log.accept(script.text().strip());
  }

  private long apply(Server server, History history, Migration migration) {
    Script script = Script.read(migration.file());
    if (script.transactional()) {
      return together(
          server, script, milliseconds -> history.insert(migration, milliseconds, true));
    }
    server.rows(history.insert(migration, 0, false));
    long took = oneByOne(server, script);
    server.rows(history.succeed(migration, took));
    return took;
  }

  /** Tells what the server has said to a statement, and fails if that was refused. */
  private void finish(Script script, Script.Statement statement, Reply reply) {
    for (String notice : reply.notices()) {
      log.accept(script.place(statement) + ": " + notice);
    }
    if (reply.error() != null) {
      throw script.failure(statement, reply.error());
    }
  }

  private interface Recording {
    String statement(long milliseconds);
  }

  private long together(Server server, Script script, Recording recording) {
    server.rows("BEGIN");
    boolean done = false;
    try {
      long start = System.nanoTime();
      List<Request> requests = new ArrayList<>();
      script.statements().forEach(statement -> requests.add(new Request.Script(statement.sql())));
      List<Reply> replies = server.send(requests);
      for (int i = 0; i < replies.size(); i++) {
        finish(script, script.statements().get(i), replies.get(i));
      }
      long took = (System.nanoTime() - start) / 1_000_000;
      server.rows(recording.statement(took));
      Reply.ServerError late = server.send(List.of(new Request.Rows("COMMIT"))).getFirst().error();
      if (late != null) {
        throw script.failure(late);
      }
      done = true;
      return took;
    } finally {
      if (!done) {
        rollback(server);
      }
    }
  }

  /** What has failed says why; a connection that is gone rolls back by itself. */
  private static void rollback(Server server) {
    try {
      server.rows("ROLLBACK");
    } catch (SourceException _) {
      // the first failure is the one to report
    }
  }

  private long oneByOne(Server server, Script script) {
    long start = System.nanoTime();
    for (Script.Statement statement : script.statements()) {
      finish(
          script, statement, server.send(List.of(new Request.Script(statement.sql()))).getFirst());
    }
    return (System.nanoTime() - start) / 1_000_000;
  }

  /**
   * Takes migrations back, the last one first.
   *
   * @param remaining the version that is to remain the latest, 0 for none; empty to take back one
   * @return how many migrations that were, or would be
   */
  public int revert(Optional<String> remaining, boolean dryRun) {
    List<Migration> files = Migration.read(paths);
    try (Server server = Server.open(target)) {
      History history = new History(server);
      if (dryRun) {
        List<Migration> reverting = Standing.of(files, history.read()).reverting(remaining);
        reverting.forEach(migration -> show("revert", migration, undo(migration)));
        return said(reverting.size(), "revert");
      }
      try (MigrationLock _ = MigrationLock.take(server, log)) {
        List<Migration> reverting = Standing.of(files, history.read()).reverting(remaining);
        for (Migration migration : reverting) {
          long took = takeBack(server, history, migration);
          log.accept("reverted " + migration.title() + " (" + took + " ms)");
          server.reset();
        }
        return said(reverting.size(), "revert");
      }
    }
  }

  private static Script undo(Migration migration) {
    return Script.read(migration.undo().orElseThrow());
  }

  private long takeBack(Server server, History history, Migration migration) {
    Script script = undo(migration);
    if (script.transactional()) {
      return together(server, script, _ -> history.delete(migration.version()));
    }
    server.rows(history.fail(migration));
    long took = oneByOne(server, script);
    server.rows(history.delete(migration.version()));
    return took;
  }

  /** Records checksums as the files have them now, and forgets migrations that failed half way. */
  public void repair() {
    List<Migration> files = Migration.read(paths);
    try (Server server = Server.open(target);
        MigrationLock _ = MigrationLock.take(server, log)) {
      History history = new History(server);
      Standing standing = Standing.of(files, history.read());
      int repaired = 0;
      for (Standing.Entry entry : standing.in(Status.State.CHANGED)) {
        server.rows(history.rewrite(entry.migration().orElseThrow()));
        log.accept("recorded the checksum of " + entry.version());
        repaired++;
      }
      for (Standing.Entry entry : standing.in(Status.State.FAILED)) {
        server.rows(history.delete(entry.version()));
        log.accept("forgot " + entry.version() + ", which had failed");
        repaired++;
      }
      said(repaired, "repair");
    }
  }

  /** The name of the file that takes another back. */
  static String undoName(Path file) {
    return Migrations.name(file).replaceFirst("(\\.up)?\\.sql$", ".down.sql");
  }
}
