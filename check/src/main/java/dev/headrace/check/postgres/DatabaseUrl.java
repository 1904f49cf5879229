package dev.headrace.check.postgres;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a database is: {@code postgresql://user:password@host:port/database?sslmode=require}, also
 * with {@code jdbc:} before it and user and password as options.
 *
 * @param password null if there is none
 */
public record DatabaseUrl(
    String host,
    int port,
    String database,
    String user,
    @Nullable String password,
    SslMode sslMode) {
  /** Whether the connection is encrypted, and whether the server proves who it is. */
  public enum SslMode {
    DISABLE,
    PREFER,
    REQUIRE,
    VERIFY_FULL
  }

  private static final int DEFAULT_PORT = 5432;

  /**
   * @throws IllegalArgumentException if the text is no such URL; its message has no password
   */
  public static DatabaseUrl parse(String text) {
    URI uri;
    try {
      uri = new URI(text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text);
    } catch (URISyntaxException e) {
      throw invalid("it is no URL");
    }
    if (!"postgresql".equals(uri.getScheme()) && !"postgres".equals(uri.getScheme())) {
      throw invalid("it does not begin with postgresql://");
    }
    if (uri.getHost() == null) {
      throw invalid("it names no host");
    }
    Map<String, String> options = options(uri.getRawQuery());
    String[] userInfo = Objects.requireNonNullElse(uri.getRawUserInfo(), "").split(":", 2);
    String user = userInfo[0].isEmpty() ? options.get("user") : decoded(userInfo[0]);
    String name = user == null ? System.getProperty("user.name", "postgres") : user;
    String path = Objects.requireNonNullElse(uri.getRawPath(), "");
    return new DatabaseUrl(
        uri.getHost().replaceAll("^\\[|\\]$", ""),
        uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
        path.length() <= 1 ? name : decoded(path.substring(1)),
        name,
        userInfo.length > 1 ? decoded(userInfo[1]) : options.get("password"),
        sslMode(options.get("sslmode"), uri.getHost()));
  }

  private static Map<String, String> options(@Nullable String query) {
    Map<String, String> options = new HashMap<>();
    for (String option : Objects.requireNonNullElse(query, "").split("&", -1)) {
      int equals = option.indexOf('=');
      if (equals > 0) {
        options.put(option.substring(0, equals), decoded(option.substring(equals + 1)));
      }
    }
    return options;
  }

  private static String decoded(String text) {
    try {
      // a plus is a plus in what is no form
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw invalid("a % in it is not followed by two hexadecimal digits");
    }
  }

  private static SslMode sslMode(@Nullable String name, String host) {
    if (name == null) {
      boolean near = host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
      return near ? SslMode.DISABLE : SslMode.PREFER;
    }
    return switch (name) {
      case "disable" -> SslMode.DISABLE;
      case "allow", "prefer" -> SslMode.PREFER;
      case "require" -> SslMode.REQUIRE;
      case "verify-full" -> SslMode.VERIFY_FULL;
      default -> throw invalid("sslmode is disable, prefer, require or verify-full");
    };
  }

  private static IllegalArgumentException invalid(String why) {
    return new IllegalArgumentException(
        "not the URL of a database: " + why + " (postgresql://user:password@host:port/database)");
  }

  /** Host, port and database, without secrets. */
  public String place() {
    return host + ":" + port + "/" + database;
  }

  @Override
  public String toString() {
    return place();
  }
}
