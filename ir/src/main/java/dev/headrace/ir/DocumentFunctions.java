package dev.headrace.ir;

import static dev.headrace.model.SqlType.Kind.ARRAY;
import static dev.headrace.model.SqlType.Kind.BOOLEAN;
import static dev.headrace.model.SqlType.Kind.DOUBLE;
import static dev.headrace.model.SqlType.Kind.INTEGER;
import static dev.headrace.model.SqlType.Kind.JSONB;
import static dev.headrace.model.SqlType.Kind.REAL;
import static dev.headrace.model.SqlType.Kind.TEXT;
import static dev.headrace.model.SqlType.Kind.TIMESTAMP;
import static dev.headrace.model.SqlType.Kind.TIMESTAMPTZ;

import dev.headrace.model.SqlType.Kind;
import dev.headrace.model.function.ArrayFunctions;
import dev.headrace.model.function.ArrayLimits;
import dev.headrace.model.function.ArrayShapes;
import dev.headrace.model.function.JsonContainment;
import dev.headrace.model.function.JsonConversions;
import dev.headrace.model.function.JsonEdits;
import dev.headrace.model.function.JsonPretty;
import dev.headrace.model.function.Jsons;
import java.util.Locale;

/**
 * Registry: functions on jsonb and on arrays. Where an argument named OID is not SQL's own, it is
 * the reference of the array's element type (see {@code TypeOids}), an INTEGER literal.
 */
final class DocumentFunctions {
  private DocumentFunctions() {}

  static void addTo(FunctionList list) {
    json(list.in(Jsons.class));
    jsonChanges(list);
    arrays(list.in(ArrayFunctions.class));
  }

  private static void json(FunctionList list) {
    list.nullable("->", "field", JSONB, JSONB, TEXT)
        .nullable("->", "element", JSONB, JSONB, INTEGER)
        .nullable("->>", "fieldText", TEXT, JSONB, TEXT)
        .nullable("->>", "elementText", TEXT, JSONB, INTEGER)
        .nullable("#>", "path", JSONB, JSONB, ARRAY)
        .nullable("#>>", "pathText", TEXT, JSONB, ARRAY)
        .add("?", "exists", BOOLEAN, JSONB, TEXT)
        .add("jsonb_exists", "exists", BOOLEAN, JSONB, TEXT)
        .add("jsonb_typeof", "typeOf", TEXT, JSONB)
        .add("jsonb_array_length", "arrayLength", INTEGER, JSONB);
  }

  private static void jsonChanges(FunctionList list) {
    list.in(JsonContainment.class)
        .add("@>", "contains", BOOLEAN, JSONB, JSONB)
        .add("<@", "isContained", BOOLEAN, JSONB, JSONB)
        .add("?|", "hasAny", BOOLEAN, JSONB, ARRAY)
        .add("?&", "hasAll", BOOLEAN, JSONB, ARRAY)
        .add("jsonb_contains", "contains", BOOLEAN, JSONB, JSONB)
        .add("jsonb_contained", "isContained", BOOLEAN, JSONB, JSONB)
        .add("jsonb_exists_any", "hasAny", BOOLEAN, JSONB, ARRAY)
        .add("jsonb_exists_all", "hasAll", BOOLEAN, JSONB, ARRAY);
    list.in(JsonEdits.class)
        .add("||", "concat", JSONB, JSONB, JSONB)
        .add("-", "without", JSONB, JSONB, TEXT)
        .add("-", "without", JSONB, JSONB, INTEGER)
        .add("-", "withoutAll", JSONB, JSONB, ARRAY)
        .add("#-", "withoutPath", JSONB, JSONB, ARRAY)
        .add("jsonb_concat", "concat", JSONB, JSONB, JSONB)
        .add("jsonb_delete", "without", JSONB, JSONB, TEXT)
        .add("jsonb_delete", "without", JSONB, JSONB, INTEGER)
        .add("jsonb_delete", "withoutAll", JSONB, JSONB, ARRAY)
        .add("jsonb_delete_path", "withoutPath", JSONB, JSONB, ARRAY)
        .add("$set_null", "setNull", JSONB, JSONB, ARRAY, BOOLEAN, TEXT)
        .add("jsonb_set", "set", JSONB, JSONB, ARRAY, JSONB)
        .add("jsonb_set", "set", JSONB, JSONB, ARRAY, JSONB, BOOLEAN)
        .add("jsonb_insert", "insert", JSONB, JSONB, ARRAY, JSONB)
        .add("jsonb_insert", "insert", JSONB, JSONB, ARRAY, JSONB, BOOLEAN)
        .add("jsonb_strip_nulls", "stripNulls", JSONB, JSONB)
        .add("jsonb_object", "object", JSONB, ARRAY)
        .add("jsonb_object", "object", JSONB, ARRAY, ARRAY);
    list.in(JsonPretty.class).add("jsonb_pretty", "pretty", TEXT, JSONB);
    list.in(JsonConversions.class)
        .add("to_jsonb", "of", JSONB, REAL)
        .add("to_jsonb", "of", JSONB, DOUBLE)
        .add("to_jsonb", "of", JSONB, TIMESTAMP)
        .add("to_jsonb", "of", JSONB, TIMESTAMPTZ, TEXT)
        .add("to_jsonb", "of", JSONB, ARRAY, INTEGER, TEXT);
  }

  /** The registered name of a subscript of an array, by the kind of its elements. */
  static String subscriptName(Kind element) {
    return "array_element_" + element.name().toLowerCase(Locale.ROOT);
  }

  private static void arrays(FunctionList list) {
    list.add("cardinality", "cardinality", INTEGER, ARRAY)
        .nullable("array_length", "length", INTEGER, ARRAY, INTEGER)
        .nullable("array_upper", "length", INTEGER, ARRAY, INTEGER)
        .nullable("array_lower", "lower", INTEGER, ARRAY, INTEGER)
        .nullable("array_ndims", "dimensions", INTEGER, ARRAY)
        .nullable("array_dims", "bounds", TEXT, ARRAY)
        .add("trim_array", "trim", ARRAY, ARRAY, INTEGER, INTEGER)
        .add("array_to_string", "join", TEXT, ARRAY, TEXT, INTEGER, TEXT)
        .add("array_to_string", "join", TEXT, ARRAY, TEXT, TEXT, INTEGER, TEXT)
        .add("array_remove", "without", ARRAY, ARRAY, ARRAY, INTEGER)
        .add("array_replace", "replaced", ARRAY, ARRAY, ARRAY, ARRAY, INTEGER)
        .add("array_positions", "positions", ARRAY, ARRAY, ARRAY, INTEGER)
        .add("@>", "contains", BOOLEAN, ARRAY, ARRAY, INTEGER)
        .add("<@", "isContained", BOOLEAN, ARRAY, ARRAY, INTEGER)
        .add("&&", "overlaps", BOOLEAN, ARRAY, ARRAY, INTEGER)
        .add("$slice", "slice", ARRAY, ARRAY, INTEGER, INTEGER, INTEGER)
        .add("array_cat", "concat", ARRAY, ARRAY, ARRAY, INTEGER);
    list.in(ArrayLimits.class)
        .add("$limit_elements", "cast", ARRAY, ARRAY, INTEGER, INTEGER)
        .add("$limit_assigned", "assign", ARRAY, ARRAY, INTEGER, INTEGER);
    list.in(ArrayShapes.class)
        .add("$fill", "fill", ARRAY, ARRAY, ARRAY, INTEGER)
        .nullable("$width_bucket", "widthBucket", INTEGER, ARRAY, ARRAY, INTEGER);
    list.in(ArrayFunctions.class);
    for (Kind kind : Kind.values()) {
      if (kind != ARRAY) {
        list.nullable(subscriptName(kind), subscriptMethod(kind), kind, ARRAY, INTEGER, INTEGER)
            .nullable("= any", "isAny", BOOLEAN, kind, ARRAY, INTEGER)
            .nullable("$quantified", "quantified", BOOLEAN, kind, ARRAY, INTEGER, INTEGER)
            .nullable("array_position", "position", INTEGER, ARRAY, kind, INTEGER)
            .add("array_append", "append", ARRAY, ARRAY, kind, INTEGER);
      }
    }
  }

  private static String subscriptMethod(Kind kind) {
    return switch (kind) {
      case BOOLEAN -> "booleanElement";
      case SMALLINT, INTEGER, DATE -> "intElement";
      case BIGINT, TIME, TIMESTAMP, TIMESTAMPTZ, ENUM -> "longElement";
      case REAL -> "floatElement";
      case DOUBLE -> "doubleElement";
      case NUMERIC -> "decimalElement";
      case INTERVAL -> "intervalElement";
      case UUID -> "uuidElement";
      case TEXT, VARCHAR, CHAR, BYTEA, JSONB, ARRAY -> "sliceElement";
    };
  }
}
