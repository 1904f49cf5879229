package dev.headrace.engine.statement;

import dev.headrace.engine.message.SessionMessages;
import dev.headrace.sql.Statement;

/** LISTEN, UNLISTEN and NOTIFY. */
final class MessageRunner {
  private final TransactionControl transactions;
  private final SessionParameters parameters;

  MessageRunner(TransactionControl transactions, SessionParameters parameters) {
    this.transactions = transactions;
    this.parameters = parameters;
  }

  Outcome run(Statement.Messaging statement) {
    SessionMessages messages = transactions.messages();
    transactions.current();
    return switch (statement) {
      case Statement.Listen listen -> {
        messages.listen(listen.channel());
        yield Outcome.Done.of("LISTEN");
      }
      case Statement.Unlisten unlisten -> {
        messages.unlisten(unlisten.channel());
        yield Outcome.Done.of("UNLISTEN");
      }
      case Statement.Notify notify -> {
        messages.notify(parameters.processId(), notify.channel(), notify.payload());
        yield Outcome.Done.of("NOTIFY");
      }
    };
  }
}
