package dev.headrace.pgwire;

import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.SqlException;
import dev.headrace.pgwire.SessionState.Phase;
import dev.headrace.pgwire.codec.ClientGoneException;
import dev.headrace.pgwire.codec.Errors;
import dev.headrace.pgwire.codec.FatalException;
import dev.headrace.pgwire.codec.Frontend;
import dev.headrace.pgwire.codec.MessageInput;
import dev.headrace.pgwire.codec.MessageOutput;
import dev.headrace.pgwire.codec.Reply;
import java.util.List;

/**
 * Answers the messages of a session that is open, one after the other.
 *
 * <p>Requests that were sent before their predecessors were answered (pipelining) wait in the
 * input's buffer and in the network: nothing is read before it is its turn, and a client that does
 * not read its answers blocks this thread in a write. So memory stays bounded.
 */
final class MessageLoop {
  private final SessionState state;
  private final Connection connection;
  private final MessageInput input;
  private final MessageOutput output;
  private final ExtendedQuery extended;
  private final Mailbox mailbox;
  private final Copy copy;
  private final ServerStatistics statistics;
  private boolean betweenTransactions;

  MessageLoop(
      SessionState state,
      Connection connection,
      ExtendedQuery extended,
      MessageInput input,
      MessageOutput output,
      Mailbox mailbox,
      ServerStatistics statistics) {
    this.state = state;
    this.connection = connection;
    this.input = input;
    this.output = output;
    this.extended = extended;
    this.mailbox = mailbox;
    this.statistics = statistics;
    this.copy = new Copy(input, output);
  }

  /** Until the session is closed. */
  void run() {
    start();
    while (state.phase() != Phase.CLOSED) {
      next();
    }
  }

  /** Tells the client that it may begin. */
  void start() {
    readyForQuery("session opened");
  }

  /** Waits for the next message and answers it. */
  void next() {
    int type = betweenTransactions ? awaitMessage() : input.readMessage();
    SqlException end = state.ending();
    if (end != null) {
      throw new FatalException(end);
    }
    if (type < 0) {
      state.transition(Phase.CLOSED, "end of the client's bytes");
    } else if (type == Frontend.TERMINATE) {
      state.transition(Phase.CLOSED, "Terminate");
    } else if (state.phase() != Phase.SKIPPING || type == Frontend.SYNC) {
      answer(type);
    }
  }

  /** Meanwhile the client may get notifications. */
  private int awaitMessage() {
    betweenTransactions = false;
    mailbox.idle();
    try {
      return input.readMessage();
    } finally {
      mailbox.busy();
    }
  }

  private void answer(int type) {
    TransactionStatus before = connection.transactionStatus();
    try {
      handle(type);
    } catch (FatalException | ClientGoneException e) {
      throw e;
    } catch (SqlException e) {
      failed(type, e, before);
    } catch (RuntimeException | Error e) {
      failed(type, Defects.toError(e), before);
    }
  }

  private void handle(int type) {
    switch (type) {
      case Frontend.BIND, Frontend.EXECUTE, Frontend.DESCRIBE, Frontend.PARSE, Frontend.CLOSE -> {
        if (state.phase() != Phase.BATCHING) {
          state.transition(Phase.BATCHING, "extended query");
        }
        handleExtended(type);
      }
      case Frontend.SYNC -> {
        input.endOfMessage();
        connection.finish();
        readyForQuery("Sync");
      }
      case Frontend.QUERY -> {
        state.transition(Phase.QUERYING, "Query");
        query();
        readyForQuery("end of Query");
      }
      case Frontend.FLUSH -> {
        input.endOfMessage();
        output.flush();
      }
      case Frontend.COPY_DATA, Frontend.COPY_DONE, Frontend.COPY_FAIL -> {
        // Sent before the client learnt that its COPY had failed: to be ignored (55.2.6).
      }
      case Frontend.FUNCTION_CALL ->
          throw new SqlException(
              ErrorCode.FEATURE_NOT_SUPPORTED, "function call messages are not supported");
      default ->
          throw new FatalException(
              ErrorCode.PROTOCOL_VIOLATION, "unexpected frontend message type " + type);
    }
  }

  private void handleExtended(int type) {
    switch (type) {
      case Frontend.BIND -> extended.bind();
      case Frontend.EXECUTE -> extended.execute();
      case Frontend.DESCRIBE -> extended.describe();
      case Frontend.PARSE -> extended.parse();
      default -> extended.close();
    }
  }

  private void query() {
    String sql = input.readString();
    input.endOfMessage();
    extended.closeUnnamedStatement();
    List<? extends ParsedStatement> statements = connection.query(sql);
    if (statements.isEmpty()) {
      connection.finish();
      output.message(Reply.EMPTY_QUERY);
    }
    for (int index = 0; index < statements.size(); index++) {
      try (Statement statement = statements.get(index).analyse()) {
        run(statement, index == statements.size() - 1);
      }
    }
  }

  private void run(Statement statement, boolean last) {
    extended.closeUnnamedPortal();
    Results results = Results.of(output, statement, connection.textStyle());
    Completion completion;
    try (Portal portal = statement.bind(noParameters())) {
      if (results.hasRows()) {
        results.describe();
      }
      completion = copy.finish(portal.execute(0, results.limited(0)));
    }
    if (last) {
      connection.finish(); // before the client is told that it is done
    }
    Results.complete(output, completion);
  }

  private static Batch noParameters() {
    Batch parameters = new Batch(RowLayout.of(List.of()).fixedLength());
    new RowWriter(RowLayout.of(List.of())).append(parameters, 1);
    return parameters;
  }

  private void failed(int type, SqlException error, TransactionStatus before) {
    SqlException end = state.ending();
    if (end != null || error.code() == ErrorCode.ADMIN_SHUTDOWN) {
      throw new FatalException(end == null ? error : end);
    }
    Defects.logIfInternal(error);
    statistics.errorSent(error.sqlState());
    output.abandon();
    Errors.error(output, error, false);
    connection.fail();
    if (before != TransactionStatus.FAILED) {
      extended.failPortals(); // a second error has nothing left to undo
    }
    switch (type) {
      case Frontend.QUERY, Frontend.FUNCTION_CALL, Frontend.SYNC -> {
        connection.finish();
        readyForQuery("failed: " + error.message());
      }
      default -> {
        output.flush(); // a client that flushed waits for it before its Sync, which ends skipping
        state.transition(Phase.SKIPPING, "failed: " + error.message());
      }
    }
  }

  private void readyForQuery(String reason) {
    TransactionStatus status = connection.transactionStatus();
    betweenTransactions = status == TransactionStatus.IDLE;
    if (betweenTransactions) {
      extended.closePortals();
      mailbox.drain();
    }
    state.limitIdleness(connection.idleLimit(), !betweenTransactions);
    output.begin(Reply.READY_FOR_QUERY);
    output.putByte(status.indicator());
    output.end();
    output.flush();
    state.transition(Phase.READY, reason);
  }
}
