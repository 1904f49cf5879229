package dev.headrace.engine;

import dev.headrace.engine.statement.ProgramStatement;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.jar.Manifest;

/**
 * The files of a compiled program among the class files of an application, where several programs
 * may be and share units: {@code META-INF/headrace/<class>/}, and the units as in {@link
 * ProgramJar}.
 */
final class ProgramClasses {
  private static final String MANIFEST = "MANIFEST.MF";

  private ProgramClasses() {}

  static void write(
      String name,
      String sql,
      List<ProgramStatement> statements,
      SortedMap<String, byte[]> units,
      Path directory,
      String owner)
      throws IOException {
    byte[] text = ProgramFiles.utf8(sql);
    byte[] image = ProgramFiles.image(statements);
    String home = home(owner);
    write(directory, home + MANIFEST, ProgramFiles.manifest(name, digest(text, image)));
    write(directory, home + ProgramFiles.TEXT, text);
    write(directory, home + ProgramFiles.IMAGE, image);
    for (Map.Entry<String, byte[]> unit : units.entrySet()) {
      write(directory, unit.getKey(), unit.getValue());
    }
  }

  private static String home(String owner) {
    return ProgramFiles.HOME + owner + "/";
  }

  private static ProgramFiles.Digest digest(byte[] text, byte[] image) {
    ProgramFiles.Digest digest = new ProgramFiles.Digest();
    digest.add(ProgramFiles.TEXT, text);
    digest.add(ProgramFiles.IMAGE, image);
    return digest;
  }

  /** Leaves alone what has not changed, so that nothing is compiled or copied for it. */
  private static void write(Path directory, String name, byte[] content) throws IOException {
    Path file = directory.resolve(name);
    if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), content)) {
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    }
  }

  static ProgramFiles.Contents read(Class<?> owner) throws IOException {
    String home = home(owner.getName());
    Manifest manifest = new Manifest();
    try (InputStream in = open(owner, home + MANIFEST)) {
      manifest.read(in);
    }
    String place = "the program of " + owner.getName();
    ProgramFiles.requireReadable(place, manifest.getMainAttributes());
    byte[] text = content(owner, home + ProgramFiles.TEXT);
    byte[] image = content(owner, home + ProgramFiles.IMAGE);
    return ProgramFiles.read(place, manifest.getMainAttributes(), digest(text, image), text, image);
  }

  private static byte[] content(Class<?> owner, String name) throws IOException {
    try (InputStream in = open(owner, name)) {
      return in.readAllBytes();
    }
  }

  private static InputStream open(Class<?> owner, String name) throws IOException {
    InputStream in = owner.getResourceAsStream("/" + name);
    if (in == null) {
      throw new IOException(owner.getName() + " has no program: there is no " + name);
    }
    return in;
  }
}
