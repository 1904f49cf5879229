package dev.headrace.ir;

import static dev.headrace.model.SqlType.Kind.ARRAY;
import static dev.headrace.model.SqlType.Kind.BIGINT;
import static dev.headrace.model.SqlType.Kind.BOOLEAN;
import static dev.headrace.model.SqlType.Kind.BYTEA;
import static dev.headrace.model.SqlType.Kind.CHAR;
import static dev.headrace.model.SqlType.Kind.DATE;
import static dev.headrace.model.SqlType.Kind.DOUBLE;
import static dev.headrace.model.SqlType.Kind.ENUM;
import static dev.headrace.model.SqlType.Kind.INTEGER;
import static dev.headrace.model.SqlType.Kind.INTERVAL;
import static dev.headrace.model.SqlType.Kind.JSONB;
import static dev.headrace.model.SqlType.Kind.NUMERIC;
import static dev.headrace.model.SqlType.Kind.REAL;
import static dev.headrace.model.SqlType.Kind.SMALLINT;
import static dev.headrace.model.SqlType.Kind.TEXT;
import static dev.headrace.model.SqlType.Kind.TIME;
import static dev.headrace.model.SqlType.Kind.TIMESTAMP;
import static dev.headrace.model.SqlType.Kind.TIMESTAMPTZ;
import static dev.headrace.model.SqlType.Kind.UUID;

import dev.headrace.model.SqlType.Kind;
import dev.headrace.model.function.ArrayConversions;
import dev.headrace.model.function.ArrayFunctions;
import dev.headrace.model.function.Conversions;
import dev.headrace.model.function.DateTimeConversions;
import dev.headrace.model.function.DateTimes;
import dev.headrace.model.function.Encodings;
import dev.headrace.model.function.EnumFunctions;
import dev.headrace.model.function.Jsons;
import dev.headrace.model.function.Texts;
import dev.headrace.model.function.TimePrecision;
import java.util.Locale;

/**
 * Registry: what casts become. Their names, {@code cast_} and the target kind, are not for users.
 */
final class ConversionFunctions {
  private static final Kind[] NUMBERS = {SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, NUMERIC};

  private ConversionFunctions() {}

  /** The registered name of a conversion to a kind. */
  static String nameOf(Kind target) {
    return "cast_" + target.name().toLowerCase(Locale.ROOT);
  }

  static void addTo(FunctionList list) {
    list.in(Conversions.class);
    for (Kind target : NUMBERS) {
      String method = "to" + target.name().charAt(0) + lowerTail(target);
      for (Kind source : NUMBERS) {
        if (source != target) {
          list.add(nameOf(target), method, target, source);
        }
      }
      list.add(nameOf(target), method, target, TEXT);
      list.add(nameOf(TEXT), "toText", TEXT, target);
    }
    list.add(nameOf(INTEGER), "toInteger", INTEGER, BOOLEAN)
        .add(nameOf(BOOLEAN), "toBoolean", BOOLEAN, INTEGER)
        .add(nameOf(BOOLEAN), "toBoolean", BOOLEAN, TEXT)
        .add(nameOf(TEXT), "toText", TEXT, BOOLEAN)
        .add("numeric_cast", "toNumeric", NUMERIC, NUMERIC, INTEGER, INTEGER);
    list.in(Texts.class).add(nameOf(TEXT), "stripBlanks", TEXT, CHAR);
    dateTimes(list.in(DateTimeConversions.class));
    list.in(DateTimes.class).add(nameOf(TIMESTAMP), "toTimestamp", TIMESTAMP, DATE);
    list.in(TimePrecision.class)
        .add("$round_time", "ofTime", TIME, TIME, INTEGER)
        .add("$round_time", "ofTimestamp", TIMESTAMP, TIMESTAMP, INTEGER)
        .add("$round_time", "ofTimestamp", TIMESTAMPTZ, TIMESTAMPTZ, INTEGER)
        .add("$round_time", "ofInterval", INTERVAL, INTERVAL, INTEGER);
    bytesAndDocuments(list);
    // labels may be renamed and added: STABLE, as in PostgreSQL
    list.inLookups(EnumFunctions.class)
        .add(nameOf(TEXT), "toText", TEXT, ENUM, INTEGER)
        .add(nameOf(ENUM), "toEnum", ENUM, TEXT, INTEGER)
        .add("$enum_first", "first", ENUM, INTEGER)
        .add("$enum_last", "last", ENUM, INTEGER)
        .add("$enum_range", "range", ARRAY, INTEGER)
        .add("$enum_range", "range", ARRAY, ENUM, ENUM, INTEGER);
  }

  private static void bytesAndDocuments(FunctionList list) {
    list.in(Encodings.class)
        .add(nameOf(BYTEA), "toBytea", BYTEA, TEXT)
        .add(nameOf(TEXT), "byteaToText", TEXT, BYTEA)
        .add(nameOf(UUID), "toUuid", UUID, TEXT)
        .add(nameOf(TEXT), "uuidToText", TEXT, UUID);
    list.in(Jsons.class)
        .add(nameOf(JSONB), "toJson", JSONB, TEXT)
        .add(nameOf(TEXT), "toText", TEXT, JSONB)
        .add(nameOf(BOOLEAN), "toBoolean", BOOLEAN, JSONB)
        .add("to_jsonb", "quote", JSONB, TEXT);
    for (Kind target : NUMBERS) {
      list.add(nameOf(target), "to" + target.name().charAt(0) + lowerTail(target), target, JSONB);
    }
    list.in(ArrayFunctions.class)
        .add(nameOf(TEXT), "toText", TEXT, ARRAY, INTEGER, TEXT)
        .add(nameOf(ARRAY), "fromText", ARRAY, TEXT, INTEGER, TEXT)
        .in(ArrayConversions.class)
        .add(nameOf(ARRAY), "viaText", ARRAY, ARRAY, INTEGER, INTEGER, TEXT)
        .add("cast_numbers", "ofNumbers", ARRAY, ARRAY, INTEGER, INTEGER)
        .add("cast_times", "ofTimes", ARRAY, ARRAY, INTEGER, INTEGER, TEXT);
  }

  private static void dateTimes(FunctionList list) {
    list.add(nameOf(DATE), "toDate", DATE, TEXT)
        .add(nameOf(DATE), "toDate", DATE, TIMESTAMP)
        .add(nameOf(DATE), "toDate", DATE, TIMESTAMPTZ, TEXT)
        .add(nameOf(TIME), "toTime", TIME, TEXT)
        .nullable(nameOf(TIME), "toTime", TIME, TIMESTAMP)
        .nullable(nameOf(TIME), "toTime", TIME, TIMESTAMPTZ, TEXT)
        .add(nameOf(TIME), "toTime", TIME, INTERVAL)
        .add(nameOf(TIMESTAMP), "toTimestamp", TIMESTAMP, TEXT)
        .add(nameOf(TIMESTAMP), "toTimestamp", TIMESTAMP, TIMESTAMPTZ, TEXT)
        .add(nameOf(TIMESTAMPTZ), "toTimestamptz", TIMESTAMPTZ, TEXT, TEXT)
        .add(nameOf(TIMESTAMPTZ), "toTimestamptz", TIMESTAMPTZ, DATE, TEXT)
        .add(nameOf(TIMESTAMPTZ), "toTimestamptz", TIMESTAMPTZ, TIMESTAMP, TEXT)
        .add(nameOf(DATE), "toDate", DATE, TEXT, TIMESTAMPTZ, TEXT)
        .add(nameOf(TIME), "toTime", TIME, TEXT, TIMESTAMPTZ, TEXT)
        .add(nameOf(TIMESTAMP), "toTimestamp", TIMESTAMP, TEXT, TIMESTAMPTZ, TEXT)
        .add(nameOf(TIMESTAMPTZ), "toTimestamptz", TIMESTAMPTZ, TEXT, TIMESTAMPTZ, TEXT)
        .add(nameOf(INTERVAL), "toInterval", INTERVAL, TEXT)
        .add(nameOf(INTERVAL), "toInterval", INTERVAL, TIME)
        .add(nameOf(TEXT), "dateToText", TEXT, DATE)
        .add(nameOf(TEXT), "timeToText", TEXT, TIME)
        .add(nameOf(TEXT), "timestampToText", TEXT, TIMESTAMP)
        .add(nameOf(TEXT), "timestamptzToText", TEXT, TIMESTAMPTZ, TEXT)
        .add(nameOf(TEXT), "intervalToText", TEXT, INTERVAL);
  }

  private static String lowerTail(Kind kind) {
    return kind.name().substring(1).toLowerCase(Locale.ROOT);
  }
}
