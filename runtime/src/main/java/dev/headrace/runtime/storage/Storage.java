package dev.headrace.runtime.storage;

import dev.headrace.model.Batch;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.state.PageFile;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The durable side of a database.
 *
 * <p><b>Threads.</b> Commits are written by one thread at a time, in order; any thread may wait for
 * one to be durable, and take a checkpoint. State is read before the first commit of this process
 * is written, by any number of threads.
 *
 * <p><b>Failure.</b> When a commit cannot be written because there is no room ({@link
 * dev.headrace.model.ErrorCode#DISK_FULL} from {@link #begin} or the writer), that commit is not
 * there and later ones may succeed. After any other failure to write nobody knows what is on the
 * disk, so all commits from then on are refused, and those that wait fail, until the storage is
 * opened again.
 */
public interface Storage extends AutoCloseable {
  /** Sequence of the latest commit that was durable when this was opened; 0 if there was none. */
  long recoveredSequence();

  /** Hands over all records of a kind in the order of their ids. */
  void records(RecordKind kind, RecordConsumer consumer);

  /**
   * Hands over a relation's rows.
   *
   * @param form in which they were written
   * @param consumer takes batches with positive weights; each is used again for the next one
   */
  void rows(int relation, RowForm form, Consumer<Batch> consumer);

  /**
   * Begins a commit. It takes its place in the order by {@link CommitWriter#commit}; one that is
   * begun without that is forgotten.
   *
   * @param sequence greater than that of any commit before
   * @throws SqlException if commits are refused
   */
  CommitWriter begin(long sequence);

  /**
   * Waits until a commit and all before it survive a crash of process and machine. The first who
   * waits does the work, for all that were written by then.
   *
   * @param sequence of a commit that was written
   * @throws SqlException if it could not be made durable
   */
  void awaitDurable(long sequence);

  /** Sequence of the latest commit that is durable. */
  long durableSequence();

  /**
   * Writes a copy of the state, with at least all commits that are durable now, to a directory that
   * can be opened as a storage of its own. Commits go on meanwhile.
   *
   * @param directory not there yet, or empty
   * @return sequence of the last commit in the copy
   */
  long checkpoint(Path directory);

  /**
   * Reads everything and compares checksums.
   *
   * @throws SqlException {@link dev.headrace.model.ErrorCode#DATA_CORRUPTED} at the first that
   *     differs
   */
  void verify();

  /** Where pages of tables go that are not in memory; its contents end with this. */
  PageFile pages();

  /** Figures for metrics. */
  StorageStatistics statistics();

  /** Makes all written commits durable and lets go of the directory. */
  @Override
  void close();
}
