package dev.headrace.engine.database;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The record of all schemas but those of sessions: their number, and of each OID, name, owner. */
final class StoredSchemas {
  private StoredSchemas() {}

  static byte[] toBytes(Schemas schemas) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(schemas.all().size());
      for (Namespace schema : schemas.all()) {
        out.writeInt(schema.oid());
        out.writeUTF(schema.name());
        out.writeUTF(schema.owner().orElse(""));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static Schemas of(byte[] record) {
    List<Namespace> schemas = new ArrayList<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(record))) {
      for (int i = in.readInt(); i > 0; i--) {
        int oid = in.readInt();
        String name = in.readUTF();
        schemas.add(new Namespace(oid, name, Optional.of(in.readUTF()).filter(o -> !o.isEmpty())));
      }
    } catch (IOException e) {
      throw new SqlException(ErrorCode.DATA_CORRUPTED, "the schemas cannot be read", e);
    }
    return Schemas.of(schemas);
  }
}
