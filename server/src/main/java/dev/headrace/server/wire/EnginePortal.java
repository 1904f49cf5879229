package dev.headrace.server.wire;

import dev.headrace.engine.statement.Outcome;
import dev.headrace.engine.statement.Prepared;
import dev.headrace.pgwire.Completion;
import dev.headrace.pgwire.Portal;
import dev.headrace.pgwire.RowSink;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement with its parameters. It runs at the first call; further calls send further rows. */
final class EnginePortal implements Portal {
  private final EngineConnection connection;
  private final Prepared prepared;
  private final List<@Nullable Object> parameters;
  private @Nullable Rows rows;

  /** What is left to send. */
  sealed interface Rows extends AutoCloseable permits ResultRows, SubscriptionRows {
    /** Sends at most that many rows, 0 for all there are. */
    Completion send(long maxRows, RowSink sink);

    @Override
    void close();
  }

  EnginePortal(EngineConnection connection, Prepared prepared, List<@Nullable Object> parameters) {
    this.connection = connection;
    this.prepared = prepared;
    this.parameters = parameters;
  }

  @Override
  public Completion execute(long maxRows, RowSink sink) {
    Rows left = rows;
    if (left == null) {
      switch (connection.run(prepared, parameters)) {
        case Outcome.Done done -> {
          return new Completion.Complete(done.tag());
        }
        case Outcome.Rows result -> left = new ResultRows(result);
        case Outcome.CopyIn in -> {
          return new Completion.CopyIn(
              in.binary(), in.columns(), data -> complete(in.receiver().receive(data)));
        }
        case Outcome.CopyOut out -> {
          return new Completion.CopyOut(
              out.binary(), out.columns(), copied -> complete(send(out, copied)));
        }
        case Outcome.Stream stream -> left = new SubscriptionRows(connection, stream);
      }
      rows = left;
    }
    Completion completion = left.send(maxRows, sink);
    if (left instanceof ResultRows) {
      connection.sent();
    }
    return completion;
  }

  private Completion.Complete complete(Outcome.Done done) {
    connection.copied();
    return new Completion.Complete(done.command(), done.rows());
  }

  private static Outcome.Done send(Outcome.CopyOut out, Completion.CopySink sink) {
    try {
      return out.sender().send(new RowPerWrite(sink));
    } catch (IOException e) {
      throw new IllegalStateException("a sink throws nothing of the kind", e);
    }
  }

  /** Every write is a row. */
  private static final class RowPerWrite extends OutputStream {
    private final Completion.CopySink sink;

    RowPerWrite(Completion.CopySink sink) {
      this.sink = sink;
    }

    @Override
    public void write(int value) {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      sink.data(bytes, offset, length);
    }
  }

  @Override
  public void close() {
    if (rows != null) {
      rows.close();
    }
  }
}
