package dev.headrace.ir.testkit;

import dev.headrace.model.Batch;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Random columns and rows; one row in five repeats an earlier one. */
public final class RandomRows {
  private final RandomGenerator random;
  private final RandomValues values;

  public RandomRows(RandomGenerator random) {
    this.random = random;
    this.values = new RandomValues(random);
  }

  /** That many columns of any types, two thirds of them nullable. */
  public List<Field> fields(int columns) {
    List<SqlType> types = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      types.add(values.type());
    }
    return fields(types);
  }

  /** Columns of these types, two thirds of them nullable. */
  public List<Field> fields(List<SqlType> types) {
    List<Field> fields = new ArrayList<>();
    for (SqlType type : types) {
      fields.add(new Field("c" + fields.size(), type, random.nextInt(3) > 0));
    }
    return List.copyOf(fields);
  }

  /** Rows as lists of carriers. */
  public List<List<@Nullable Object>> rows(List<Field> fields, int count) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean repeat = !rows.isEmpty() && random.nextInt(5) == 0;
      rows.add(repeat ? rows.get(random.nextInt(rows.size())) : row(fields));
    }
    return rows;
  }

  /** One row as a list of carriers. */
  public List<@Nullable Object> row(List<Field> fields) {
    List<@Nullable Object> row = new ArrayList<>();
    for (Field field : fields) {
      row.add(field.nullable() ? values.valueOrNull(field.type()) : values.value(field.type()));
    }
    return Collections.unmodifiableList(row);
  }

  /** Rows in a batch, each with weight one. */
  public Batch batch(List<Field> fields, int count) {
    return batch(fields, rows(fields, count));
  }

  /** These rows in a batch, each with weight one. */
  public static Batch batch(List<Field> fields, List<List<@Nullable Object>> rows) {
    RowWriter writer = new RowWriter(RowLayout.of(fields));
    Batch batch = new Batch();
    rows.forEach(row -> writer.append(batch, 1, row.toArray()));
    return batch;
  }
}
