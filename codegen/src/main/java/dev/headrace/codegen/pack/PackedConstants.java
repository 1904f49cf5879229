package dev.headrace.codegen.pack;

import dev.headrace.codegen.support.BytesSet;
import dev.headrace.codegen.support.LongSet;
import dev.headrace.ir.image.ImageReader;
import dev.headrace.ir.image.ImageWriter;
import dev.headrace.model.Slice;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.stream.LongStream;

/** The constants of packed units, which hidden classes have as their class data. */
public final class PackedConstants {
  static final String SUFFIX = ".constants";

  private record Bytes(List<Slice> values, boolean blankPadded) {}

  private record Longs(List<Long> values) {}

  private PackedConstants() {}

  static byte[] write(List<Object> constants) {
    return ImageWriter.of(constants.stream().map(PackedConstants::form).toList());
  }

  private static Object form(Object constant) {
    return switch (constant) {
      case BytesSet set -> new Bytes(set.members(), set.isBlankPadded());
      case LongSet set -> new Longs(LongStream.of(set.members()).boxed().toList());
      default -> constant;
    };
  }

  static List<Object> read(byte[] image) {
    List<?> forms = ImageReader.read(image, List.class);
    return forms.stream().map(PackedConstants::constant).toList();
  }

  private static Object constant(Object form) {
    return switch (form) {
      case Bytes(List<Slice> values, boolean blankPadded) -> new BytesSet(values, blankPadded);
      case Longs(List<Long> values) ->
          new LongSet(values.stream().mapToLong(Long::longValue).toArray());
      default -> form;
    };
  }

  /**
   * What packed units call where hidden ones call {@link MethodHandles#classData}, of whose shape
   * it is.
   */
  public static <T> T classData(MethodHandles.Lookup unit, String name, Class<T> type) {
    Class<?> owner = unit.lookupClass();
    String resource = owner.getSimpleName() + SUFFIX;
    try (InputStream in = owner.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is not beside its class");
      }
      return type.cast(read(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }
}
