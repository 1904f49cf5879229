package dev.headrace.ir;

import static dev.headrace.model.SqlType.Kind.BIGINT;
import static dev.headrace.model.SqlType.Kind.BOOLEAN;
import static dev.headrace.model.SqlType.Kind.CHAR;
import static dev.headrace.model.SqlType.Kind.DOUBLE;
import static dev.headrace.model.SqlType.Kind.INTEGER;
import static dev.headrace.model.SqlType.Kind.NUMERIC;
import static dev.headrace.model.SqlType.Kind.REAL;
import static dev.headrace.model.SqlType.Kind.SMALLINT;
import static dev.headrace.model.SqlType.Kind.TEXT;

import dev.headrace.model.SqlType.Kind;
import dev.headrace.model.function.Conversions;
import dev.headrace.model.function.Texts;
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
  }

  private static String lowerTail(Kind kind) {
    return kind.name().substring(1).toLowerCase(Locale.ROOT);
  }
}
