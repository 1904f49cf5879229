package dev.headrace.codegen.store;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keeps the size of a store's directory below a limit. It is measured by walking it, the first time
 * that this process adds a file, and then whenever this process has added a sixteenth of the limit;
 * so several processes exceed it by some sixteenths.
 */
final class StoreSize {
  /** How the names of files end that are being written. */
  static final String UNFINISHED = ".tmp";

  /** Units and unfinished ones, relative to the directory; whatever else is there stays there. */
  private static final Pattern OWN = Pattern.compile("[0-9a-f]{2}/([0-9a-f]{62}[.]unit|.*[.]tmp)");

  /** When a file that is being written was left behind by a process that is gone. */
  private static final Duration ABANDONED = Duration.ofHours(1);

  private final Path directory;
  private final long limit;
  private long untilNext;

  StoreSize(Path directory, long limit) {
    this.directory = directory;
    this.limit = limit;
  }

  private record Entry(Path path, long bytes, Instant used) {}

  /** Says that so many bytes have been added. */
  synchronized void added(long bytes) throws IOException {
    untilNext -= bytes;
    if (untilNext < 0) {
      untilNext = limit / 16;
      trim();
    }
  }

  /** Deletes the files that were not used for longest until a quarter of the limit is free. */
  private void trim() throws IOException {
    List<Entry> entries = entries();
    long total = entries.stream().mapToLong(Entry::bytes).sum();
    if (total <= limit) {
      return;
    }
    entries.sort(Comparator.comparing(Entry::used));
    for (Entry entry : entries) {
      if (total <= limit / 4 * 3) {
        break;
      }
      // another process may have been faster
      Files.deleteIfExists(entry.path);
      total -= entry.bytes;
    }
  }

  private List<Entry> entries() throws IOException {
    List<Entry> entries = new ArrayList<>();
    Instant abandoned = Instant.now().minus(ABANDONED);
    Files.walkFileTree(
        directory,
        Set.of(),
        2,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            String name = directory.relativize(file).toString().replace('\\', '/');
            Instant used = attributes.lastModifiedTime().toInstant();
            if (!OWN.matcher(name).matches()) {
              return FileVisitResult.CONTINUE;
            }
            if (!file.toString().endsWith(UNFINISHED)) {
              entries.add(new Entry(file, attributes.size(), used));
            } else if (used.isBefore(abandoned)) {
              Files.deleteIfExists(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            // deleted by another process meanwhile
            return FileVisitResult.CONTINUE;
          }
        });
    return entries;
  }
}
