package dev.headrace.storage.log;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of the file system.
 *
 * <p>An interrupt of a thread that reads or writes a channel closes the channel, for all threads.
 * That must not harm a log whose writers are the sessions' own threads, so the file is then opened
 * again, what was begun is done again, and the thread gets its interrupt back.
 */
final class DiskLogFile implements LogFile {
  private static final int CHUNK = 256 << 10;

  private final Path path;
  private final long size;
  private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
  private FileChannel channel;
  private boolean closed;

  DiskLogFile(Path path) throws IOException {
    this.path = path;
    this.channel = openChannel();
    this.size = channel.size();
  }

  private FileChannel openChannel() throws IOException {
    return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  @Override
  public long size() {
    return size;
  }

  @FunctionalInterface
  private interface Action {
    void run(FileChannel channel) throws IOException;
  }

  private void uninterrupted(Action action) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        FileChannel used = channel();
        try {
          action.run(used);
          return;
        } catch (ClosedChannelException e) {
          interrupted |= Thread.interrupted();
          reopen(used, e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized FileChannel channel() {
    return channel;
  }

  @SuppressWarnings("ReferenceEquality") // whether it is still that channel
  private synchronized void reopen(FileChannel failed, ClosedChannelException cause)
      throws IOException {
    if (closed) {
      throw cause;
    }
    if (channel == failed) {
      channel = openChannel();
    }
  }

  @Override
  public void write(long offset, byte[] bytes, int from, int count) throws IOException {
    uninterrupted(
        used -> {
          synchronized (chunk) {
            int written = 0;
            while (written < count) {
              int length = Math.min(CHUNK, count - written);
              chunk.clear().put(bytes, from + written, length).flip();
              while (chunk.hasRemaining()) {
                used.write(chunk, offset + written + chunk.position());
              }
              written += length;
            }
          }
        });
  }

  @Override
  public void read(long offset, byte[] bytes, int from, int count) throws IOException {
    uninterrupted(
        used -> {
          ByteBuffer target = ByteBuffer.wrap(bytes, from, count);
          while (target.hasRemaining()) {
            if (used.read(target, offset + target.position() - from) < 0) {
              throw new EOFException(path + " ends before " + (offset + count));
            }
          }
        });
  }

  @Override
  public void force() throws IOException {
    uninterrupted(used -> used.force(false));
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    channel.close();
  }
}
