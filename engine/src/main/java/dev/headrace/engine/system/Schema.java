package dev.headrace.engine.system;

import dev.headrace.engine.database.SystemRelations;

/** The schemas there are. */
enum Schema {
  PG_CATALOG(11, SystemRelations.PG_CATALOG),
  PUBLIC(2200, "public"),
  INFORMATION_SCHEMA(13183, SystemRelations.INFORMATION_SCHEMA),
  /** What Headrace itself keeps, such as the errors of rows. */
  HEADRACE(15999, "headrace");

  private final int oid;
  private final String schemaName;

  Schema(int oid, String schemaName) {
    this.oid = oid;
    this.schemaName = schemaName;
  }

  int oid() {
    return oid;
  }

  String schemaName() {
    return schemaName;
  }

  /** Whether its relations are found without being qualified. */
  boolean isVisible() {
    return this == PG_CATALOG || this == PUBLIC;
  }

  /** The schema that a name in the catalog begins with; without one it is public. */
  static Schema of(String name) {
    for (Schema schema : values()) {
      if (name.startsWith(schema.schemaName + ".")) {
        return schema;
      }
    }
    return PUBLIC;
  }
}
