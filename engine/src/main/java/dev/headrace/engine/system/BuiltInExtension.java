package dev.headrace.engine.system;

import java.util.Arrays;
import java.util.Optional;

/**
 * Extensions that every database has, so that what asks for one by name is told that it is there.
 * Of pgcrypto and uuid-ossp the functions that make UUIDs are there.
 */
public enum BuiltInExtension {
  /** What Headrace itself adds to a database: its schema with the errors of rows. */
  HEADRACE("headrace", 15998, Schema.HEADRACE.oid()),
  PGCRYPTO("pgcrypto", 15996, Schema.PG_CATALOG.oid()),
  PLPGSQL("plpgsql", 13565, Schema.PG_CATALOG.oid()),
  UUID_OSSP("uuid-ossp", 15997, Schema.PG_CATALOG.oid());

  private final String extensionName;
  private final int oid;
  private final int schema;

  BuiltInExtension(String extensionName, int oid, int schema) {
    this.extensionName = extensionName;
    this.oid = oid;
    this.schema = schema;
  }

  /** The one of a name, as it is written without quotes. */
  public static Optional<BuiltInExtension> named(String name) {
    return Arrays.stream(values()).filter(each -> each.extensionName.equals(name)).findFirst();
  }

  static Optional<BuiltInExtension> ofOid(int oid) {
    return Arrays.stream(values()).filter(each -> each.oid == oid).findFirst();
  }

  public String extensionName() {
    return extensionName;
  }

  int oid() {
    return oid;
  }

  /** OID of the schema it is in. */
  int schema() {
    return schema;
  }
}
