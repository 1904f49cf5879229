package dev.headrace.storage.log;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlException;
import dev.headrace.storage.log.Segments.Segment;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The log of commits.
 *
 * <p><b>Life.</b> {@link #open} finds what there is. {@link #reader} recovers it. Then {@link
 * #begin} starts a new segment behind it, so that nothing is ever written to a place that was
 * written before a crash, and {@link #release} lets go of the old ones.
 *
 * <p><b>Threads and locks.</b> One thread at a time appends. Frames gather in a buffer in memory,
 * guarded by {@code bufferLock}, which is held for a copy only. Whoever writes the buffer to the
 * file holds {@code ioLock}; it is taken before {@code bufferLock}. So commits are appended while
 * another thread waits for the disk.
 */
public final class CommitLog implements AutoCloseable {
  /** The buffer is written out, though not synced, when it exceeds this. */
  private static final int WRITE_OUT_BYTES = 1 << 20;

  private static final int RETAINED_BUFFER_BYTES = 4 << 20;

  private final Segments segments;
  private final ReentrantLock ioLock = new ReentrantLock();
  private final Object bufferLock = new Object();
  private final GroupCommit group;
  private final AtomicLong syncs = new AtomicLong();

  // guarded by bufferLock
  private byte[] buffer = new byte[64 << 10];
  private int buffered;
  private long appendedPosition;
  private long appendedSequence;

  // guarded by ioLock
  private byte[] spareBuffer = new byte[64 << 10];
  private long writtenPosition;
  private @Nullable Segment current;

  private volatile long currentEnd;
  private volatile long durablePosition;
  private volatile long beginning;
  private volatile @Nullable SqlException failure;

  private CommitLog(Segments segments, long sequence) {
    this.segments = segments;
    this.appendedSequence = sequence;
    this.group = new GroupCommit(this::sync, sequence);
  }

  /**
   * Opens the log in a directory.
   *
   * @param segmentBytes size of files made from now on
   * @param sequence of the last commit that is durable elsewhere
   */
  public static CommitLog open(LogDirectory directory, int segmentBytes, long sequence) {
    try {
      return new CommitLog(new Segments(directory, segmentBytes), sequence);
    } catch (IOException e) {
      throw IoErrors.of("cannot open the commit log", e);
    }
  }

  /** Whether there is no file. */
  public boolean isEmpty() {
    return segments.isEmpty();
  }

  /** Position of the first byte there is. */
  public long start() {
    return segments.start();
  }

  /** Position behind all files. */
  public long end() {
    return segments.end();
  }

  public LogReader reader(long position) {
    return new LogReader(segments, position);
  }

  /**
   * Starts to log, in a new segment.
   *
   * @param position not before {@link #end()}
   * @param sequence of the last commit before it
   */
  public void begin(long position, long sequence) {
    ioLock.lock();
    try {
      segments.reserve(0);
      Segment segment = segments.add(position);
      current = segment;
      currentEnd = segment.end();
      synchronized (bufferLock) {
        appendedPosition = position;
        appendedSequence = sequence;
      }
      writtenPosition = position;
      durablePosition = position;
      beginning = position;
      group.advance(sequence);
    } catch (IOException e) {
      throw IoErrors.of("cannot begin the commit log", e);
    } finally {
      ioLock.unlock();
    }
  }

  /** Position up to which everything is durable. */
  public long durablePosition() {
    return durablePosition;
  }

  public long durableSequence() {
    return group.durable();
  }

  /** Sequence of the last commit that was appended. */
  public long appendedSequence() {
    synchronized (bufferLock) {
      return appendedSequence;
    }
  }

  /** How often the disk was waited for. */
  public long syncs() {
    return syncs.get();
  }

  /** Bytes logged since {@link #begin}. */
  public long bytes() {
    return durablePosition - beginning;
  }

  /** Throws if the log cannot be written any more. */
  public void requireWritable() {
    SqlException failed = failure;
    if (failed != null) {
      throw failed;
    }
  }

  /**
   * Appends a frame. It is durable once {@link #awaitDurable} for its commit returns.
   *
   * @param frame its bytes; those of the header are filled in
   * @param length of header and payload
   * @param flags {@link Frame#FIRST} and {@link Frame#LAST}
   * @throws SqlException {@link ErrorCode#DISK_FULL} if there is no room, which leaves the log as
   *     it was
   */
  public void append(byte[] frame, int length, long sequence, int count, int flags) {
    requireWritable();
    int needed = Math.addExact(Rows.align(length), Frame.HEADER);
    // only this thread changes the position
    long position = position();
    if (position + needed > currentEnd) {
      position = nextSegment(position, needed);
    }
    boolean full;
    synchronized (bufferLock) {
      int padded = Rows.align(length);
      byte[] target = reserve(padded);
      System.arraycopy(frame, Frame.HEADER, target, buffered + Frame.HEADER, length - Frame.HEADER);
      Frame.seal(target, buffered, length, position, durablePosition, sequence, count, flags);
      buffered += padded;
      appendedPosition = position + padded;
      if ((flags & Frame.LAST) != 0) {
        appendedSequence = sequence;
      }
      full = buffered > WRITE_OUT_BYTES;
    }
    if (full) {
      writeOut();
    }
  }

  private long position() {
    synchronized (bufferLock) {
      return appendedPosition;
    }
  }

  // holds bufferLock
  private byte[] reserve(int more) {
    if (buffer.length - buffered < more) {
      buffer = Arrays.copyOf(buffer, Math.max(buffered + more, buffer.length * 2));
    }
    return buffer;
  }

  /** Ends the segment, makes it durable, and begins the next. */
  private long nextSegment(long position, int needed) {
    ioLock.lock();
    try {
      segments.reserve(needed);
    } catch (IOException e) {
      // nothing has changed
      throw IoErrors.of("cannot extend the commit log", e);
    } finally {
      ioLock.unlock();
    }
    ioLock.lock();
    try {
      synchronized (bufferLock) {
        byte[] target = reserve(Frame.HEADER);
        buffered +=
            Frame.seal(
                target,
                buffered,
                Frame.HEADER,
                position,
                durablePosition,
                appendedSequence,
                0,
                Frame.END_OF_SEGMENT);
        appendedPosition = position + Frame.HEADER;
      }
      write();
      force();
      Segment next = segments.add(currentEnd);
      current = next;
      writtenPosition = next.base();
      durablePosition = next.base();
      currentEnd = next.end();
      synchronized (bufferLock) {
        appendedPosition = next.base();
      }
      return next.base();
    } catch (IOException e) {
      throw fail(e);
    } finally {
      ioLock.unlock();
    }
  }

  /** Refuses commits from now on. */
  public void refuse(SqlException reason) {
    if (failure == null) {
      failure = reason;
    }
  }

  private void writeOut() {
    ioLock.lock();
    try {
      write();
    } catch (IOException e) {
      throw fail(e);
    } finally {
      ioLock.unlock();
    }
  }

  /** Writes what is in the buffer; returns the last commit's sequence. Holds ioLock. */
  private long write() throws IOException {
    byte[] bytes;
    int count;
    long sequence;
    synchronized (bufferLock) {
      bytes = buffer;
      count = buffered;
      sequence = appendedSequence;
      buffer = spareBuffer;
      buffered = 0;
    }
    spareBuffer = bytes.length <= RETAINED_BUFFER_BYTES ? bytes : new byte[64 << 10];
    if (count > 0) {
      Segment segment = current();
      segment.file().write(writtenPosition - segment.base(), bytes, 0, count);
      writtenPosition += count;
    }
    return sequence;
  }

  private Segment current() {
    if (current == null) {
      throw new IllegalStateException("the log was not begun");
    }
    return current;
  }

  private void force() throws IOException {
    current().file().force();
    durablePosition = writtenPosition;
    syncs.incrementAndGet();
  }

  private long sync() {
    ioLock.lock();
    try {
      requireWritable();
      long sequence = write();
      force();
      return sequence;
    } catch (IOException e) {
      throw fail(e);
    } finally {
      ioLock.unlock();
    }
  }

  // what reached the disk and what did not is unknown, and a second sync may wrongly succeed
  private SqlException fail(IOException cause) {
    SqlException failed = IoErrors.of("cannot write the commit log", cause);
    failure =
        failed.withHint(
            "Commits are refused until the database is opened again; reading is still possible.");
    return failure;
  }

  /**
   * Waits until everything that was appended up to a commit is durable.
   *
   * @throws SqlException if that failed; all later commits fail too
   */
  public void awaitDurable(long sequence) {
    if (group.durable() < sequence) {
      group.await(Math.min(sequence, appendedSequence()));
    }
  }

  /** Makes a spare file if there is none, so that a commit need not. */
  public void prepare() {
    try {
      segments.reserve(0);
    } catch (IOException e) {
      // the commit that needs it will try again and tell
      return;
    }
  }

  /** Lets go of the log before a position. */
  public void release(long position) {
    try {
      segments.release(Math.min(position, segments.end()));
    } catch (IOException e) {
      throw IoErrors.of("cannot remove old files of the commit log", e);
    }
  }

  /** Makes durable what was appended, refuses more, and closes the files. */
  @Override
  public void close() {
    try {
      if (failure == null && current != null) {
        group.await(appendedSequence());
      }
    } finally {
      refuse(new SqlException(ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE, "the storage is closed"));
      closeFiles();
    }
  }

  private void closeFiles() {
    // not under the hands of one who syncs
    ioLock.lock();
    try {
      segments.close();
    } catch (IOException e) {
      throw IoErrors.of("cannot close the commit log", e);
    } finally {
      ioLock.unlock();
    }
  }
}
