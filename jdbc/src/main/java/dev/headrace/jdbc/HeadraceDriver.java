package dev.headrace.jdbc;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The driver of {@code jdbc:headrace:DIRECTORY} and {@code jdbc:headrace:mem:NAME}. A directory, or
 * a name, stands for one database, shared by all connections of the JVM, which is closed with the
 * last of them unless the URL has {@code ;keep=true}; one in memory is gone then. Without a name
 * every connection has a database in memory of its own. Other settings, and properties, are
 * parameters of the session.
 */
public final class HeadraceDriver implements Driver {
  static final int MAJOR_VERSION = 0;
  static final int MINOR_VERSION = 1;

  static {
    try {
      DriverManager.registerDriver(new HeadraceDriver());
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @Override
  public @Nullable Connection connect(String url, Properties info) throws SQLException {
    if (!acceptsURL(url)) {
      return null;
    }
    DatabaseUrl read = DatabaseUrl.of(url, info);
    HeadraceConnection connection = new HeadraceConnection(url, Databases.open(read));
    boolean done = false;
    try {
      connection.begin(read.parameters());
      done = true;
      return connection;
    } finally {
      if (!done) {
        connection.close();
      }
    }
  }

  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith(DatabaseUrl.PREFIX);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return MAJOR_VERSION;
  }

  @Override
  public int getMinorVersion() {
    return MINOR_VERSION;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger("dev.headrace");
  }
}
