package dev.headrace.jdbc;

import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Kinds of objects that a database does not have. */
interface NoObjects extends DatabaseMetaData {
  @Override
  default ResultSet getProcedures(String first, String second, String third) throws SQLException {
    return Rows.none();
  }

  @Override
  default ResultSet getProcedureColumns(String first, String second, String third, String fourth)
      throws SQLException {
    return Rows.none();
  }

  @Override
  default ResultSet getColumnPrivileges(String first, String second, String third, String fourth)
      throws SQLException {
    return Rows.none();
  }

  @Override
  default ResultSet getTablePrivileges(String first, String second, String third)
      throws SQLException {
    return Rows.none();
  }

  @Override
  default ResultSet getBestRowIdentifier(
      String first, String second, String third, int fourth, boolean fifth) throws SQLException {
    return Rows.none();
  }

  @Override
  default ResultSet getVersionColumns(String first, String second, String third)
      throws SQLException {
    return Rows.none();
  }

  @Override
  default ResultSet getImportedKeys(String first, String second, String third) throws SQLException {
    return Rows.none();
  }

  @Override
  default ResultSet getExportedKeys(String first, String second, String third) throws SQLException {
    return Rows.none();
  }

  @Override
  default ResultSet getCrossReference(
      String first, String second, String third, String fourth, String fifth, String sixth)
      throws SQLException {
    return Rows.none();
  }

  @Override
  default ResultSet getUDTs(String first, String second, String third, int[] fourth)
      throws SQLException {
    return Rows.none();
  }

  @Override
  default ResultSet getSuperTypes(String first, String second, String third) throws SQLException {
    return Rows.none();
  }

  @Override
  default ResultSet getSuperTables(String first, String second, String third) throws SQLException {
    return Rows.none();
  }

  @Override
  default ResultSet getAttributes(String first, String second, String third, String fourth)
      throws SQLException {
    return Rows.none();
  }

  @Override
  default ResultSet getClientInfoProperties() throws SQLException {
    return Rows.none();
  }

  @Override
  default ResultSet getFunctions(String first, String second, String third) throws SQLException {
    return Rows.none();
  }

  @Override
  default ResultSet getFunctionColumns(String first, String second, String third, String fourth)
      throws SQLException {
    return Rows.none();
  }

  @Override
  default ResultSet getPseudoColumns(String first, String second, String third, String fourth)
      throws SQLException {
    return Rows.none();
  }
}
