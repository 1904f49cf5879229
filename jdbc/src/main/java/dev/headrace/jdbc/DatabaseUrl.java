package dev.headrace.jdbc;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a URL says: which database, and how its sessions begin.
 *
 * <pre>
 *   jdbc:headrace:mem                     a database in memory of the connection's own
 *   jdbc:headrace:mem:NAME[;keep=true]    one that all connections with the name share
 *   jdbc:headrace:DIRECTORY               the one in a directory
 *   ...;parameter=value                   parameters of the session
 * </pre>
 *
 * @param name of a database in memory; null for one in a directory; empty for one without a name
 * @param directory of one that is kept there; null for one in memory
 * @param keep whether it stays open when nobody is connected
 * @param parameters of the session
 */
record DatabaseUrl(
    @Nullable String name, @Nullable Path directory, boolean keep, Map<String, String> parameters) {
  static final String PREFIX = "jdbc:headrace:";
  private static final String MEMORY = "mem";
  private static final String KEEP = "keep";
  private static final Pattern PARAMETER = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]*");

  DatabaseUrl {
    parameters = Map.copyOf(parameters);
  }

  /**
   * Reads a URL.
   *
   * @param info parameters of the session beside those in the URL; {@code user} and {@code
   *     password} say nothing to a database in the same JVM
   */
  static DatabaseUrl of(String url, Properties info) throws SQLException {
    String[] parts = url.substring(PREFIX.length()).split(";", -1);
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String property : info.stringPropertyNames()) {
      if (!property.equals("user") && !property.equals("password")) {
        parameters.put(property, info.getProperty(property));
      }
    }
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      if (equals <= 0) {
        throw invalid(url, "a setting without a value: " + parts[i]);
      }
      parameters.put(parts[i].substring(0, equals), parts[i].substring(equals + 1));
    }
    for (String parameter : parameters.keySet()) {
      if (!PARAMETER.matcher(parameter).matches()) {
        throw invalid(url, "not the name of a setting: " + parameter);
      }
    }
    boolean keep = Boolean.parseBoolean(parameters.remove(KEEP));
    String place = parts[0];
    if (place.equals(MEMORY) || place.startsWith(MEMORY + ":")) {
      String name = place.substring(Math.min(place.length(), MEMORY.length() + 1));
      return new DatabaseUrl(name, null, keep, parameters);
    }
    return new DatabaseUrl(null, directory(url, place), keep, parameters);
  }

  private static Path directory(String url, String place) throws SQLException {
    if (place.isEmpty()) {
      throw invalid(url, "it names no database: " + PREFIX + "mem:NAME or " + PREFIX + "DIRECTORY");
    }
    try {
      return Path.of(place).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw invalid(url, e.getReason() + ": " + place);
    }
  }

  private static SQLException invalid(String url, String why) {
    return new SQLException("invalid URL " + url + ": " + why, "08001");
  }
}
