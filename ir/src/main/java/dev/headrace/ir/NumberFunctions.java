package dev.headrace.ir;

import static dev.headrace.model.SqlType.Kind.BIGINT;
import static dev.headrace.model.SqlType.Kind.DOUBLE;
import static dev.headrace.model.SqlType.Kind.INTEGER;
import static dev.headrace.model.SqlType.Kind.NUMERIC;
import static dev.headrace.model.SqlType.Kind.REAL;
import static dev.headrace.model.SqlType.Kind.SMALLINT;

import dev.headrace.model.SqlType.Kind;
import dev.headrace.model.function.Arithmetic;
import dev.headrace.model.function.Degrees;
import dev.headrace.model.function.Hyperbolic;
import dev.headrace.model.function.Numbers;
import dev.headrace.model.function.NumericFunctions;
import dev.headrace.model.function.RowCounts;

/** Registry: mathematical functions. */
final class NumberFunctions {
  private NumberFunctions() {}

  static void addTo(FunctionList list) {
    negation(list.in(Arithmetic.class));
    rounding(list.in(Numbers.class));
    bits(list);
    division(list);
    floats(list);
    list.in(NumericFunctions.class)
        .add("sqrt", "sqrt", NUMERIC, NUMERIC)
        .add("exp", "exp", NUMERIC, NUMERIC)
        .add("ln", "ln", NUMERIC, NUMERIC)
        .add("log", "log", NUMERIC, NUMERIC)
        .add("log10", "log", NUMERIC, NUMERIC)
        .add("log", "log", NUMERIC, NUMERIC, NUMERIC)
        .add("factorial", "factorial", NUMERIC, BIGINT);
    for (String name : new String[] {"power", "pow", "^"}) {
      list.add(name, "power", NUMERIC, NUMERIC, NUMERIC);
    }
    list.in(RowCounts.class)
        .add("$limit", "limit", BIGINT, BIGINT)
        .add("$offset", "offset", BIGINT, BIGINT);
  }

  private static void negation(FunctionList list) {
    list.add("-", "negateSmallint", SMALLINT, SMALLINT);
    for (Kind kind : new Kind[] {INTEGER, BIGINT, REAL, DOUBLE, NUMERIC}) {
      list.add("-", "negate", kind, kind);
    }
    list.add("mod", "remainderSmallint", SMALLINT, SMALLINT, SMALLINT);
    for (Kind kind : new Kind[] {INTEGER, BIGINT, NUMERIC}) {
      list.add("mod", "remainder", kind, kind, kind);
    }
  }

  private static void bits(FunctionList list) {
    for (Kind kind : new Kind[] {SMALLINT, INTEGER, BIGINT}) {
      list.add("&", "and", kind, kind, kind)
          .add("|", "or", kind, kind, kind)
          .add("#", "xor", kind, kind, kind);
    }
    list.add("~", "notSmallint", SMALLINT, SMALLINT)
        .add("~", "not", INTEGER, INTEGER)
        .add("~", "not", BIGINT, BIGINT);
    list.add("<<", "shiftLeftSmallint", SMALLINT, SMALLINT, INTEGER)
        .add(">>", "shiftRight", SMALLINT, SMALLINT, INTEGER);
    for (Kind kind : new Kind[] {INTEGER, BIGINT}) {
      list.add("<<", "shiftLeft", kind, kind, INTEGER).add(">>", "shiftRight", kind, kind, INTEGER);
    }
  }

  private static void rounding(FunctionList list) {
    for (String name : new String[] {"abs", "@"}) {
      list.add(name, "absSmallint", SMALLINT, SMALLINT);
      for (Kind kind : new Kind[] {INTEGER, BIGINT, REAL, DOUBLE, NUMERIC}) {
        list.add(name, "abs", kind, kind);
      }
    }
    for (Kind kind : new Kind[] {DOUBLE, NUMERIC}) {
      list.add("sign", "sign", kind, kind)
          .add("ceil", "ceil", kind, kind)
          .add("ceiling", "ceil", kind, kind)
          .add("floor", "floor", kind, kind)
          .add("round", "round", kind, kind)
          .add("trunc", "truncate", kind, kind);
    }
    list.add("round", "round", NUMERIC, NUMERIC, INTEGER)
        .add("trunc", "truncate", NUMERIC, NUMERIC, INTEGER)
        .add("scale", "scale", INTEGER, NUMERIC)
        .add("trim_scale", "trimScale", NUMERIC, NUMERIC)
        .add("min_scale", "minScale", INTEGER, NUMERIC);
  }

  private static void division(FunctionList list) {
    list.add("div", "div", NUMERIC, NUMERIC, NUMERIC);
    for (Kind kind : new Kind[] {INTEGER, BIGINT}) {
      list.add("gcd", "gcd", kind, kind, kind).add("lcm", "lcm", kind, kind, kind);
    }
  }

  private static void floats(FunctionList list) {
    String[] ofOne = {
      "sqrt", "cbrt", "exp", "ln", "log", "degrees", "radians", "sin", "cos", "tan", "cot", "asin",
      "acos", "atan", "sinh", "cosh", "tanh"
    };
    for (String name : ofOne) {
      list.add(name, name, DOUBLE, DOUBLE);
    }
    for (String name : new String[] {"power", "pow", "^"}) {
      list.add(name, "power", DOUBLE, DOUBLE, DOUBLE);
    }
    list.add("log10", "log", DOUBLE, DOUBLE)
        .add("atan2", "atan2", DOUBLE, DOUBLE, DOUBLE)
        .add("|/", "sqrt", DOUBLE, DOUBLE)
        .add("||/", "cbrt", DOUBLE, DOUBLE)
        .add("pi", "pi", DOUBLE)
        .add("width_bucket", "widthBucket", INTEGER, DOUBLE, DOUBLE, DOUBLE, INTEGER);
    list.in(Hyperbolic.class);
    for (String name : new String[] {"asinh", "acosh", "atanh"}) {
      list.add(name, name, DOUBLE, DOUBLE);
    }
    list.in(Degrees.class);
    for (String name : new String[] {"sin", "cos", "tan", "cot", "asin", "acos", "atan"}) {
      list.add(name + "d", name, DOUBLE, DOUBLE);
    }
    list.add("atan2d", "atan2", DOUBLE, DOUBLE, DOUBLE);
  }
}
