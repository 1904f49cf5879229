package dev.headrace.codegen.store;

import dev.headrace.codegen.support.BytesSet;
import dev.headrace.codegen.support.LongSet;
import dev.headrace.model.Interval;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Writes and reads the objects that a unit's class is defined with: one tag, then the value. Equal
 * constants have equal bytes.
 */
final class ConstantCodec {
  private static final int SLICE = 1;
  private static final int BYTES = 2;
  private static final int DECIMAL = 3;
  private static final int INTERVAL = 4;
  private static final int UNIQUE_ID = 5;
  private static final int TYPE = 6;
  private static final int BYTES_SET = 7;
  private static final int LONG_SET = 8;
  private static final int SET = 9;

  private ConstantCodec() {}

  static void write(Object constant, DataOutput out) throws IOException {
    switch (constant) {
      case Slice slice -> {
        out.writeByte(SLICE);
        writeBytes(slice.toBytes(), out);
      }
      case byte[] bytes -> {
        out.writeByte(BYTES);
        writeBytes(bytes, out);
      }
      case BigDecimal decimal -> {
        out.writeByte(DECIMAL);
        out.writeInt(decimal.scale());
        writeBytes(decimal.unscaledValue().toByteArray(), out);
      }
      case Interval interval -> {
        out.writeByte(INTERVAL);
        out.writeInt(interval.months());
        out.writeInt(interval.days());
        out.writeLong(interval.micros());
      }
      case UUID id -> {
        out.writeByte(UNIQUE_ID);
        out.writeLong(id.getMostSignificantBits());
        out.writeLong(id.getLeastSignificantBits());
      }
      case SqlType type -> {
        out.writeByte(TYPE);
        writeType(type, out);
      }
      case BytesSet set -> {
        out.writeByte(BYTES_SET);
        out.writeBoolean(set.isBlankPadded());
        List<Slice> members = set.members();
        out.writeInt(members.size());
        for (Slice member : members) {
          writeBytes(member.toBytes(), out);
        }
      }
      case LongSet set -> {
        out.writeByte(LONG_SET);
        long[] members = set.members();
        out.writeInt(members.length);
        for (long member : members) {
          out.writeLong(member);
        }
      }
      case Set<?> set -> {
        out.writeByte(SET);
        writeSet(set, out);
      }
      default -> throw new IllegalArgumentException("no constant: " + constant.getClass());
    }
  }

  static Object read(DataInput in) throws IOException {
    int tag = in.readByte();
    return switch (tag) {
      case SLICE -> {
        byte[] bytes = readBytes(in);
        yield Slice.of(bytes, 0, bytes.length);
      }
      case BYTES -> readBytes(in);
      case DECIMAL -> {
        int scale = in.readInt();
        yield new BigDecimal(new BigInteger(readBytes(in)), scale);
      }
      case INTERVAL -> new Interval(in.readInt(), in.readInt(), in.readLong());
      case UNIQUE_ID -> new UUID(in.readLong(), in.readLong());
      case TYPE -> readType(in);
      case BYTES_SET -> {
        boolean blankPadded = in.readBoolean();
        int size = in.readInt();
        List<Slice> members = new ArrayList<>();
        for (int i = 0; i < size; i++) {
          byte[] bytes = readBytes(in);
          members.add(Slice.of(bytes, 0, bytes.length));
        }
        yield new BytesSet(members, blankPadded);
      }
      case LONG_SET -> {
        long[] members = new long[in.readInt()];
        for (int i = 0; i < members.length; i++) {
          members[i] = in.readLong();
        }
        yield new LongSet(members);
      }
      case SET -> {
        int size = in.readInt();
        Set<Object> members = new HashSet<>();
        for (int i = 0; i < size; i++) {
          members.add(read(in));
        }
        yield Set.copyOf(members);
      }
      default -> throw new IOException("unknown constant " + tag);
    };
  }

  private static void writeBytes(byte[] bytes, DataOutput out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static byte[] readBytes(DataInput in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return bytes;
  }

  private static void writeType(SqlType type, DataOutput out) throws IOException {
    out.writeUTF(type.kind().name());
    out.writeInt(type.precision());
    out.writeInt(type.scale());
    SqlType element = type.element();
    out.writeBoolean(element != null);
    if (element != null) {
      writeType(element, out);
    }
  }

  private static SqlType readType(DataInput in) throws IOException {
    SqlType.Kind kind = SqlType.Kind.valueOf(in.readUTF());
    int precision = in.readInt();
    int scale = in.readInt();
    SqlType element = in.readBoolean() ? readType(in) : null;
    return new SqlType(kind, precision, scale, element);
  }

  // in the order of their bytes: that of a set differs from one JVM to the next
  private static void writeSet(Set<?> set, DataOutput out) throws IOException {
    List<byte[]> members = new ArrayList<>();
    for (Object member : set) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      write(member, new DataOutputStream(bytes));
      members.add(bytes.toByteArray());
    }
    members.sort(Arrays::compare);
    out.writeInt(members.size());
    for (byte[] member : members) {
      out.write(member);
    }
  }
}
