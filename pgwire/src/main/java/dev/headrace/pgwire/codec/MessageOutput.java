package dev.headrace.pgwire.codec;

import dev.headrace.model.text.ByteOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Builds messages to a client in one buffer and writes it when asked to, or as soon as it holds a
 * chunk: so an answer is one write, and a long result takes a chunk and its longest row, however
 * slowly the client reads.
 *
 * <p>{@link #begin}, then the put methods or whatever writes to {@link #body()}, then {@link #end}.
 * A message that was begun and not ended is never written; {@link #abandon} takes it back. Not
 * thread-safe.
 */
public final class MessageOutput {
  /** A buffer that holds this many bytes of ended messages is written. */
  static final int CHUNK = 64 * 1024;

  private static final int INITIAL_BYTES = 8 * 1024;

  /** A buffer beyond this is given up once it is written. */
  private static final int RETAINED_BYTES = 4 * CHUNK;

  private final OutputStream stream;
  private ByteOutput bytes = new ByteOutput(INITIAL_BYTES);
  private int ended;
  private int lengthField;

  public MessageOutput(OutputStream stream) {
    this.stream = stream;
  }

  /** Starts a message. */
  public void begin(int type) {
    abandon();
    bytes.writeByte(type);
    lengthField = bytes.length();
    bytes.writeInt(0);
  }

  /** Ends the message; writes the buffer if that makes a chunk. */
  public void end() {
    patchInt(lengthField, bytes.length() - lengthField);
    ended = bytes.length();
    if (ended >= CHUNK) {
      flush();
    }
  }

  /** A message without a body. */
  public void message(int type) {
    begin(type);
    end();
  }

  /** One byte outside any message: the answer to an encryption request. */
  public void single(int value) {
    abandon();
    bytes.writeByte(value);
    ended = bytes.length();
  }

  /** Forgets a message that was begun and not ended. */
  public void abandon() {
    bytes.length(ended);
  }

  /**
   * Writes all ended messages.
   *
   * @throws ClientGoneException if they cannot be written
   */
  public void flush() {
    if (ended == 0) {
      return;
    }
    abandon();
    try {
      stream.write(bytes.bytes(), 0, ended);
      stream.flush();
    } catch (IOException e) {
      throw new ClientGoneException("cannot write to the client", e);
    }
    ended = 0;
    bytes.clear();
    if (bytes.bytes().length > RETAINED_BYTES) {
      bytes = new ByteOutput(INITIAL_BYTES);
    }
  }

  /** The buffer, to append a part of the message's body to. */
  public ByteOutput body() {
    return bytes;
  }

  public void putByte(int value) {
    bytes.writeByte(value);
  }

  public void putShort(int value) {
    bytes.writeShort(value);
  }

  public void putInt(int value) {
    bytes.writeInt(value);
  }

  /** Overwrites four bytes at an earlier position of this message. */
  void patchInt(int at, int value) {
    byte[] target = bytes.bytes();
    target[at] = (byte) (value >>> 24);
    target[at + 1] = (byte) (value >>> 16);
    target[at + 2] = (byte) (value >>> 8);
    target[at + 3] = (byte) value;
  }

  public void putBytes(byte[] source) {
    bytes.write(source);
  }

  /** A string and its terminating zero; a zero within it ends it there. */
  public void putString(String text) {
    int zero = text.indexOf(0);
    bytes.write((zero < 0 ? text : text.substring(0, zero)).getBytes(StandardCharsets.UTF_8));
    bytes.writeByte(0);
  }

  /** A number of zero or more in decimal digits. */
  public void putDigits(long value) {
    long rest = value;
    int digits = 1;
    for (long power = rest / 10; power > 0; power /= 10) {
      digits++;
    }
    int start = bytes.length();
    byte[] target = bytes.reserve(digits);
    for (int at = start + digits - 1; at >= start; at--) {
      target[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    bytes.length(start + digits);
  }
}
