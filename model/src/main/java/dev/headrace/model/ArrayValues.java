package dev.headrace.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * ARRAY as the bytes of a variable column: an EventRow of the array's length whose columns all have
 * the element's type, with the element count in the place of the weight. Lower bound is one, there
 * is one dimension.
 */
public final class ArrayValues {
  private ArrayValues() {}

  /** Encodes elements given as the element type's carriers. */
  public static Slice encode(SqlType arrayType, List<? extends @Nullable Object> elements) {
    RowWriter writer = new RowWriter(layout(arrayType, elements.size()));
    Batch batch = new Batch();
    writer.append(batch, elements.size(), elements.toArray());
    return Slice.of(batch.bytes(), 0, batch.end());
  }

  /** Number of elements. */
  public static int size(Slice array) {
    return Rows.weight(array.base(), array.offset());
  }

  /** All elements as carriers, copies. */
  public static List<@Nullable Object> decode(SqlType arrayType, Slice array) {
    return new ArrayList<>(
        new RowReader(layout(arrayType, size(array))).get(array.base(), array.offset()));
  }

  private static RowLayout layout(SqlType arrayType, int size) {
    SqlType element = Objects.requireNonNull(arrayType.element(), "not an array type");
    return new RowLayout(java.util.Collections.nCopies(size, element));
  }
}
