package dev.headrace.storage.log;

import java.io.IOException;
import java.util.List;

/** Where the files of a log are. Tests have one that forgets what was not forced. */
public interface LogDirectory {
  List<String> list() throws IOException;

  /** Makes a file of zeros that takes its room on the disk now and not when it is written. */
  void create(String name, long size) throws IOException;

  LogFile open(String name) throws IOException;

  /** Renames a file, which must not be open. */
  void rename(String from, String to) throws IOException;

  void delete(String name) throws IOException;

  /** Returns when creations, renamings and deletions are on the disk. */
  void force() throws IOException;
}
