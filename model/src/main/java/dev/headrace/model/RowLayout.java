package dev.headrace.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the columns of a row type stand in an EventRow, the format of rows in tables, streams,
 * operator state and spill files.
 *
 * <pre>
 *  0        4        8             8+8w                                          fixedLength      length
 *  +--------+--------+--------------+------+------+------+-----+------+-----------+---------+-----+
 *  | length | weight | null bitmap  | 16 B | 8 B  | 8 B  | 4 B | 2 B  | 1 B | pad | bytes 0 | ... |
 *  +--------+--------+--------------+------+------+------+-----+------+-----------+---------+-----+
 *     i32      i32      w x u64      interval long,  offset:   int,   short boolean  padded with zeros
 *                                    uuid     double length    float                 to 8 bytes each
 * </pre>
 *
 * <ul>
 *   <li>All little endian; a row starts at a multiple of eight and its length is one, so every
 *       column is aligned to its width.
 *   <li>Bit {@code c % 64} of word {@code c / 64} is set when column {@code c} is NULL; its fixed
 *       part is then zero and it has no bytes. Bits beyond the last column are zero.
 *   <li>Fixed parts stand by falling width, columns of one width in their order.
 *   <li>A variable column's fixed part is the offset of its bytes from the row's start (low int)
 *       and their length (high int). Bytes stand in column order without gaps and are padded with
 *       zeros to a multiple of eight. An empty value points at where its bytes would be. So equal
 *       values make equal rows, and a row can be moved with one copy.
 *   <li>Two rows of one layout are the same row when their bytes from the null bitmap on are equal.
 * </ul>
 */
public final class RowLayout {
  private final List<SqlType> types;
  private final int[] offsets;
  private final int nullWords;
  private final int fixedLength;
  private final int variableColumns;
  // what writers start from, made when the first one asks; whichever thread is later changes
  // nothing
  private byte @Nullable [] emptyRow;
  private SqlType.Storage @Nullable [] storages;

  public RowLayout(List<SqlType> types) {
    this.types = List.copyOf(types);
    this.nullWords = (types.size() + 63) / 64;
    this.offsets = new int[types.size()];
    int offset = Rows.NULLS_OFFSET + 8 * nullWords;
    int variable = 0;
    for (int width = 16; width > 0; width /= 2) {
      for (int column = 0; column < offsets.length; column++) {
        SqlType.Storage storage = this.types.get(column).storage();
        if (storage.width() == width) {
          offsets[column] = offset;
          offset += width;
          variable += storage.isVariable() ? 1 : 0;
        }
      }
    }
    this.fixedLength = Rows.align(offset);
    this.variableColumns = variable;
  }

  /** The layout of rows with these fields. */
  public static RowLayout of(List<Field> fields) {
    List<SqlType> types = new ArrayList<>(fields.size());
    for (Field field : fields) {
      types.add(field.type());
    }
    return new RowLayout(types);
  }

  public int columns() {
    return offsets.length;
  }

  public List<SqlType> types() {
    return types;
  }

  public SqlType type(int column) {
    return types.get(column);
  }

  /** Bytes from the row's start to a column's fixed part. */
  public int offset(int column) {
    return offsets[column];
  }

  /** Longs in the null bitmap; zero for a row without columns. */
  public int nullWords() {
    return nullWords;
  }

  /** Bytes of header, bitmap and fixed parts: the length of a row without variable bytes. */
  public int fixedLength() {
    return fixedLength;
  }

  public int variableColumns() {
    return variableColumns;
  }

  /** A row of NULLs, but for its header. Not to be changed. */
  byte[] emptyRow() {
    byte[] known = emptyRow;
    if (known == null) {
      known = new byte[fixedLength];
      for (int column = 0; column < offsets.length; column++) {
        known[Rows.NULLS_OFFSET + (column >>> 3)] |= (byte) (1 << (column & 7));
      }
      emptyRow = known;
    }
    return known;
  }

  /** How each column is stored. Not to be changed. */
  SqlType.Storage[] storages() {
    SqlType.Storage[] known = storages;
    if (known == null) {
      known = new SqlType.Storage[offsets.length];
      for (int column = 0; column < known.length; column++) {
        known[column] = types.get(column).storage();
      }
      storages = known;
    }
    return known;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RowLayout that && types.equals(that.types);
  }

  @Override
  public int hashCode() {
    return types.hashCode();
  }

  @Override
  public String toString() {
    return "RowLayout" + types;
  }
}
