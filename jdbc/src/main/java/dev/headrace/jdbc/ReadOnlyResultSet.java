package dev.headrace.jdbc;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;

/** A result whose rows are not changed through it. */
interface ReadOnlyResultSet extends ResultSet {
  @Override
  default void updateNull(int first) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateBoolean(int first, boolean second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateByte(int first, byte second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateShort(int first, short second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateInt(int first, int second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateLong(int first, long second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateFloat(int first, float second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateDouble(int first, double second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateBigDecimal(int first, BigDecimal second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateString(int first, String second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateBytes(int first, byte[] second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateDate(int first, Date second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateTime(int first, Time second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateTimestamp(int first, Timestamp second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateAsciiStream(int first, InputStream second, int third) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateBinaryStream(int first, InputStream second, int third) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateCharacterStream(int first, Reader second, int third) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateObject(int first, Object second, int third) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateObject(int first, Object second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateNull(String first) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateBoolean(String first, boolean second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateByte(String first, byte second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateShort(String first, short second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateInt(String first, int second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateLong(String first, long second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateFloat(String first, float second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateDouble(String first, double second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateBigDecimal(String first, BigDecimal second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateString(String first, String second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateBytes(String first, byte[] second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateDate(String first, Date second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateTime(String first, Time second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateTimestamp(String first, Timestamp second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateAsciiStream(String first, InputStream second, int third) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateBinaryStream(String first, InputStream second, int third) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateCharacterStream(String first, Reader second, int third) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateObject(String first, Object second, int third) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateObject(String first, Object second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void insertRow() throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateRow() throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void deleteRow() throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void refreshRow() throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void cancelRowUpdates() throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void moveToInsertRow() throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void moveToCurrentRow() throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateRef(int first, Ref second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateRef(String first, Ref second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateBlob(int first, Blob second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateBlob(String first, Blob second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateClob(int first, Clob second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateClob(String first, Clob second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateArray(int first, Array second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateArray(String first, Array second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateRowId(int first, RowId second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateRowId(String first, RowId second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateNString(int first, String second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateNString(String first, String second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateNClob(int first, NClob second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateNClob(String first, NClob second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateSQLXML(int first, SQLXML second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateSQLXML(String first, SQLXML second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateNCharacterStream(int first, Reader second, long third) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateNCharacterStream(String first, Reader second, long third) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateAsciiStream(int first, InputStream second, long third) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateBinaryStream(int first, InputStream second, long third) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateCharacterStream(int first, Reader second, long third) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateAsciiStream(String first, InputStream second, long third) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateBinaryStream(String first, InputStream second, long third)
      throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateCharacterStream(String first, Reader second, long third) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateBlob(int first, InputStream second, long third) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateBlob(String first, InputStream second, long third) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateClob(int first, Reader second, long third) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateClob(String first, Reader second, long third) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateNClob(int first, Reader second, long third) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateNClob(String first, Reader second, long third) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateNCharacterStream(int first, Reader second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateNCharacterStream(String first, Reader second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateAsciiStream(int first, InputStream second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateBinaryStream(int first, InputStream second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateCharacterStream(int first, Reader second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateAsciiStream(String first, InputStream second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateBinaryStream(String first, InputStream second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateCharacterStream(String first, Reader second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateBlob(int first, InputStream second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateBlob(String first, InputStream second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateClob(int first, Reader second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateClob(String first, Reader second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateNClob(int first, Reader second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }

  @Override
  default void updateNClob(String first, Reader second) throws SQLException {
    throw Errors.unsupported("changing rows through a result");
  }
}
