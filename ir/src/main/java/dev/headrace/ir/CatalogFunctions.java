package dev.headrace.ir;

import static dev.headrace.model.SqlType.Kind.ARRAY;
import static dev.headrace.model.SqlType.Kind.BIGINT;
import static dev.headrace.model.SqlType.Kind.BOOLEAN;
import static dev.headrace.model.SqlType.Kind.INTEGER;
import static dev.headrace.model.SqlType.Kind.TEXT;
import static dev.headrace.model.SqlType.Kind.TIMESTAMPTZ;

import dev.headrace.model.function.AdvisoryLockFunctions;
import dev.headrace.model.function.CatalogLookups;
import dev.headrace.model.function.CatalogTexts;
import dev.headrace.model.function.TypeAttributes;
import java.util.List;

/**
 * Registry: functions for those who read system catalogs. The ones of {@link CatalogLookups} and
 * {@link AdvisoryLockFunctions} take the number of the session's catalog as their last argument:
 * give them a call of {@link ScalarFunctions#SESSION_CATALOG}.
 */
final class CatalogFunctions {
  private static final List<String> PRIVILEGES =
      List.of(
          "has_any_column_privilege",
          "has_database_privilege",
          "has_foreign_data_wrapper_privilege",
          "has_function_privilege",
          "has_language_privilege",
          "has_schema_privilege",
          "has_sequence_privilege",
          "has_server_privilege",
          "has_tablespace_privilege",
          "has_type_privilege",
          "pg_has_role");

  private CatalogFunctions() {}

  static void addTo(FunctionList list) {
    addCasts(list.inLookups(CatalogLookups.class));
    addDefinitions(list);
    addSession(list);
    addLocks(list.in(AdvisoryLockFunctions.class));
    addTexts(list.in(CatalogTexts.class));
    addPrivileges(list);
    addWhatThereIsNot(list);
    addTypeAttributes(list.in(TypeAttributes.class));
  }

  private static void addCasts(FunctionList list) {
    list.add("cast_regclass", "relationNamed", INTEGER, TEXT, BIGINT)
        .add("cast_regtype", "typeNamed", INTEGER, TEXT, BIGINT)
        .add("cast_regproc", "functionNamed", INTEGER, TEXT, BIGINT)
        .add("cast_regprocedure", "signatureNamed", INTEGER, TEXT, BIGINT)
        .add("cast_regnamespace", "schemaNamed", INTEGER, TEXT, BIGINT)
        .add("cast_regrole", "roleNamed", INTEGER, TEXT, BIGINT)
        .add("cast_regclass_text", "relationName", TEXT, INTEGER, BIGINT)
        .add("cast_regtype_text", "typeName", TEXT, INTEGER, BIGINT)
        .add("cast_regproc_text", "functionName", TEXT, INTEGER, BIGINT)
        .add("cast_regprocedure_text", "signatureName", TEXT, INTEGER, BIGINT)
        .add("cast_regnamespace_text", "schemaName", TEXT, INTEGER, BIGINT)
        .add("cast_regrole_text", "roleName", TEXT, INTEGER, BIGINT)
        .nullable("to_regclass", "findRelation", INTEGER, TEXT, BIGINT)
        .nullable("to_regtype", "findType", INTEGER, TEXT, BIGINT)
        .nullable("to_regproc", "findFunction", INTEGER, TEXT, BIGINT)
        .nullable("to_regnamespace", "findSchema", INTEGER, TEXT, BIGINT)
        .nullable("to_regrole", "findRole", INTEGER, TEXT, BIGINT);
  }

  private static void addDefinitions(FunctionList list) {
    list.add("format_type", "formatType", TEXT, INTEGER, INTEGER, BIGINT)
        .add("oidvectortypes", "typeNames", TEXT, ARRAY, BIGINT)
        .nullable("pg_get_indexdef", "indexDefinition", TEXT, INTEGER, BIGINT)
        .nullable("pg_get_indexdef", "indexDefinition", TEXT, INTEGER, INTEGER, BOOLEAN, BIGINT)
        .nullable("pg_get_constraintdef", "constraintDefinition", TEXT, INTEGER, BIGINT)
        .nullable("pg_get_constraintdef", "constraintDefinition", TEXT, INTEGER, BOOLEAN, BIGINT)
        .add("pg_get_expr", "expression", TEXT, TEXT, INTEGER, BOOLEAN, BIGINT)
        .nullable("pg_get_serial_sequence", "sequenceOf", TEXT, TEXT, TEXT, BIGINT)
        .nullable("pg_sequence_last_value", "lastValue", BIGINT, INTEGER, BIGINT)
        .add("pg_identify_object", "identity", TEXT, INTEGER, INTEGER, INTEGER, BIGINT)
        .nullable("pg_get_viewdef", "viewDefinition", TEXT, INTEGER, BIGINT)
        .nullable("pg_get_viewdef", "viewDefinition", TEXT, INTEGER, BOOLEAN, BIGINT)
        .nullable("pg_get_viewdef", "viewDefinition", TEXT, INTEGER, INTEGER, BIGINT)
        .add("pg_get_userbyid", "roleName", TEXT, INTEGER, BIGINT)
        .nullable("pg_table_is_visible", "isRelationVisible", BOOLEAN, INTEGER, BIGINT)
        .nullable("pg_type_is_visible", "isTypeVisible", BOOLEAN, INTEGER, BIGINT)
        .nullable("pg_function_is_visible", "isFunctionVisible", BOOLEAN, INTEGER, BIGINT);
  }

  private static void addSession(FunctionList list) {
    list.add("current_schemas", "currentSchemas", ARRAY, BOOLEAN, BIGINT)
        .nullable("current_schema", "currentSchema", TEXT, BIGINT)
        .add("pg_my_temp_schema", "temporarySchema", INTEGER, BIGINT)
        .add("pg_is_other_temp_schema", "isOtherTemporarySchema", BOOLEAN, INTEGER, BIGINT)
        .nullable("obj_description", "comment", TEXT, INTEGER, BIGINT)
        .nullable("obj_description", "comment", TEXT, INTEGER, TEXT, BIGINT)
        .nullable("shobj_description", "comment", TEXT, INTEGER, TEXT, BIGINT)
        .nullable("col_description", "columnComment", TEXT, INTEGER, INTEGER, BIGINT)
        .add("current_setting", "setting", TEXT, TEXT, BIGINT)
        .add("pg_backend_pid", "processId", INTEGER, BIGINT)
        .changing("pg_cancel_backend", "cancel", BOOLEAN, INTEGER, BIGINT)
        .changing("pg_terminate_backend", "terminate", BOOLEAN, INTEGER, BIGINT)
        .changing("pg_notify", "notifyChannel", TEXT, TEXT, TEXT, BIGINT)
        .changing("set_config", "set", TEXT, TEXT, TEXT, BOOLEAN, BIGINT)
        .add("txid_current", "transaction", BIGINT, BIGINT)
        .add("pg_postmaster_start_time", "started", TIMESTAMPTZ, BIGINT)
        .add("pg_conf_load_time", "started", TIMESTAMPTZ, BIGINT)
        .add("has_table_privilege", "mayUse", BOOLEAN, TEXT, TEXT, BIGINT)
        .add("has_table_privilege", "mayUse", BOOLEAN, TEXT, TEXT, TEXT, BIGINT)
        .nullable("pg_relation_size", "size", BIGINT, INTEGER, TEXT, BIGINT)
        .add("pg_database_size", "databaseSize", BIGINT, INTEGER, BIGINT)
        .add("pg_database_size", "databaseSize", BIGINT, TEXT, BIGINT);
    for (String name : List.of("pg_relation_size", "pg_table_size", "pg_total_relation_size")) {
      list.nullable(name, "size", BIGINT, INTEGER, BIGINT)
          .nullable(name, "size", BIGINT, TEXT, BIGINT);
    }
  }

  private static void addLocks(FunctionList list) {
    for (String shared : List.of("", "_shared")) {
      String held = shared.isEmpty() ? "" : "Shared";
      list.changing("pg_advisory_lock" + shared, "lock" + held, TEXT, BIGINT, BIGINT)
          .changing("pg_advisory_lock" + shared, "lock" + held, TEXT, INTEGER, INTEGER, BIGINT)
          .changing("pg_try_advisory_lock" + shared, "tryLock" + held, BOOLEAN, BIGINT, BIGINT)
          .changing(
              "pg_try_advisory_lock" + shared, "tryLock" + held, BOOLEAN, INTEGER, INTEGER, BIGINT)
          .changing("pg_advisory_unlock" + shared, "unlock" + held, BOOLEAN, BIGINT, BIGINT)
          .changing(
              "pg_advisory_unlock" + shared, "unlock" + held, BOOLEAN, INTEGER, INTEGER, BIGINT)
          .changing("pg_advisory_xact_lock" + shared, "hold" + held, TEXT, BIGINT, BIGINT)
          .changing("pg_advisory_xact_lock" + shared, "hold" + held, TEXT, INTEGER, INTEGER, BIGINT)
          .changing("pg_try_advisory_xact_lock" + shared, "tryHold" + held, BOOLEAN, BIGINT, BIGINT)
          .changing(
              "pg_try_advisory_xact_lock" + shared,
              "tryHold" + held,
              BOOLEAN,
              INTEGER,
              INTEGER,
              BIGINT);
    }
    list.changing("pg_advisory_unlock_all", "unlockAll", TEXT, BIGINT);
  }

  private static void addTexts(FunctionList list) {
    list.add("pg_get_expr", "expression", TEXT, TEXT, INTEGER)
        .add("quote_ident", "quotedIdentifier", TEXT, TEXT)
        .add("quote_literal", "quotedLiteral", TEXT, TEXT)
        .add("nameconcatoid", "nameWithOid", TEXT, TEXT, INTEGER)
        .add("pg_encoding_to_char", "encodingName", TEXT, INTEGER)
        .add("getdatabaseencoding", "encoding", TEXT)
        .add("pg_client_encoding", "encoding", TEXT)
        .add("pg_char_to_encoding", "encodingNumber", INTEGER, TEXT)
        .add("pg_size_pretty", "prettySize", TEXT, BIGINT)
        .add("pg_is_in_recovery", "no", BOOLEAN)
        .add("pg_tablespace_location", "empty", TEXT, INTEGER)
        .add("pg_relation_is_publishable", "no", BOOLEAN, INTEGER);
    for (String object :
        List.of(
            "collation",
            "conversion",
            "opclass",
            "operator",
            "opfamily",
            "statistics_obj",
            "ts_config",
            "ts_dict",
            "ts_parser",
            "ts_template")) {
      list.add("pg_" + object + "_is_visible", "yes", BOOLEAN, INTEGER);
    }
  }

  private static void addTypeAttributes(FunctionList list) {
    list.nullable("_pg_char_max_length", "characterLength", INTEGER, INTEGER, INTEGER)
        .nullable("_pg_char_octet_length", "characterBytes", INTEGER, INTEGER, INTEGER)
        .nullable("_pg_numeric_precision", "precision", INTEGER, INTEGER, INTEGER)
        .nullable("_pg_numeric_precision_radix", "radix", INTEGER, INTEGER, INTEGER)
        .nullable("_pg_numeric_scale", "scale", INTEGER, INTEGER, INTEGER)
        .nullable("_pg_datetime_precision", "timePrecision", INTEGER, INTEGER, INTEGER);
  }

  private static void addPrivileges(FunctionList list) {
    list.add("has_table_privilege", "yes", BOOLEAN, INTEGER, TEXT)
        .add("has_table_privilege", "yes", BOOLEAN, TEXT, INTEGER, TEXT)
        .add("has_table_privilege", "yes", BOOLEAN, INTEGER, INTEGER, TEXT);
    for (String name : PRIVILEGES) {
      list.add(name, "yes", BOOLEAN, INTEGER, TEXT)
          .add(name, "yes", BOOLEAN, TEXT, TEXT)
          .add(name, "yes", BOOLEAN, TEXT, TEXT, TEXT)
          .add(name, "yes", BOOLEAN, TEXT, INTEGER, TEXT)
          .add(name, "yes", BOOLEAN, INTEGER, INTEGER, TEXT);
    }
  }

  private static void addWhatThereIsNot(FunctionList list) {
    list.nullable("pg_stat_get_numscans", "noCount", BIGINT, INTEGER)
        .nullable("acldefault", "none", ARRAY, TEXT, INTEGER)
        .nullable("inet_server_addr", "none", TEXT)
        .nullable("inet_client_addr", "none", TEXT)
        .nullable("inet_server_port", "noNumber", INTEGER)
        .nullable("inet_client_port", "noNumber", INTEGER);
    for (String name :
        List.of(
            "pg_get_ruledef",
            "pg_get_triggerdef",
            "pg_get_functiondef",
            "pg_get_function_arguments",
            "pg_get_function_identity_arguments",
            "pg_get_function_result",
            "pg_get_function_sqlbody",
            "pg_get_partkeydef",
            "pg_get_partition_constraintdef",
            "pg_get_statisticsobjdef",
            "pg_get_statisticsobjdef_columns")) {
      list.nullable(name, "none", TEXT, INTEGER).nullable(name, "none", TEXT, INTEGER, BOOLEAN);
    }
  }
}
