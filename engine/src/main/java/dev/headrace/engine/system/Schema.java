package dev.headrace.engine.system;

import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.Namespace;
import dev.headrace.engine.database.SystemRelations;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A schema.
 *
 * @param owner the role it was made for, if it was
 */
record Schema(int oid, String schemaName, Optional<String> owner) {
  static final Schema PG_CATALOG = system(11, SystemRelations.PG_CATALOG);
  private static final Schema INFORMATION_SCHEMA =
      system(13183, SystemRelations.INFORMATION_SCHEMA);

  /** What Headrace itself keeps, such as the errors of rows. */
  static final Schema HEADRACE = system(15999, "headrace");

  private static Schema system(int oid, String name) {
    return new Schema(oid, name, Optional.empty());
  }

  /** All schemas, those of the system included. */
  static List<Schema> all(Catalog catalog) {
    List<Schema> all = new ArrayList<>(List.of(PG_CATALOG));
    for (Namespace schema : catalog.schemas()) {
      all.add(new Schema(schema.oid(), schema.name(), schema.owner()));
    }
    all.add(INFORMATION_SCHEMA);
    all.add(HEADRACE);
    return all;
  }

  /** Whether its relations are the system's. */
  boolean isSystem() {
    return equals(PG_CATALOG) || equals(INFORMATION_SCHEMA);
  }

  boolean isTemporary() {
    return Namespace.isTemporary(schemaName);
  }
}
