package dev.headrace.quality.examples;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import dev.headrace.ir.ScalarFunction;
import dev.headrace.ir.ScalarFunctions;
import dev.headrace.model.SqlType.Kind;
import dev.headrace.model.function.AdvisoryLockFunctions;
import dev.headrace.model.function.ArrayFunctions;
import dev.headrace.model.function.CatalogLookups;
import dev.headrace.model.function.JsonConversions;
import dev.headrace.model.function.SequenceFunctions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/** The registry of scalar functions as tables of a documentation page, one for each group. */
final class FunctionReference {
  static final String BEGIN = "<!-- functions: written by FunctionReferenceTest -->";
  static final String END = "<!-- end of functions -->";

  /** What casts and assignments are lowered to, and what the binder calls by itself. */
  private static final Set<String> WITHOUT_NAME =
      Set.of(
          "varchar_cast",
          "char_cast",
          "varchar_assign",
          "char_assign",
          "numeric_cast",
          "session_catalog",
          "session_sequences",
          "session_time_zone");

  /**
   * An overload as SQL calls it.
   *
   * @param parameters types of its arguments as users write them, without those the binder adds
   */
  record Overload(String group, String name, List<String> parameters, String result) {
    boolean isOperator() {
      return !Character.isLetter(name.charAt(0)) && name.charAt(0) != '_';
    }

    /** A call in SQL. */
    String call(List<String> arguments) {
      if (isOperator()) {
        return arguments.size() == 1
            ? name + " " + arguments.getFirst()
            : String.join(" " + name + " ", arguments);
      }
      return switch (name) {
        case "current_timestamp", "current_date", "localtime", "localtimestamp" -> name;
        case "current_user", "session_user" -> name;
        case "extract" -> "extract(year FROM " + arguments.getLast() + ")";
        case "like", "ilike" ->
            arguments.getFirst()
                + (" " + name.toUpperCase(Locale.ROOT) + " ")
                + arguments.get(1)
                + (arguments.size() > 2 ? " ESCAPE '!'" : "");
        case "similar to" ->
            arguments.getFirst()
                + " SIMILAR TO "
                + arguments.get(1)
                + (arguments.size() > 2 ? " ESCAPE '!'" : "");
        case "position" -> "position(" + arguments.get(0) + " IN " + arguments.get(1) + ")";
        case "overlay" -> "overlay(" + words(arguments, " PLACING ", " FROM ", " FOR ") + ")";
        default -> name + "(" + String.join(", ", arguments) + ")";
      };
    }

    private static String words(List<String> arguments, String... between) {
      StringBuilder text = new StringBuilder(arguments.getFirst());
      for (int i = 1; i < arguments.size(); i++) {
        text.append(between[i - 1]).append(arguments.get(i));
      }
      return text.toString();
    }

    String signature() {
      return "`" + call(parameters).replace("|", "\\|") + "` → " + result;
    }
  }

  private FunctionReference() {}

  static List<Overload> overloads() {
    List<Overload> overloads = new ArrayList<>();
    for (ScalarFunction function : ScalarFunctions.all()) {
      if (!hasNoName(function.name())) {
        Overload overload = overload(function);
        if (!overloads.contains(overload)) {
          overloads.add(overload);
          if (function.name().equals("array_append")) {
            // the binder makes it of others
            List<String> parameters = List.of("T", "T[]");
            overloads.add(new Overload(group(function), "array_prepend", parameters, "T[]"));
          }
        }
      }
    }
    return overloads;
  }

  private static boolean hasNoName(String name) {
    return WITHOUT_NAME.contains(name)
        || name.startsWith("$")
        || name.endsWith(" any")
        || name.endsWith(" all")
        || name.startsWith("cast_")
        || name.startsWith("array_element_");
  }

  private static Overload overload(ScalarFunction function) {
    List<Kind> kinds = new ArrayList<>(function.parameters());
    if (takesSessionTimeZone(function)
        || takesElementType(function)
        || function.owner() == CatalogLookups.class
        || function.owner() == AdvisoryLockFunctions.class
        || function.owner() == SequenceFunctions.class) {
      kinds.removeLast();
    }
    if (function.name().equals("array_to_string")) {
      // what the binder adds: the type of the elements and the time zone
      List<String> texts = Collections.nCopies(kinds.size() - 3, name(Kind.TEXT));
      List<String> parameters = new ArrayList<>(List.of("T[]"));
      parameters.addAll(texts);
      return new Overload(group(function), function.name(), parameters, name(Kind.TEXT));
    }
    if (function.name().equals("format")) {
      // any number of arguments, as an array
      List<String> parameters = List.of(name(Kind.TEXT), name(Kind.TEXT));
      return new Overload(group(function), function.name(), parameters, name(Kind.TEXT));
    }
    if (function.owner() == JsonConversions.class) {
      // behind the value there is what the binder adds
      String parameter = kinds.getFirst() == Kind.ARRAY ? "T[]" : name(kinds.getFirst());
      return new Overload(group(function), function.name(), List.of(parameter), name(Kind.JSONB));
    }
    boolean generic = function.owner() == ArrayFunctions.class;
    switch (function.name()) {
      case "array_remove" -> {
        return new Overload(group(function), function.name(), List.of("T[]", "T"), "T[]");
      }
      case "array_replace" -> {
        return new Overload(group(function), function.name(), List.of("T[]", "T", "T"), "T[]");
      }
      case "trim_array" -> {
        return new Overload(group(function), function.name(), List.of("T[]", "integer"), "T[]");
      }
      case "array_positions" -> {
        return new Overload(group(function), function.name(), List.of("T[]", "T"), "integer[]");
      }
      default -> {}
    }
    return new Overload(
        group(function),
        function.name(),
        kinds.stream().map(kind -> generic ? generic(kind) : name(kind)).toList(),
        generic && function.result() == Kind.ARRAY ? "T[]" : name(function.result()));
  }

  private static boolean takesSessionTimeZone(ScalarFunction function) {
    List<Kind> kinds = function.parameters();
    return Set.of("Dates and times", "Templates").contains(group(function))
        && kinds.size() > 1
        && kinds.getLast() == Kind.TEXT
        && (kinds.contains(Kind.TIMESTAMPTZ) || function.result() == Kind.TIMESTAMPTZ);
  }

  private static boolean takesElementType(ScalarFunction function) {
    return function.owner() == ArrayFunctions.class
        && Set.of("array_position", "array_append", "array_cat", "array_remove", "@>", "<@", "&&")
            .contains(function.name());
  }

  private static String generic(Kind kind) {
    return kind == Kind.ARRAY ? "T[]" : "T";
  }

  /** As in a cast. */
  private static String name(Kind kind) {
    return switch (kind) {
      case ARRAY -> "text[]";
      case TIMESTAMP -> "timestamp";
      case TIMESTAMPTZ -> "timestamptz";
      case TIME -> "time";
      case CHAR -> "char";
      case VARCHAR -> "varchar";
      case BOOLEAN,
          SMALLINT,
          INTEGER,
          BIGINT,
          REAL,
          DOUBLE,
          NUMERIC,
          TEXT,
          BYTEA,
          DATE,
          INTERVAL,
          UUID,
          JSONB,
          ENUM ->
          kind.sqlName();
    };
  }

  private static String group(ScalarFunction function) {
    return switch (function.owner().getSimpleName()) {
      case "Texts", "LetterCase", "Like", "SimilarTo", "TextLimits" -> "Text";
      case "RegularExpressions", "RegexpSearches", "TextSplitting", "TextFormatting" -> "Text";
      case "IdentifierParts", "UnicodeTexts" -> "Text";
      case "Encodings", "Bytes", "BytesEdits" -> "Bytes, hashes and codes";
      case "DateTemplates", "NumberTemplates" -> "Templates";
      case "Jsons", "JsonConversions", "JsonContainment", "JsonEdits", "JsonPretty" -> "JSON";
      case "Arithmetic", "Numbers", "NumericFunctions", "Degrees", "Hyperbolic" -> "Numbers";
      case "DateTimes", "DateTimeParts", "DateTimeTruncation", "DateTimeConversions", "Intervals" ->
          "Dates and times";
      case "ArrayFunctions" -> "Arrays";
      case "CatalogLookups", "CatalogTexts", "TypeAttributes" -> "System catalogs";
      case "SequenceFunctions" -> "Sequences";
      case "SessionValues" -> "Session, time and chance";
      default -> function.owner().getSimpleName();
    };
  }

  static String markdown() {
    Map<String, List<Overload>> groups =
        overloads().stream().collect(groupingBy(Overload::group, LinkedHashMap::new, listing()));
    StringBuilder text = new StringBuilder();
    groups.forEach(
        (group, overloads) -> {
          text.append("\n#### ").append(group).append("\n\n| | |\n| --- | --- |\n");
          overloads.stream()
              .collect(groupingBy(Overload::name, LinkedHashMap::new, listing()))
              .forEach(
                  (name, ofName) ->
                      text.append("| `")
                          .append(name.replace("|", "\\|"))
                          .append("` | ")
                          .append(ofName.stream().map(Overload::signature).collect(joining("<br>")))
                          .append(" |\n"));
        });
    return text.append('\n').toString();
  }

  private static Collector<Overload, ?, List<Overload>> listing() {
    return Collectors.toList();
  }
}
