package dev.headrace.engine;

import dev.headrace.storage.log.LogDirectory;
import dev.headrace.storage.log.LogFile;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A directory of the log whose disk fails when a test wants it to. */
final class FaultyDirectory implements LogDirectory {
  private static final int NEVER = Integer.MAX_VALUE;

  private final LogDirectory disk;
  private final AtomicInteger goodWrites = new AtomicInteger(NEVER);
  private final AtomicInteger goodReads = new AtomicInteger(NEVER);
  private final AtomicInteger goodForces = new AtomicInteger(NEVER);
  private volatile boolean full;

  FaultyDirectory(LogDirectory disk) {
    this.disk = disk;
  }

  /** Lets writes fail from now on, after so many. */
  void failWritesAfter(int count) {
    goodWrites.set(count);
  }

  /** Lets reads fail from now on, after so many. */
  void failReadsAfter(int count) {
    goodReads.set(count);
  }

  /** Lets every fsync fail from now on, after so many. */
  void failForcesAfter(int count) {
    goodForces.set(count);
  }

  /** Lets new files fail for want of room, or not. */
  void full(boolean whether) {
    full = whether;
  }

  /** The disk is as good as new; what it was to write before is lost on it. */
  void heal() {
    goodWrites.set(NEVER);
    goodReads.set(NEVER);
    goodForces.set(NEVER);
    full = false;
  }

  private static void use(AtomicInteger good) throws IOException {
    if (good.get() != NEVER && good.getAndUpdate(n -> Math.max(0, n - 1)) == 0) {
      throw new IOException("Input/output error");
    }
  }

  @Override
  public List<String> list() throws IOException {
    return disk.list();
  }

  @Override
  public void create(String name, long size) throws IOException {
    if (full) {
      throw new IOException("No space left on device");
    }
    disk.create(name, size);
  }

  @Override
  public LogFile open(String name) throws IOException {
    LogFile file = disk.open(name);
    return new LogFile() {
      @Override
      public long size() {
        return file.size();
      }

      @Override
      public void write(long offset, byte[] bytes, int from, int count) throws IOException {
        use(goodWrites);
        file.write(offset, bytes, from, count);
      }

      @Override
      public void read(long offset, byte[] bytes, int from, int count) throws IOException {
        use(goodReads);
        file.read(offset, bytes, from, count);
      }

      @Override
      public void force() throws IOException {
        use(goodForces);
        file.force();
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }

  @Override
  public void rename(String from, String to) throws IOException {
    disk.rename(from, to);
  }

  @Override
  public void delete(String name) throws IOException {
    disk.delete(name);
  }

  @Override
  public void force() throws IOException {
    disk.force();
  }
}
