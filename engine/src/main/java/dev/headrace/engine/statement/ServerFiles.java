package dev.headrace.engine.statement;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files on the server that COPY reads and writes; only superusers may name any. */
final class ServerFiles {
  private static final int BUFFER_BYTES = 64 * 1024;

  private ServerFiles() {}

  /**
   * Refuses a session that may not use the server's files.
   *
   * @param action read or write
   */
  static void requireAllowed(SessionParameters session, String action) {
    if (!session.isSuperuser()) {
      String direction = action.equals("read") ? "from" : "to";
      throw new SqlException(
              ErrorCode.INSUFFICIENT_PRIVILEGE,
              "permission denied to COPY " + direction + " a file")
          .withHint(
              "Anyone can COPY to stdout or from stdin. psql's \\copy command also works for"
                  + " anyone.");
    }
  }

  static InputStream open(String file) throws IOException {
    return Files.newInputStream(Path.of(file));
  }

  static OutputStream create(String file) throws IOException {
    Path path = Path.of(file);
    if (!path.isAbsolute()) {
      throw new SqlException(
          ErrorCode.INVALID_PARAMETER_VALUE, "relative path not allowed for COPY to file");
    }
    return new BufferedOutputStream(Files.newOutputStream(path), BUFFER_BYTES);
  }

  /** What to tell of a file that cannot be used. */
  static SqlException failure(String action, String file, IOException cause) {
    String start = "could not open file " + SqlException.quote(file) + " for ";
    String purpose = action.equals("read") ? "reading" : "writing";
    return switch (cause) {
      case NoSuchFileException e ->
          new SqlException(
              ErrorCode.UNDEFINED_FILE, start + purpose + ": No such file or directory", e);
      case AccessDeniedException e ->
          new SqlException(
              ErrorCode.INSUFFICIENT_PRIVILEGE, start + purpose + ": Permission denied", e);
      default ->
          new SqlException(
              ErrorCode.IO_ERROR,
              "could not "
                  + action
                  + " file "
                  + SqlException.quote(file)
                  + ": "
                  + cause.getMessage(),
              cause);
    };
  }
}
