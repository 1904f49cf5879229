package dev.headrace.runtime.window;

import dev.headrace.model.RowWriter;
import dev.headrace.model.SqlType;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The results of one function for the rows of a partition. A result is a number, an object, or a
 * reference to a column of one of the partition's rows, which is copied from there.
 */
public final class ResultColumn {
  private enum Form {
    NUMBERS,
    OBJECTS,
    REFERENCES
  }

  private final SqlType type;
  private Form form = Form.NUMBERS;
  private long[] numbers = new long[0];
  private boolean[] nulls = new boolean[0];
  private @Nullable Object[] objects = new @Nullable Object[0];
  private int column;
  private int otherColumn;
  private @Nullable Partition partition;

  public ResultColumn(SqlType type) {
    this.type = type;
  }

  /** Expects numbers: of types of at most eight bytes; floats as their bits. */
  void numbers(int size) {
    form = Form.NUMBERS;
    reserve(size);
  }

  /** Expects carriers. */
  void objects(int size) {
    form = Form.OBJECTS;
    if (objects.length < size) {
      objects = new @Nullable Object[Math.max(size, 2 * objects.length)];
    }
  }

  /** Expects references to one of two columns, which have the same type. */
  void references(Partition rows, int first, int second) {
    form = Form.REFERENCES;
    reserve(rows.size());
    partition = rows;
    column = first;
    otherColumn = second;
  }

  private void reserve(int size) {
    if (numbers.length < size) {
      numbers = new long[Math.max(size, 2 * numbers.length)];
      nulls = new boolean[numbers.length];
    } else {
      Arrays.fill(nulls, 0, size, false);
    }
  }

  void setNumber(int index, long value) {
    numbers[index] = value;
  }

  void setDouble(int index, double value) {
    numbers[index] = Double.doubleToRawLongBits(value);
  }

  void setNull(int index) {
    if (form == Form.OBJECTS) {
      objects[index] = null;
    } else {
      nulls[index] = true;
    }
  }

  void setObject(int index, @Nullable Object value) {
    objects[index] = value;
  }

  /** The value that a row of the partition has in the first or the second column. */
  void setReference(int index, int source, boolean second) {
    numbers[index] = (long) source << 1 | (second ? 1 : 0);
  }

  /** The same result as another row's. */
  void repeat(int index, int other) {
    if (form == Form.OBJECTS) {
      objects[index] = objects[other];
    } else {
      numbers[index] = numbers[other];
      nulls[index] = nulls[other];
    }
  }

  /** Sets a column of a row that is being written to a result. */
  public void write(int index, RowWriter writer, int target) {
    switch (form) {
      case OBJECTS -> writer.set(target, objects[index]);
      case NUMBERS -> {
        if (!nulls[index]) {
          writeNumber(numbers[index], writer, target);
        }
      }
      case REFERENCES -> {
        if (!nulls[index]) {
          Partition rows = source();
          int from = rows.row((int) (numbers[index] >>> 1));
          writer.copy(target, rows.layout(), rows.slab(), from, referenced(index));
        }
      }
    }
  }

  private void writeNumber(long value, RowWriter writer, int target) {
    switch (type.storage()) {
      case BOOL -> writer.setBoolean(target, value != 0);
      case INT16, INT32, FLOAT32 -> writer.setInt(target, (int) value);
      case INT64, FLOAT64 -> writer.setLong(target, value);
      case FIXED16, BYTES -> throw new IllegalStateException("a number for " + type);
    }
  }

  private Partition source() {
    return Objects.requireNonNull(partition, "references() comes first");
  }

  private int referenced(int index) {
    return (numbers[index] & 1) == 0 ? column : otherColumn;
  }

  /** Whether two results of one function over two partitions are the same. */
  public boolean sameValue(int index, ResultColumn other, int otherIndex) {
    return switch (form) {
      case OBJECTS -> Objects.equals(objects[index], other.objects[otherIndex]);
      case NUMBERS ->
          nulls[index] == other.nulls[otherIndex]
              && (nulls[index] || numbers[index] == other.numbers[otherIndex]);
      case REFERENCES ->
          nulls[index] == other.nulls[otherIndex]
              && (nulls[index] || sameReference(index, other, otherIndex));
    };
  }

  private boolean sameReference(int index, ResultColumn other, int otherIndex) {
    int otherRow = other.source().row((int) (other.numbers[otherIndex] >>> 1));
    return source()
        .sameValue(
            source().row((int) (numbers[index] >>> 1)),
            referenced(index),
            other.source().slab(),
            otherRow,
            other.referenced(otherIndex));
  }
}
