package dev.headrace.engine.database;

import dev.headrace.engine.database.Comments.OfColumn;
import dev.headrace.engine.database.Comments.OfConstraint;
import dev.headrace.engine.database.Comments.OfDatabase;
import dev.headrace.engine.database.Comments.OfObject;
import dev.headrace.engine.database.Comments.OfRole;
import dev.headrace.engine.database.Comments.OfSchema;
import dev.headrace.engine.database.Comments.Subject;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The record of all comments: their number, and of each the kind of its subject, the subject's OID
 * and name, of which some kinds have only one, and the text.
 */
final class StoredComments {
  private static final byte OBJECT = 1;
  private static final byte COLUMN = 2;
  private static final byte CONSTRAINT = 3;
  private static final byte SCHEMA = 4;
  private static final byte ROLE = 5;
  private static final byte DATABASE = 6;

  private StoredComments() {}

  static byte[] toBytes(Comments comments) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(comments.texts().size());
      for (Map.Entry<Subject, String> comment : comments.texts().entrySet()) {
        write(comment.getKey(), out);
        byte[] text = comment.getValue().getBytes(StandardCharsets.UTF_8);
        out.writeInt(text.length);
        out.write(text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(Subject subject, DataOutputStream out) throws IOException {
    switch (subject) {
      case OfObject(int oid) -> write(OBJECT, oid, "", out);
      case OfColumn(int relation, String column) -> write(COLUMN, relation, column, out);
      case OfConstraint(int table, String constraint) -> write(CONSTRAINT, table, constraint, out);
      case OfSchema(int oid) -> write(SCHEMA, oid, "", out);
      case OfRole(String role) -> write(ROLE, 0, role, out);
      case OfDatabase() -> write(DATABASE, 0, "", out);
    }
  }

  private static void write(byte kind, int oid, String name, DataOutputStream out)
      throws IOException {
    out.writeByte(kind);
    out.writeInt(oid);
    out.writeUTF(name);
  }

  static Comments of(byte[] record) {
    Map<Subject, String> comments = new LinkedHashMap<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(record))) {
      for (int i = in.readInt(); i > 0; i--) {
        Subject subject = subject(in.readByte(), in.readInt(), in.readUTF());
        comments.put(subject, new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new SqlException(ErrorCode.DATA_CORRUPTED, "the comments cannot be read", e);
    }
    return new Comments(comments);
  }

  private static Subject subject(byte kind, int oid, String name) throws IOException {
    return switch (kind) {
      case OBJECT -> new OfObject(oid);
      case COLUMN -> new OfColumn(oid, name);
      case CONSTRAINT -> new OfConstraint(oid, name);
      case SCHEMA -> new OfSchema(oid);
      case ROLE -> new OfRole(name);
      case DATABASE -> new OfDatabase();
      default -> throw new IOException("kind " + kind);
    };
  }
}
