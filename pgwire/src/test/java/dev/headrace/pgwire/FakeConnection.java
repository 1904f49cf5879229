package dev.headrace.pgwire;

import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.Notice;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Rows;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.text.IntervalStyle;
import dev.headrace.model.text.TextStyle;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A session that understands, without regard to case:
 *
 * <ul>
 *   <li>{@code SELECT $1::type, ...} returns its parameters; {@code SELECT literal, ...} returns
 *       integers and {@code 'texts'}.
 *   <li>{@code SERIES n}: rows (i integer, t text) from 1 to n, in batches of 1,000.
 *   <li>{@code WEIGHTS}: the rows 'once', 'thrice' and 'never' with those weights.
 *   <li>{@code TYPES}: one row with a value of each type.
 *   <li>{@code LOOKUP key}, {@code LOOKUP $1}: one row, as from a point lookup.
 *   <li>{@code INSERT text}: into the journal, when the transaction commits; {@code INSERT refused}
 *       makes the commit fail.
 *   <li>{@code BEGIN}, {@code COMMIT}, {@code ROLLBACK}, {@code SET name = value}, {@code SHOW
 *       name}.
 *   <li>{@code DEALLOCATE name}, {@code DEALLOCATE ALL}.
 *   <li>{@code FAIL}: a syntax error with detail, hint and position; {@code CRASH}: an exception
 *       that is no SqlException; {@code OVERFLOW}: a stack overflow; {@code MIDWAY}: fails after
 *       three rows.
 *   <li>{@code COPYIN}: inserts each line of what is copied in, {@code COPYOUT n}: copies out lines
 *       1 to n; {@link FakeCopy} has the rest.
 *   <li>{@code LISTEN}; {@code NOTIFY text}: to all who listen. {@code NOTIFY}: a notice. {@code
 *       SLEEP}: until cancelled. {@code TICK}: a row at a time, flushed, until cancelled.
 * </ul>
 */
final class FakeConnection implements Connection {
  static final List<Field> SERIES =
      List.of(Field.notNull("i", SqlType.INTEGER), Field.of("t", SqlType.TEXT));

  private static final List<String> ENDS = List.of("COMMIT", "ROLLBACK");
  private static final Pattern ECHO = Pattern.compile("\\$(\\d+)::([a-z \\[\\]0-9(),]+?)(?:,|$)");

  final CountDownLatch closed = new CountDownLatch(1);
  volatile long rowsSent;
  private final FakeBackend backend;
  private final Client client;
  private final Map<String, String> parameters = new LinkedHashMap<>();
  private final List<String> pending = new ArrayList<>();
  private final Object running = new Object();
  private boolean runs;
  private boolean cancelled;
  private TransactionStatus status = TransactionStatus.IDLE;
  private boolean failed;

  FakeConnection(FakeBackend backend, ConnectionRequest request, Client client) {
    this.backend = backend;
    this.client = client;
    parameters.put("server_version", "15.0 (Headrace test)");
    parameters.put("server_encoding", "UTF8");
    parameters.put("client_encoding", "UTF8");
    parameters.put("application_name", "");
    parameters.put("is_superuser", "on");
    parameters.put("session_authorization", request.user());
    parameters.put("DateStyle", "ISO, MDY");
    parameters.put("IntervalStyle", "postgres");
    parameters.put("TimeZone", "UTC");
    parameters.put("integer_datetimes", "on");
    parameters.put("standard_conforming_strings", "on");
    request.parameters().forEach((name, value) -> parameters.replace(canonical(name), value));
  }

  /** There is one cursor: of a series of three rows, in the binary format. */
  @Override
  public @Nullable Statement cursor(String name) {
    return name.equals("series") ? new FakeCursor(parse("SERIES 3", List.of())) : null;
  }

  /** A statement that asks for the binary format. */
  private record FakeCursor(Statement statement) implements Statement {
    @Override
    public List<SqlType> parameterTypes() {
      return statement.parameterTypes();
    }

    @Override
    public @Nullable List<Field> fields() {
      return statement.fields();
    }

    @Override
    public boolean isBinary() {
      return true;
    }

    @Override
    public Portal bind(Batch parameters) {
      return statement.bind(parameters);
    }

    @Override
    public void close() {
      statement.close();
    }
  }

  private String canonical(String name) {
    return parameters.keySet().stream().filter(name::equalsIgnoreCase).findFirst().orElse(name);
  }

  @Override
  public Map<String, String> reportedParameters() {
    return parameters;
  }

  @Override
  public TextStyle textStyle() {
    return new TextStyle(
        ZoneId.of(parameters.getOrDefault("TimeZone", "UTC")),
        IntervalStyle.of(parameters.getOrDefault("IntervalStyle", "postgres")));
  }

  @Override
  public List<? extends ParsedStatement> query(String sql) {
    List<String> parts =
        Arrays.stream(sql.split(";")).map(String::strip).filter(part -> !part.isEmpty()).toList();
    if (parts.stream().anyMatch("SYNTAX"::equals)) {
      throw new SqlException(ErrorCode.SYNTAX_ERROR, "syntax error at or near \"SYNTAX\"");
    }
    return parts.stream().map(part -> (ParsedStatement) () -> parse(part, List.of())).toList();
  }

  @Override
  public Statement parse(String sql, List<@Nullable SqlType> parameterTypes) {
    try {
      return understand(sql);
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new SqlException(ErrorCode.SYNTAX_ERROR, "syntax error", e);
    }
  }

  private Statement understand(String sql) {
    String text = sql.strip();
    String verb = text.isEmpty() ? "" : text.split("\\s", 2)[0].toUpperCase(Locale.ROOT);
    String rest = text.substring(verb.length()).strip();
    if (status == TransactionStatus.FAILED && !verb.isEmpty() && !ENDS.contains(verb)) {
      throw failedTransaction();
    }
    return switch (verb) {
      case "" -> command(Kind.EMPTY, () -> Completion.Empty.INSTANCE);
      case "SELECT" -> rest.startsWith("$") ? echo(rest) : literals(rest);
      case "SERIES" -> rows(List.of(), SERIES, FakeRows.series(integer(rest)));
      case "LOOKUP" -> lookup(rest);
      case "WEIGHTS" -> rows(List.of(), FakeRows.TEXTS, List.of(FakeRows.weights()));
      case "COPYIN" -> command(Kind.ORDINARY, () -> FakeCopy.in(pending));
      case "COPYOUT" -> command(Kind.ORDINARY, () -> FakeCopy.out(integer(rest)));
      case "TYPES" -> rows(List.of(), FakeTypes.EVERY, List.of(FakeTypes.everyType()));
      case "SHOW" -> literals("'" + parameters.getOrDefault(canonical(rest), "") + "'");
      case "SLEEP" -> returning(List.of(), (_, _, _) -> sleep());
      case "TICK" -> returning(SERIES, (_, _, sink) -> tick(sink));
      case "ENDLESS" -> returning(SERIES, (_, _, sink) -> endless(sink));
      case "MIDWAY" -> returning(SERIES, (_, _, sink) -> midway(sink));
      case "FAIL" ->
          throw new SqlException(ErrorCode.UNDEFINED_COLUMN, "column \"dely\" does not exist")
              .withDetail("There is no such column in any table.")
              .withHint("Perhaps you meant \"delay\".")
              .withPosition(new SqlException.Position(1, 6, 6));
      default ->
          command(
              ENDS.contains(verb) ? Kind.ENDS_TRANSACTION : Kind.ORDINARY, () -> run(verb, rest));
    };
  }

  private static SqlException failedTransaction() {
    return new SqlException(
        ErrorCode.IN_FAILED_SQL_TRANSACTION,
        "current transaction is aborted, commands ignored until end of transaction block");
  }

  // ---- statements

  /** What a failed transaction block makes of a statement. */
  private enum Kind {
    ORDINARY,
    ENDS_TRANSACTION,
    EMPTY
  }

  /** What a portal does when executed. */
  private interface Run {
    Completion run(Batch parameters, long maxRows, RowSink sink);
  }

  private record FakeStatement(
      FakeConnection connection,
      Kind kind,
      List<SqlType> parameterTypes,
      @Nullable List<Field> fields,
      java.util.function.Supplier<Run> runs)
      implements Statement {
    @Override
    public Portal bind(Batch parameters) {
      // a query in a message of its own comes with none
      int needed = new RowLayout(parameterTypes).fixedLength();
      if (parameters.isEmpty() || Rows.length(parameters.bytes(), 0) < needed) {
        throw new SqlException(ErrorCode.UNDEFINED_PARAMETER, "there is no parameter $1");
      }
      connection.checkNotFailed(kind);
      Run run = runs.get();
      return new Portal() {
        @Override
        public Completion execute(long maxRows, RowSink sink) {
          if (kind != Kind.EMPTY) {
            connection.checkNotFailed(kind);
          }
          connection.enter();
          try {
            return run.run(parameters, maxRows, sink);
          } finally {
            connection.leave();
          }
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public void close() {}
  }

  private Statement command(Kind kind, java.util.function.Supplier<Completion> completion) {
    return new FakeStatement(this, kind, List.of(), null, () -> (_, _, _) -> completion.get());
  }

  private Statement returning(List<Field> fields, Run run) {
    return new FakeStatement(this, Kind.ORDINARY, List.of(), fields, () -> run);
  }

  private Statement rows(List<SqlType> types, List<Field> fields, List<Batch> batches) {
    return new FakeStatement(
        this,
        Kind.ORDINARY,
        types,
        fields,
        () -> {
          BatchCursor cursor = new BatchCursor(batches.iterator());
          return (_, maxRows, sink) -> select(cursor, maxRows, sink);
        });
  }

  private static Completion select(BatchCursor cursor, long maxRows, RowSink sink) {
    long sent = cursor.send(maxRows, sink);
    return maxRows > 0 && sent == maxRows
        ? Completion.Suspended.INSTANCE
        : new Completion.Complete("SELECT", sent);
  }

  private Statement echo(String list) {
    List<SqlType> types = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    Matcher matcher = ECHO.matcher(list);
    while (matcher.find()) {
      SqlType type = FakeTypes.named(matcher.group(2).strip());
      types.add(type);
      fields.add(Field.of("p" + matcher.group(1), type));
    }
    return new FakeStatement(
        this,
        Kind.ORDINARY,
        types,
        fields,
        () -> {
          List<Batch> row = new ArrayList<>();
          BatchCursor[] cursor = new BatchCursor[1];
          return (parameters, maxRows, sink) -> {
            if (cursor[0] == null) {
              row.add(parameters);
              cursor[0] = new BatchCursor(row.iterator());
            }
            return select(cursor[0], maxRows, sink);
          };
        });
  }

  private Statement literals(String list) {
    List<Field> fields = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    for (String item : list.split(",", -1)) {
      String literal = item.strip();
      boolean text = literal.startsWith("'");
      fields.add(Field.of("?column?", text ? SqlType.TEXT : SqlType.INTEGER));
      values.add(
          text ? Slice.of(literal.substring(1, literal.length() - 1)) : (Object) integer(literal));
    }
    Batch batch = new Batch();
    new RowWriter(RowLayout.of(fields)).append(batch, 1, values.toArray());
    return rows(List.of(), fields, List.of(batch));
  }

  private static int integer(String literal) {
    try {
      return Integer.parseInt(literal);
    } catch (NumberFormatException e) {
      throw new SqlException(
          ErrorCode.SYNTAX_ERROR, "syntax error at or near " + SqlException.quote(literal), e);
    }
  }

  private Statement lookup(String key) {
    boolean parameter = key.equals("$1");
    RowLayout layout = RowLayout.of(SERIES);
    RowWriter writer = new RowWriter(layout);
    Batch row = new Batch();
    byte[] name = "a value of some twenty".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    RowLayout keyLayout = new RowLayout(List.of(SqlType.INTEGER));
    return new FakeStatement(
        this,
        Kind.ORDINARY,
        parameter ? List.of(SqlType.INTEGER) : List.of(),
        SERIES,
        () ->
            (parameters, _, sink) -> {
              row.clear();
              writer.begin(row);
              writer.setInt(
                  0,
                  parameter ? Rows.getInt(parameters.bytes(), keyLayout.offset(0)) : integer(key));
              writer.setBytes(1, name, 0, name.length);
              writer.end(1);
              sink.row(row.bytes(), 0);
              return new Completion.Complete("SELECT", 1);
            });
  }

  private Completion run(String verb, String rest) {
    switch (verb) {
      case "BEGIN" -> {
        if (status != TransactionStatus.IDLE) {
          client.notice(
              Notice.of(
                  Notice.Severity.WARNING,
                  ErrorCode.ACTIVE_SQL_TRANSACTION.sqlState(),
                  "there is already a transaction in progress"));
        }
        status = TransactionStatus.IN_TRANSACTION;
      }
      case "COMMIT" -> {
        boolean rolledBack = status == TransactionStatus.FAILED;
        status = TransactionStatus.IDLE;
        failed = rolledBack;
        finish();
        return new Completion.Complete(rolledBack ? "ROLLBACK" : "COMMIT");
      }
      case "ROLLBACK" -> {
        status = TransactionStatus.IDLE;
        failed = true;
        finish();
      }
      case "INSERT" -> {
        pending.add(rest);
        return new Completion.Complete("INSERT 0", 1);
      }
      case "SET" -> {
        String[] parts = rest.split("(?i)\\s*=\\s*|\\s+TO\\s+", 2);
        if (parts.length < 2) {
          throw new SqlException(ErrorCode.SYNTAX_ERROR, "SET without a value");
        }
        String name = canonical(parts[0]);
        String value = parts[1].replaceAll("^'|'$", "");
        if (parameters.replace(name, value) != null) {
          client.parameterChanged(name, value);
        }
      }
      case "DEALLOCATE" -> {
        if (rest.equals("ALL")) {
          client.deallocateAll();
        } else if (!client.deallocate(rest)) {
          throw new SqlException(
              ErrorCode.INVALID_SQL_STATEMENT_NAME,
              "prepared statement " + SqlException.quote(rest) + " does not exist");
        }
      }
      case "LISTEN" -> backend.listeners.add(client);
      case "NOTIFY" -> {
        if (rest.isEmpty()) {
          client.notice(
              new Notice(Notice.Severity.NOTICE, "00000", "a notice", "with detail", "and a hint"));
        }
        backend.listeners.forEach(listener -> listener.notification(7, "channel", rest));
      }
      case "CRASH" -> throw new IllegalStateException("a defect");
      case "OVERFLOW" -> recurse(0);
      default ->
          throw new SqlException(
              ErrorCode.SYNTAX_ERROR, "syntax error at or near " + SqlException.quote(verb));
    }
    return new Completion.Complete(verb);
  }

  private static int recurse(int depth) {
    return depth < 0 ? 0 : recurse(depth + 1) + depth;
  }

  private Completion midway(RowSink sink) {
    new BatchCursor(FakeRows.series(3).iterator()).send(0, sink);
    throw new SqlException(ErrorCode.DIVISION_BY_ZERO, "division by zero");
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // written by one thread
  private Completion endless(RowSink sink) {
    Batch batch = FakeRows.series(1).getFirst();
    while (true) {
      sink.row(batch.bytes(), 0, 100);
      rowsSent += 100;
      pause(0);
    }
  }

  private Completion tick(RowSink sink) {
    Batch batch = FakeRows.series(1).getFirst();
    while (true) {
      sink.row(batch.bytes(), 0);
      sink.flush();
      pause(5);
    }
  }

  private Completion sleep() {
    while (true) {
      pause(1_000);
    }
  }

  // ---- cancellation and transactions

  private void checkNotFailed(Kind kind) {
    if (status == TransactionStatus.FAILED && kind != Kind.ENDS_TRANSACTION) {
      throw failedTransaction();
    }
  }

  private void enter() {
    synchronized (running) {
      runs = true;
      cancelled = false;
    }
  }

  private void leave() {
    synchronized (running) {
      runs = false;
    }
  }

  /** Returns after that time, or later, unless cancelled. */
  private void pause(long millis) {
    synchronized (running) {
      try {
        long deadline = System.nanoTime() + millis * 1_000_000;
        for (long left = millis; !cancelled && left > 0; ) {
          running.wait(left);
          left = (deadline - System.nanoTime()) / 1_000_000;
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      if (cancelled) {
        throw new SqlException(ErrorCode.QUERY_CANCELED, "canceling statement due to user request");
      }
    }
  }

  @Override
  public void cancel() {
    synchronized (running) {
      cancelled = runs;
      running.notifyAll();
    }
  }

  boolean isRunning() {
    synchronized (running) {
      return runs;
    }
  }

  @Override
  public TransactionStatus transactionStatus() {
    return status;
  }

  @Override
  public Duration idleLimit() {
    return backend.idleLimit;
  }

  @Override
  public void fail() {
    failed = true;
    if (status == TransactionStatus.IN_TRANSACTION) {
      status = TransactionStatus.FAILED;
    }
  }

  @Override
  public void finish() {
    if (status != TransactionStatus.IDLE) {
      return;
    }
    boolean commit = !failed;
    List<String> inserted = List.copyOf(pending);
    failed = false;
    pending.clear();
    if (commit && inserted.contains("refused")) {
      throw new SqlException(
          ErrorCode.SERIALIZATION_FAILURE, "could not serialize access due to concurrent update");
    }
    if (commit) {
      backend.committed.addAll(inserted);
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
