package dev.headrace.connect.io;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** What the operating system says about files, as PostgreSQL says it. */
public final class FileErrors {
  private FileErrors() {}

  /**
   * The error for a failed operation.
   *
   * @param operation a verb: open, read, write
   */
  public static SqlException of(String operation, Path path, IOException cause) {
    String reason = reason(path, cause);
    return new SqlException(
        code(cause, reason),
        "could not " + operation + " file " + SqlException.quote(path.toString()) + ": " + reason,
        cause);
  }

  private static ErrorCode code(IOException cause, String reason) {
    if (cause instanceof NoSuchFileException) {
      return ErrorCode.UNDEFINED_FILE;
    }
    if (cause instanceof AccessDeniedException) {
      return ErrorCode.INSUFFICIENT_PRIVILEGE;
    }
    // The JDK has no exception of its own for ENOSPC and EDQUOT.
    String lower = reason.toLowerCase(Locale.ROOT);
    return lower.contains("no space left") || lower.contains("disk quota exceeded")
        ? ErrorCode.DISK_FULL
        : ErrorCode.IO_ERROR;
  }

  private static String reason(Path path, IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return "No such file or directory";
    }
    if (cause instanceof AccessDeniedException) {
      return "Permission denied";
    }
    String message = cause.getMessage();
    return message == null || message.equals(path.toString())
        ? cause.getClass().getSimpleName()
        : message;
  }
}
