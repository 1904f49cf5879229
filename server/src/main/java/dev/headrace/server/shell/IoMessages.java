package dev.headrace.server.shell;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** What the operating system says about a file, in the words of PostgreSQL. */
public final class IoMessages {
  private IoMessages() {}

  public static String of(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "No such file or directory";
      case AccessDeniedException _ -> "Permission denied";
      default -> String.valueOf(e.getMessage());
    };
  }
}
