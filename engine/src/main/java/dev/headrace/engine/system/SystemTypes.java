package dev.headrace.engine.system;

import dev.headrace.model.SqlType;
import dev.headrace.model.text.Identifiers;
import dev.headrace.model.text.TypeOids;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** The types of {@code pg_type}, which are in the resource {@code types.txt}. */
final class SystemTypes {
  /** The OID of {@code pg_type}. */
  static final int CATALOG = 1247;

  /** A function that belongs to a type. */
  record TypeFunction(int oid, String name) {}

  /**
   * A row of {@code pg_type}.
   *
   * @param text its columns as the resource has them
   * @param functions typinput, typoutput, typreceive, typsend, typmodin, typmodout, typsubscript
   */
  record SystemType(int oid, String name, List<String> text, List<TypeFunction> functions) {
    private static final int FIRST_FUNCTION = 12;

    static SystemType of(String line) {
      List<String> text = List.of(line.split(" ", -1));
      List<TypeFunction> functions = new java.util.ArrayList<>();
      for (int i = FIRST_FUNCTION; i < text.size(); i += 2) {
        functions.add(new TypeFunction(Integer.parseInt(text.get(i)), text.get(i + 1)));
      }
      return new SystemType(Integer.parseInt(text.getFirst()), text.get(1), text, functions);
    }

    SystemType {
      text = List.copyOf(text);
      functions = List.copyOf(functions);
    }

    int number(int column) {
      return Integer.parseInt(text.get(column));
    }

    boolean is(int column) {
      return text.get(column).equals("t");
    }

    int element() {
      return number(7);
    }

    boolean isArray() {
      return name.startsWith("_");
    }
  }

  private static final Map<Integer, SystemType> TYPES = read();

  /** What limits a type, for example {@code (10,2)}; it is no part of its name. */
  private static final Pattern MODIFIER =
      Pattern.compile("\\s*\\(\\s*\\d+\\s*(?:,\\s*-?\\d+\\s*)?\\)");

  private SystemTypes() {}

  static Collection<SystemType> all() {
    return TYPES.values();
  }

  static Optional<SystemType> find(int oid) {
    return Optional.ofNullable(TYPES.get(oid));
  }

  static Optional<SystemType> find(String name) {
    return TYPES.values().stream().filter(t -> t.name.equals(name)).findFirst();
  }

  /** The OID of a name in any spelling, for example {@code int4} or {@code character varying}. */
  static Optional<Integer> named(String name) {
    return unlimited(MODIFIER.matcher(name).replaceFirst("").replaceAll("\\s+", " "));
  }

  private static Optional<Integer> unlimited(String name) {
    if (name.endsWith("[]")) {
      Optional<Integer> element = unlimited(name.substring(0, name.length() - 2).strip());
      return element.flatMap(SystemTypes::find).map(t -> t.number(8)).filter(oid -> oid != 0);
    }
    Optional<SystemType> plain = find(name);
    if (plain.isPresent()) {
      return plain.map(SystemType::oid);
    }
    return switch (name) {
      case "int", "integer" -> Optional.of(23);
      case "decimal" -> Optional.of(1700);
      default ->
          TYPES.values().stream()
              .filter(t -> format(t.oid, -1).equals(name))
              .map(SystemType::oid)
              .findFirst();
    };
  }

  /** PostgreSQL's {@code format_type}; {@code ???} if there is no such type. */
  static String format(int oid, int typmod) {
    if (oid == 0) {
      return "-";
    }
    SqlType type = oid == TypeOids.UNKNOWN ? null : TypeOids.type(oid, typmod);
    if (type != null) {
      return type.toString();
    }
    Optional<SystemType> found = find(oid);
    return found
        .map(t -> t.isArray() ? format(t.element(), typmod) + "[]" : Identifiers.quoted(t.name))
        .orElse("???");
  }

  /** The functions of all types, by OID. */
  static Map<Integer, String> functions() {
    Map<Integer, String> functions = new LinkedHashMap<>();
    TYPES.values().forEach(type -> put(type.functions, functions));
    put(CreatedTypes.OF_ENUMS, functions);
    return functions;
  }

  private static void put(List<TypeFunction> some, Map<Integer, String> functions) {
    for (TypeFunction function : some) {
      if (function.oid != 0) {
        functions.put(function.oid, function.name);
      }
    }
  }

  private static Map<Integer, SystemType> read() {
    Map<Integer, SystemType> types = new LinkedHashMap<>();
    try (InputStream in =
            Objects.requireNonNull(SystemTypes.class.getResourceAsStream("types.txt"));
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line : reader.lines().toList()) {
        if (!line.startsWith("#")) {
          SystemType type = SystemType.of(line);
          types.put(type.oid, type);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return types;
  }
}
