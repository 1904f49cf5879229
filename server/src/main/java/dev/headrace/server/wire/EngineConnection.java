package dev.headrace.server.wire;

import dev.headrace.engine.input.Inputs;
import dev.headrace.engine.statement.StatementRunner;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.pgwire.Client;
import dev.headrace.pgwire.Connection;
import dev.headrace.pgwire.ParsedStatement;
import dev.headrace.pgwire.Statement;
import dev.headrace.pgwire.TransactionStatus;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client's session. */
final class EngineConnection implements Connection {
  private static final List<String> REPORTED =
      List.of(
          "server_version",
          "server_encoding",
          "client_encoding",
          "application_name",
          "is_superuser",
          "session_authorization",
          "DateStyle",
          "IntervalStyle",
          "TimeZone",
          "integer_datetimes",
          "standard_conforming_strings");

  private final StatementRunner runner;
  private final Inputs inputs;
  private final Client client;
  private Map<String, String> reported;
  private boolean begun;
  private boolean failed;

  EngineConnection(StatementRunner runner, Inputs inputs, Client client) {
    this.runner = runner;
    this.inputs = inputs;
    this.client = client;
    this.reported = reportedParameters();
  }

  StatementRunner runner() {
    return runner;
  }

  Client client() {
    return client;
  }

  @Override
  public Map<String, String> reportedParameters() {
    Map<String, String> values = new LinkedHashMap<>();
    for (String name : REPORTED) {
      values.put(name, runner.parameters().get(name));
    }
    return values;
  }

  @Override
  public ZoneId timeZone() {
    return ZoneId.of(runner.parameters().timeZone());
  }

  /** Tells the client of parameters that a statement has changed. */
  void reportChanges() {
    Map<String, String> now = reportedParameters();
    now.forEach(
        (name, value) -> {
          if (!value.equals(reported.get(name))) {
            client.parameterChanged(name, value);
          }
        });
    reported = now;
  }

  /** What comes until {@link #finish} is one implicit transaction, and one program. */
  void begin() {
    if (!begun) {
      begun = true;
      inputs.hold();
      runner.beginImplicitBlock();
    }
  }

  @Override
  public List<? extends ParsedStatement> query(String sql) {
    begin();
    return runner.parse(sql).stream()
        .<ParsedStatement>map(
            statement -> () -> new EngineStatement(this, runner.prepare(statement, List.of())))
        .toList();
  }

  @Override
  public Statement parse(String sql, List<@Nullable SqlType> parameterTypes) {
    begin();
    List<dev.headrace.sql.ParsedStatement> statements = runner.parse(sql);
    if (statements.size() > 1) {
      throw new SqlException(
          ErrorCode.SYNTAX_ERROR, "cannot insert multiple commands into a prepared statement");
    }
    return statements.isEmpty()
        ? new EmptyStatement()
        : new EngineStatement(
            this, runner.prepare(statements.getFirst(), new ArrayList<>(parameterTypes)));
  }

  @Override
  public TransactionStatus transactionStatus() {
    return switch (runner.state()) {
      case IDLE -> TransactionStatus.IDLE;
      case OPEN -> TransactionStatus.IN_TRANSACTION;
      case FAILED -> TransactionStatus.FAILED;
    };
  }

  @Override
  public void fail() {
    failed = true;
    runner.fail();
  }

  @Override
  public void finish() {
    if (!begun) {
      return;
    }
    begun = false;
    boolean commit = !failed;
    failed = false;
    try {
      runner.endImplicitBlock(commit);
    } finally {
      inputs.release();
      reportChanges();
    }
  }

  @Override
  public void cancel() {
    runner.cancel();
  }

  @Override
  public void close() {
    if (begun) {
      inputs.release();
    }
    runner.close();
  }
}
