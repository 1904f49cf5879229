package dev.headrace.engine;

import dev.headrace.model.Decimals;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowReader;
import dev.headrace.model.Rows;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import dev.headrace.runtime.circuit.Segments;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the rows of a result and reads their columns, without an object per row or per
 * number. A row that is in the result several times comes several times. Columns count from 0; a
 * column must be asked for as what it is, and must not be NULL, unless it says otherwise. Not
 * thread-safe.
 */
public final class ResultCursor {
  private static final byte[] NO_BYTES = {};

  private final Segments segments;
  private final RowLayout layout;
  private @Nullable RowReader reader;
  private int segment = -1;
  private byte[] slab = NO_BYTES;
  private int row;
  private int next;
  private int end;
  private int copies;

  /**
   * A cursor before the first row.
   *
   * @param rows of the layout of these fields, with positive weights
   */
  public ResultCursor(List<Field> fields, Segments rows) {
    this(RowLayout.of(fields), rows);
  }

  ResultCursor(RowLayout layout, Segments rows) {
    this.segments = rows;
    this.layout = layout;
  }

  /** Goes to the next row; returns whether there is one. */
  public boolean next() {
    if (copies > 1) {
      copies--;
      return true;
    }
    while (next == end) {
      if (segment + 1 >= segments.size()) {
        copies = 0;
        return false;
      }
      segment++;
      slab = segments.slab(segment);
      next = segments.from(segment);
      end = segments.to(segment);
    }
    row = next;
    next += Rows.length(slab, row);
    copies = Rows.weight(slab, row);
    return true;
  }

  public boolean isNull(int column) {
    return Rows.isNull(slab, row, column);
  }

  private int at(int column) {
    return row + layout.offset(column);
  }

  /** A BOOLEAN. */
  public boolean booleanAt(int column) {
    return slab[at(column)] != 0;
  }

  /** A SMALLINT. */
  public short shortAt(int column) {
    return Rows.getShort(slab, at(column));
  }

  /** An INTEGER or DATE. */
  public int intAt(int column) {
    return Rows.getInt(slab, at(column));
  }

  /** A BIGINT, TIME or timestamp. */
  public long longAt(int column) {
    return Rows.getLong(slab, at(column));
  }

  /** A REAL. */
  public float floatAt(int column) {
    return Rows.getFloat(slab, at(column));
  }

  /** A DOUBLE. */
  public double doubleAt(int column) {
    return Rows.getDouble(slab, at(column));
  }

  /** A NUMERIC. */
  public BigDecimal decimalAt(int column) {
    int at = at(column);
    return Decimals.decode(slab, row + Rows.getInt(slab, at), Rows.getInt(slab, at + 4));
  }

  /** A TEXT, VARCHAR, CHAR or JSONB; the label of a value of an enumerated type. */
  public String textAt(int column) {
    int at = at(column);
    SqlType type = layout.type(column);
    if (type.kind() == SqlType.Kind.ENUM) {
      return type.enumType().text(Rows.getLong(slab, at)).toString();
    }
    return new String(
        slab, row + Rows.getInt(slab, at), Rows.getInt(slab, at + 4), StandardCharsets.UTF_8);
  }

  /** Any column as its type's carrier, or null for NULL. Slices are copies. */
  public @Nullable Object valueAt(int column) {
    RowReader known = reader;
    if (known == null) {
      known = new RowReader(layout);
      reader = known;
    }
    Object value = known.get(slab, row, column);
    return value instanceof Slice slice ? slice.copy() : value;
  }
}
