package dev.headrace.jdbc;

import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Statement;
import java.sql.Struct;
import java.util.Map;

/** A connection whose statements are all of one kind, and that makes no large objects. */
interface PlainConnection extends Connection {
  @Override
  default CallableStatement prepareCall(String first) throws SQLException {
    throw Errors.unsupported("prepareCall");
  }

  @Override
  default Statement createStatement(int first, int second) throws SQLException {
    return createStatement();
  }

  @Override
  default PreparedStatement prepareStatement(String first, int second, int third)
      throws SQLException {
    return prepareStatement(first);
  }

  @Override
  default CallableStatement prepareCall(String first, int second, int third) throws SQLException {
    throw Errors.unsupported("prepareCall");
  }

  @Override
  default void setTypeMap(Map<String, Class<?>> first) throws SQLException {
    throw Errors.unsupported("setTypeMap");
  }

  @Override
  default Statement createStatement(int first, int second, int third) throws SQLException {
    return createStatement();
  }

  @Override
  default PreparedStatement prepareStatement(String first, int second, int third, int fourth)
      throws SQLException {
    return prepareStatement(first);
  }

  @Override
  default CallableStatement prepareCall(String first, int second, int third, int fourth)
      throws SQLException {
    throw Errors.unsupported("prepareCall");
  }

  @Override
  default Clob createClob() throws SQLException {
    throw Errors.unsupported("createClob");
  }

  @Override
  default Blob createBlob() throws SQLException {
    throw Errors.unsupported("createBlob");
  }

  @Override
  default NClob createNClob() throws SQLException {
    throw Errors.unsupported("createNClob");
  }

  @Override
  default SQLXML createSQLXML() throws SQLException {
    throw Errors.unsupported("createSQLXML");
  }

  @Override
  default Struct createStruct(String first, Object[] second) throws SQLException {
    throw Errors.unsupported("createStruct");
  }
}
