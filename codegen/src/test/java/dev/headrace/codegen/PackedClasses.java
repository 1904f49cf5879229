package dev.headrace.codegen;

import dev.headrace.codegen.generate.ClassImage;
import dev.headrace.codegen.pack.PackedUnits;
import dev.headrace.ir.ContentHash;
import dev.headrace.runtime.unit.UnitContext;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A class loader that has the files of units, as one of a jar has them. */
final class PackedClasses extends ClassLoader {
  private final Map<String, byte[]> files;

  PackedClasses(Map<ContentHash, ClassImage> units) {
    super(PackedClasses.class.getClassLoader());
    this.files = PackedUnits.pack(units);
  }

  /** Makes instances of a unit that has been packed and loaded again. */
  static Function<UnitContext, Object> constructor(ClassImage image) {
    ContentHash hash = ContentHash.builder().text("a unit").build();
    PackedUnits units = new PackedUnits(new PackedClasses(Map.of(hash, image)));
    return Objects.requireNonNull(units.find(hash)).constructor();
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = files.get(name.replace('.', '/') + ".class");
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    byte[] bytes = files.get(name);
    return bytes == null ? null : new ByteArrayInputStream(bytes);
  }
}
