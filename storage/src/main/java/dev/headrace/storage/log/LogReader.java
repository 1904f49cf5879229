package dev.headrace.storage.log;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlException;
import dev.headrace.storage.log.Segments.Segment;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads a log frame by frame. Not thread-safe; the log may be written meanwhile. */
public final class LogReader {
  private static final int WINDOW = 256 << 10;

  /** Frames start at multiples of this. */
  private static final int ALIGNMENT = 8;

  private final Segments segments;
  // a piece of the segment that was read
  private byte[] window = new byte[WINDOW];
  private long windowBase;
  private int windowLength;
  private @Nullable Segment windowOf;

  private long next;
  private long position;
  private int frame;

  LogReader(Segments segments, long start) {
    this.segments = segments;
    this.next = start;
  }

  /** Position of the frame that comes next. */
  public long next() {
    return next;
  }

  /** Goes on with the frame at a position. */
  public void seek(long frameStart) {
    next = frameStart;
  }

  /**
   * Goes to the next frame of a log that is known to reach to a limit.
   *
   * @return whether there is one before the limit
   * @throws SqlException {@link ErrorCode#DATA_CORRUPTED} if it cannot be read
   */
  public boolean next(long limit) {
    while (next < limit) {
      if (!load(next)) {
        throw damaged(next);
      }
      if (advance()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Goes to the next frame of a log that nobody writes and whose end is to be found.
   *
   * @return whether there is one
   * @throws SqlException {@link ErrorCode#DATA_CORRUPTED} if the log ends where it cannot have
   *     ended
   */
  public boolean nextIfAny() {
    while (segments.at(next) != null) {
      if (!load(next)) {
        requireEnd(next);
        return false;
      }
      if (advance()) {
        return true;
      }
    }
    return false;
  }

  /** Steps over the loaded frame. Whether it is one of a commit and not the end of a segment. */
  private boolean advance() {
    position = next;
    if ((flags() & Frame.END_OF_SEGMENT) != 0) {
      next = segment(position).end();
      return false;
    }
    next += Rows.align(length());
    return true;
  }

  /** Position of the frame. */
  public long position() {
    return position;
  }

  public long sequence() {
    return Rows.getLong(window, frame + Frame.SEQUENCE_OFFSET);
  }

  /** Number of changes in the payload. */
  public int count() {
    return Rows.getInt(window, frame + Frame.COUNT_OFFSET);
  }

  public boolean isFirst() {
    return (flags() & Frame.FIRST) != 0;
  }

  public boolean isLast() {
    return (flags() & Frame.LAST) != 0;
  }

  private int flags() {
    return Rows.getInt(window, frame + Frame.FLAGS_OFFSET);
  }

  private int length() {
    return Rows.getInt(window, frame + Frame.LENGTH_OFFSET);
  }

  public int payloadLength() {
    return length() - Frame.HEADER;
  }

  public void copyPayload(byte[] target, int offset) {
    System.arraycopy(window, frame + Frame.HEADER, target, offset, payloadLength());
  }

  private Segment segment(long at) {
    Segment segment = segments.at(at);
    if (segment == null) {
      throw new SqlException(
          ErrorCode.DATA_CORRUPTED, "the commit log does not hold position " + at);
    }
    return segment;
  }

  /** Goes to the frame at a position; whether there is one. */
  private boolean load(long at) {
    Segment segment = segment(at);
    if (inWindow(segment, at, Frame.HEADER)) {
      frame = (int) (at - windowBase);
      if (Frame.isValid(window, frame, windowLength, at)) {
        return true;
      }
    }
    // not in the window as a whole, or written since it was read
    long rest = segment.end() - at;
    if (rest < Frame.HEADER) {
      return false;
    }
    frame = 0;
    read(segment, at, (int) Math.min(rest, WINDOW));
    if (Rows.getLong(window, Frame.POSITION_OFFSET) == at
        && length() > windowLength
        && length() <= rest) {
      read(segment, at, length());
    }
    return Frame.isValid(window, frame, windowLength, at);
  }

  @SuppressWarnings("ReferenceEquality") // whether it is that file
  private boolean inWindow(Segment segment, long at, int length) {
    return windowOf == segment && at >= windowBase && at + length <= windowBase + windowLength;
  }

  private void read(Segment segment, long at, int count) {
    if (window.length < count) {
      window = Arrays.copyOf(window, count);
    }
    windowOf = null;
    try {
      segment.file().read(at - segment.base(), window, 0, count);
    } catch (IOException e) {
      throw IoErrors.of("cannot read the commit log", e);
    }
    windowOf = segment;
    windowBase = at;
    windowLength = count;
  }

  /**
   * Checks that the log may end at a position where there is no frame: only what was never durable
   * may be missing.
   */
  private void requireEnd(long end) {
    Segment last = segment(end);
    if (segments.at(last.end()) != null) {
      // a segment is only begun when the one before is whole and durable
      throw damaged(end);
    }
    for (long at = end + ALIGNMENT; at + Frame.HEADER <= last.end(); at += ALIGNMENT) {
      if (!inWindow(last, at, Frame.HEADER)) {
        read(last, at, (int) Math.min(last.end() - at, WINDOW));
      }
      int start = (int) (at - windowBase);
      if (Rows.getLong(window, start + Frame.POSITION_OFFSET) == at
          && load(at)
          && Rows.getLong(window, frame + Frame.DURABLE_OFFSET) > end) {
        throw damaged(end);
      }
    }
  }

  private static SqlException damaged(long at) {
    return new SqlException(
            ErrorCode.DATA_CORRUPTED,
            "the commit log is damaged at position " + at + ", before commits that were durable")
        .withHint("Restore the database from a backup.");
  }
}
