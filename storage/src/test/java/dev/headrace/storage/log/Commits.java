package dev.headrace.storage.log;

import java.util.ArrayList;
import java.util.List;

/** Writes and reads commits whose contents follow from their sequence and size. */
final class Commits {
  /** A commit that was read. */
  record Found(long sequence, int bytes) {}

  private Commits() {}

  static void append(CommitLog log, long sequence, int... frames) {
    for (int i = 0; i < frames.length; i++) {
      appendFrame(
          log,
          sequence,
          frames[i],
          (i == 0 ? Frame.FIRST : 0) | (i == frames.length - 1 ? Frame.LAST : 0));
    }
  }

  static void appendFrame(CommitLog log, long sequence, int bytes, int flags) {
    byte[] frame = new byte[Frame.HEADER + bytes];
    for (int i = 0; i < bytes; i++) {
      frame[Frame.HEADER + i] = content(sequence, i);
    }
    log.append(frame, frame.length, sequence, 1, flags);
  }

  private static byte content(long sequence, int index) {
    return (byte) (sequence * 31 + index);
  }

  /** All whole commits from a position to where the log ends. */
  static List<Found> recover(CommitLog log, long position) {
    List<Found> found = new ArrayList<>();
    LogReader reader = log.reader(position);
    int bytes = 0;
    while (reader.nextIfAny()) {
      bytes = reader.isFirst() ? 0 : bytes;
      byte[] payload = new byte[reader.payloadLength()];
      reader.copyPayload(payload, 0);
      for (int i = 0; i < payload.length; i++) {
        if (payload[i] != content(reader.sequence(), i)) {
          throw new AssertionError("contents of commit " + reader.sequence() + " differ");
        }
      }
      bytes += payload.length;
      if (reader.isLast()) {
        found.add(new Found(reader.sequence(), bytes));
      }
    }
    return found;
  }
}
