package dev.headrace.pgwire;

import dev.headrace.pgwire.codec.MessageInput;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A client's bytes. The session reads them; while the session is busy for long, a watcher reads in
 * its place, since only a read tells that the client has gone.
 *
 * <p>Whoever holds the lock reads. The watcher reads once, and only if nothing is left of what it
 * read before; so a session that has to wait for the lock waits for just the bytes that it needs
 * itself. What the watcher got is the session's next read. A client that goes away after it has
 * sent something behind its request is therefore not noticed before the session writes or reads.
 */
final class ClientInput implements MessageInput.Source {
  private static final int AHEAD_BYTES = 8 * 1024;

  private final MessageInput.Source stream;
  private final ReentrantLock lock = new ReentrantLock();

  // guarded by the lock
  private byte[] ahead = new byte[0];
  private int aheadStart;
  private int aheadEnd;

  private volatile boolean waiting;
  private volatile long reads;

  ClientInput(MessageInput.Source stream) {
    this.stream = stream;
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // written by the session's thread only
  public int read(byte[] target, int offset, int length) throws IOException {
    waiting = true;
    lock.lock();
    try {
      return aheadStart < aheadEnd
          ? takeAhead(target, offset, length)
          : stream.read(target, offset, length);
    } finally {
      lock.unlock();
      waiting = false;
      reads++;
    }
  }

  private int takeAhead(byte[] target, int offset, int length) {
    int count = Math.min(length, aheadEnd - aheadStart);
    System.arraycopy(ahead, aheadStart, target, offset, count);
    aheadStart += count;
    return count;
  }

  /** Whether the session waits for its client. */
  boolean isWaiting() {
    return waiting;
  }

  /** Number of reads by the session so far; it stands still while the session waits or is busy. */
  long reads() {
    return reads;
  }

  /**
   * Waits until the client sends something or is gone, unless the session reads itself or something
   * was read ahead already.
   *
   * @return false if the client is gone
   */
  boolean watch() {
    lock.lock();
    try {
      if (waiting || aheadStart < aheadEnd) {
        return true;
      }
      if (ahead.length == 0) {
        ahead = new byte[AHEAD_BYTES];
      }
      int got = stream.read(ahead, 0, AHEAD_BYTES);
      aheadStart = 0;
      aheadEnd = Math.max(got, 0);
      return got >= 0;
    } catch (IOException e) {
      return false; // reset or timed out, as the session's next read will find out too
    } finally {
      lock.unlock();
    }
  }
}
