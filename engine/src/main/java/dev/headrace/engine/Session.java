package dev.headrace.engine;

import dev.headrace.engine.input.Inputs;
import dev.headrace.engine.statement.CompiledStatements;
import dev.headrace.engine.statement.Description;
import dev.headrace.engine.statement.Outcome;
import dev.headrace.engine.statement.Prepared;
import dev.headrace.engine.statement.ProgramStatement;
import dev.headrace.engine.statement.StatementRunner;
import dev.headrace.engine.statement.TextRunner;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.sql.ParsedStatement;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a database: transaction, parameters, prepared statements. Used by one thread at a
 * time, but for {@link #cancel}. All methods throw {@link SqlException}.
 */
public final class Session implements AutoCloseable {
  private final StatementRunner runner;
  private final Inputs inputs;
  private final NotificationQueue notifications = new NotificationQueue();

  Session(StatementRunner runner, Inputs inputs) {
    this.runner = runner;
    runner.deliverTo(notifications);
    this.inputs = inputs;
  }

  /**
   * Runs the statements of a text, each in a transaction of its own unless they say BEGIN; but
   * definitions of tables and views that follow each other become visible several at a time. Stops
   * at the first error, with what comes before it done.
   *
   * @param parameters of each of the statements
   */
  public List<Result> execute(String sql, @Nullable Object... parameters) {
    runner.beginCancellable();
    List<SqlType> types = typesOf(parameters);
    List<Result> results = new ArrayList<>();
    List<ParsedStatement> statements = runner.parse(sql);
    inputs.hold();
    try (TextRunner program = new TextRunner(runner, statements)) {
      for (TextRunner.Part part : program.parts()) {
        if (part.isSingle()) {
          results.add(run(runner.prepare(statements.get(part.from()), types), parameters));
        } else {
          program.run(part).forEach(outcome -> results.add(result(outcome)));
        }
      }
    } finally {
      inputs.release();
    }
    return results;
  }

  /**
   * Runs the statements of a program, as {@link #execute(String, Object...)} does its text. For its
   * units to be used, too, the database has to be opened {@link Options#withProgram for it}.
   */
  public List<Result> execute(CompiledProgram program) {
    if (program.outdated().isPresent()) {
      return execute(program.sql());
    }
    runner.beginCancellable();
    CompiledStatements statements = new CompiledStatements(runner, program.sql());
    List<Result> results = new ArrayList<>();
    inputs.hold();
    try {
      for (ProgramStatement statement : program.statements()) {
        results.add(result(statements.run(statement)));
      }
    } finally {
      inputs.release();
    }
    return results;
  }

  /** Runs a query. */
  public QueryResult query(String sql, @Nullable Object... parameters) {
    return requireQuery(runSingle(single(sql, typesOf(parameters)), parameters));
  }

  /** Plans a statement to be run many times. */
  public PreparedStatement prepare(String sql) {
    return new PreparedStatement(this, single(sql, List.of()));
  }

  /**
   * Says what a statement takes and gives, without running it. Columns that cannot be NULL are told
   * from those that can.
   *
   * @param given the parameters, from 0, whose values are never going to be NULL
   * @throws SqlException with its place in the text if there is something wrong with it
   */
  public Description describe(String sql, IntPredicate given) {
    return runner.describe(sql, given);
  }

  private Prepared single(String sql, List<? extends @Nullable SqlType> types) {
    runner.beginCancellable();
    List<ParsedStatement> statements = runner.parse(sql);
    if (statements.size() != 1) {
      throw new SqlException(
          ErrorCode.SYNTAX_ERROR, "expected one statement, not " + statements.size());
    }
    return runner.prepare(statements.getFirst(), types);
  }

  private static List<@Nullable SqlType> typesOf(@Nullable Object... parameters) {
    List<@Nullable SqlType> types = new ArrayList<>();
    for (Object parameter : parameters) {
      types.add(Carriers.typeOf(parameter));
    }
    return types;
  }

  Result runAgain(Prepared prepared, @Nullable Object... parameters) {
    runner.beginCancellable();
    return runSingle(prepared, parameters);
  }

  long[] runBatch(Prepared prepared, List<? extends @Nullable Object[]> batch) {
    runner.beginCancellable();
    List<List<@Nullable Object>> all = new ArrayList<>(batch.size());
    for (@Nullable Object[] parameters : batch) {
      all.add(carriers(prepared, parameters));
    }
    return runner.runBatch(prepared, all);
  }

  private Result runSingle(Prepared prepared, @Nullable Object... parameters) {
    if (parameters.length > prepared.parameterTypes().size()) {
      throw new SqlException(
          ErrorCode.PROTOCOL_VIOLATION,
          "statement needs "
              + prepared.parameterTypes().size()
              + " parameters, but "
              + parameters.length
              + " were given");
    }
    return run(prepared, parameters);
  }

  private Result run(Prepared prepared, @Nullable Object... parameters) {
    return result(runner.run(prepared, carriers(prepared, parameters)));
  }

  private List<@Nullable Object> carriers(Prepared prepared, @Nullable Object... parameters) {
    List<SqlType> types = prepared.parameterTypes();
    ZoneId zone = runner.parameters().zone();
    List<@Nullable Object> carriers = new ArrayList<>();
    // statements of one text share the parameters: each takes as many as it has
    for (int i = 0; i < types.size() && i < parameters.length; i++) {
      carriers.add(Carriers.of(parameters[i], types.get(i), zone));
    }
    return carriers;
  }

  private static Result result(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done done -> new Command(done.tag(), Math.max(0, done.rows()), done.notices());
      case Outcome.Rows rows ->
          new QueryResult(rows.tag(), rows.fields(), rows.layout(), rows.rows());
      case Outcome.CopyIn in -> throw copyNeedsMore("copyIn");
      case Outcome.CopyOut out -> throw copyNeedsMore("copyOut");
      case Outcome.Stream stream -> {
        stream.changes().close();
        throw new SqlException(
                ErrorCode.FEATURE_NOT_SUPPORTED, "SUBSCRIBE has a result without an end")
            .withHint("Use subscribe().");
      }
    };
  }

  private static SqlException copyNeedsMore(String method) {
    return new SqlException(
            ErrorCode.FEATURE_NOT_SUPPORTED, "COPY from or to the client needs a stream")
        .withHint("Use " + method + "().");
  }

  /**
   * Runs COPY ... FROM STDIN, or rather from a stream, as one transaction or part of the open one.
   *
   * @return how many rows came in
   * @throws SqlException with the row's place as its context if the data is not as it should be
   */
  public long copyIn(String sql, InputStream data) throws IOException {
    return copy(
        sql,
        outcome ->
            outcome instanceof Outcome.CopyIn in
                ? in.receiver().receive(data)
                : notCopied("COPY ... FROM STDIN"));
  }

  /**
   * Runs COPY ... TO STDOUT, or rather to a stream.
   *
   * @return how many rows went out
   */
  public long copyOut(String sql, OutputStream target) throws IOException {
    return copy(
        sql,
        outcome ->
            outcome instanceof Outcome.CopyOut out
                ? out.sender().send(target)
                : notCopied("COPY ... TO STDOUT"));
  }

  private interface Copying {
    Outcome.Done copy(Outcome outcome) throws IOException;
  }

  private long copy(String sql, Copying copying) throws IOException {
    Prepared prepared = single(sql, List.of());
    boolean done = false;
    runner.beginImplicitBlock();
    try {
      long rows = copying.copy(runner.run(prepared, List.of())).rows();
      done = true;
      return rows;
    } finally {
      if (!done) {
        runner.fail();
      }
      runner.endImplicitBlock(done);
    }
  }

  private static Outcome.Done notCopied(String expected) {
    throw new SqlException(ErrorCode.SYNTAX_ERROR, "not a " + expected);
  }

  static QueryResult requireQuery(Result result) {
    if (result instanceof QueryResult query) {
      return query;
    }
    throw new SqlException(ErrorCode.SYNTAX_ERROR, "not a query: its result is " + result.tag());
  }

  /**
   * What was said on the channels that the session listens to ({@code LISTEN}), in the order of the
   * commits that said it; each notification is given once. Also what the session has said itself.
   *
   * @param atMost how long to wait if there is nothing yet
   * @return empty if there still is nothing
   * @throws SqlException {@link ErrorCode#PROGRAM_LIMIT_EXCEEDED} if so many were waiting that some
   *     were lost; the session goes on listening
   */
  public List<Notification> notifications(Duration atMost) throws InterruptedException {
    return notifications.take(atMost);
  }

  /** The text of a session's parameter, as SHOW gives it. */
  public String parameter(String name) {
    return runner.parameters().get(name);
  }

  /** Gives up the statement that is running. Any thread may call it. */
  public void cancel() {
    runner.cancel();
  }

  /** Rolls an open transaction back. */
  @Override
  public void close() {
    runner.close();
  }
}
