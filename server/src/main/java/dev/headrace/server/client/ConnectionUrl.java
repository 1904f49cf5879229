package dev.headrace.server.client;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connection URI as libpq defines it (PostgreSQL 15, section 34.1.1.2), in JDBC's terms.
 *
 * @param jdbcUrl with host, port, database and options
 * @param properties user and password
 * @param place host and port for messages, without secrets
 */
record ConnectionUrl(String jdbcUrl, Map<String, String> properties, String place) {
  private static final int DEFAULT_PORT = 5432;

  static ConnectionUrl parse(String url) {
    if (url.startsWith("jdbc:")) {
      int options = url.indexOf('?');
      return new ConnectionUrl(
          url, Map.of(), options < 0 ? url.substring(5) : url.substring(5, options));
    }
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      throw invalid(url, e);
    }
    boolean known = "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
    if (!known || uri.getHost() == null) {
      throw invalid(url, null);
    }
    String place = uri.getHost() + ":" + (uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort());
    String path = uri.getRawPath();
    String database = path == null || path.length() <= 1 ? "headrace" : path.substring(1);
    String options = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return new ConnectionUrl(
        "jdbc:postgresql://" + place + "/" + database + options,
        properties(uri.getRawUserInfo()),
        place);
  }

  private static Map<String, String> properties(@Nullable String userInfo) {
    Map<String, String> properties = new LinkedHashMap<>();
    // What the server sends is shown as it is: the simple protocol sends text.
    properties.put("preferQueryMode", "simple");
    if (userInfo == null) {
      properties.put("user", System.getProperty("user.name", "headrace"));
      return properties;
    }
    int colon = userInfo.indexOf(':');
    properties.put("user", decode(colon < 0 ? userInfo : userInfo.substring(0, colon)));
    if (colon >= 0) {
      properties.put("password", decode(userInfo.substring(colon + 1)));
    }
    return properties;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static StatementFailure invalid(String url, @Nullable Exception cause) {
    String shown = url.replaceFirst("//[^@/]*@", "//");
    return new StatementFailure(
        new SqlException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "invalid connection URL " + SqlException.quote(shown),
                cause)
            .withHint("Write it as postgresql://[user[:password]@]host[:port][/database]."));
  }
}
