package dev.headrace.connect.io;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * A window that slides over the bytes of a file. Whoever reads looks at {@code [0, end())} and asks
 * for {@link #more} when a record does not end there; records are thus always in one piece.
 *
 * <p>Files whose names end in {@code .gz} are decompressed. A byte order mark is dropped.
 */
public final class ByteWindow implements AutoCloseable {
  private static final int INITIAL_BYTES = 1 << 18;

  private final Path path;
  private final FileChannel channel;
  private final InputStream input;
  private final boolean growing;
  private byte[] bytes = new byte[INITIAL_BYTES];
  private int end;
  private boolean begun;
  private boolean ended;

  private ByteWindow(Path path, FileChannel channel, InputStream input, boolean growing) {
    this.path = path;
    this.channel = channel;
    this.input = input;
    this.growing = growing;
  }

  /**
   * Opens a file.
   *
   * @param growing whether the file's end is not the end of the stream, as others write to it
   */
  public static ByteWindow open(Path path, boolean growing) {
    try {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      try {
        if (Files.isDirectory(path)) {
          throw new IOException("Is a directory");
        }
        return new ByteWindow(path, channel, decompressed(path, channel), growing);
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw FileErrors.of("open", path, e);
    }
  }

  /** Whether a file is taken for a compressed one. */
  public static boolean isCompressed(Path path) {
    return path.toString().toLowerCase(Locale.ROOT).endsWith(".gz");
  }

  private static InputStream decompressed(Path path, FileChannel channel) throws IOException {
    InputStream raw = Channels.newInputStream(channel);
    return isCompressed(path)
        ? new GZIPInputStream(new BufferedInputStream(raw, INITIAL_BYTES), INITIAL_BYTES)
        : raw;
  }

  public Path path() {
    return path;
  }

  /** The window. Changes identity when {@link #more} has to grow it. */
  public byte[] bytes() {
    return bytes;
  }

  public int end() {
    return end;
  }

  /** Whether nothing can come after {@link #end}. */
  public boolean ended() {
    return ended;
  }

  /**
   * Forgets the bytes before an offset, which becomes offset 0, and reads more after {@link #end}.
   *
   * @return whether there were any
   */
  public boolean more(int keepFrom) {
    System.arraycopy(bytes, keepFrom, bytes, 0, end - keepFrom);
    end -= keepFrom;
    if (ended) {
      return false;
    }
    if (end == bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.multiplyExact(bytes.length, 2));
    }
    int before = end;
    try {
      fill();
    } catch (IOException e) {
      throw FileErrors.of("read", path, e);
    }
    return end > before;
  }

  private void fill() throws IOException {
    boolean start = end == 0 && !begun;
    readFully();
    if (start && end > 0) {
      begun = true;
      skipByteOrderMark();
    }
  }

  private void skipByteOrderMark() {
    if (end >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF) {
      System.arraycopy(bytes, 3, bytes, 0, end - 3);
      end -= 3;
    }
  }

  private void readFully() throws IOException {
    while (end < bytes.length) {
      int count = input.read(bytes, end, bytes.length - end);
      if (count < 0) {
        ended = !growing;
        return;
      }
      end += count;
    }
  }

  /** Whether the file is decompressed. */
  public boolean compressed() {
    return isCompressed(path);
  }

  /** Bytes of the file that have been read, compressed ones if it is. */
  public long position() {
    try {
      return channel.position();
    } catch (IOException e) {
      throw FileErrors.of("read", path, e);
    }
  }

  /** Bytes of the file as it is now, compressed ones if it is. */
  public long size() {
    try {
      return channel.size();
    } catch (IOException e) {
      throw FileErrors.of("read", path, e);
    }
  }

  @Override
  public void close() {
    try {
      input.close();
      channel.close();
    } catch (IOException e) {
      throw FileErrors.of("close", path, e);
    }
  }
}
