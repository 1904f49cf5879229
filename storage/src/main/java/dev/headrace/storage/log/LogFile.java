package dev.headrace.storage.log;

import java.io.IOException;

/** A file of fixed size. Reading and writing by several threads is allowed. */
public interface LogFile extends AutoCloseable {
  long size();

  void write(long offset, byte[] bytes, int from, int count) throws IOException;

  /** Reads all of the wanted bytes, which must be within the file. */
  void read(long offset, byte[] bytes, int from, int count) throws IOException;

  /** Returns when all that was written is on the disk. */
  void force() throws IOException;

  @Override
  void close() throws IOException;
}
