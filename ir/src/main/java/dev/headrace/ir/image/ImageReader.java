package dev.headrace.ir.image;

import dev.headrace.model.Slice;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what {@link ImageWriter} has written. */
public final class ImageReader {
  private static final String PACKAGES = "dev.headrace.";

  private final DataInputStream in;
  private final List<Object> known = new ArrayList<>();
  private final List<Shape> shapes = new ArrayList<>();

  /** A class that values are of, and how to make them. */
  private record Shape(Class<?> type, @Nullable Constructor<?> constructor, int components) {}

  private ImageReader(byte[] image) {
    this.in = new DataInputStream(new ByteArrayInputStream(image));
  }

  /**
   * The value of an image.
   *
   * @param type what it has to be
   * @throws ImageException if it is not an image, one of another version, or one of something else
   */
  public static <T> T read(byte[] image, Class<T> type) {
    try {
      ImageReader reader = new ImageReader(image);
      Object value = reader.read();
      if (!type.isInstance(value) || reader.in.available() > 0) {
        throw new ImageException("not an image of a " + type.getSimpleName());
      }
      return type.cast(value);
    } catch (IOException | IllegalArgumentException e) {
      throw new ImageException("not an image: " + e, e);
    }
  }

  static boolean isAllowed(String className) {
    return className.startsWith(PACKAGES);
  }

  private @Nullable Object read() throws IOException {
    return switch (Tag.of(in.readByte())) {
      case NULL -> null;
      case TRUE -> true;
      case FALSE -> false;
      case INTEGER -> in.readInt();
      case LONG -> in.readLong();
      case FLOAT -> Float.intBitsToFloat(in.readInt());
      case DOUBLE -> Double.longBitsToDouble(in.readLong());
      case STRING -> remember(new String(readBytes(), StandardCharsets.UTF_8));
      case DECIMAL -> {
        int scale = in.readInt();
        yield new BigDecimal(new BigInteger(readBytes()), scale);
      }
      case UUID -> new UUID(in.readLong(), in.readLong());
      case SLICE -> Slice.of(readBytes());
      case BYTES -> readBytes();
      case LONGS -> readLongs();
      case LIST -> Collections.unmodifiableList(readAll());
      case SET -> Collections.unmodifiableSet(new LinkedHashSet<>(readAll()));
      case MAP -> readMap();
      case NOTHING -> Optional.empty();
      case SOMETHING -> Optional.ofNullable(read());
      case CLASS -> classOf(in.readUTF());
      case ENUM -> readEnum();
      case RECORD -> readRecord();
      case AGAIN -> known.get(readIndex(known.size()));
    };
  }

  private Object remember(Object value) {
    known.add(value);
    return value;
  }

  private int readIndex(int size) throws IOException {
    int index = in.readInt();
    if (index < 0 || index >= size) {
      throw new ImageException("there is no number " + index);
    }
    return index;
  }

  /** A number of things that take a byte each at least. */
  private int readSize() throws IOException {
    int size = in.readInt();
    if (size < 0 || size > in.available()) {
      throw new ImageException(size + " values where " + in.available() + " bytes are left");
    }
    return size;
  }

  private byte[] readBytes() throws IOException {
    byte[] bytes = new byte[readSize()];
    in.readFully(bytes);
    return bytes;
  }

  private long[] readLongs() throws IOException {
    long[] longs = new long[readSize()];
    for (int i = 0; i < longs.length; i++) {
      longs[i] = in.readLong();
    }
    return longs;
  }

  private List<@Nullable Object> readAll() throws IOException {
    int size = readSize();
    List<@Nullable Object> values = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      values.add(read());
    }
    return values;
  }

  private Map<@Nullable Object, @Nullable Object> readMap() throws IOException {
    int size = readSize();
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      Object key = read();
      map.put(key, read());
    }
    return Collections.unmodifiableMap(map);
  }

  private Object readEnum() throws IOException {
    Class<?> type = readShape().type();
    Object name = read();
    if (type.isEnum()) {
      for (Object constant : type.getEnumConstants()) {
        if (((Enum<?>) constant).name().equals(name)) {
          return constant;
        }
      }
    }
    throw new ImageException("there is no " + name + " among the " + type.getName());
  }

  private Object readRecord() throws IOException {
    Shape shape = readShape();
    if (shape.constructor() == null) {
      throw new ImageException(shape.type().getName() + " is no record");
    }
    Object[] components = new Object[shape.components()];
    for (int i = 0; i < components.length; i++) {
      components[i] = read();
    }
    try {
      return remember(shape.constructor().newInstance(components));
    } catch (ReflectiveOperationException e) {
      Throwable cause = e instanceof InvocationTargetException ? e.getCause() : e;
      throw new ImageException("cannot make a " + shape.type().getName() + ": " + cause, e);
    }
  }

  private Shape readShape() throws IOException {
    int number = in.readInt();
    if (number == shapes.size()) {
      shapes.add(newShape(classOf(in.readUTF())));
    }
    if (number < 0 || number >= shapes.size()) {
      throw new ImageException("there is no class " + number);
    }
    return shapes.get(number);
  }

  private Shape newShape(Class<?> type) throws IOException {
    List<String> written = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      written.add(in.readUTF());
    }
    RecordComponent[] components =
        type.isRecord() ? type.getRecordComponents() : new RecordComponent[0];
    List<String> now =
        Arrays.stream(components).map(c -> c.getName() + " " + c.getType().getName()).toList();
    if (!now.equals(written)) {
      throw new ImageException(
          type.getName() + " has components " + now + ", and in the image " + written);
    }
    return new Shape(type, type.isRecord() ? constructor(type, components) : null, now.size());
  }

  private static Constructor<?> constructor(Class<?> type, RecordComponent[] components) {
    try {
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor;
    } catch (NoSuchMethodException e) {
      throw new ImageException("every record has this constructor", e);
    }
  }

  private static Class<?> classOf(String name) {
    if (!isAllowed(name)) {
      throw new ImageException("no image has a " + name);
    }
    try {
      return Class.forName(name, false, ImageReader.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new ImageException("there is no " + name, e);
    }
  }
}
