package dev.headrace.storage.log;

import dev.headrace.model.Rows;
import java.util.zip.CRC32C;

/**
 * A piece of the commit log: a commit, or a part of a large one.
 *
 * <pre>
 *  0        4        8          16         24         32      36      40           length
 *  +--------+--------+----------+----------+----------+-------+-------+------------+------+
 *  | crc32c | length | position | durable  | sequence | count | flags | payload    | pad  |
 *  +--------+--------+----------+----------+----------+-------+-------+------------+------+
 * </pre>
 *
 * <ul>
 *   <li>Little endian; a frame starts at a multiple of eight. The checksum is that of all bytes
 *       behind it up to {@code length}.
 *   <li>{@code position} is the frame's own place in the log. A file that is used again holds old
 *       frames; their positions say that they do not belong there.
 *   <li>{@code durable} is how far the log was known to be on the disk when the frame was made. If
 *       a frame cannot be read but a later one says that it was durable, then it is damaged; else
 *       it is what a crash left of a write.
 *   <li>{@code count} is the number of changes in the payload.
 * </ul>
 */
public final class Frame {
  public static final int LENGTH_OFFSET = 4;
  public static final int POSITION_OFFSET = LENGTH_OFFSET + 4;
  public static final int DURABLE_OFFSET = POSITION_OFFSET + 8;
  public static final int SEQUENCE_OFFSET = DURABLE_OFFSET + 8;
  public static final int COUNT_OFFSET = SEQUENCE_OFFSET + 8;
  public static final int FLAGS_OFFSET = COUNT_OFFSET + 4;

  /** Bytes before the payload. */
  public static final int HEADER = FLAGS_OFFSET + 4;

  /** The frame begins a commit; an unfinished one before it was abandoned. */
  public static final int FIRST = 1;

  /** The frame ends a commit. */
  public static final int LAST = 2;

  /** Nothing more comes in this segment; the log goes on in the next. */
  static final int END_OF_SEGMENT = 4;

  private Frame() {}

  /**
   * Fills in the header of a frame and the padding behind it.
   *
   * @param bytes holds the frame, with room for the padding
   * @param start where its header is to be
   * @param length of header and payload
   * @return bytes taken, with padding
   */
  static int seal(
      byte[] bytes,
      int start,
      int length,
      long position,
      long durable,
      long sequence,
      int count,
      int flags) {
    Rows.putInt(bytes, start + LENGTH_OFFSET, length);
    Rows.putLong(bytes, start + POSITION_OFFSET, position);
    Rows.putLong(bytes, start + DURABLE_OFFSET, durable);
    Rows.putLong(bytes, start + SEQUENCE_OFFSET, sequence);
    Rows.putInt(bytes, start + COUNT_OFFSET, count);
    Rows.putInt(bytes, start + FLAGS_OFFSET, flags);
    Rows.putInt(bytes, start, checksum(bytes, start, length));
    int padded = Rows.align(length);
    for (int i = length; i < padded; i++) {
      bytes[start + i] = 0;
    }
    return padded;
  }

  /**
   * Whether there is a whole frame at a place.
   *
   * @param end where the bytes that were read end
   * @param position in the log of the place
   */
  static boolean isValid(byte[] bytes, int start, int end, long position) {
    if (end - start < HEADER || Rows.getLong(bytes, start + POSITION_OFFSET) != position) {
      return false;
    }
    int length = Rows.getInt(bytes, start + LENGTH_OFFSET);
    return length >= HEADER
        && length <= end - start
        && Rows.getInt(bytes, start) == checksum(bytes, start, length);
  }

  private static int checksum(byte[] bytes, int start, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, start + LENGTH_OFFSET, length - LENGTH_OFFSET);
    return (int) checksum.getValue();
  }
}
