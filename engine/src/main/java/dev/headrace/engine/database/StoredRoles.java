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
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The record of all roles: their number, and of each what {@link Role} has, in its order. Behind
 * them is what sessions begin with, which records of earlier versions do not have: the number of
 * scopes, and of each the role, empty for all, whether it is the database's, and its parameters.
 */
final class StoredRoles {
  private StoredRoles() {}

  static byte[] toBytes(Roles roles) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(roles.all().size());
      for (Role role : roles.all()) {
        write(role, out);
      }
      write(roles.defaults(), out);
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

  private static void write(SessionDefaults defaults, DataOutputStream out) throws IOException {
    out.writeInt(defaults.scopes().size());
    for (SessionDefaults.Scope scope : defaults.scopes()) {
      out.writeUTF(scope.role().orElse(""));
      out.writeBoolean(scope.database());
      SortedMap<String, String> values = defaults.of(scope);
      out.writeInt(values.size());
      for (Map.Entry<String, String> each : values.entrySet()) {
        out.writeUTF(each.getKey());
        out.writeUTF(each.getValue());
      }
    }
  }

  private static SessionDefaults defaults(DataInputStream in) throws IOException {
    SessionDefaults defaults = SessionDefaults.NONE;
    for (int scopes = in.available() == 0 ? 0 : in.readInt(); scopes > 0; scopes--) {
      Optional<String> role = Optional.of(in.readUTF()).filter(name -> !name.isEmpty());
      SessionDefaults.Scope scope = new SessionDefaults.Scope(role, in.readBoolean());
      for (int values = in.readInt(); values > 0; values--) {
        defaults = defaults.with(scope, in.readUTF(), in.readUTF());
      }
    }
    return defaults;
  }

  /** The roles. */
  static Roles of(byte[] record) {
    List<Role> roles = new ArrayList<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(record))) {
      for (int i = in.readInt(); i > 0; i--) {
        roles.add(read(in));
      }
      return Roles.of(roles).with(defaults(in));
    } catch (IOException e) {
      throw new SqlException(ErrorCode.DATA_CORRUPTED, "the roles cannot be read", e);
    }
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
