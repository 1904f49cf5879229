package dev.headrace.codegen.store;

import dev.headrace.codegen.generate.ClassImage;
import dev.headrace.ir.ContentHash;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Compiled units in a directory that any number of processes, of any builds of Headrace, may use at
 * the same time.
 *
 * <ul>
 *   <li>A file is named by a key: the hash of the unit, and of the build that made it. It is
 *       written beside its place and moved there, so it is there as a whole or not at all; two that
 *       write the same one write the same bytes.
 *   <li>A file that is damaged or not what its name says is as good as none, and replaced.
 *   <li>What cannot be read or written is compiled as without a store; the first time is logged.
 *   <li>Beyond a size, the files go that have not been used for longest.
 * </ul>
 *
 * <p>Who may write there decides what code runs here: the directory is made for its owner alone.
 */
public final class UnitStore {
  /** Size of all files together, in bytes, if nothing else is said: some 50,000 units. */
  public static final long DEFAULT_LIMIT = 256L << 20;

  private static final Logger LOG = System.getLogger(UnitStore.class.getName());

  /** A file's time of last use is not made more precise than that. */
  private static final Duration PRECISION = Duration.ofHours(1);

  private static final String SUFFIX = ".unit";

  private final Path directory;
  private final StoreSize size;
  private final AtomicBoolean failed = new AtomicBoolean();
  private volatile @Nullable ContentHash build;

  /**
   * A store; its directory is made when it is needed.
   *
   * @param limit of all files together, in bytes
   */
  public UnitStore(Path directory, long limit) {
    this.directory = directory;
    this.size = new StoreSize(directory, limit);
  }

  /** The unit with a hash if it is there. */
  public @Nullable ClassImage find(ContentHash unit) {
    try {
      ContentHash key = key(unit);
      Path file = file(key);
      ClassImage image = UnitFile.decode(key, Files.readAllBytes(file));
      if (image != null) {
        touch(file);
      }
      return image;
    } catch (NoSuchFileException _) {
      return null;
    } catch (IOException e) {
      report(e);
      return null;
    }
  }

  /** Keeps a unit for other processes. */
  public void keep(ContentHash unit, ClassImage image) {
    try {
      ContentHash key = key(unit);
      byte[] bytes = UnitFile.encode(key, image);
      Path folder = folder(key);
      Path file = file(key);
      createDirectory(folder);
      // no two writers may choose the same name, and process numbers differ only on one machine
      Path unfinished = Files.createTempFile(folder, "", StoreSize.UNFINISHED);
      try {
        Files.write(unfinished, bytes);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(unfinished);
      }
      size.added(bytes.length);
    } catch (IOException e) {
      report(e);
    }
  }

  private ContentHash key(ContentHash unit) throws IOException {
    ContentHash known = build;
    if (known == null) {
      known = BuildFingerprint.compute();
      build = known;
    }
    return ContentHash.builder().text("stored unit").hash(unit).hash(known).build();
  }

  private Path folder(ContentHash key) {
    return directory.resolve(key.toString().substring(0, 2));
  }

  private Path file(ContentHash key) {
    return folder(key).resolve(key.toString().substring(2) + SUFFIX);
  }

  private void createDirectory(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectories(folder);
    }
  }

  private static void touch(Path file) throws IOException {
    Instant now = Instant.now();
    if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(PRECISION))) {
      Files.setLastModifiedTime(file, FileTime.from(now));
    }
  }

  private void report(IOException e) {
    if (failed.compareAndSet(false, true)) {
      LOG.log(Level.WARNING, "The store of compiled units in " + directory + " fails", e);
    }
  }
}
