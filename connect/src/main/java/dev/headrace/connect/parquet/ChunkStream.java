package dev.headrace.connect.parquet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A part of a file, read through a buffer by position, so several can share a channel. */
final class ChunkStream extends InputStream {
  private static final int BUFFER_BYTES = 1 << 16;

  private final FileChannel channel;
  private final long end;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
  private long position;

  ChunkStream(FileChannel channel, long start, long length) {
    this.channel = channel;
    this.position = start;
    this.end = start + length;
  }

  @Override
  public int read() throws IOException {
    return buffer.hasRemaining() || fill() ? buffer.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!buffer.hasRemaining() && length >= BUFFER_BYTES) {
      return readAround(ByteBuffer.wrap(target, offset, length));
    }
    if (!buffer.hasRemaining() && !fill()) {
      return -1;
    }
    int count = Math.min(length, buffer.remaining());
    buffer.get(target, offset, count);
    return count;
  }

  /** Bytes until the part's end. */
  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, end - position + buffer.remaining());
  }

  private boolean fill() throws IOException {
    int count = readAround(buffer.clear());
    buffer.flip();
    return count > 0;
  }

  private int readAround(ByteBuffer target) throws IOException {
    long left = end - position;
    if (left <= 0) {
      return -1;
    }
    if (left < target.remaining()) {
      target.limit(target.position() + (int) left);
    }
    int count = channel.read(target, position);
    position += Math.max(count, 0);
    return count;
  }
}
