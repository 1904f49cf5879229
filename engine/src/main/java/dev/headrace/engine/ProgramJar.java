package dev.headrace.engine;

import dev.headrace.engine.statement.ProgramStatement;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipOutputStream;

/**
 * The file of a compiled program:
 *
 * <pre>
 * META-INF/MANIFEST.MF                         the version it is for, a digest
 * META-INF/headrace/program.sql                the text, variables replaced
 * META-INF/headrace/program.image              the statements
 * dev/headrace/program/Unit_*.class            the units
 * dev/headrace/program/Unit_*.constants        their constants
 * </pre>
 *
 * <p>Entries are in that order, have the same date and are not compressed, so that equal programs
 * have equal files wherever they are built. The manifest has the digest of all others.
 */
final class ProgramJar {
  // the first day that takes no extra field, which would have the time zone in it
  private static final LocalDateTime DATE = LocalDateTime.of(1980, 2, 1, 0, 0);
  private static final String TEXT = ProgramFiles.HOME + ProgramFiles.TEXT;
  private static final String IMAGE = ProgramFiles.HOME + ProgramFiles.IMAGE;

  private ProgramJar() {}

  static void write(
      String name,
      String sql,
      List<ProgramStatement> statements,
      SortedMap<String, byte[]> units,
      Path jar)
      throws IOException {
    SequencedMap<String, byte[]> entries = new LinkedHashMap<>();
    entries.put(TEXT, ProgramFiles.utf8(sql));
    entries.put(IMAGE, ProgramFiles.image(statements));
    entries.putAll(units);
    ProgramFiles.Digest digest = new ProgramFiles.Digest();
    entries.forEach(digest::add);
    Path beside = jar.resolveSibling(jar.getFileName() + ".part");
    try {
      try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(beside));
          ZipOutputStream zip = new ZipOutputStream(file)) {
        zip.setMethod(ZipOutputStream.STORED);
        add(zip, JarFile.MANIFEST_NAME, ProgramFiles.manifest(name, digest));
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
          add(zip, entry.getKey(), entry.getValue());
        }
      }
      Files.move(beside, jar, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    CRC32 crc = new CRC32();
    crc.update(content);
    entry.setTimeLocal(DATE);
    entry.setSize(content.length);
    entry.setCompressedSize(content.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  static ProgramFiles.Contents read(Path path) throws IOException {
    try (JarFile jar = new JarFile(path.toFile(), false)) {
      Attributes manifest =
          jar.getManifest() == null ? new Attributes() : jar.getManifest().getMainAttributes();
      ProgramFiles.requireReadable(path, manifest);
      ProgramFiles.Digest digest = new ProgramFiles.Digest();
      for (JarEntry entry : Collections.list(jar.entries())) {
        if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
          digest.add(entry.getName(), content(jar, entry.getName()));
        }
      }
      return ProgramFiles.read(path, manifest, digest, content(jar, TEXT), content(jar, IMAGE));
    } catch (ZipException e) {
      throw ProgramFiles.foreign(path, ": " + e.getMessage());
    }
  }

  private static byte[] content(JarFile jar, String entry) throws IOException {
    ZipEntry found = jar.getEntry(entry);
    if (found == null) {
      throw new IOException(jar.getName() + " has no " + entry);
    }
    try (InputStream in = jar.getInputStream(found)) {
      return in.readAllBytes();
    }
  }
}
