package dev.headrace.storage.log;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Locale;

/** What failures of the file system are to users. */
public final class IoErrors {
  private IoErrors() {}

  /**
   * An error for a failure.
   *
   * @param what "cannot ...", without an end
   */
  public static SqlException of(String what, IOException cause) {
    String reason = reason(cause);
    ErrorCode code =
        isNoSpace(reason)
            ? ErrorCode.DISK_FULL
            : cause instanceof AccessDeniedException
                ? ErrorCode.INSUFFICIENT_PRIVILEGE
                : ErrorCode.IO_ERROR;
    return new SqlException(code, what + ": " + reason, cause);
  }

  /** Whether the text of an error says that there is no room on the disk. */
  public static boolean isNoSpace(String reason) {
    String text = reason.toLowerCase(Locale.ROOT);
    return text.contains("no space left")
        || text.contains("not enough space")
        || text.contains("quota exceeded");
  }

  private static String reason(IOException cause) {
    if (cause instanceof AccessDeniedException denied) {
      return denied.getFile() + ": permission denied";
    }
    // the message of these is the path alone
    String reason = cause instanceof FileSystemException file ? file.getReason() : null;
    String message = cause.getMessage();
    return reason != null
        ? reason
        : message == null
            ? cause.getClass().getSimpleName()
            : cause.getClass() == IOException.class
                ? message
                : cause.getClass().getSimpleName() + " " + message;
  }
}
