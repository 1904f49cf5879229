package dev.headrace.storage.rocks;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.storage.log.DiskLogDirectory;
import dev.headrace.storage.log.IoErrors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a database.
 *
 * <pre>
 *   FORMAT   says that this is one, and of which format; written when all else is there
 *   LOCK     locked by the process that has it open, whose number it holds
 *   log/     the commit log
 *   state/   RocksDB
 *   scratch/ pages of tables that are not in memory; nothing in it outlives the process
 * </pre>
 */
public final class DataDirectory implements AutoCloseable {
  /**
   * What is written now. A directory of a higher one is refused, one of a lower one is read and has
   * this one from then on.
   *
   * <ol>
   *   <li>The first.
   *   <li>The rows of a table may be in several relations, those of before it got columns.
   * </ol>
   */
  private static final int FORMAT = 2;

  private static final String FORMAT_FILE = "FORMAT";
  private static final String LOCK_FILE = "LOCK";
  private static final String FIRST_LINE = "Headrace database";
  private static final String FORMAT_PREFIX = "format ";

  /** What file systems and an attempt to open leave in an otherwise empty directory. */
  private static final Set<String> NOTHING = Set.of(LOCK_FILE, "lost+found");

  private final Path path;
  private final FileChannel channel;
  private final FileLock lock;

  private DataDirectory(Path path, FileChannel channel, FileLock lock) {
    this.path = path;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Locks a directory. {@link #isNew} says whether there is nothing in it.
   *
   * @param create whether it may be new
   */
  public static DataDirectory open(Path path, boolean create) {
    String name = SqlException.quote(path.toString());
    try {
      if (create) {
        Files.createDirectories(path);
      }
      if (!Files.isDirectory(path)) {
        throw new SqlException(
            ErrorCode.UNDEFINED_FILE, "data directory " + name + " does not exist");
      }
      requireDatabase(path, name, create);
      FileChannel channel =
          FileChannel.open(
              path.resolve(LOCK_FILE),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        String owner = owner(channel);
        channel.close();
        throw new SqlException(
            ErrorCode.OBJECT_IN_USE, "data directory " + name + " is in use by " + owner);
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)),
          0);
      return new DataDirectory(path, channel, lock);
    } catch (IOException e) {
      throw IoErrors.of("cannot open data directory " + name, e);
    }
  }

  private static void requireDatabase(Path path, String name, boolean create) throws IOException {
    Path format = path.resolve(FORMAT_FILE);
    if (!Files.exists(format)) {
      if (create && isEmpty(path)) {
        return;
      }
      throw new SqlException(
          ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
          "directory " + name + " is not a Headrace database" + (create ? " and not empty" : ""));
    }
    List<String> lines = Files.readAllLines(format, StandardCharsets.US_ASCII);
    int version = version(lines);
    if (version < 0) {
      throw new SqlException(
          ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
          "file " + SqlException.quote(format.toString()) + " is not one of a Headrace database");
    }
    if (version > FORMAT) {
      throw new SqlException(
          ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
          "data directory "
              + name
              + " has format "
              + version
              + ", this version of Headrace supports formats up to "
              + FORMAT);
    }
  }

  private static int version(List<String> lines) {
    if (lines.size() < 2
        || !lines.getFirst().equals(FIRST_LINE)
        || !lines.get(1).startsWith(FORMAT_PREFIX)) {
      return -1;
    }
    try {
      return Integer.parseInt(lines.get(1).substring(FORMAT_PREFIX.length()));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // this very process
      return null;
    }
  }

  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(20);
    int length = channel.read(text, 0);
    return length > 0
        ? "process " + new String(text.array(), 0, length, StandardCharsets.US_ASCII)
        : "another process";
  }

  /** Whether there is nothing in a directory. */
  public static boolean isEmpty(Path path) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.allMatch(file -> NOTHING.contains(file.getFileName().toString()));
    }
  }

  /** Whether it says that it has the format that is written now. */
  public boolean isCurrent() {
    try {
      Path format = path.resolve(FORMAT_FILE);
      return Files.exists(format)
          && version(Files.readAllLines(format, StandardCharsets.US_ASCII)) == FORMAT;
    } catch (IOException e) {
      throw IoErrors.of("cannot open data directory " + SqlException.quote(path.toString()), e);
    }
  }

  /** Whether there is no database in it yet. */
  public boolean isNew() {
    return !Files.exists(path.resolve(FORMAT_FILE));
  }

  public Path log() {
    return path.resolve("log");
  }

  public Path state() {
    return path.resolve("state");
  }

  /** Where scratch files are; there from then on. */
  public Path scratch() {
    Path scratch = path.resolve("scratch");
    prepare(scratch);
    return scratch;
  }

  /** Makes the sub-directories. */
  public void prepare() {
    prepareLog();
    prepare(state());
  }

  /** Makes the log's sub-directory. */
  public void prepareLog() {
    prepare(log());
  }

  private void prepare(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw IoErrors.of("cannot create data directory " + SqlException.quote(path.toString()), e);
    }
  }

  /** Declares a directory a database of the present format, once everything else is in it. */
  public void complete() {
    try {
      Path file = path.resolve(FORMAT_FILE);
      Files.writeString(
          file,
          FIRST_LINE + "\n" + FORMAT_PREFIX + FORMAT + "\n",
          StandardCharsets.US_ASCII,
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE,
          StandardOpenOption.DSYNC);
      new DiskLogDirectory(path).force();
    } catch (IOException e) {
      throw IoErrors.of("cannot create data directory " + SqlException.quote(path.toString()), e);
    }
  }

  /** Unlocks it. */
  @Override
  public void close() {
    try {
      lock.release();
      channel.close();
    } catch (IOException e) {
      throw IoErrors.of("cannot unlock data directory " + SqlException.quote(path.toString()), e);
    }
  }
}
