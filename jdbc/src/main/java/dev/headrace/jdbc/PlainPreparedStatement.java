package dev.headrace.jdbc;

import java.io.InputStream;
import java.io.Reader;
import java.net.URL;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLXML;

/**
 * A prepared statement without parameters of kinds that PostgreSQL does not have, and without
 * streams.
 */
@SuppressWarnings("deprecation") // of JDBC itself
interface PlainPreparedStatement extends PreparedStatement {
  @Override
  default void setAsciiStream(int first, InputStream second, int third) throws SQLException {
    throw Errors.unsupported("setAsciiStream");
  }

  @Override
  default void setUnicodeStream(int first, InputStream second, int third) throws SQLException {
    throw Errors.unsupported("setUnicodeStream");
  }

  @Override
  default void setBinaryStream(int first, InputStream second, int third) throws SQLException {
    throw Errors.unsupported("setBinaryStream");
  }

  @Override
  default void setCharacterStream(int first, Reader second, int third) throws SQLException {
    throw Errors.unsupported("setCharacterStream");
  }

  @Override
  default void setRef(int first, Ref second) throws SQLException {
    throw Errors.unsupported("setRef");
  }

  @Override
  default void setBlob(int first, Blob second) throws SQLException {
    throw Errors.unsupported("setBlob");
  }

  @Override
  default void setClob(int first, Clob second) throws SQLException {
    throw Errors.unsupported("setClob");
  }

  @Override
  default void setURL(int first, URL second) throws SQLException {
    throw Errors.unsupported("setURL");
  }

  @Override
  default void setRowId(int first, RowId second) throws SQLException {
    throw Errors.unsupported("setRowId");
  }

  @Override
  default void setNCharacterStream(int first, Reader second, long third) throws SQLException {
    throw Errors.unsupported("setNCharacterStream");
  }

  @Override
  default void setNClob(int first, NClob second) throws SQLException {
    throw Errors.unsupported("setNClob");
  }

  @Override
  default void setClob(int first, Reader second, long third) throws SQLException {
    throw Errors.unsupported("setClob");
  }

  @Override
  default void setBlob(int first, InputStream second, long third) throws SQLException {
    throw Errors.unsupported("setBlob");
  }

  @Override
  default void setNClob(int first, Reader second, long third) throws SQLException {
    throw Errors.unsupported("setNClob");
  }

  @Override
  default void setSQLXML(int first, SQLXML second) throws SQLException {
    throw Errors.unsupported("setSQLXML");
  }

  @Override
  default void setAsciiStream(int first, InputStream second, long third) throws SQLException {
    throw Errors.unsupported("setAsciiStream");
  }

  @Override
  default void setBinaryStream(int first, InputStream second, long third) throws SQLException {
    throw Errors.unsupported("setBinaryStream");
  }

  @Override
  default void setCharacterStream(int first, Reader second, long third) throws SQLException {
    throw Errors.unsupported("setCharacterStream");
  }

  @Override
  default void setAsciiStream(int first, InputStream second) throws SQLException {
    throw Errors.unsupported("setAsciiStream");
  }

  @Override
  default void setBinaryStream(int first, InputStream second) throws SQLException {
    throw Errors.unsupported("setBinaryStream");
  }

  @Override
  default void setCharacterStream(int first, Reader second) throws SQLException {
    throw Errors.unsupported("setCharacterStream");
  }

  @Override
  default void setNCharacterStream(int first, Reader second) throws SQLException {
    throw Errors.unsupported("setNCharacterStream");
  }

  @Override
  default void setClob(int first, Reader second) throws SQLException {
    throw Errors.unsupported("setClob");
  }

  @Override
  default void setBlob(int first, InputStream second) throws SQLException {
    throw Errors.unsupported("setBlob");
  }

  @Override
  default void setNClob(int first, Reader second) throws SQLException {
    throw Errors.unsupported("setNClob");
  }
}
