package dev.headrace.engine.input;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Database;
import dev.headrace.engine.database.InputPosition;
import dev.headrace.engine.database.LockMode;
import dev.headrace.engine.database.Patience;
import dev.headrace.engine.database.Transaction;
import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.connector.Input;
import dev.headrace.runtime.connector.Progress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Reads one input: a thread fills batches, another commits them. A batch is flushed when it is
 * full, when the input pauses, and when it ends. There is a fixed number of batches, so a reader
 * that is faster than the commits waits.
 */
final class InputRunner {
  private static final int BATCHES = 3;
  private static final int MAX_ROWS = 1 << 16;
  private static final Duration MAX_WAIT = Duration.ofMillis(10);

  private final Database database;
  private final BaseRelation relation;
  private final Input input;
  private final ConnectedRows checks;
  // what of the input is in the table already
  private final InputPosition before;
  private final BlockingQueue<Load> free = new ArrayBlockingQueue<>(BATCHES);
  private final BlockingQueue<Load> full = new ArrayBlockingQueue<>(BATCHES);
  private final Thread reader;
  private final Thread committer;

  private volatile boolean stopped;
  private volatile boolean started;
  private volatile boolean ended;
  private final LongAdder rows = new LongAdder();
  private final LongAdder badRecords = new LongAdder();
  private volatile @Nullable SqlException failure;
  private @Nullable Progress lastProgress;

  /** What has been read and not yet committed. */
  private static final class Load {
    final Batch rows = new Batch();
    final Batch bad = new Batch();
    InputPosition position = InputPosition.START;
  }

  InputRunner(Database database, BaseRelation relation, Input input) {
    this.database = database;
    this.relation = relation;
    this.input = input;
    this.checks = new ConnectedRows(relation);
    this.before = relation.store() == null ? InputPosition.START : database.position(relation);
    for (int i = 0; i < BATCHES; i++) {
      free.add(new Load());
    }
    this.reader =
        Thread.ofPlatform().daemon().name("headrace-read-" + relation.name()).unstarted(this::read);
    this.committer =
        Thread.ofPlatform()
            .daemon()
            .name("headrace-commit-" + relation.name())
            .unstarted(this::commit);
  }

  void start() {
    if (!started) {
      started = true;
      if (before.ended()) {
        close();
        ended = true;
        return;
      }
      reader.start();
      committer.start();
    }
  }

  BaseRelation relation() {
    return relation;
  }

  private void read() {
    RowWriter errorWriter = new RowWriter(RowLayout.of(Inputs.ERROR_FIELDS));
    try {
      InputPosition position = InputPosition.START;
      while (!position.ended() && !stopped) {
        Load load = free.take();
        load.rows.clear();
        load.bad.clear();
        Input.Status status =
            input.read(
                load.rows,
                MAX_ROWS,
                MAX_WAIT,
                (line, reason, raw, code) ->
                    errorWriter.append(
                        load.bad, 1, line, Slice.of(code.sqlState()), Slice.of(reason), raw));
        InputPosition from = position;
        position = position.plus(load.rows, load.bad, status == Input.Status.END);
        load.position = position;
        dropFirst(load.rows, before.rows() - from.rows());
        dropFirst(load.bad, before.badRecords() - from.badRecords());
        full.put(load);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SqlException e) {
      fail(e);
    } catch (RuntimeException | Error e) {
      fail(new SqlException(ErrorCode.INTERNAL_ERROR, "internal error: " + e, e));
    } finally {
      close();
    }
  }

  // an input that is read again gives the same rows in the same order
  private static void dropFirst(Batch batch, long count) {
    int row = 0;
    long left = count;
    while (left > 0 && row < batch.end()) {
      row = batch.next(row);
      left--;
    }
    if (row > 0) {
      Batch rest = new Batch();
      rest.appendAll(batch.bytes(), row, batch.end());
      batch.clear();
      batch.appendAll(rest);
    }
  }

  // how far it got is asked for afterwards, too
  private synchronized void close() {
    lastProgress = input.progress();
    input.close();
  }

  private synchronized Progress progress() {
    Progress last = lastProgress;
    return last == null ? input.progress() : last;
  }

  private void fail(SqlException e) {
    if (!stopped) {
      failure = e;
    }
    stopped = true;
    committer.interrupt();
  }

  private void commit() {
    try {
      boolean last = false;
      while (!last) {
        Load load = full.take();
        commit(load);
        last = load.position.ended();
        free.put(load);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SqlException e) {
      stopByError(e);
    } catch (RuntimeException | Error e) {
      stopByError(new SqlException(ErrorCode.INTERNAL_ERROR, "internal error: " + e, e));
    } finally {
      ended = true;
      synchronized (this) {
        notifyAll();
      }
    }
  }

  private void stopByError(SqlException e) {
    if (!stopped) {
      failure = e;
    }
    stopped = true;
    reader.interrupt();
  }

  private void commit(Load load) {
    if (load.rows.isEmpty() && load.bad.isEmpty() && !load.position.ended()) {
      return;
    }
    Transaction writer = database.begin();
    if (relation.store() != null) {
      writer.lock(relation, LockMode.EXCLUSIVE, Patience.until(() -> stopped));
    }
    try {
      Batch accepted = checks.accepted(load.rows, load.bad);
      database.ingest(
          relation,
          accepted,
          load.bad,
          relation.store() == null ? InputPosition.START : load.position);
      rows.add(accepted.rows());
      badRecords.add(load.bad.rows());
    } finally {
      writer.rollback();
    }
  }

  /** Ends reading, at the latest after the batch that is being committed. */
  void stop() {
    stopped = true;
    if (!started) {
      close();
      ended = true;
      return;
    }
    reader.interrupt();
    committer.interrupt();
  }

  /** Waits until everything has been committed; false if the time is over before. */
  synchronized boolean await(long deadline) throws InterruptedException {
    while (!ended) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      wait(Math.max(1, left / 1_000_000));
    }
    return true;
  }

  InputState state() {
    return new InputState(
        relation.name(),
        rows.sum(),
        badRecords.sum(),
        progress(),
        started,
        ended,
        Optional.ofNullable(failure));
  }
}
