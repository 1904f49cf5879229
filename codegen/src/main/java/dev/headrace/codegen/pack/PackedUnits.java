package dev.headrace.codegen.pack;

import dev.headrace.codegen.UnitLibrary;
import dev.headrace.codegen.generate.ClassImage;
import dev.headrace.codegen.generate.UnitLoader;
import dev.headrace.ir.ContentHash;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Units that a class loader finds. */
public final class PackedUnits implements UnitLibrary {
  private static final String PACKAGE = "dev/headrace/program/";
  private static final String HIDDEN = "dev/headrace/codegen/generate/GeneratedUnit";
  private static final String HANDLES = "java/lang/invoke/MethodHandles";
  private static final String CONSTANTS = PackedConstants.class.getName().replace('.', '/');

  private final ClassLoader loader;

  public PackedUnits(ClassLoader loader) {
    this.loader = loader;
  }

  /** The files that units are packed in, by their paths in the jar. */
  public static SortedMap<String, byte[]> pack(Map<ContentHash, ClassImage> units) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    units.forEach(
        (hash, image) -> {
          String name = path(hash);
          files.put(
              name + ".class",
              ConstantPool.renamed(
                  image.bytes(),
                  text -> text.equals(HANDLES) ? CONSTANTS : text.replace(HIDDEN, name)));
          if (!image.constants().isEmpty()) {
            files.put(name + PackedConstants.SUFFIX, PackedConstants.write(image.constants()));
          }
        });
    return files;
  }

  private static String path(ContentHash hash) {
    return PACKAGE + "Unit_" + hash;
  }

  @Override
  public @Nullable Loaded find(ContentHash hash) {
    String path = path(hash);
    byte[] bytes = resource(path + ".class");
    if (bytes == null) {
      return null;
    }
    byte[] constants = resource(path + PackedConstants.SUFFIX);
    try {
      Class<?> unit = Class.forName(path.replace('/', '.'), true, loader);
      return new Loaded(
          new ClassImage(bytes, constants == null ? List.of() : PackedConstants.read(constants)),
          UnitLoader.constructor(unit));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("a class file without a class: " + path, e);
    }
  }

  private byte @Nullable [] resource(String path) {
    try (InputStream in = loader.getResourceAsStream(path)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
  }
}
