package dev.headrace.quality;

import java.nio.file.Files;
import java.nio.file.Path;

/** The source tree that the tests run in. */
public final class Checkout {
  private Checkout() {}

  /** The directory of the launcher and the modules. */
  public static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (directory != null && !Files.isExecutable(directory.resolve("headrace"))) {
      directory = directory.getParent();
    }
    if (directory == null) {
      throw new IllegalStateException("not in a checkout: " + Path.of("").toAbsolutePath());
    }
    return directory;
  }
}
