package dev.headrace.server.shell;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What the operating system says about a file, in the words of PostgreSQL. */
public final class IoMessages {
  private IoMessages() {}

  /** The reason alone. */
  public static String of(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "No such file or directory";
      case AccessDeniedException _ -> "Permission denied";
      case FileSystemException f when f.getReason() != null -> f.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }

  /** The reason behind the file's name, where it is known. */
  public static String withFile(IOException e) {
    return e instanceof FileSystemException f
        ? "could not access file \"" + f.getFile() + "\": " + of(e)
        : of(e);
  }
}
