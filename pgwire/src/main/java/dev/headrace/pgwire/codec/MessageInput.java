package dev.headrace.pgwire.codec;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads messages of a client: {@link #readMessage} finds the next one, the read methods take its
 * body apart without ever leaving it, {@link #endOfMessage} insists that nothing is left.
 *
 * <p>A length that is announced is not believed: the buffer grows with the bytes that arrive, up to
 * the limit of the message's kind. A message stays valid until the next one is read. Not
 * thread-safe.
 */
public final class MessageInput {
  /** PostgreSQL's MAX_STARTUP_PACKET_LENGTH. */
  static final int MAX_STARTUP_LENGTH = 10_000;

  /** PostgreSQL's PQ_SMALL_MESSAGE_LIMIT, for messages that have no reason to be long. */
  static final int MAX_SHORT_LENGTH = 10_000;

  private static final int INITIAL_BYTES = 8 * 1024;

  /** A buffer beyond this is given up after the message that needed it. */
  private static final int RETAINED_BYTES = 256 * 1024;

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  /** Where the bytes come from: blocks for at least one, -1 is the end. */
  @FunctionalInterface
  public interface Source {
    int read(byte[] target, int offset, int length) throws IOException;
  }

  private final Source source;
  private final int maxLength;
  private byte[] bytes = new byte[INITIAL_BYTES];
  private int filled;
  private int next;
  private int position;
  private int limit;

  public MessageInput(Source source, int maxLength) {
    this.source = source;
    this.maxLength = maxLength;
  }

  /**
   * Waits for the next message.
   *
   * @return its type byte, or -1 if the client has closed the connection between two messages
   * @throws FatalException if its type is unknown or its length impossible
   * @throws ClientGoneException if the connection breaks or ends within it
   */
  public int readMessage() {
    compact();
    if (!await(1, true)) {
      return -1;
    }
    int type = bytes[next] & 0xff;
    if (!Frontend.isMessage(type)) {
      throw new FatalException(
          ErrorCode.PROTOCOL_VIOLATION, "invalid frontend message type " + type);
    }
    await(5, false);
    int length = (int) INT.get(bytes, next + 1);
    if (length < 4 || length > (Frontend.isLong(type) ? maxLength : MAX_SHORT_LENGTH)) {
      throw new FatalException(ErrorCode.PROTOCOL_VIOLATION, "invalid message length");
    }
    await(1 + length, false);
    position = next + 5;
    limit = next + 1 + length;
    next = limit;
    return type;
  }

  /**
   * Waits for a startup packet, which has no type byte, and leaves its code to be read.
   *
   * @return whether there is one; not if the client has closed the connection
   */
  public boolean readStartupPacket() {
    compact();
    if (!await(1, true)) {
      return false;
    }
    await(4, false);
    int length = (int) INT.get(bytes, next);
    if (length < 8 || length > MAX_STARTUP_LENGTH) {
      throw new FatalException(ErrorCode.PROTOCOL_VIOLATION, "invalid length of startup packet");
    }
    await(length, false);
    position = next + 4;
    limit = next + length;
    next = limit;
    return true;
  }

  /**
   * Waits for the first byte of what comes next, without reading it.
   *
   * @return the byte, or -1 if the client has closed the connection
   */
  public int peek() {
    compact();
    return await(1, true) ? bytes[next] & 0xff : -1;
  }

  /** Takes all bytes that have arrived and belong to no message yet, for somebody else to read. */
  public byte[] takeUnread() {
    byte[] unread = Arrays.copyOfRange(bytes, next, filled);
    next = filled;
    return unread;
  }

  private void compact() {
    int rest = filled - next;
    if (next > 0) {
      if (bytes.length > RETAINED_BYTES && rest <= INITIAL_BYTES) {
        bytes = Arrays.copyOf(Arrays.copyOfRange(bytes, next, filled), INITIAL_BYTES);
      } else {
        System.arraycopy(bytes, next, bytes, 0, rest);
      }
      filled = rest;
      next = 0;
    }
  }

  /** Waits until that many bytes follow {@link #next}; false at an end where it may be. */
  private boolean await(int count, boolean mayEnd) {
    while (filled - next < count) {
      if (filled == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min((long) next + count, bytes.length * 2L));
      }
      int got;
      try {
        got = source.read(bytes, filled, bytes.length - filled);
      } catch (IOException e) {
        throw new ClientGoneException("cannot read from the client", e);
      }
      if (got < 0) {
        if (mayEnd && filled == next) {
          return false;
        }
        throw new ClientGoneException(
            "the connection ended within a message", new java.io.EOFException());
      }
      filled += got;
    }
    return true;
  }

  /** Bytes of the message that were not read yet. */
  public int remaining() {
    return limit - position;
  }

  public int readByte() {
    need(1);
    return bytes[position++] & 0xff;
  }

  /** An unsigned count. */
  public int readCount() {
    return readShort() & 0xffff;
  }

  public short readShort() {
    need(2);
    short value = (short) SHORT.get(bytes, position);
    position += 2;
    return value;
  }

  public int readInt() {
    need(4);
    int value = (int) INT.get(bytes, position);
    position += 4;
    return value;
  }

  /** The array that holds the message, to be read from {@link #skip}'s answer on. */
  public byte[] array() {
    return bytes;
  }

  /** Skips bytes of the message and returns where in {@link #array()} they start. */
  public int skip(int count) {
    need(count);
    int start = position;
    position += count;
    return start;
  }

  /** A zero-terminated string in UTF-8. */
  public String readString() {
    int end = position;
    while (end < limit && bytes[end] != 0) {
      end++;
    }
    if (end == limit) {
      throw violation("invalid string in message");
    }
    String text = end == position ? "" : decode(position, end - position);
    position = end + 1;
    return text;
  }

  private String decode(int start, int length) {
    for (int at = start; at < start + length; at++) {
      if (bytes[at] < 0) {
        return decodeUtf8(start, length);
      }
    }
    return new String(bytes, start, length, StandardCharsets.ISO_8859_1);
  }

  private String decodeUtf8(int start, int length) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, start, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw new SqlException(
          ErrorCode.CHARACTER_NOT_IN_REPERTOIRE, "invalid byte sequence for encoding \"UTF8\"", e);
    }
  }

  /** Insists that the whole message was read. */
  public void endOfMessage() {
    if (position != limit) {
      throw violation("invalid message format");
    }
  }

  private void need(int count) {
    if (count < 0 || limit - position < count) {
      throw violation("insufficient data left in message");
    }
  }

  private static SqlException violation(String message) {
    return new SqlException(ErrorCode.PROTOCOL_VIOLATION, message);
  }
}
