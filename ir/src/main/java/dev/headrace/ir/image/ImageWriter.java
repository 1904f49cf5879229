package dev.headrace.ir.image;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.model.Slice;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes values; see the package. */
public final class ImageWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);
  private final Map<Object, Integer> equals = new HashMap<>();
  private final IdentityHashMap<Object, Integer> nodes = new IdentityHashMap<>();
  private final Map<Class<?>, Integer> classes = new HashMap<>();
  private int written;

  private ImageWriter() {}

  /**
   * The image of a value: a record, or one of the usual values of the JDK.
   *
   * @throws ImageException if there is something else in it
   */
  public static byte[] of(@Nullable Object value) {
    try {
      ImageWriter writer = new ImageWriter();
      writer.write(value);
      return writer.bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory", e);
    }
  }

  /** Whether a value has an image. */
  public static boolean isPossible(@Nullable Object value) {
    try {
      of(value);
      return true;
    } catch (ImageException _) {
      return false;
    }
  }

  private void write(@Nullable Object value) throws IOException {
    switch (value) {
      case null -> tag(Tag.NULL);
      case Boolean truth -> tag(truth ? Tag.TRUE : Tag.FALSE);
      case Integer number -> tag(Tag.INTEGER).writeInt(number);
      case Long number -> tag(Tag.LONG).writeLong(number);
      case Float number -> tag(Tag.FLOAT).writeInt(Float.floatToRawIntBits(number));
      case Double number -> tag(Tag.DOUBLE).writeLong(Double.doubleToRawLongBits(number));
      case BigDecimal number -> {
        tag(Tag.DECIMAL).writeInt(number.scale());
        writeBytes(number.unscaledValue().toByteArray());
      }
      case UUID id -> {
        tag(Tag.UUID).writeLong(id.getMostSignificantBits());
        out.writeLong(id.getLeastSignificantBits());
      }
      case Slice slice -> {
        tag(Tag.SLICE);
        writeBytes(slice.toBytes());
      }
      case byte[] array -> {
        tag(Tag.BYTES);
        writeBytes(array);
      }
      case long[] array -> {
        tag(Tag.LONGS).writeInt(array.length);
        for (long number : array) {
          out.writeLong(number);
        }
      }
      case List<?> list -> {
        tag(Tag.LIST);
        writeAll(list);
      }
      case Set<?> set -> {
        tag(Tag.SET);
        writeAll(inOrder(set));
      }
      case Map<?, ?> map -> writeMap(map);
      case Optional<?> optional -> {
        tag(optional.isEmpty() ? Tag.NOTHING : Tag.SOMETHING);
        if (optional.isPresent()) {
          write(optional.get());
        }
      }
      case Class<?> type -> {
        tag(Tag.CLASS);
        writeName(type);
      }
      case Enum<?> constant -> {
        tag(Tag.ENUM);
        writeClass(constant.getDeclaringClass());
        write(constant.name());
      }
      case String text -> {
        if (isNew(text, equals)) {
          tag(Tag.STRING);
          writeBytes(text.getBytes(StandardCharsets.UTF_8));
          equals.put(text, written++);
        }
      }
      case Record node -> {
        // nodes by identity, because comparing trees costs as much as writing them
        if (isNew(node, node instanceof Expr || node instanceof Rel ? nodes : equals)) {
          writeRecord(node);
        }
      }
      default -> throw new ImageException("no image of " + value.getClass().getName());
    }
  }

  private DataOutputStream tag(Tag tag) throws IOException {
    out.writeByte(tag.number());
    return out;
  }

  private void writeBytes(byte[] array) throws IOException {
    out.writeInt(array.length);
    out.write(array);
  }

  private void writeAll(Collection<?> values) throws IOException {
    out.writeInt(values.size());
    for (Object value : values) {
      write(value);
    }
  }

  /** Sets and maps of the JDK have another order in every JVM. */
  private static List<Object> inOrder(Collection<?> values) {
    List<Object> ordered = new ArrayList<>(values);
    ordered.sort((a, b) -> Arrays.compareUnsigned(of(a), of(b)));
    return ordered;
  }

  private void writeMap(Map<?, ?> map) throws IOException {
    tag(Tag.MAP).writeInt(map.size());
    for (Object key : map instanceof SequencedMap<?, ?> ? map.keySet() : inOrder(map.keySet())) {
      write(key);
      write(map.get(key));
    }
  }

  /** Writes where something was written before, if it was. */
  private boolean isNew(Object value, Map<Object, Integer> known) throws IOException {
    Integer number = known.get(value);
    if (number == null) {
      return true;
    }
    tag(Tag.AGAIN).writeInt(number);
    return false;
  }

  private void writeRecord(Record node) throws IOException {
    tag(Tag.RECORD);
    writeClass(node.getClass());
    for (RecordComponent component : node.getClass().getRecordComponents()) {
      write(value(node, component));
    }
    (node instanceof Expr || node instanceof Rel ? nodes : equals).put(node, written++);
  }

  private static @Nullable Object value(Record node, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(node);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new ImageException("cannot read " + component, e);
    }
  }

  /** A class by its number, and all about it the first time. */
  private void writeClass(Class<?> type) throws IOException {
    Integer number = classes.get(type);
    out.writeInt(number == null ? classes.size() : number);
    if (number == null) {
      classes.put(type, classes.size());
      writeName(type);
      RecordComponent[] components = type.getRecordComponents();
      out.writeInt(components == null ? 0 : components.length);
      if (components != null) {
        for (RecordComponent component : components) {
          out.writeUTF(component.getName() + " " + component.getType().getName());
        }
      }
    }
  }

  private void writeName(Class<?> type) throws IOException {
    if (!ImageReader.isAllowed(type.getName())) {
      throw new ImageException("no image of " + type.getName());
    }
    out.writeUTF(type.getName());
  }
}
