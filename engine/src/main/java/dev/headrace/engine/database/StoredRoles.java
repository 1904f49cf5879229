package dev.headrace.engine.database;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.model.security.ScramVerifier;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The record of all roles: their number, and of each what {@link Role} has, in its order. */
final class StoredRoles {
  private StoredRoles() {}

  static byte[] toBytes(Roles roles) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(roles.all().size());
      for (Role role : roles.all()) {
        write(role, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(Role role, DataOutputStream out) throws IOException {
    out.writeUTF(role.name());
    out.writeBoolean(role.superuser());
    out.writeBoolean(role.createRole());
    out.writeBoolean(role.createDatabase());
    out.writeBoolean(role.inherit());
    out.writeBoolean(role.replication());
    out.writeBoolean(role.login());
    out.writeUTF(role.verifier().map(ScramVerifier::toText).orElse(""));
    out.writeInt(role.connectionLimit());
    out.writeLong(role.validUntil());
    out.writeInt(role.memberOf().size());
    for (String group : role.memberOf()) {
      out.writeUTF(group);
    }
  }

  /** The roles. */
  static List<Role> of(byte[] record) {
    List<Role> roles = new ArrayList<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(record))) {
      for (int i = in.readInt(); i > 0; i--) {
        roles.add(read(in));
      }
    } catch (IOException e) {
      throw new SqlException(ErrorCode.DATA_CORRUPTED, "the roles cannot be read", e);
    }
    return roles;
  }

  private static Role read(DataInputStream in) throws IOException {
    String name = in.readUTF();
    boolean superuser = in.readBoolean();
    boolean createRole = in.readBoolean();
    boolean createDatabase = in.readBoolean();
    boolean inherit = in.readBoolean();
    boolean replication = in.readBoolean();
    boolean login = in.readBoolean();
    String verifier = in.readUTF();
    int connectionLimit = in.readInt();
    long validUntil = in.readLong();
    List<String> memberOf = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      memberOf.add(in.readUTF());
    }
    return new Role(
        name,
        superuser,
        createRole,
        createDatabase,
        inherit,
        replication,
        login,
        verifier.isEmpty() ? Optional.empty() : ScramVerifier.parse(verifier),
        connectionLimit,
        validUntil,
        memberOf);
  }
}
