package dev.headrace.engine.database;

import java.util.Optional;

/**
 * A schema.
 *
 * @param oid a number that it keeps for life
 * @param owner the role that AUTHORIZATION named; empty for the one that owns everything
 */
public record Namespace(int oid, String name, Optional<String> owner) {
  public static final String PUBLIC_NAME = "public";

  /** How the names of sessions' schemas of temporary objects begin. */
  public static final String TEMPORARY_PREFIX = "pg_temp_";

  static final Namespace PUBLIC = new Namespace(2200, PUBLIC_NAME, Optional.empty());

  /** Whether it holds the temporary objects of a session. */
  public boolean isTemporary() {
    return isTemporary(name);
  }

  /** Whether a schema of that name is one of temporary objects. */
  public static boolean isTemporary(String schema) {
    return schema.startsWith(TEMPORARY_PREFIX);
  }

  Namespace named(String newName) {
    return new Namespace(oid, newName, owner);
  }

  /** The same as the property of a role. */
  public Namespace ownedBy(String role) {
    return new Namespace(oid, name, Optional.of(role));
  }
}
