package dev.headrace.codegen.pack;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.UnaryOperator;

/**
 * Renames what a class file names. A class's own name, and those of others, stand in its constant
 * pool only, so that everything behind it is copied as it is.
 */
final class ConstantPool {
  private static final int UTF8 = 1;
  private static final int ACC_PUBLIC = 1;

  private ConstantPool() {}

  /** The same class, public, with other names in it. */
  static byte[] renamed(byte[] classFile, UnaryOperator<String> names) {
    ByteArrayOutputStream renamed = new ByteArrayOutputStream(classFile.length + 256);
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile));
        DataOutputStream out = new DataOutputStream(renamed)) {
      out.writeLong(in.readLong()); // magic and version
      int count = in.readUnsignedShort();
      out.writeShort(count);
      for (int index = 1; index < count; ) {
        int tag = in.readUnsignedByte();
        out.writeByte(tag);
        if (tag == UTF8) {
          out.writeUTF(names.apply(in.readUTF()));
        } else {
          out.write(in.readNBytes(length(tag)));
        }
        index += slots(tag);
      }
      out.writeShort(in.readUnsignedShort() | ACC_PUBLIC);
      in.transferTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory", e);
    }
    return renamed.toByteArray();
  }

  /** Bytes of an entry behind its tag. */
  private static int length(int tag) {
    return switch (tag) {
      case 7, 8, 16, 19, 20 -> 2; // class, string, method type, module, package
      case 15 -> 3; // method handle
      case 3, 4, 9, 10, 11, 12, 17, 18 -> 4; // int, float, members, name and type, dynamic
      case 5, 6 -> 8; // long, double
      default -> throw new IllegalArgumentException("no constant has tag " + tag);
    };
  }

  /** Longs and doubles count twice. */
  private static int slots(int tag) {
    return tag == 5 || tag == 6 ? 2 : 1;
  }
}
