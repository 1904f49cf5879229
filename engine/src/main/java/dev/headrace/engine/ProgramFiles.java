package dev.headrace.engine;

import dev.headrace.codegen.generate.UnitCompiler;
import dev.headrace.engine.statement.ProgramStatement;
import dev.headrace.ir.image.ImageException;
import dev.headrace.ir.image.ImageReader;
import dev.headrace.ir.image.ImageWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.Attributes;

/** What the files of a compiled program say, in a jar of its own or among an application's. */
final class ProgramFiles {
  /** The directory of the files. */
  static final String HOME = "META-INF/headrace/";

  /** The text, variables replaced. */
  static final String TEXT = "program.sql";

  /** The statements. */
  static final String IMAGE = "program.image";

  private static final String FORMAT_VERSION = "1";
  private static final String FORMAT = "Headrace-Format";
  private static final String PROGRAM = "Headrace-Program";
  private static final String VERSION = "Headrace-Version";
  private static final String GENERATOR = "Headrace-Generator";
  private static final String DIGEST = "Headrace-SHA-256";

  /**
   * What is in them besides the units.
   *
   * @param statements empty if it is outdated
   * @param outdated why it has to run from its text; empty if it has not
   */
  record Contents(String name, String sql, List<ProgramStatement> statements, String outdated) {}

  private record Statements(List<ProgramStatement> all) {}

  private ProgramFiles() {}

  static byte[] image(List<ProgramStatement> statements) {
    return ImageWriter.of(new Statements(statements));
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Not by {@link java.util.jar.Manifest}, which has no order. */
  static byte[] manifest(String name, Digest digest) {
    return utf8(
        "Manifest-Version: 1.0\r\n"
            + line(FORMAT, FORMAT_VERSION)
            + line(PROGRAM, name)
            + line(VERSION, Headrace.version())
            + line(GENERATOR, String.valueOf(UnitCompiler.VERSION))
            + line(DIGEST, digest.hex())
            + "\r\n");
  }

  /** A line of a manifest has at most 72 bytes; what is longer goes on behind a blank. */
  private static String line(String name, String value) {
    StringBuilder lines = new StringBuilder();
    int bytes = 0;
    for (int c : (name + ": " + value).codePoints().toArray()) {
      String character = Character.toString(c);
      int length = utf8(character).length;
      if (bytes + length > 72) {
        lines.append("\r\n ");
        bytes = 1;
      }
      lines.append(character);
      bytes += length;
    }
    return lines.append("\r\n").toString();
  }

  /** The digest of files: of each its name, its length and its bytes. */
  static final class Digest {
    private final MessageDigest sha;

    Digest() {
      try {
        sha = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-256", e);
      }
    }

    void add(String name, byte[] content) {
      sha.update(utf8(name + "\n" + content.length + "\n"));
      sha.update(content);
    }

    private String hex() {
      return HexFormat.of().formatHex(sha.digest());
    }
  }

  static IOException foreign(Object place, String why) {
    return new IOException(place + " is not the jar of a program" + why);
  }

  /** Refuses what this version cannot read. */
  static void requireReadable(Object place, Attributes manifest) throws IOException {
    String format = manifest.getValue(FORMAT);
    if (format == null || manifest.getValue(PROGRAM) == null) {
      throw foreign(place, "");
    }
    if (!format.equals(FORMAT_VERSION)) {
      throw new IOException(
          place
              + " was built by Headrace "
              + manifest.getValue(VERSION)
              + " in format "
              + format
              + ", and this version, "
              + Headrace.version()
              + ", reads format "
              + FORMAT_VERSION
              + ": build it again");
    }
  }

  /**
   * The contents of files.
   *
   * @param digest of all files
   */
  static Contents read(Object place, Attributes manifest, Digest digest, byte[] text, byte[] image)
      throws IOException {
    if (!digest.hex().equals(manifest.getValue(DIGEST))) {
      throw new IOException(place + " is damaged");
    }
    String name = String.valueOf(manifest.getValue(PROGRAM));
    String sql = new String(text, StandardCharsets.UTF_8);
    String outdated = outdated(manifest);
    return outdated.isEmpty()
        ? statements(name, sql, image)
        : new Contents(name, sql, List.of(), outdated);
  }

  private static Contents statements(String name, String sql, byte[] image) {
    try {
      return new Contents(name, sql, ImageReader.read(image, Statements.class).all(), "");
    } catch (ImageException e) {
      // two builds of the same version
      return new Contents(
          name, sql, List.of(), "it was built by another build of Headrace: " + e.getMessage());
    }
  }

  private static String outdated(Attributes manifest) {
    String version = String.valueOf(manifest.getValue(VERSION));
    if (!version.equals(Headrace.version())) {
      return "it was built by Headrace " + version + ", and this is " + Headrace.version();
    }
    String generator = String.valueOf(manifest.getValue(GENERATOR));
    return generator.equals(String.valueOf(UnitCompiler.VERSION))
        ? ""
        : "its units are of version " + generator + ", and this makes " + UnitCompiler.VERSION;
  }
}
