package dev.headrace.storage.log;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of a log. A segment is named by the position of its first byte; those that exist follow
 * each other without gaps. Besides them there may be spare files of the usual size.
 */
final class Segments implements AutoCloseable {
  private static final String SEGMENT = ".log";
  private static final String SPARE = ".spare";
  private static final int MAX_SPARES = 2;

  /**
   * A file of the log.
   *
   * @param base position of its first byte
   */
  record Segment(long base, LogFile file) {
    long end() {
      return base + file.size();
    }
  }

  private final LogDirectory directory;
  private final int usualSize;
  private final TreeMap<Long, Segment> segments = new TreeMap<>();
  private final Deque<String> spares = new ArrayDeque<>();
  private long nextSpare;

  /** Opens what is there. */
  Segments(LogDirectory directory, int usualSize) throws IOException {
    this.directory = directory;
    this.usualSize = usualSize;
    for (String name : directory.list()) {
      if (name.endsWith(SPARE)) {
        addSpare(name);
      } else if (name.endsWith(SEGMENT)) {
        long base = HexFormat.fromHexDigitsToLong(name, 0, name.length() - SEGMENT.length());
        segments.put(base, new Segment(base, directory.open(name)));
      }
    }
    Segment previous = null;
    for (Segment segment : segments.values()) {
      if (previous != null && previous.end() != segment.base()) {
        throw new SqlException(
            ErrorCode.DATA_CORRUPTED,
            "the commit log has no file between "
                + name(previous.base())
                + " and "
                + name(segment.base()));
      }
      previous = segment;
    }
  }

  private void addSpare(String name) throws IOException {
    long size;
    try (LogFile file = directory.open(name)) {
      size = file.size();
    }
    if (size == usualSize && spares.size() < MAX_SPARES) {
      spares.add(name);
      nextSpare = Math.max(nextSpare, 1 + Long.parseLong(name, 0, name.indexOf('.'), 10));
    } else {
      // of another size, or its making was cut short
      directory.delete(name);
    }
  }

  private static String name(long base) {
    return HexFormat.of().toHexDigits(base) + SEGMENT;
  }

  synchronized boolean isEmpty() {
    return segments.isEmpty();
  }

  /** Position of the first byte there is; 0 if there is none. */
  synchronized long start() {
    return segments.isEmpty() ? 0 : segments.firstKey();
  }

  /** Position behind the last byte there is; 0 if there is none. */
  synchronized long end() {
    return segments.isEmpty() ? 0 : segments.lastEntry().getValue().end();
  }

  /** The segment that holds a position; null if none does. */
  synchronized @Nullable Segment at(long position) {
    var entry = segments.floorEntry(position);
    return entry == null || entry.getValue().end() <= position ? null : entry.getValue();
  }

  /** Makes room on the disk for the next segment, so that {@link #add} will not fail for it. */
  void reserve(long size) throws IOException {
    if (size <= usualSize && hasSpare()) {
      return;
    }
    String name = newSpareName();
    directory.create(name, Math.max(size, usualSize));
    keepSpare(name, size > usualSize);
  }

  synchronized boolean hasSpare() {
    return !spares.isEmpty();
  }

  private synchronized String newSpareName() {
    return nextSpare++ + SPARE;
  }

  // a file made for a large frame is the next to be used
  private synchronized void keepSpare(String name, boolean first) {
    if (first) {
      spares.addFirst(name);
    } else {
      spares.addLast(name);
    }
  }

  /** Begins a segment at a position, which no file holds yet, in a reserved file. */
  synchronized Segment add(long base) throws IOException {
    String name = name(base);
    directory.rename(spares.removeFirst(), name);
    directory.force();
    Segment segment = new Segment(base, directory.open(name));
    segments.put(base, segment);
    return segment;
  }

  /** Lets go of the segments that end at a position or before. */
  synchronized void release(long position) throws IOException {
    while (!segments.isEmpty() && segments.firstEntry().getValue().end() <= position) {
      Segment segment = segments.firstEntry().getValue();
      String name = name(segment.base());
      segment.file().close();
      if (segment.file().size() == usualSize && spares.size() < MAX_SPARES) {
        String spare = newSpareName();
        directory.rename(name, spare);
        keepSpare(spare, false);
      } else {
        directory.delete(name);
      }
      segments.remove(segment.base());
    }
    directory.force();
  }

  @Override
  public synchronized void close() throws IOException {
    for (Segment segment : segments.values()) {
      segment.file().close();
    }
    segments.clear();
  }
}
