package dev.headrace.engine.system;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Sequence;
import dev.headrace.engine.database.SystemRelations;
import dev.headrace.engine.system.SystemRows.Context;
import dev.headrace.engine.system.SystemRows.Source;
import dev.headrace.model.CatalogTypes;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import dev.headrace.model.text.TypeOids;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The schemas, tables, columns and views of the information schema. */
final class InformationSchemaRows {
  private static final int MAX_CHARACTER_BYTES = 4;

  private InformationSchemaRows() {}

  static void register(Map<String, Source> sources) {
    put(sources, "information_schema_catalog_name", InformationSchemaRows::catalogName);
    put(sources, "schemata", InformationSchemaRows::schemata);
    put(sources, "tables", InformationSchemaRows::tables);
    put(sources, "columns", InformationSchemaRows::columns);
    put(sources, "views", InformationSchemaRows::views);
    put(sources, "element_types", InformationSchemaRows::elementTypes);
    put(sources, "character_sets", InformationSchemaRows::characterSets);
    put(sources, "enabled_roles", InformationSchemaRows::enabledRoles);
  }

  static void put(Map<String, Source> sources, String name, Source source) {
    sources.put(SystemRelations.INFORMATION_SCHEMA + "." + name, source);
  }

  static String yesOrNo(boolean value) {
    return value ? "YES" : "NO";
  }

  private static void catalogName(RowBuilder rows, Context context) {
    rows.set("catalog_name", ClusterRows.DATABASE).add();
  }

  private static void schemata(RowBuilder rows, Context context) {
    for (Schema schema : context.objects().schemas()) {
      rows.set("catalog_name", ClusterRows.DATABASE)
          .set("schema_name", schema.schemaName())
          .set("schema_owner", schema.owner().orElseGet(() -> ListRows.owner(context)))
          .add();
    }
  }

  private static boolean isChangeable(SystemClass each) {
    return each.relation() instanceof BaseRelation base && base.kind() == BaseRelation.Kind.TABLE;
  }

  /** As in PostgreSQL, materialized views are not in the standard's world. */
  private static @Nullable String tableType(SystemClass each) {
    return switch (each.kind()) {
      case SystemClass.TABLE -> each.schema().isTemporary() ? "LOCAL TEMPORARY" : "BASE TABLE";
      case SystemClass.VIEW -> "VIEW";
      case SystemClass.SOURCE -> "FOREIGN";
      default -> null;
    };
  }

  private static void tables(RowBuilder rows, Context context) {
    for (SystemClass each : context.objects().classes()) {
      String type = tableType(each);
      if (type != null) {
        rows.set("table_catalog", ClusterRows.DATABASE)
            .set("table_schema", each.schema().schemaName())
            .set("table_name", each.name())
            .set("table_type", type)
            .set("is_insertable_into", yesOrNo(isChangeable(each)))
            .set("is_typed", "NO")
            .add();
      }
    }
  }

  private static void views(RowBuilder rows, Context context) {
    for (SystemClass view : ListRows.classes(context, SystemClass.VIEW)) {
      rows.set("table_catalog", ClusterRows.DATABASE)
          .set("table_schema", view.schema().schemaName())
          .set("table_name", view.name())
          .set("view_definition", view.query().orElse(null))
          .set("check_option", "NONE")
          .set("is_updatable", "NO")
          .set("is_insertable_into", "NO")
          .set("is_trigger_updatable", "NO")
          .set("is_trigger_deletable", "NO")
          .set("is_trigger_insertable_into", "NO")
          .add();
    }
  }

  private static void columns(RowBuilder rows, Context context) {
    for (SystemClass each : context.objects().classes()) {
      for (int i = 0; tableType(each) != null && i < each.fields().size(); i++) {
        column(rows, context, each, i);
      }
    }
  }

  private static void column(RowBuilder rows, Context context, SystemClass each, int index) {
    Field field = each.fields().get(index);
    boolean text = field.type().kind().isText() && !CatalogTypes.contains(field.type());
    rows.set("table_catalog", ClusterRows.DATABASE)
        .set("table_schema", each.schema().schemaName())
        .set("table_name", each.name())
        .set("column_name", field.name())
        .set("ordinal_position", index + 1)
        .set("column_default", columnDefault(context, each, index))
        .set("is_nullable", yesOrNo(!each.isNotNull(index)))
        .set("udt_catalog", ClusterRows.DATABASE)
        .set("udt_schema", typeSchema(field.type()))
        .set("dtd_identifier", String.valueOf(index + 1))
        .set("is_self_referencing", "NO")
        .set("is_generated", ColumnDefaults.isGenerated(each, index) ? "ALWAYS" : "NEVER")
        .set("is_updatable", yesOrNo(isChangeable(each)));
    identity(rows, context, each, index);
    if (ColumnDefaults.isGenerated(each, index)) {
      rows.set(
          "generation_expression",
          ColumnDefaults.text(context.objects(), each, index).orElse(null));
    }
    describe(rows, field.type());
    if (text && field.type().precision() == SqlType.UNBOUNDED) {
      rows.set("character_octet_length", 1 << 30);
    }
    rows.add();
  }

  private static @Nullable String columnDefault(Context context, SystemClass each, int index) {
    return ColumnDefaults.isGenerated(each, index)
        ? null
        : ColumnDefaults.text(context.objects(), each, index).orElse(null);
  }

  private static void identity(RowBuilder rows, Context context, SystemClass each, int index) {
    String generation =
        switch (ColumnDefaults.role(each, index)) {
          case IDENTITY -> "BY DEFAULT";
          case IDENTITY_ALWAYS -> "ALWAYS";
          case ORDINARY, GENERATED -> null;
        };
    rows.set("is_identity", yesOrNo(generation != null))
        .set("identity_generation", generation)
        .set("identity_cycle", "NO");
    if (generation == null || each.relation() == null) {
      return;
    }
    String name = each.fields().get(index).name();
    for (Sequence sequence : context.catalog().sequencesOf(each.relation())) {
      if (sequence.owner().filter(o -> o.column().equals(name)).isPresent()) {
        rows.set("identity_start", sequence.options().start())
            .set("identity_increment", sequence.options().increment())
            .set("identity_maximum", sequence.options().maximum())
            .set("identity_minimum", sequence.options().minimum())
            .set("identity_cycle", yesOrNo(sequence.options().cycle()));
      }
    }
  }

  /** The columns about a type that several of the views have. */
  private static void describe(RowBuilder rows, SqlType type) {
    rows.set("data_type", dataType(type)).set("udt_name", typeName(type));
    if (CatalogTypes.contains(type)) {
      return;
    }
    switch (type.kind()) {
      case VARCHAR, CHAR -> {
        if (type.precision() != SqlType.UNBOUNDED) {
          rows.set("character_maximum_length", type.precision())
              .set("character_octet_length", type.precision() * MAX_CHARACTER_BYTES);
        }
      }
      case SMALLINT -> number(rows, 16, 2, 0);
      case INTEGER -> number(rows, 32, 2, 0);
      case BIGINT -> number(rows, 64, 2, 0);
      case REAL -> number(rows, 24, 2, null);
      case DOUBLE -> number(rows, 53, 2, null);
      case NUMERIC -> {
        boolean limited = type.precision() != SqlType.UNBOUNDED;
        number(rows, limited ? type.precision() : null, 10, limited ? type.scale() : null);
      }
      case DATE -> rows.set("datetime_precision", 0);
      case TIME, TIMESTAMP, TIMESTAMPTZ, INTERVAL ->
          rows.set(
              "datetime_precision",
              type.precision() == SqlType.UNBOUNDED
                  ? SqlType.MAX_TIME_PRECISION
                  : type.precision());
      case BOOLEAN, TEXT, BYTEA, UUID, JSONB, ENUM, ARRAY -> {
        // nothing to say
      }
    }
  }

  private static void number(
      RowBuilder rows, @Nullable Integer precision, int radix, @Nullable Integer scale) {
    rows.set("numeric_precision", precision)
        .set("numeric_precision_radix", radix)
        .set("numeric_scale", scale);
  }

  private static String dataType(SqlType type) {
    return type.kind() == SqlType.Kind.ARRAY
        ? "ARRAY"
        : type.kind() == SqlType.Kind.ENUM
            ? "USER-DEFINED"
            : CatalogTypes.contains(type) ? type.toString() : type.kind().sqlName();
  }

  private static String typeName(SqlType type) {
    return CreatedTypes.row(type, TypeOids.oid(type)).map(SystemTypes.SystemType::name).orElse("");
  }

  private static String typeSchema(SqlType type) {
    SqlType element = Objects.requireNonNullElse(type.element(), type);
    return element.kind() == SqlType.Kind.ENUM
        ? element.enumType().name().schema()
        : Schema.PG_CATALOG.schemaName();
  }

  private static void elementTypes(RowBuilder rows, Context context) {
    for (SystemClass each : context.objects().classes()) {
      for (int i = 0; tableType(each) != null && i < each.fields().size(); i++) {
        SqlType type = each.fields().get(i).type();
        if (type.kind() == SqlType.Kind.ARRAY) {
          SqlType element = Objects.requireNonNull(type.element());
          rows.set("object_catalog", ClusterRows.DATABASE)
              .set("object_schema", each.schema().schemaName())
              .set("object_name", each.name())
              .set("object_type", each.kind() == SystemClass.VIEW ? "VIEW" : "TABLE")
              .set("collection_type_identifier", String.valueOf(i + 1))
              .set("data_type", dataType(element))
              .set("udt_catalog", ClusterRows.DATABASE)
              .set("udt_schema", typeSchema(element))
              .set("udt_name", typeName(element))
              .set("dtd_identifier", "a" + (i + 1))
              .add();
        }
      }
    }
  }

  private static void characterSets(RowBuilder rows, Context context) {
    rows.set("character_set_name", "UTF8")
        .set("character_repertoire", "UCS")
        .set("form_of_use", "UTF8")
        .set("default_collate_catalog", ClusterRows.DATABASE)
        .set("default_collate_schema", Schema.PG_CATALOG.schemaName())
        .set("default_collate_name", "C")
        .add();
  }

  private static void enabledRoles(RowBuilder rows, Context context) {
    rows.set("role_name", context.session().user()).add();
  }
}
