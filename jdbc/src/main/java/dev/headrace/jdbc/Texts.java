package dev.headrace.jdbc;

import dev.headrace.engine.Headrace;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;

/** Names and versions. */
interface Texts extends DatabaseMetaData {
  @Override
  default String getUserName() throws SQLException {
    return "headrace";
  }

  @Override
  default String getDatabaseProductName() throws SQLException {
    return "Headrace";
  }

  @Override
  default String getDatabaseProductVersion() throws SQLException {
    String version = Headrace.class.getPackage().getImplementationVersion();
    return version == null ? "0.1" : version;
  }

  @Override
  default int getDatabaseMajorVersion() throws SQLException {
    return HeadraceDriver.MAJOR_VERSION;
  }

  @Override
  default int getDatabaseMinorVersion() throws SQLException {
    return HeadraceDriver.MINOR_VERSION;
  }

  @Override
  default String getDriverName() throws SQLException {
    return "Headrace JDBC Driver";
  }

  @Override
  default String getDriverVersion() throws SQLException {
    return getDatabaseProductVersion();
  }

  @Override
  default int getDriverMajorVersion() {
    return HeadraceDriver.MAJOR_VERSION;
  }

  @Override
  default int getDriverMinorVersion() {
    return HeadraceDriver.MINOR_VERSION;
  }

  @Override
  default int getJDBCMajorVersion() throws SQLException {
    return 4;
  }

  @Override
  default int getJDBCMinorVersion() throws SQLException {
    return 3;
  }

  @Override
  default String getIdentifierQuoteString() throws SQLException {
    return "\"";
  }

  @Override
  default String getSQLKeywords() throws SQLException {
    return "ilike,limit,offset,returning,sink,source,subscribe,materialized";
  }

  @Override
  default String getNumericFunctions() throws SQLException {
    return "abs,ceil,floor,ln,log,mod,power,round,sign,sqrt,trunc";
  }

  @Override
  default String getStringFunctions() throws SQLException {
    return "char_length,concat,left,length,lower,lpad,ltrim,position,repeat,replace,right,rpad,"
        + "rtrim,strpos,substring,trim,upper";
  }

  @Override
  default String getSystemFunctions() throws SQLException {
    return "current_user,session_user,version";
  }

  @Override
  default String getTimeDateFunctions() throws SQLException {
    return "current_date,current_timestamp,date_part,date_trunc,extract,localtime,localtimestamp,now";
  }

  @Override
  default String getSearchStringEscape() throws SQLException {
    return "\\";
  }

  @Override
  default String getExtraNameCharacters() throws SQLException {
    return "";
  }

  @Override
  default String getSchemaTerm() throws SQLException {
    return "schema";
  }

  @Override
  default String getProcedureTerm() throws SQLException {
    return "function";
  }

  @Override
  default String getCatalogTerm() throws SQLException {
    return "database";
  }

  @Override
  default String getCatalogSeparator() throws SQLException {
    return ".";
  }
}
