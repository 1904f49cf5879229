package dev.headrace.server.wire;

import dev.headrace.engine.database.ChangeStream;
import dev.headrace.engine.statement.Outcome;
import dev.headrace.engine.statement.Prepared;
import dev.headrace.model.Rows;
import dev.headrace.pgwire.Completion;
import dev.headrace.pgwire.Notice;
import dev.headrace.pgwire.Portal;
import dev.headrace.pgwire.RowSink;
import dev.headrace.runtime.circuit.Segments;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement with its parameters: runs it, then sends its rows in as many pieces as are wanted.
 */
final class EnginePortal implements Portal {
  private final EngineConnection connection;
  private final Prepared prepared;
  private final List<@Nullable Object> values;
  private @Nullable Outcome outcome;
  private @Nullable ChangeSender changes;

  // where the rows that have been sent end
  private int segment;
  private int row;
  private int copiesSent;

  EnginePortal(EngineConnection connection, Prepared prepared, List<@Nullable Object> values) {
    this.connection = connection;
    this.prepared = prepared;
    this.values = values;
  }

  @Override
  public Completion execute(long maxRows, RowSink sink) {
    Outcome result = outcome;
    if (result == null) {
      connection.begin();
      result = connection.runner().run(prepared, values);
      outcome = result;
      connection.reportChanges();
    }
    return switch (result) {
      case Outcome.Done done -> complete(done);
      case Outcome.Rows rows -> send(rows, maxRows == 0 ? Long.MAX_VALUE : maxRows, sink);
      case Outcome.Stream stream -> send(stream, maxRows, sink);
    };
  }

  private Completion complete(Outcome.Done done) {
    for (String notice : done.notices()) {
      connection.client().notice(Notice.of(Notice.Severity.NOTICE, "00000", notice));
    }
    return new Completion.Complete(done.command(), done.rows());
  }

  private Completion send(Outcome.Rows rows, long maxRows, RowSink sink) {
    Segments segments = rows.rows();
    long sent = 0;
    for (; segment < segments.size(); segment++, row = 0) {
      byte[] slab = segments.slab(segment);
      int at = Math.max(row, segments.from(segment));
      while (at < segments.to(segment)) {
        int copies = Rows.weight(slab, at) - copiesSent;
        if (sent == maxRows) {
          row = at;
          return Completion.Suspended.INSTANCE;
        }
        int now = (int) Math.min(copies, maxRows - sent);
        sink.row(slab, at, now);
        sent += now;
        if (now < copies) {
          copiesSent += now;
        } else {
          copiesSent = 0;
          at += Rows.length(slab, at);
        }
      }
    }
    return new Completion.Complete(rows.tag(), rows.tag().equals("SELECT") ? sent : -1);
  }

  private Completion send(Outcome.Stream stream, long maxRows, RowSink sink) {
    ChangeSender sender = changes;
    if (sender == null) {
      ChangeStream source = stream.changes();
      sender = new ChangeSender(source, stream.fields(), connection.runner()::isCancelled);
      changes = sender;
    }
    return sender.send(maxRows, sink);
  }

  @Override
  public void close() {
    if (outcome instanceof Outcome.Stream stream) {
      stream.changes().close();
    }
  }
}
