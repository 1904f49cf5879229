package dev.headrace.runtime.state;

import dev.headrace.model.SqlException;

/**
 * A file for pages that are not in memory. It is scratch: nothing in it is needed after the process
 * has ended. Any number of threads may read and write different places of it.
 */
public interface PageFile {
  /**
   * Writes the first bytes of an array to a place.
   *
   * @throws SqlException {@link dev.headrace.model.ErrorCode#DISK_FULL} if there is no room, {@link
   *     dev.headrace.model.ErrorCode#IO_ERROR} for other failures
   */
  void write(long place, byte[] bytes, int length);

  /**
   * Reads into the first bytes of an array what was written to a place.
   *
   * @throws SqlException {@link dev.headrace.model.ErrorCode#IO_ERROR} if that fails
   */
  void read(long place, byte[] bytes, int length);
}
