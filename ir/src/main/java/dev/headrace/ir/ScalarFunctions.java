package dev.headrace.ir;

import dev.headrace.model.SqlType.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The registry of scalar functions: everything SQL calls by name, infix operators on other things
 * than numbers ({@code ||}, {@code ~}, {@code +} of a date), and what casts are lowered to.
 *
 * <p>Parameters of text are declared TEXT and take VARCHAR and CHAR too; where an overload for CHAR
 * exists beside it, that one is meant for CHAR. Functions that depend on the session's time zone
 * take it as their last argument, of type TEXT: give them a call of {@link #SESSION_TIME_ZONE}.
 *
 * <p>Functions on arrays that cannot tell the type of the elements from another argument take its
 * OID as a last INTEGER: {@code = any}, {@code array_position}, {@code array_append}, {@code
 * array_cat} and {@link #subscript}.
 */
public final class ScalarFunctions {
  private static final List<ScalarFunction> ALL = register();
  private static final Map<String, List<ScalarFunction>> BY_NAME =
      ALL.stream()
          .collect(
              Collectors.groupingBy(
                  ScalarFunction::name, LinkedHashMap::new, Collectors.toUnmodifiableList()));

  public static final ScalarFunction CONCAT = require("||", Kind.TEXT, Kind.TEXT);
  public static final ScalarFunction LIKE = require("like", Kind.TEXT, Kind.TEXT);
  public static final ScalarFunction LIKE_ESCAPE = require("like", Kind.TEXT, Kind.TEXT, Kind.TEXT);
  public static final ScalarFunction ILIKE = require("ilike", Kind.TEXT, Kind.TEXT);
  public static final ScalarFunction ILIKE_ESCAPE =
      require("ilike", Kind.TEXT, Kind.TEXT, Kind.TEXT);
  public static final ScalarFunction NOW = require("now");
  public static final ScalarFunction CURRENT_DATE = require("current_date");
  public static final ScalarFunction LOCALTIME = require("localtime");
  public static final ScalarFunction LOCALTIMESTAMP = require("localtimestamp");
  public static final ScalarFunction SESSION_TIME_ZONE = require("session_time_zone");
  public static final ScalarFunction SESSION_SEQUENCES = require("session_sequences");
  public static final ScalarFunction SESSION_CATALOG = require("session_catalog");

  private ScalarFunctions() {}

  private static List<ScalarFunction> register() {
    FunctionList list = new FunctionList();
    TextFunctions.addTo(list);
    NumberFunctions.addTo(list);
    DateTimeFunctions.addTo(list);
    TemplateFunctions.addTo(list);
    DocumentFunctions.addTo(list);
    ConversionFunctions.addTo(list);
    SessionFunctions.addTo(list);
    CatalogFunctions.addTo(list);
    return list.functions();
  }

  /** Every overload of every function. */
  public static List<ScalarFunction> all() {
    return ALL;
  }

  /** All overloads of a name in lower case; empty if there is none. */
  public static List<ScalarFunction> named(String name) {
    return BY_NAME.getOrDefault(name, List.of());
  }

  /**
   * The overload that takes arguments of exactly these kinds, any text kind where TEXT is declared;
   * an overload that names the very kind goes first. Null if there is none.
   */
  public static @Nullable ScalarFunction find(String name, Kind... arguments) {
    List<Kind> kinds = List.of(arguments);
    ScalarFunction found = null;
    for (ScalarFunction function : named(name)) {
      if (function.parameters().equals(kinds)) {
        return function;
      }
      if (function.accepts(kinds) && (found == null || isMoreGeneral(found))) {
        found = function;
      }
    }
    return found;
  }

  /** An overload for CHAR must not win for VARCHAR. */
  private static boolean isMoreGeneral(ScalarFunction function) {
    return function.parameters().contains(Kind.CHAR);
  }

  /** The subscript of arrays with elements of a kind: (array, subscript, element type's OID). */
  public static ScalarFunction subscript(Kind element) {
    return require(
        DocumentFunctions.subscriptName(element), Kind.ARRAY, Kind.INTEGER, Kind.INTEGER);
  }

  /**
   * As {@link #find}, for functions that are known to exist.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static ScalarFunction require(String name, Kind... arguments) {
    ScalarFunction function = find(name, arguments);
    if (function == null) {
      throw new IllegalArgumentException("no function " + name + List.of(arguments));
    }
    return function;
  }
}
