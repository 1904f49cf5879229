package dev.headrace.codegen.store;

import dev.headrace.codegen.generate.UnitCompiler;
import dev.headrace.ir.ContentHash;
import dev.headrace.ir.Expr;
import dev.headrace.model.SqlType;
import dev.headrace.runtime.unit.EmitUnit;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What tells builds of Headrace apart whose units may not be exchanged: generated code calls
 * methods of the modules below, and the generator is one of them. It covers their class files, by
 * the checksums that a jar has anyway, and the version of the JDK.
 */
final class BuildFingerprint {
  private static final List<Class<?>> MODULES =
      List.of(SqlType.class, Expr.class, EmitUnit.class, UnitCompiler.class);
  private static final String ROOT = "dev/headrace/";

  private BuildFingerprint() {}

  /**
   * Of the code that runs.
   *
   * @throws IOException if it is neither in jars nor in directories
   */
  static ContentHash compute() throws IOException {
    ContentHash.Builder hash = ContentHash.builder().text("build");
    hash.number(Runtime.version().feature());
    for (Class<?> each : MODULES) {
      String name = each.getPackageName().replace('.', '/');
      int end = name.indexOf('/', ROOT.length());
      add(location(each), name.substring(0, end < 0 ? name.length() : end) + "/", hash);
    }
    return hash.build();
  }

  private static Path location(Class<?> type) throws IOException {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    URL url = source == null ? null : source.getLocation();
    if (url == null || !url.getProtocol().equals("file")) {
      throw new IOException("cannot tell which build " + type.getName() + " is of: " + url);
    }
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IOException("no path: " + url, e);
    }
  }

  private static void add(Path location, String module, ContentHash.Builder hash)
      throws IOException {
    if (Files.isDirectory(location)) {
      addDirectory(location.resolve(module), hash);
    } else {
      addJar(location, module, hash);
    }
  }

  private static void addDirectory(Path directory, ContentHash.Builder hash) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(directory)) {
      files = walk.filter(file -> file.toString().endsWith(".class")).sorted().toList();
    }
    for (Path file : files) {
      CRC32 checksum = new CRC32();
      byte[] bytes = Files.readAllBytes(file);
      checksum.update(bytes);
      hash.text(directory.relativize(file).toString());
      hash.number(bytes.length).number(checksum.getValue());
    }
  }

  private static void addJar(Path jar, String module, ContentHash.Builder hash) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      List<ZipEntry> entries = new ArrayList<>(zip.stream().toList());
      entries.removeIf(
          entry -> !entry.getName().startsWith(module) || !entry.getName().endsWith(".class"));
      entries.sort(Comparator.comparing(ZipEntry::getName));
      for (ZipEntry entry : entries) {
        hash.text(entry.getName()).number(entry.getSize()).number(entry.getCrc());
      }
    }
  }
}
