package dev.headrace.engine.system;

import dev.headrace.engine.system.SystemRows.Context;
import dev.headrace.engine.system.SystemRows.Source;
import dev.headrace.engine.system.SystemTypes.SystemType;
import dev.headrace.ir.ScalarFunction;
import dev.headrace.ir.ScalarFunctions;
import dev.headrace.model.SqlType;
import dev.headrace.model.text.TypeOids;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is built in: types, functions, access methods, languages, collations. */
final class TypeRows {
  private static final List<String> FUNCTION_COLUMNS =
      List.of(
          "typinput",
          "typoutput",
          "typreceive",
          "typsend",
          "typmodin",
          "typmodout",
          "typsubscript");

  /** PostgreSQL's OIDs of functions end below. */
  private static final int FIRST_FUNCTION = 10_000;

  private static final int INTERNAL = 12;
  private static final int ANY_ARRAY = 2277;
  private static final int ANY_ENUM = 3500;

  private TypeRows() {}

  static void register(Map<String, Source> sources) {
    sources.put("pg_catalog.pg_type", TypeRows::types);
    sources.put("pg_catalog.pg_enum", CreatedTypes::labels);
    sources.put("pg_catalog.pg_proc", TypeRows::functions);
    sources.put("pg_catalog.pg_am", TypeRows::accessMethods);
    sources.put("pg_catalog.pg_opclass", OperatorClasses::rows);
    sources.put("pg_catalog.pg_language", TypeRows::languages);
    sources.put("pg_catalog.pg_collation", TypeRows::collations);
  }

  private static void types(RowBuilder rows, Context context) {
    for (SystemType type : SystemTypes.all()) {
      add(rows, type, Schema.PG_CATALOG.oid());
    }
    CreatedTypes.rows(
        context,
        (type, schema) ->
            add(rows, type, context.objects().schema(schema).map(Schema::oid).orElseThrow()));
  }

  private static void add(RowBuilder rows, SystemType type, int schema) {
    rows.set("oid", type.oid())
        .set("typname", type.name())
        .set("typnamespace", schema)
        .set("typowner", SystemObjects.FIRST_ROLE)
        .set("typlen", type.number(2))
        .set("typbyval", type.is(3))
        .set("typtype", type.text().get(4))
        .set("typcategory", type.text().get(5))
        .set("typispreferred", type.is(6))
        .set("typisdefined", true)
        .set("typdelim", ',')
        .set("typelem", type.element())
        .set("typarray", type.number(8))
        .set("typalign", type.text().get(9))
        .set("typstorage", type.text().get(10))
        .set("typtypmod", -1)
        .set("typcollation", type.number(11));
    for (int i = 0; i < FUNCTION_COLUMNS.size(); i++) {
      rows.set(FUNCTION_COLUMNS.get(i), type.functions().get(i).oid());
    }
    rows.add();
  }

  private static void functions(RowBuilder rows, Context context) {
    SystemTypes.functions()
        .forEach(
            (oid, name) ->
                function(rows, oid, name).set("prolang", INTERNAL).set("pronargs", 0).add());
    int oid = FIRST_FUNCTION;
    for (ScalarFunction function : ScalarFunctions.all()) {
      if (Character.isLetter(function.name().charAt(0))) {
        List<Integer> parameters = function.parameters().stream().map(TypeRows::oid).toList();
        function(rows, oid, function.name())
            .set("pronargs", parameters.size())
            .set("prorettype", oid(function.result()))
            .set("proargtypes", parameters)
            .set("provolatile", volatility(function))
            .set("provariadic", function.variadic() ? parameters.getLast() : 0)
            .add();
      }
      oid++;
    }
  }

  /** The OID of a function by its name, of several the first. */
  static Optional<Integer> functionOid(String name) {
    for (Map.Entry<Integer, String> entry : SystemTypes.functions().entrySet()) {
      if (entry.getValue().equals(name)) {
        return Optional.of(entry.getKey());
      }
    }
    List<ScalarFunction> all = ScalarFunctions.all();
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).name().equals(name)) {
        return Optional.of(FIRST_FUNCTION + i);
      }
    }
    return Optional.empty();
  }

  static Optional<String> functionName(int oid) {
    String name = SystemTypes.functions().get(oid);
    int index = oid - FIRST_FUNCTION;
    return name == null && index >= 0 && index < ScalarFunctions.all().size()
        ? Optional.of(ScalarFunctions.all().get(index).name())
        : Optional.ofNullable(name);
  }

  private static RowBuilder function(RowBuilder rows, int oid, String name) {
    return rows.set("oid", oid)
        .set("proname", name)
        .set("pronamespace", Schema.PG_CATALOG.oid())
        .set("proowner", SystemObjects.FIRST_ROLE)
        .set("prolang", INTERNAL)
        .set("procost", 1)
        .set("prokind", 'f')
        .set("proisstrict", true)
        .set("provolatile", 'i')
        .set("proparallel", 's')
        .set("prosrc", name);
  }

  private static char volatility(ScalarFunction function) {
    return switch (function.volatility()) {
      case IMMUTABLE -> 'i';
      case STABLE -> 's';
      case VOLATILE -> 'v';
    };
  }

  /** The OID of the type of a kind; of arrays and enumerated types, that which stands for any. */
  private static int oid(SqlType.Kind kind) {
    return switch (kind) {
      case ARRAY -> ANY_ARRAY;
      case ENUM -> ANY_ENUM;
      default -> TypeOids.oid(new SqlType(kind, SqlType.UNBOUNDED, 0, null));
    };
  }

  private static void accessMethods(RowBuilder rows, Context context) {
    rows.set("oid", 2).set("amname", "heap").set("amtype", 't').add();
    rows.set("oid", ClassRows.BTREE).set("amname", "btree").set("amtype", 'i').add();
  }

  private static void languages(RowBuilder rows, Context context) {
    rows.set("oid", INTERNAL)
        .set("lanname", "internal")
        .set("lanowner", SystemObjects.FIRST_ROLE)
        .add();
  }

  private static void collations(RowBuilder rows, Context context) {
    collation(rows, 100, "default", 'd', null);
    collation(rows, 950, "C", 'c', "C");
  }

  private static void collation(
      RowBuilder rows,
      int oid,
      String name,
      char provider,
      @org.jspecify.annotations.Nullable String locale) {
    rows.set("oid", oid)
        .set("collname", name)
        .set("collnamespace", Schema.PG_CATALOG.oid())
        .set("collowner", SystemObjects.FIRST_ROLE)
        .set("collprovider", provider)
        .set("collisdeterministic", true)
        .set("collencoding", -1)
        .set("collcollate", locale)
        .set("collctype", locale)
        .add();
  }
}
