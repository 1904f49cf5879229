package dev.headrace.engine.database;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The schemas in which names without one are looked up. Equal paths find the same in equal
 * catalogs.
 *
 * @param schemas in the order of the search, those of the system and of temporary objects included;
 *     they need not exist
 * @param named those that the setting names, in which new objects are made
 * @param temporary the schema of the session's temporary objects; empty as long as it has none
 */
public record SearchPath(List<String> schemas, List<String> named, Optional<String> temporary) {
  /** What definitions are read back with. */
  public static final SearchPath PUBLIC =
      new SearchPath(
          List.of(SystemRelations.PG_CATALOG, Namespace.PUBLIC_NAME),
          List.of(Namespace.PUBLIC_NAME),
          Optional.empty());

  /** What the text that is kept of a view is read with. */
  public static SearchPath ofTexts(String view) {
    Optional<String> own = Optional.of(Catalog.schemaOf(view)).filter(Namespace::isTemporary);
    return new SearchPath(PUBLIC.schemas, PUBLIC.named, own);
  }

  private static final String PG_TEMP = "pg_temp";
  private static final String USER = "$user";

  /** The schema of Headrace's own relations, which nobody owns by having its name. */
  static final String HEADRACE = "headrace";

  public SearchPath {
    schemas = List.copyOf(schemas);
    named = List.copyOf(named);
  }

  /**
   * The path of a setting.
   *
   * @param setting names with commas in between, in quotation marks where they need them
   */
  public static SearchPath of(String setting, String user, Optional<String> temporary) {
    List<String> named = new ArrayList<>();
    for (String each : names(setting)) {
      if (each.equals(PG_TEMP)) {
        temporary.ifPresent(named::add);
      } else if (!each.equals(USER)) {
        named.add(each);
      } else if (!user.equals(HEADRACE)) {
        named.add(user);
      }
    }
    List<String> schemas = new ArrayList<>();
    temporary.filter(own -> !named.contains(own)).ifPresent(schemas::add);
    if (!named.contains(SystemRelations.PG_CATALOG)) {
      schemas.add(SystemRelations.PG_CATALOG);
    }
    schemas.addAll(named);
    return new SearchPath(schemas, named, temporary);
  }

  /**
   * The names of a setting.
   *
   * @throws SqlException 22023 if it is not a list of names
   */
  public static List<String> names(String setting) {
    List<String> names = new ArrayList<>();
    int at = skipBlanks(setting, 0);
    while (at < setting.length()) {
      StringBuilder name = new StringBuilder();
      at = name(setting, at, name);
      names.add(name.toString());
      at = skipBlanks(setting, at);
      if (at < setting.length()) {
        int next = setting.charAt(at) == ',' ? skipBlanks(setting, at + 1) : setting.length();
        if (next == setting.length()) {
          throw invalid(setting);
        }
        at = next;
      }
    }
    return names;
  }

  private static int name(String setting, int from, StringBuilder name) {
    int at = from;
    if (setting.charAt(at) != '"') {
      while (at < setting.length()
          && setting.charAt(at) != ','
          && !Character.isWhitespace(setting.charAt(at))) {
        name.append(Character.toLowerCase(setting.charAt(at++)));
      }
      if (at == from) {
        throw invalid(setting);
      }
      return at;
    }
    for (at++; at < setting.length(); at++) {
      char c = setting.charAt(at);
      boolean doubled = c == '"' && at + 1 < setting.length() && setting.charAt(at + 1) == '"';
      if (c == '"' && !doubled) {
        return at + 1;
      }
      name.append(c);
      at += doubled ? 1 : 0;
    }
    throw invalid(setting);
  }

  private static int skipBlanks(String text, int from) {
    int at = from;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static SqlException invalid(String setting) {
    return new SqlException(
            ErrorCode.INVALID_PARAMETER_VALUE,
            "invalid value for parameter \"search_path\": " + SqlException.quote(setting))
        .withDetail("List syntax is invalid.");
  }
}
