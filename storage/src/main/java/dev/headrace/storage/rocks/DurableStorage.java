package dev.headrace.storage.rocks;

import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.state.PageFile;
import dev.headrace.runtime.storage.CommitWriter;
import dev.headrace.runtime.storage.RecordConsumer;
import dev.headrace.runtime.storage.RecordKind;
import dev.headrace.runtime.storage.RowForm;
import dev.headrace.runtime.storage.Storage;
import dev.headrace.runtime.storage.StorageOptions;
import dev.headrace.runtime.storage.StorageStatistics;
import dev.headrace.storage.log.CommitLog;
import dev.headrace.storage.log.DiskLogDirectory;
import dev.headrace.storage.log.LogDirectory;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A storage in a directory: the log, the state, and two threads. One applies the log to the state
 * and prepares files; the other makes durable, at intervals, what nobody waits for.
 */
public final class DurableStorage implements Storage {
  private static final long APPLY_INTERVAL_NANOS = 20_000_000;
  private static final long RETRY_NANOS = 1_000_000_000;
  private static final long WAIT_NANOS = 1_000_000;

  /** How many times {@link StorageOptions#checkpointBytes} the state may be behind the log. */
  private static final int MAX_LAG = 8;

  private final DataDirectory directory;
  private final StorageOptions options;
  private final StateStore state;
  private final CommitLog log;
  private final ScratchFile pages;
  private final Applier applier;
  private final CommitEncoder encoder;
  private final long recovered;
  private final AtomicLong commits = new AtomicLong();
  private final ConcurrentLinkedQueue<Dropped> dropped = new ConcurrentLinkedQueue<>();
  private final Thread applying;
  private final Thread flushing;
  private volatile @Nullable SqlException applyFailure;
  private volatile boolean closing;

  private record Dropped(int relation, long sequence) {}

  private DurableStorage(
      DataDirectory directory,
      StorageOptions options,
      StateStore state,
      CommitLog log,
      ScratchFile pages) {
    this.directory = directory;
    this.pages = pages;
    this.options = options;
    this.state = state;
    this.log = log;
    this.applier = new Applier(state, log);
    this.encoder =
        new CommitEncoder(
            log, (relation, sequence) -> dropped.add(new Dropped(relation, sequence)));
    applier.recover();
    this.recovered = applier.applied().sequence();
    this.applying = Thread.ofPlatform().name("storage-applier").daemon().unstarted(this::applyAll);
    this.flushing = Thread.ofPlatform().name("storage-flusher").daemon().unstarted(this::flushAll);
  }

  /** Opens or makes the storage in a directory. */
  public static DurableStorage open(Path path, StorageOptions options) {
    return open(path, options, log -> log, scratch -> scratch);
  }

  /**
   * Opens or makes the storage in a directory.
   *
   * @param logDirectory what takes the place of the log's directory; tests have some that fail
   * @param scratchDirectory the same for scratch files
   */
  public static DurableStorage open(
      Path path,
      StorageOptions options,
      UnaryOperator<LogDirectory> logDirectory,
      UnaryOperator<LogDirectory> scratchDirectory) {
    DataDirectory directory = DataDirectory.open(path, options.create());
    StateStore state = null;
    CommitLog log = null;
    boolean done = false;
    try {
      boolean isNew = directory.isNew();
      if (isNew) {
        directory.prepare();
      }
      state = StateStore.open(directory.state(), isNew);
      log =
          CommitLog.open(
              logDirectory.apply(new DiskLogDirectory(directory.log())),
              options.logSegmentBytes(),
              state.applied().sequence());
      ScratchFile pages =
          new ScratchFile(scratchDirectory.apply(new DiskLogDirectory(directory.scratch())));
      DurableStorage storage = new DurableStorage(directory, options, state, log, pages);
      if (!directory.isCurrent()) {
        directory.complete();
      }
      storage.applying.start();
      storage.flushing.start();
      done = true;
      return storage;
    } finally {
      if (!done) {
        closeAll(log, state, directory);
      }
    }
  }

  private static void closeAll(
      @Nullable CommitLog log, @Nullable StateStore state, DataDirectory directory) {
    try (directory) {
      try (state) {
        if (log != null) {
          log.close();
        }
      }
    }
  }

  // ---- state

  @Override
  public long recoveredSequence() {
    return recovered;
  }

  @Override
  public void records(RecordKind kind, RecordConsumer consumer) {
    state.records(kind, consumer);
  }

  @Override
  public void rows(int relation, RowForm form, Consumer<Batch> consumer) {
    state.rows(relation, form, consumer);
  }

  // ---- commits

  @Override
  public CommitWriter begin(long sequence) {
    log.requireWritable();
    waitForApplier();
    commits.incrementAndGet();
    return encoder.begin(sequence);
  }

  // a log that only grows would fill the disk and make the next start take ever longer
  private void waitForApplier() {
    while (log.durablePosition() - applier.applied().position()
        > MAX_LAG * options.checkpointBytes()) {
      SqlException failed = applyFailure;
      if (failed != null) {
        throw failed;
      }
      if (closing) {
        throw new SqlException(ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE, "the storage is closed");
      }
      LockSupport.unpark(applying);
      LockSupport.parkNanos(WAIT_NANOS);
    }
  }

  @Override
  public void awaitDurable(long sequence) {
    log.awaitDurable(sequence);
  }

  @Override
  public long durableSequence() {
    return log.durableSequence();
  }

  // ---- background

  private void applyAll() {
    while (!closing) {
      long pause = APPLY_INTERVAL_NANOS;
      try {
        applier.apply();
        applier.flush(options.checkpointBytes());
        reclaimDropped();
        log.prepare();
        applyFailure = null;
      } catch (SqlException e) {
        applyFailure = e;
        pause = RETRY_NANOS;
        if (e.code() != ErrorCode.DISK_FULL) {
          log.refuse(e);
          return;
        }
      } catch (OutOfMemoryError e) {
        // the log has all of it, so it can be applied when there is memory again
        applyFailure =
            new SqlException(
                ErrorCode.OUT_OF_MEMORY, "cannot apply the commit log: out of memory", e);
        pause = RETRY_NANOS;
      } catch (RuntimeException | Error e) {
        log.refuse(new SqlException(ErrorCode.INTERNAL_ERROR, "cannot apply the commit log", e));
        return;
      }
      LockSupport.parkNanos(pause);
    }
  }

  // not before it is applied, for only then is it sure that it was dropped
  private void reclaimDropped() {
    long applied = applier.applied().sequence();
    Dropped next = dropped.peek();
    while (next != null && next.sequence() <= applied) {
      state.reclaim(next.relation());
      dropped.remove();
      next = dropped.peek();
    }
  }

  private void flushAll() {
    long interval = options.flushInterval().toNanos();
    while (!closing) {
      LockSupport.parkNanos(interval);
      try {
        log.awaitDurable(log.appendedSequence());
      } catch (SqlException e) {
        // every commit from now on is refused with it
        return;
      }
    }
  }

  // ---- whole

  @Override
  public long checkpoint(Path target) {
    log.awaitDurable(log.appendedSequence());
    long[] sequence = new long[1];
    try (DataDirectory copy = DataDirectory.open(target, true)) {
      if (!copy.isNew()) {
        throw new SqlException(
            ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
            "directory " + SqlException.quote(target.toString()) + " is not empty");
      }
      copy.prepareLog();
      whileOpen(
          () -> {
            applier.apply();
            applier.flush(0);
            state.checkpoint(copy.state());
            sequence[0] = applier.applied().sequence();
            try (CommitLog empty =
                CommitLog.open(
                    new DiskLogDirectory(copy.log()), Checkpoints.LOG_BYTES, sequence[0])) {
              empty.begin(applier.applied().position(), sequence[0]);
            }
          });
      copy.complete();
    }
    return sequence[0];
  }

  /** Runs something while the log is not applied and no file of it released. */
  void paused(Runnable action) {
    applier.paused(action);
  }

  @Override
  public void verify() {
    whileOpen(state::verify);
  }

  /** Runs something that needs the state, which is closed only before or after it. */
  private void whileOpen(Runnable action) {
    applier.paused(
        () -> {
          if (closing) {
            throw new SqlException(
                ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE, "the storage is closed");
          }
          action.run();
        });
  }

  @Override
  public PageFile pages() {
    return pages;
  }

  @Override
  public StorageStatistics statistics() {
    return new StorageStatistics(
        commits.get(),
        log.syncs(),
        log.bytes(),
        log.durablePosition() - applier.applied().position());
  }

  @Override
  public void close() {
    if (closing) {
      return;
    }
    closing = true;
    stop(applying);
    stop(flushing);
    try {
      log.awaitDurable(log.appendedSequence());
      writeOut();
    } finally {
      applier.paused(
          () -> {
            try (pages) {
              closeAll(log, state, directory);
            }
          });
    }
  }

  /** Leaves the next opening nothing to apply, if there is room for that. */
  private void writeOut() {
    try {
      applier.apply();
      applier.flush(1);
    } catch (SqlException e) {
      // every commit is in the log, so a full disk loses nothing
      if (e.code() != ErrorCode.DISK_FULL) {
        throw e;
      }
    }
  }

  private static void stop(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      LockSupport.unpark(thread);
      try {
        thread.join(1);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
