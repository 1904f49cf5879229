package dev.headrace.ir;

import static dev.headrace.model.SqlType.Kind.BIGINT;
import static dev.headrace.model.SqlType.Kind.BOOLEAN;
import static dev.headrace.model.SqlType.Kind.DATE;
import static dev.headrace.model.SqlType.Kind.DOUBLE;
import static dev.headrace.model.SqlType.Kind.INTEGER;
import static dev.headrace.model.SqlType.Kind.INTERVAL;
import static dev.headrace.model.SqlType.Kind.NUMERIC;
import static dev.headrace.model.SqlType.Kind.TEXT;
import static dev.headrace.model.SqlType.Kind.TIME;
import static dev.headrace.model.SqlType.Kind.TIMESTAMP;
import static dev.headrace.model.SqlType.Kind.TIMESTAMPTZ;

import dev.headrace.model.function.DateTimeConversions;
import dev.headrace.model.function.DateTimeParts;
import dev.headrace.model.function.DateTimeTruncation;
import dev.headrace.model.function.DateTimes;
import dev.headrace.model.function.Intervals;

/** Registry: functions on dates, times and intervals. */
final class DateTimeFunctions {
  private DateTimeFunctions() {}

  static void addTo(FunctionList list) {
    operators(list.in(DateTimes.class));
    intervals(list.in(Intervals.class));
    parts(list.in(DateTimeParts.class));
    list.in(DateTimeTruncation.class)
        .add("date_trunc", "truncate", TIMESTAMP, TEXT, TIMESTAMP)
        .add("date_trunc", "truncate", TIMESTAMPTZ, TEXT, TIMESTAMPTZ, TEXT)
        .add("date_trunc", "truncate", INTERVAL, TEXT, INTERVAL);
    constructors(list.in(DateTimeConversions.class));
  }

  private static void operators(FunctionList list) {
    list.add("+", "addDays", DATE, DATE, INTEGER)
        .add("-", "subtractDays", DATE, DATE, INTEGER)
        .add("-", "daysBetween", INTEGER, DATE, DATE)
        .add("+", "addToDate", TIMESTAMP, DATE, INTERVAL)
        .add("-", "subtractFromDate", TIMESTAMP, DATE, INTERVAL)
        .add("+", "addTime", TIMESTAMP, DATE, TIME)
        .add("+", "add", TIMESTAMP, TIMESTAMP, INTERVAL)
        .add("-", "subtract", TIMESTAMP, TIMESTAMP, INTERVAL)
        .add("-", "difference", INTERVAL, TIMESTAMP, TIMESTAMP)
        .add("+", "add", TIMESTAMPTZ, TIMESTAMPTZ, INTERVAL, TEXT)
        .add("-", "subtract", TIMESTAMPTZ, TIMESTAMPTZ, INTERVAL, TEXT)
        .add("-", "difference", INTERVAL, TIMESTAMPTZ, TIMESTAMPTZ)
        .add("+", "addToTime", TIME, TIME, INTERVAL)
        .add("-", "subtractFromTime", TIME, TIME, INTERVAL)
        .add("-", "timeDifference", INTERVAL, TIME, TIME)
        .add("age", "age", INTERVAL, TIMESTAMP, TIMESTAMP)
        .add("age", "age", INTERVAL, TIMESTAMPTZ, TIMESTAMPTZ, TEXT)
        .add("date_bin", "bin", TIMESTAMP, INTERVAL, TIMESTAMP, TIMESTAMP)
        .add("date_bin", "bin", TIMESTAMPTZ, INTERVAL, TIMESTAMPTZ, TIMESTAMPTZ);
  }

  private static void intervals(FunctionList list) {
    list.add("+", "add", INTERVAL, INTERVAL, INTERVAL)
        .add("-", "subtract", INTERVAL, INTERVAL, INTERVAL)
        .add("-", "negate", INTERVAL, INTERVAL)
        .add("*", "multiply", INTERVAL, INTERVAL, DOUBLE)
        .add("*", "multiply", INTERVAL, DOUBLE, INTERVAL)
        .add("/", "divide", INTERVAL, INTERVAL, DOUBLE)
        .add("$interval_months", "months", INTEGER, INTERVAL)
        .add("$interval_days", "days", INTEGER, INTERVAL)
        .add("$interval_micros", "micros", BIGINT, INTERVAL)
        .add("$interval_sum", "ofSums", INTERVAL, BIGINT, BIGINT, NUMERIC)
        .add("$interval_average", "average", INTERVAL, BIGINT, BIGINT, NUMERIC, BIGINT)
        .add("justify_hours", "justifyHours", INTERVAL, INTERVAL)
        .add("justify_days", "justifyDays", INTERVAL, INTERVAL)
        .add("justify_interval", "justifyInterval", INTERVAL, INTERVAL)
        .add(
            "make_interval",
            "make",
            INTERVAL,
            INTEGER,
            INTEGER,
            INTEGER,
            INTEGER,
            INTEGER,
            INTEGER,
            DOUBLE);
  }

  private static void parts(FunctionList list) {
    list.nullable("extract", "extract", NUMERIC, TEXT, TIMESTAMP)
        .nullable("extract", "extract", NUMERIC, TEXT, TIMESTAMPTZ, TEXT)
        .nullable("extract", "extractFromDate", NUMERIC, TEXT, DATE)
        .add("extract", "extractFromTime", NUMERIC, TEXT, TIME)
        .add("extract", "extract", NUMERIC, TEXT, INTERVAL)
        .nullable("date_part", "datePart", DOUBLE, TEXT, TIMESTAMP)
        .nullable("date_part", "datePart", DOUBLE, TEXT, TIMESTAMPTZ, TEXT)
        .nullable("date_part", "datePartOfDate", DOUBLE, TEXT, DATE)
        .add("date_part", "datePartOfTime", DOUBLE, TEXT, TIME)
        .add("date_part", "datePart", DOUBLE, TEXT, INTERVAL);
  }

  private static void constructors(FunctionList list) {
    list.add("timezone", "atZone", TIMESTAMPTZ, TEXT, TIMESTAMP)
        .add("timezone", "inZone", TIMESTAMP, TEXT, TIMESTAMPTZ)
        .add("make_date", "makeDate", DATE, INTEGER, INTEGER, INTEGER)
        .add("make_time", "makeTime", TIME, INTEGER, INTEGER, DOUBLE)
        .add(
            "make_timestamp",
            "makeTimestamp",
            TIMESTAMP,
            INTEGER,
            INTEGER,
            INTEGER,
            INTEGER,
            INTEGER,
            DOUBLE)
        .add(
            "make_timestamptz",
            "makeTimestamptz",
            TIMESTAMPTZ,
            INTEGER,
            INTEGER,
            INTEGER,
            INTEGER,
            INTEGER,
            DOUBLE,
            TEXT)
        .add("to_timestamp", "fromEpoch", TIMESTAMPTZ, DOUBLE);
    list.in(DateTimes.class)
        .add("isfinite", "isFinite", BOOLEAN, DATE)
        .add("isfinite", "isFinite", BOOLEAN, TIMESTAMP)
        .add("isfinite", "isFinite", BOOLEAN, TIMESTAMPTZ)
        .add("isfinite", "isFinite", BOOLEAN, INTERVAL);
  }
}
