package dev.headrace.storage.log;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A directory in memory whose machine can crash: of what was written and not forced, each sector
 * may or may not have reached the disk. It can also be full or broken.
 */
final class CrashingDirectory implements LogDirectory {
  private static final int SECTOR = 512;

  private final Random random;
  private final Map<String, Content> files = new TreeMap<>();
  private long free = Long.MAX_VALUE / 2;
  private boolean writesFail;
  private boolean forcesFail;

  private static final class Content {
    byte[] durable;
    byte[] written;
    final TreeSet<Integer> dirty = new TreeSet<>();

    Content(int size) {
      durable = new byte[size];
      written = new byte[size];
    }
  }

  CrashingDirectory(Random random) {
    this.random = random;
  }

  synchronized void free(long bytes) {
    free = bytes;
  }

  synchronized void failWrites() {
    writesFail = true;
  }

  synchronized void failForces() {
    forcesFail = true;
  }

  /** What the disk holds after a crash at this instant. */
  synchronized CrashingDirectory crash() {
    CrashingDirectory after = new CrashingDirectory(random);
    files.forEach(
        (name, content) -> {
          Content left = new Content(content.durable.length);
          left.durable = content.durable.clone();
          for (int sector : content.dirty) {
            if (random.nextBoolean()) {
              int from = sector * SECTOR;
              int to = Math.min(from + SECTOR, left.durable.length);
              System.arraycopy(content.written, from, left.durable, from, to - from);
            }
          }
          left.written = left.durable.clone();
          after.files.put(name, left);
        });
    return after;
  }

  /** Flips bits of a byte of a file. */
  synchronized void damage(String name, int offset) {
    Content content = require(files.get(name));
    content.durable[offset] ^= 0x55;
    content.written[offset] ^= 0x55;
  }

  private static Content require(@Nullable Content content) {
    return Objects.requireNonNull(content, "no such file");
  }

  synchronized void remove(String name) {
    files.remove(name);
  }

  @Override
  public synchronized List<String> list() {
    return List.copyOf(files.keySet());
  }

  @Override
  public synchronized void create(String name, long size) throws IOException {
    if (size > free) {
      throw new IOException("No space left on device");
    }
    free -= size;
    files.put(name, new Content((int) size));
  }

  @Override
  public synchronized LogFile open(String name) {
    return new File(require(files.get(name)));
  }

  @Override
  public synchronized void rename(String from, String to) {
    files.put(to, require(files.remove(from)));
  }

  @Override
  public synchronized void delete(String name) {
    free += require(files.remove(name)).durable.length;
  }

  @Override
  public void force() {}

  private final class File implements LogFile {
    private final Content content;

    File(Content content) {
      this.content = content;
    }

    @Override
    public long size() {
      return content.written.length;
    }

    @Override
    public void write(long offset, byte[] bytes, int from, int count) throws IOException {
      synchronized (CrashingDirectory.this) {
        if (writesFail) {
          throw new IOException("Input/output error");
        }
        System.arraycopy(bytes, from, content.written, (int) offset, count);
        for (int at = (int) offset / SECTOR; at <= (offset + count - 1) / SECTOR; at++) {
          content.dirty.add(at);
        }
      }
    }

    @Override
    public void read(long offset, byte[] bytes, int from, int count) {
      synchronized (CrashingDirectory.this) {
        System.arraycopy(content.written, (int) offset, bytes, from, count);
      }
    }

    @Override
    public void force() throws IOException {
      synchronized (CrashingDirectory.this) {
        if (forcesFail) {
          throw new IOException("Input/output error");
        }
        content.durable = Arrays.copyOf(content.written, content.written.length);
        content.dirty.clear();
      }
    }

    @Override
    public void close() {}
  }

  /** Sizes of the files by name. */
  synchronized Map<String, Integer> sizes() {
    Map<String, Integer> sizes = new HashMap<>();
    files.forEach((name, content) -> sizes.put(name, content.written.length));
    return sizes;
  }
}
