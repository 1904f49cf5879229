package dev.headrace.jdbc;

import java.io.InputStream;
import java.io.Reader;
import java.net.URL;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.util.Map;

/**
 * A result without what PostgreSQL does not have: references, structures, row identifiers, streams
 * of columns.
 */
@SuppressWarnings("deprecation") // of JDBC itself
interface PlainResultSet extends ResultSet {
  @Override
  default InputStream getAsciiStream(int first) throws SQLException {
    throw Errors.unsupported("getAsciiStream");
  }

  @Override
  default InputStream getUnicodeStream(int first) throws SQLException {
    throw Errors.unsupported("getUnicodeStream");
  }

  @Override
  default String getCursorName() throws SQLException {
    throw Errors.unsupported("getCursorName");
  }

  @Override
  default Object getObject(int first, Map<String, Class<?>> second) throws SQLException {
    throw Errors.unsupported("getObject");
  }

  @Override
  default Ref getRef(int first) throws SQLException {
    throw Errors.unsupported("getRef");
  }

  @Override
  default Blob getBlob(int first) throws SQLException {
    throw Errors.unsupported("getBlob");
  }

  @Override
  default Clob getClob(int first) throws SQLException {
    throw Errors.unsupported("getClob");
  }

  @Override
  default URL getURL(int first) throws SQLException {
    throw Errors.unsupported("getURL");
  }

  @Override
  default RowId getRowId(int first) throws SQLException {
    throw Errors.unsupported("getRowId");
  }

  @Override
  default NClob getNClob(int first) throws SQLException {
    throw Errors.unsupported("getNClob");
  }

  @Override
  default SQLXML getSQLXML(int first) throws SQLException {
    throw Errors.unsupported("getSQLXML");
  }

  @Override
  default Reader getNCharacterStream(int first) throws SQLException {
    throw Errors.unsupported("getNCharacterStream");
  }
}
