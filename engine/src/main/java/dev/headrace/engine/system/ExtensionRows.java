package dev.headrace.engine.system;

import dev.headrace.engine.system.SystemRows.Context;
import dev.headrace.engine.system.SystemRows.Source;
import java.util.Map;

/**
 * Extensions, all of them built in: dumps leave out what belongs to them, because the database they
 * are restored to has its own.
 */
final class ExtensionRows {
  static final int CATALOG = 3079;
  private static final String VERSION = "1.0";

  private ExtensionRows() {}

  static void register(Map<String, Source> sources) {
    sources.put("pg_catalog.pg_extension", ExtensionRows::extensions);
  }

  private static void extensions(RowBuilder rows, Context context) {
    for (BuiltInExtension each : BuiltInExtension.values()) {
      rows.set("oid", each.oid())
          .set("extname", each.extensionName())
          .set("extowner", SystemObjects.FIRST_ROLE)
          .set("extnamespace", each.schema())
          .set("extrelocatable", false)
          .set("extversion", VERSION)
          .add();
    }
  }
}
