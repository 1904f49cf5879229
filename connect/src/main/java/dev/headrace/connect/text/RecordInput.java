package dev.headrace.connect.text;

import dev.headrace.connect.io.ByteWindow;
import dev.headrace.connect.io.Waiting;
import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.runtime.connector.BadRecords;
import dev.headrace.runtime.connector.Input;
import dev.headrace.runtime.connector.Progress;
import java.time.Duration;

/**
 * An input of text records that usually take a line each. A format finds and reads one record at a
 * time; this class keeps the place, its line number, and the way back from broken records: one
 * whose end cannot be told is taken to be its first line only.
 */
public abstract class RecordInput implements Input {
  /** A record that is longer than this is broken. */
  public static final int MAX_RECORD_BYTES = 1 << 24;

  /** The file. */
  protected final ByteWindow window;

  /** Where in the window the next record starts. */
  protected int position;

  private final Slice raw = new Slice();
  private long line = 1;
  private boolean skipping;
  private volatile long bytesRead;

  protected RecordInput(ByteWindow window) {
    this.window = window;
  }

  /** What a format made of the bytes at {@link #position}. */
  protected enum Outcome {
    /** A record was read, appended or reported; {@link #position} is behind it. */
    READ,
    /** The record does not end within the window, which is not yet the end of the file. */
    INCOMPLETE,
    /** No more records: the file ends here. */
    END
  }

  /** Reads the record at {@link #position}. */
  protected abstract Outcome record(Batch batch, BadRecords bad);

  @Override
  public final Status read(Batch batch, int maxRows, Duration maxWait, BadRecords bad) {
    int recordsLeft = maxRows;
    Waiting waiting = new Waiting(maxWait);
    while (recordsLeft > 0) {
      Outcome outcome = next(batch, bad);
      if (outcome == Outcome.READ) {
        recordsLeft--;
      } else {
        noteProgress();
        if (outcome == Outcome.END) {
          return Status.END;
        }
        if (recordsLeft < maxRows) {
          return Status.MORE;
        }
        if (!waiting.again()) {
          return Status.IDLE;
        }
      }
    }
    noteProgress();
    return Status.MORE;
  }

  /** Reads a record, sliding the window on as long as that helps. */
  private Outcome next(Batch batch, BadRecords bad) {
    while (true) {
      Outcome outcome = skipping ? skipLine() : record(batch, bad);
      if (outcome != Outcome.INCOMPLETE) {
        return outcome;
      }
      if (!skipping && window.end() - position > MAX_RECORD_BYTES) {
        tooLong(bad);
        return Outcome.READ;
      }
      if (!more()) {
        return window.ended() ? Outcome.END : Outcome.INCOMPLETE;
      }
    }
  }

  /** Reports the record at {@link #position} as longer than is allowed. */
  protected final void tooLong(BadRecords bad) {
    broken(bad, "record is longer than " + MAX_RECORD_BYTES + " bytes; is a quote missing?");
  }

  /**
   * Slides the window so that it starts at {@link #position} and reads more.
   *
   * @return whether there is something new to know: more bytes, or that there are none
   */
  protected final boolean more() {
    boolean endedBefore = window.ended();
    boolean more = window.more(position);
    position = 0;
    return more || window.ended() != endedBefore;
  }

  private void noteProgress() {
    bytesRead = window.position() - (window.compressed() ? 0 : window.end() - position);
  }

  /** Goes behind a record that was read. */
  protected final void advance(int next, int lines) {
    position = next;
    line += lines;
  }

  /** Reports a record whose end is not known, and will go on in the next line. */
  protected final void broken(BadRecords bad, String reason) {
    int end = position;
    while (end < window.end() && window.bytes()[end] != '\n') {
      end++;
    }
    report(bad, reason, end, ErrorCode.BAD_COPY_FILE_FORMAT);
    skipping = true;
  }

  /** Reports the record that ends at an offset. */
  protected final void report(BadRecords bad, String reason, int end, ErrorCode code) {
    byte[] bytes = window.bytes();
    int length = Math.min(end - position, BadRecords.MAX_RAW_BYTES);
    while (length > 0 && isLineEnd(bytes[position + length - 1])) {
      length--;
    }
    bad.bad(line, reason, raw.set(bytes, position, length), code);
  }

  private static boolean isLineEnd(byte character) {
    return character == '\n' || character == '\r';
  }

  private Outcome skipLine() {
    byte[] bytes = window.bytes();
    for (int end = window.end(); position < end; position++) {
      if (bytes[position] == '\n') {
        advance(position + 1, 1);
        skipping = false;
        return Outcome.READ;
      }
    }
    return window.ended() ? Outcome.END : Outcome.INCOMPLETE;
  }

  @Override
  public final Progress progress() {
    return new Progress(Progress.Unit.BYTES, bytesRead, window.size());
  }

  @Override
  public final void close() {
    window.close();
  }
}
