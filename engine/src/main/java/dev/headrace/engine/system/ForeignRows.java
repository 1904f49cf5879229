package dev.headrace.engine.system;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.system.SystemRows.Source;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Sources, which to clients are foreign tables: those of servers, one for each connector. Servers
 * are part of Headrace, so dumps have the tables only.
 */
final class ForeignRows {
  static final int SERVERS = 1417;
  static final int WRAPPERS = 2328;
  static final int WRAPPER = 15499;
  private static final int FIRST_SERVER = 15500;
  private static final String CONNECTOR = "connector";

  private ForeignRows() {}

  static void register(Map<String, Source> sources) {
    sources.put("pg_catalog.pg_foreign_table", (rows, context) -> sources(rows, context.objects()));
    sources.put(
        "pg_catalog.pg_foreign_server", (rows, context) -> servers(rows, context.objects()));
    sources.put(
        "pg_catalog.pg_foreign_data_wrapper", (rows, context) -> wrappers(rows, context.objects()));
  }

  private static List<BaseRelation> sources(SystemObjects objects) {
    return objects.classes().stream()
        .filter(each -> each.kind() == SystemClass.SOURCE)
        .map(each -> (BaseRelation) Objects.requireNonNull(each.relation()))
        .toList();
  }

  private static String connector(BaseRelation source) {
    return source.options().getOrDefault(CONNECTOR, "none");
  }

  static List<Integer> servers(SystemObjects objects) {
    return IntStream.range(FIRST_SERVER, FIRST_SERVER + connectors(objects).size())
        .boxed()
        .toList();
  }

  private static List<String> connectors(SystemObjects objects) {
    return sources(objects).stream().map(ForeignRows::connector).distinct().sorted().toList();
  }

  private static void sources(RowBuilder rows, SystemObjects objects) {
    List<String> connectors = connectors(objects);
    for (BaseRelation source : sources(objects)) {
      rows.set("ftrelid", source.oid())
          .set("ftserver", FIRST_SERVER + connectors.indexOf(connector(source)))
          .set(
              "ftoptions",
              source.options().entrySet().stream()
                  .filter(option -> !option.getKey().equals(CONNECTOR))
                  .map(option -> option.getKey() + "=" + option.getValue())
                  .sorted()
                  .toList())
          .add();
    }
  }

  private static void servers(RowBuilder rows, SystemObjects objects) {
    int oid = FIRST_SERVER;
    for (String connector : connectors(objects)) {
      rows.set("oid", oid++)
          .set("srvname", connector)
          .set("srvowner", SystemObjects.FIRST_ROLE)
          .set("srvfdw", WRAPPER)
          .add();
    }
  }

  private static void wrappers(RowBuilder rows, SystemObjects objects) {
    if (!connectors(objects).isEmpty()) {
      rows.set("oid", WRAPPER)
          .set("fdwname", Schema.HEADRACE.schemaName())
          .set("fdwowner", SystemObjects.FIRST_ROLE)
          .add();
    }
  }
}
