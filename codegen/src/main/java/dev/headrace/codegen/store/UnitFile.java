package dev.headrace.codegen.store;

import dev.headrace.codegen.generate.ClassImage;
import dev.headrace.ir.ContentHash;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A unit as a file. Numbers are big-endian.
 *
 * <pre>
 *  0        4                36          68
 *  | "HRU1" | SHA-256 of the | unit's    | length, class file | number of constants, constants |
 *  |        | rest           | key       |                    |                                |
 * </pre>
 */
public final class UnitFile {
  private static final int MAGIC = 0x48525531;
  private static final int BODY_OFFSET = Integer.BYTES + ContentHash.BYTES;
  private static final int CLASS_OFFSET = BODY_OFFSET + ContentHash.BYTES;

  private UnitFile() {}

  /**
   * The file's bytes.
   *
   * @param key names the unit
   */
  public static byte[] encode(ContentHash key, ClassImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(CLASS_OFFSET + image.bytes().length);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      out.write(new byte[ContentHash.BYTES]);
      out.write(key.toBytes());
      out.writeInt(image.bytes().length);
      out.write(image.bytes());
      out.writeInt(image.constants().size());
      for (Object constant : image.constants()) {
        ConstantCodec.write(constant, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    byte[] file = bytes.toByteArray();
    System.arraycopy(checksum(file), 0, file, Integer.BYTES, ContentHash.BYTES);
    return file;
  }

  /** The unit in a file; null if the file is none of these, of another unit, or damaged. */
  public static @Nullable ClassImage decode(ContentHash key, byte[] file) {
    if (file.length < CLASS_OFFSET
        || ByteBuffer.wrap(file).getInt() != MAGIC
        || !Arrays.equals(file, BODY_OFFSET, CLASS_OFFSET, key.toBytes(), 0, ContentHash.BYTES)
        || !Arrays.equals(file, Integer.BYTES, BODY_OFFSET, checksum(file), 0, ContentHash.BYTES)) {
      return null;
    }
    ByteArrayInputStream bytes =
        new ByteArrayInputStream(file, CLASS_OFFSET, file.length - CLASS_OFFSET);
    try (DataInputStream in = new DataInputStream(bytes)) {
      byte[] image = ConstantCodec.readBytes(in);
      int size = in.readInt();
      List<Object> constants = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        constants.add(ConstantCodec.read(in));
      }
      return new ClassImage(image, constants);
    } catch (IOException | RuntimeException _) {
      return null;
    }
  }

  private static byte[] checksum(byte[] file) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(file, BODY_OFFSET, file.length - BODY_OFFSET);
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
