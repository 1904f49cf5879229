package dev.headrace.quality.sql;

import dev.headrace.quality.sql.Tables.Kind;
import java.util.List;

/**
 * What operators and functions make of a kind. A letter in braces stands for an argument: s, i, b
 * for the integers, n numeric, f double precision, t text, o boolean, d date, T timestamp, Z
 * timestamptz, I interval, u uuid.
 */
final class ExpressionPatterns {
  private static final List<String> SMALLINTS =
      List.of(
          "({s} + {s})",
          "({s} - {s})",
          "({s} % {s})",
          "abs({s})",
          "CAST({i} AS smallint)",
          "(- {s})");

  private static final List<String> INTEGERS =
      List.of(
          "({i} + {i})",
          "({i} - {i})",
          "({i} * {i})",
          "({i} / {i})",
          "({i} % {i})",
          "(- {i})",
          "({s} + {i})",
          "({s} * {i})",
          "abs({i})",
          "length({t})",
          "char_length({t})",
          "octet_length({t})",
          "strpos({t}, {t})",
          "ascii({t})",
          "CAST({b} AS integer)",
          "CAST({n} AS integer)",
          "CAST({o} AS integer)",
          "CAST({f} AS integer)",
          "({d} - {d})",
          "mod({i}, {i})",
          "{s}::integer");

  private static final List<String> BIGINTS =
      List.of(
          "({b} + {b})",
          "({b} - {i})",
          "({b} * {s})",
          "({b} / {i})",
          "({b} % {b})",
          "(- {b})",
          "abs({b})",
          "CAST({i} AS bigint)",
          "CAST({n} AS bigint)",
          "CAST({f} AS bigint)",
          "gcd({b}, {b})");

  private static final List<String> NUMERICS =
      List.of(
          "({n} + {n})",
          "({n} - {n})",
          "({n} * {n})",
          "({n} / {n})",
          "({n} % {n})",
          "(- {n})",
          "({n} + {i})",
          "({b} * {n})",
          "abs({n})",
          "round({n})",
          "round({n}, 1)",
          "trunc({n}, 2)",
          "round({n}, -1)",
          "ceil({n})",
          "floor({n})",
          "sign({n})",
          "mod({n}, {n})",
          "CAST({i} AS numeric)",
          "CAST({n} AS numeric(10,1))",
          "extract(year FROM {d})",
          "extract(hour FROM {T})",
          "extract(epoch FROM {T})",
          "extract(dow FROM {d})",
          "extract(epoch FROM {I})",
          "extract(second FROM {T})",
          "extract(week FROM {d})",
          "CAST({f} AS numeric)");

  private static final List<String> DOUBLES =
      List.of(
          "({f} + {f})",
          "({f} - {f})",
          "({f} * {f})",
          "({f} / {f})",
          "(- {f})",
          "({f} * {i})",
          "abs({f})",
          "floor({f})",
          "ceil({f})",
          "round({f})",
          "trunc({f})",
          "sign({f})",
          "sqrt(abs({f}))",
          "CAST({i} AS double precision)",
          "CAST({n} AS double precision)",
          "({f} + {n})",
          "date_part('hour', {T})");

  private static final List<String> TEXTS =
      List.of(
          "({t} || {t})",
          "({t} || {i})",
          "upper({t})",
          "lower({t})",
          "substring({t} FROM 2)",
          "substring({t} FROM 1 FOR 2)",
          "substr({t}, {s}, 2)",
          "trim({t})",
          "ltrim({t}, 'a')",
          "rtrim({t}, 'b')",
          "replace({t}, 'a', {t})",
          "left({t}, {s})",
          "right({t}, {s})",
          "reverse({t})",
          "repeat({t}, 2)",
          "lpad({t}, 4, '*')",
          "rpad({t}, 3)",
          "initcap({t})",
          "split_part({t}, 'b', 1)",
          "concat({t}, {i}, {o})",
          "translate({t}, 'ab', 'x')",
          "CAST({i} AS text)",
          "CAST({n} AS text)",
          "CAST({d} AS text)",
          "CAST({T} AS text)",
          "CAST({o} AS text)",
          "CAST({I} AS text)",
          "CAST({f} AS text)",
          "CAST({t} AS varchar(2))",
          "md5({t})",
          "CAST({u} AS text)",
          "CAST({Z} AS text)",
          "overlay({t} PLACING 'x' FROM 1)",
          "trim(BOTH 'a' FROM {t})");

  private static final List<String> BOOLEANS =
      List.of(
          "(NOT {o})",
          "({o} IS TRUE)",
          "({o} IS NOT TRUE)",
          "({o} IS UNKNOWN)",
          "({t} LIKE 'a%')",
          "({t} LIKE '_')",
          "({t} NOT LIKE '%b%')",
          "({t} ILIKE 'A%')",
          "({t} LIKE {t})",
          "({t} ~ '^a')",
          "({t} !~* 'B')",
          "starts_with({t}, 'a')",
          "({i} = {b})",
          "({i} < {n})",
          "({s} >= {i})",
          "({n} > {f})",
          "({d} < {T})",
          "({i} = ANY (ARRAY[1, 2, NULL]))",
          "({i} <> ALL (ARRAY[1, 2]))",
          "(({i}, {t}) = ({i}, {t}))",
          "(({i}, {t}) < ({i}, {t}))",
          "({o} = {o})",
          "({t} SIMILAR TO '(a|b)%')",
          "({i} BETWEEN SYMMETRIC {i} AND {i})",
          "({o} AND NOT {o})",
          "({i} IS NOT DISTINCT FROM NULL)");

  private static final List<String> DATES =
      List.of(
          "({d} + {s})",
          "({d} - {i} % 100)",
          "CAST({T} AS date)",
          "CAST({Z} AS date)",
          "make_date(2024, 2, 1 + abs({i} % 29))");

  private static final List<String> TIMESTAMPS =
      List.of(
          "({T} + {I})",
          "({T} - {I})",
          "({d} + {I})",
          "date_trunc('hour', {T})",
          "date_trunc('month', {T})",
          "date_trunc('week', {T})",
          "CAST({d} AS timestamp)",
          "({Z} AT TIME ZONE 'UTC')",
          "({Z} AT TIME ZONE 'Europe/Berlin')");

  private static final List<String> ZONED =
      List.of(
          "({Z} + {I})",
          "({Z} - {I})",
          "date_trunc('day', {Z})",
          "CAST({T} AS timestamptz)",
          "({T} AT TIME ZONE 'America/New_York')");

  private static final List<String> INTERVALS =
      List.of(
          "({I} + {I})",
          "({I} - {I})",
          "({I} * {s})",
          "({T} - {T})",
          "({Z} - {Z})",
          "(- {I})",
          "justify_hours({I})",
          "justify_days({I})",
          "({I} / 2)",
          "age({T}, {T})",
          "({I} * CAST({s} AS double precision))");

  private static final List<String> UUIDS = List.of("CAST(CAST({u} AS text) AS uuid)");

  private ExpressionPatterns() {}

  static List<String> of(Kind kind) {
    return switch (kind) {
      case SMALLINT -> SMALLINTS;
      case INTEGER -> INTEGERS;
      case BIGINT -> BIGINTS;
      case NUMERIC -> NUMERICS;
      case DOUBLE -> DOUBLES;
      case TEXT -> TEXTS;
      case BOOLEAN -> BOOLEANS;
      case DATE -> DATES;
      case TIMESTAMP -> TIMESTAMPS;
      case TIMESTAMPTZ -> ZONED;
      case INTERVAL -> INTERVALS;
      case UUID -> UUIDS;
    };
  }
}
