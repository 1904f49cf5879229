package dev.headrace.engine.system;

import dev.headrace.engine.system.SystemRows.Context;
import dev.headrace.engine.system.SystemRows.Source;
import java.util.Map;

/**
 * What Headrace itself adds to a database, its schema with the errors of rows, as an extension that
 * is built in: so dumps leave it out, because the database they are restored to has its own.
 */
final class ExtensionRows {
  static final int CATALOG = 3079;
  static final int OID = 15998;
  private static final String VERSION = "1.0";

  private ExtensionRows() {}

  static void register(Map<String, Source> sources) {
    sources.put("pg_catalog.pg_extension", ExtensionRows::extensions);
  }

  private static void extensions(RowBuilder rows, Context context) {
    rows.set("oid", OID)
        .set("extname", Schema.HEADRACE.schemaName())
        .set("extowner", SystemObjects.FIRST_ROLE)
        .set("extnamespace", Schema.HEADRACE.oid())
        .set("extrelocatable", false)
        .set("extversion", VERSION)
        .add();
  }
}
