package dev.headrace.engine.database;

import dev.headrace.model.EnumType;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The record of all types that were created: their number, and of each OID, OID of its arrays, name
 * in the catalog, and the labels in their order with what stands for them in rows.
 */
final class StoredTypes {
  private StoredTypes() {}

  static byte[] toBytes(UserTypes types) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(types.all().size());
      for (SqlType type : types.all()) {
        EnumType labels = type.enumType();
        out.writeInt(labels.oid());
        out.writeInt(labels.arrayOid());
        out.writeUTF(UserTypes.nameOf(type));
        out.writeInt(labels.labels().size());
        for (EnumType.Label label : labels.labels()) {
          out.writeLong(label.key());
          out.writeInt(label.oid());
          out.writeUTF(label.text());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static UserTypes of(byte[] record) {
    List<SqlType> types = new ArrayList<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(record))) {
      for (int i = in.readInt(); i > 0; i--) {
        int oid = in.readInt();
        int arrayOid = in.readInt();
        EnumType.Name name = UserTypes.name(in.readUTF());
        List<EnumType.Label> labels = new ArrayList<>();
        for (int j = in.readInt(); j > 0; j--) {
          labels.add(new EnumType.Label(in.readLong(), in.readInt(), in.readUTF(), true));
        }
        types.add(SqlType.enumerated(EnumType.of(oid, arrayOid, name, labels)));
      }
    } catch (IOException e) {
      throw new SqlException(ErrorCode.DATA_CORRUPTED, "the types cannot be read", e);
    }
    return UserTypes.of(types);
  }
}
