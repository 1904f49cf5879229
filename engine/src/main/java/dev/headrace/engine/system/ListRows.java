package dev.headrace.engine.system;

import dev.headrace.engine.cursor.Cursor;
import dev.headrace.engine.database.Role;
import dev.headrace.engine.system.SystemRows.Context;
import dev.headrace.engine.system.SystemRows.Source;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The views that list one kind of thing by name, and the statistics of relations. */
final class ListRows {
  private ListRows() {}

  static void register(Map<String, Source> sources) {
    sources.put("pg_catalog.pg_tables", ListRows::tables);
    sources.put("pg_catalog.pg_views", ListRows::views);
    sources.put("pg_catalog.pg_matviews", ListRows::materializedViews);
    sources.put("pg_catalog.pg_indexes", ListRows::indexes);
    sources.put("pg_catalog.pg_cursors", ListRows::cursors);
    sources.put("pg_catalog.pg_stat_all_tables", (rows, context) -> counts(rows, context, true));
    sources.put("pg_catalog.pg_stat_user_tables", (rows, context) -> counts(rows, context, false));
    sources.put("pg_catalog.pg_statio_all_tables", (rows, context) -> blocks(rows, context, true));
    sources.put(
        "pg_catalog.pg_statio_user_tables", (rows, context) -> blocks(rows, context, false));
    sources.put("pg_catalog.pg_stat_all_indexes", ListRows::indexCounts);
    sources.put("pg_catalog.pg_stat_user_indexes", ListRows::indexCounts);
  }

  static String owner(Context context) {
    Role first = context.objects().roles(context.session().user()).get(SystemObjects.FIRST_ROLE);
    return Objects.requireNonNull(first, "there is a first role").name();
  }

  static List<SystemClass> classes(Context context, char kind) {
    return context.objects().classes().stream().filter(each -> each.kind() == kind).toList();
  }

  private static void tables(RowBuilder rows, Context context) {
    for (SystemClass table : classes(context, SystemClass.TABLE)) {
      rows.set("schemaname", table.schema().schemaName())
          .set("tablename", table.name())
          .set("tableowner", owner(context))
          .set("hasindexes", !context.objects().indexes(table).isEmpty())
          .set("hasrules", false)
          .set("hastriggers", false)
          .set("rowsecurity", false)
          .add();
    }
  }

  private static void views(RowBuilder rows, Context context) {
    for (SystemClass view : classes(context, SystemClass.VIEW)) {
      rows.set("schemaname", view.schema().schemaName())
          .set("viewname", view.name())
          .set("viewowner", owner(context))
          .set("definition", view.query().orElse(null))
          .add();
    }
  }

  private static void materializedViews(RowBuilder rows, Context context) {
    for (SystemClass view : classes(context, SystemClass.MATERIALIZED_VIEW)) {
      rows.set("schemaname", view.schema().schemaName())
          .set("matviewname", view.name())
          .set("matviewowner", owner(context))
          .set("hasindexes", !context.objects().indexes(view).isEmpty())
          .set("ispopulated", true)
          .set("definition", view.query().orElse(null))
          .add();
    }
  }

  private static void indexes(RowBuilder rows, Context context) {
    for (SystemIndex index : context.objects().indexes()) {
      rows.set("schemaname", index.table().schema().schemaName())
          .set("tablename", index.table().name())
          .set("indexname", index.name())
          .set("indexdef", index.definition(false, SystemClass::qualifiedName))
          .add();
    }
  }

  private static void cursors(RowBuilder rows, Context context) {
    for (Cursor cursor : context.session().cursors().all()) {
      rows.set("name", cursor.name())
          .set("statement", cursor.text())
          .set("is_holdable", cursor.isHoldable())
          .set("is_binary", cursor.isBinary())
          .set("is_scrollable", cursor.isScrollable())
          .set("creation_time", ChronoUnit.MICROS.between(Instant.EPOCH, cursor.created()))
          .add();
    }
  }

  // what has happened to a table is not counted here, only what is in it
  private static void counts(RowBuilder rows, Context context, boolean system) {
    for (SystemClass each : stored(context, system)) {
      long count = ClassRows.rowCount(each, context);
      rows.set("relid", each.oid())
          .set("schemaname", each.schema().schemaName())
          .set("relname", each.name())
          .set("n_live_tup", Math.max(0, count))
          .set("n_dead_tup", 0)
          .add();
    }
  }

  private static List<SystemClass> stored(Context context, boolean system) {
    return context.objects().classes().stream()
        .filter(
            each ->
                each.kind() == SystemClass.TABLE || each.kind() == SystemClass.MATERIALIZED_VIEW)
        .filter(each -> system || !each.schema().isSystem())
        .toList();
  }

  // there are no blocks; clients take the names of tables from here
  private static void blocks(RowBuilder rows, Context context, boolean system) {
    for (SystemClass each : stored(context, system)) {
      rows.set("relid", each.oid())
          .set("schemaname", each.schema().schemaName())
          .set("relname", each.name())
          .add();
    }
  }

  private static void indexCounts(RowBuilder rows, Context context) {
    for (SystemIndex index : context.objects().indexes()) {
      rows.set("relid", index.table().oid())
          .set("indexrelid", index.oid())
          .set("schemaname", index.table().schema().schemaName())
          .set("relname", index.table().name())
          .set("indexrelname", index.name())
          .add();
    }
  }
}
