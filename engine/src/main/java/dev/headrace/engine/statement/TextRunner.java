package dev.headrace.engine.statement;

import dev.headrace.model.SqlException;
import dev.headrace.sql.ParsedStatement;
import dev.headrace.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the statements of a text. Definitions of tables, sources and views that follow each other
 * are made together: their views are planned on all processors, and one commit installs several of
 * them. It comes to the same as one after the other, each in a transaction of its own: if it does
 * not work together, that is what is done.
 */
public final class TextRunner implements AutoCloseable {
  /** How many definitions make a commit, during which others wait for theirs. */
  private static final int TOGETHER = 64;

  private final StatementRunner runner;
  private final List<ParsedStatement> statements;

  /** Where the views end that have been planned ahead. */
  private int ahead;

  public TextRunner(StatementRunner runner, List<ParsedStatement> statements) {
    this.runner = runner;
    this.statements = List.copyOf(statements);
  }

  /**
   * Statements that are run together: several definitions, or one of any kind.
   *
   * @param to index behind the last one
   */
  public record Part(int from, int to) {
    public boolean isSingle() {
      return to - from == 1;
    }
  }

  /** All statements in their order. */
  public List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    int from = 0;
    while (from < statements.size()) {
      int to = from;
      while (to < statements.size()
          && to - from < TOGETHER
          && isDefinition(statements.get(to).statement())) {
        to++;
      }
      parts.add(new Part(from, Math.max(to, from + 1)));
      from = Math.max(to, from + 1);
    }
    return parts;
  }

  private static boolean isDefinition(Statement statement) {
    return switch (statement) {
      case Statement.CreateTable create -> create.temporary().isEmpty();
      case Statement.CreateView create -> !create.temporary() && !create.orReplace();
      default -> false;
    };
  }

  /** Runs several definitions. */
  public List<Outcome> run(Part definitions) {
    if (runner.state() != TransactionState.IDLE) {
      return runEach(definitions);
    }
    try {
      return runTogether(definitions);
    } catch (SqlException e) {
      if (runner.isCancelled()) {
        throw e;
      }
      // those before the one that fails are to stay, and the error is to be of it alone
      return runEach(definitions);
    }
  }

  private List<Outcome> runTogether(Part definitions) {
    boolean done = false;
    runner.beginImplicitBlock();
    try {
      List<Outcome> outcomes = runEach(definitions);
      done = true;
      return outcomes;
    } finally {
      if (!done) {
        runner.fail();
      }
      runner.endImplicitBlock(done);
    }
  }

  private List<Outcome> runEach(Part definitions) {
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = definitions.from(); i < definitions.to(); i++) {
      ParsedStatement each = statements.get(i);
      if (each.statement() instanceof Statement.CreateView && i >= ahead) {
        planAheadFrom(i);
      }
      outcomes.add(runner.run(runner.prepare(each, List.of()), List.of()));
    }
    return outcomes;
  }

  private void planAheadFrom(int from) {
    List<Statement.CreateView> views = new ArrayList<>();
    ahead = from;
    while (ahead < statements.size()
        && statements.get(ahead).statement() instanceof Statement.CreateView view) {
      views.add(view);
      ahead++;
    }
    if (views.size() > 1) {
      runner.definitions().planAhead(views);
    }
  }

  /** Forgets what was planned ahead and not used. */
  @Override
  public void close() {
    runner.definitions().forgetAhead();
  }
}
