package dev.headrace.engine.database;

import dev.headrace.model.CatalogTypes;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What there is in {@code pg_catalog} and {@code information_schema}, and what {@code headrace} has
 * that is made when it is read: the list is the resource {@code system-relations.txt}, which is
 * read when somebody asks for the first time.
 */
public final class SystemRelations {
  /** The schema whose relations are found without being qualified, before all others. */
  public static final String PG_CATALOG = "pg_catalog";

  public static final String INFORMATION_SCHEMA = "information_schema";

  private SystemRelations() {}

  private static final class Holder {
    static final Map<String, SystemRelation> ALL = read();
  }

  /** All of them. */
  public static Collection<SystemRelation> all() {
    return Holder.ALL.values();
  }

  /** The relation of a name, which is qualified unless it is one of {@code pg_catalog}. */
  public static Optional<SystemRelation> find(String name) {
    if (name.startsWith("pg_")) {
      String qualified = name.startsWith(PG_CATALOG + ".") ? name : PG_CATALOG + "." + name;
      return Optional.ofNullable(Holder.ALL.get(qualified));
    }
    return name.startsWith(INFORMATION_SCHEMA + ".") || name.startsWith(SearchPath.HEADRACE + ".")
        ? Optional.ofNullable(Holder.ALL.get(name))
        : Optional.empty();
  }

  private static Map<String, SystemRelation> read() {
    Map<String, SystemRelation> relations = new LinkedHashMap<>();
    String[] head = {};
    List<Field> fields = new ArrayList<>();
    for (String line : lines()) {
      if (line.startsWith(" ")) {
        for (String column : line.strip().split(" ", -1)) {
          fields.add(field(column));
        }
      } else if (line.isEmpty()) {
        add(head, fields, relations);
        fields = new ArrayList<>();
      } else if (!line.startsWith("#")) {
        head = line.split(" ", -1);
      }
    }
    add(head, fields, relations);
    return relations;
  }

  private static void add(
      String[] head, List<Field> fields, Map<String, SystemRelation> relations) {
    if (!fields.isEmpty()) {
      char kind = head[2].equals("view") ? 'v' : 'r';
      relations.put(head[0], SystemRelation.of(Integer.parseInt(head[1]), head[0], kind, fields));
    }
  }

  private static Field field(String column) {
    boolean notNull = column.endsWith("!");
    int colon = column.indexOf(':');
    String type = column.substring(colon + 1, column.length() - (notNull ? 1 : 0));
    return new Field(column.substring(0, colon), type(type), !notNull);
  }

  private static SqlType type(String name) {
    if (name.endsWith("[]")) {
      return SqlType.array(type(name.substring(0, name.length() - 2)));
    }
    return switch (name) {
      case "char" -> CatalogTypes.CHARACTER;
      case "bool" -> SqlType.BOOLEAN;
      case "smallint" -> SqlType.SMALLINT;
      case "int" -> SqlType.INTEGER;
      case "bigint" -> SqlType.BIGINT;
      case "real" -> SqlType.REAL;
      case "float8" -> SqlType.DOUBLE;
      case "numeric" -> SqlType.NUMERIC;
      case "text" -> SqlType.TEXT;
      case "varchar" -> SqlType.VARCHAR;
      case "bytea" -> SqlType.BYTEA;
      case "interval" -> SqlType.INTERVAL;
      case "timestamptz" -> SqlType.TIMESTAMPTZ;
      default -> CatalogTypes.named(name).orElseThrow(() -> new IllegalStateException(name));
    };
  }

  private static List<String> lines() {
    try (InputStream in =
            Objects.requireNonNull(
                SystemRelations.class.getResourceAsStream("system-relations.txt"));
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
