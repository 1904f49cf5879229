package dev.headrace.storage.rocks;

import dev.headrace.runtime.state.PageFile;
import dev.headrace.storage.log.IoErrors;
import dev.headrace.storage.log.LogDirectory;
import dev.headrace.storage.log.LogFile;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file of pages that is made when the first one is written, and gone when it is closed. */
final class ScratchFile implements PageFile, AutoCloseable {
  private static final String NAME = "pages";

  private final LogDirectory directory;
  private volatile @Nullable LogFile file;
  private boolean closed;

  /** Deletes what a process has left that did not end in order. */
  ScratchFile(LogDirectory directory) {
    this.directory = directory;
    try {
      if (directory.list().contains(NAME)) {
        directory.delete(NAME);
      }
    } catch (IOException e) {
      throw IoErrors.of("cannot delete an old page file", e);
    }
  }

  @Override
  public void write(long place, byte[] bytes, int length) {
    try {
      file().write(place, bytes, 0, length);
    } catch (IOException e) {
      throw IoErrors.of("cannot write the page file", e);
    }
  }

  @Override
  public void read(long place, byte[] bytes, int length) {
    try {
      file().read(place, bytes, 0, length);
    } catch (IOException e) {
      throw IoErrors.of("cannot read the page file", e);
    }
  }

  private LogFile file() throws IOException {
    LogFile known = file;
    return known == null ? make() : known;
  }

  private synchronized LogFile make() throws IOException {
    LogFile made = file;
    if (closed) {
      throw new IOException("the storage is closed");
    }
    if (made == null) {
      directory.create(NAME, 0);
      made = directory.open(NAME);
      file = made;
    }
    return made;
  }

  @Override
  public synchronized void close() {
    LogFile made = file;
    closed = true;
    if (made == null) {
      return;
    }
    file = null;
    try (made) {
      directory.delete(NAME);
    } catch (IOException e) {
      throw IoErrors.of("cannot delete the page file", e);
    }
  }
}
