package dev.headrace.check.processor;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.TypeElement;
import javax.tools.FileObject;
import javax.tools.JavaFileManager;
import javax.tools.StandardLocation;

/** Reads the files that statements are in, where the compiler looks for sources and classes. */
final class StatementFiles {
  /** Resources that a build tool has copied are beside the classes. */
  private static final List<JavaFileManager.Location> LOCATIONS =
      List.of(
          StandardLocation.SOURCE_PATH, StandardLocation.CLASS_OUTPUT, StandardLocation.CLASS_PATH);

  private StatementFiles() {}

  /**
   * The text of a file.
   *
   * @param path beside the type, or from the root if it begins with a slash
   * @throws Problem if there is none
   */
  static String read(ProcessingEnvironment environment, TypeElement type, String path) {
    boolean fromRoot = path.startsWith("/");
    String directory =
        fromRoot
            ? ""
            : environment
                .getElementUtils()
                .getPackageOf(type)
                .getQualifiedName()
                .toString()
                .replace('.', '/');
    String name =
        fromRoot ? path.substring(1) : directory.isEmpty() ? path : directory + "/" + path;
    for (JavaFileManager.Location location : LOCATIONS) {
      FileObject file = null;
      try {
        file = environment.getFiler().getResource(location, "", name);
        return file.getCharContent(true).toString();
      } catch (IOException | IllegalArgumentException e) {
        // it may be at the next one; no compiler has all of them
        if (file != null && (isThere(file) || !isMissing(e))) {
          throw new Problem("cannot read " + name + ": " + e, -1);
        }
      }
    }
    throw new Problem(
        "there is no file " + name,
        -1,
        "It is looked for on the source path, beside the classes that are compiled, and on the"
            + " class path.");
  }

  private static boolean isMissing(Exception e) {
    return e instanceof FileNotFoundException || e instanceof NoSuchFileException;
  }

  /** Whether there is a file, although it cannot be read. */
  private static boolean isThere(FileObject file) {
    return "file".equals(file.toUri().getScheme()) && Files.exists(Path.of(file.toUri()));
  }
}
