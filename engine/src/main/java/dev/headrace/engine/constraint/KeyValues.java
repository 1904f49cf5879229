package dev.headrace.engine.constraint;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.ForeignKey;
import dev.headrace.engine.database.KeyColumn;
import dev.headrace.engine.database.KeyOrder;
import dev.headrace.ir.Expr;
import dev.headrace.model.Batch;
import dev.headrace.model.Field;
import dev.headrace.model.RowReader;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Slice;
import dev.headrace.model.text.TextFormat;
import dev.headrace.runtime.state.IndexDefinition.Encoder;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The values of a foreign key in rows of either table, and as a key of the referenced one. */
final class KeyValues {
  private final ForeignKey key;
  private final BaseRelation child;
  private final BaseRelation parent;
  private final KeyOrder order;
  private final Encoder encoder;
  private final RowReader childReader;
  private final RowReader parentReader;
  private final RowWriter writer;
  private final Batch row = new Batch();
  private final List<Integer> byPosition;

  KeyValues(ForeignKey key, BaseRelation child, BaseRelation parent, Catalog catalog) {
    this.key = key;
    this.child = child;
    this.parent = parent;
    this.order =
        catalog.orders(parent).stream()
            .filter(o -> o.unique() && o.predicate() == null && isOf(o, key))
            .findFirst()
            .orElseThrow();
    this.encoder = order.encoder(parent.layout());
    this.childReader = new RowReader(child.layout());
    this.parentReader = new RowReader(parent.layout());
    this.writer = new RowWriter(parent.layout());
    this.byPosition =
        IntStream.range(0, key.key().size())
            .boxed()
            .sorted(Comparator.comparingInt(key.key()::get))
            .toList();
  }

  private static boolean isOf(KeyOrder order, ForeignKey key) {
    List<Integer> columns = new ArrayList<>();
    for (KeyColumn column : order.columns()) {
      if (!(column.expression() instanceof Expr.Column plain)) {
        return false;
      }
      columns.add(plain.index());
    }
    return columns.size() == key.key().size() && columns.containsAll(key.key());
  }

  KeyOrder order() {
    return order;
  }

  /** The values in a row of the table that refers. */
  List<@Nullable Object> ofChild(byte[] slab, int at) {
    List<@Nullable Object> values = new ArrayList<>();
    key.columns().forEach(column -> values.add(owned(childReader.get(slab, at, column))));
    return values;
  }

  /** The values in a row of the referenced table. */
  List<@Nullable Object> ofParent(byte[] slab, int at) {
    List<@Nullable Object> values = new ArrayList<>();
    key.key().forEach(column -> values.add(owned(parentReader.get(slab, at, column))));
    return values;
  }

  private static @Nullable Object owned(@Nullable Object value) {
    return value instanceof Slice slice ? slice.copy() : value;
  }

  /** The key of the referenced table that the values make; none of them is NULL. */
  Slice encoded(List<@Nullable Object> values) {
    row.clear();
    writer.begin(row);
    for (int i : byPosition) {
      writer.set(key.key().get(i), Objects.requireNonNull(values.get(i)));
    }
    writer.end(1);
    Slice encoded = new Slice();
    encoder.encode(row.bytes(), 0, encoded);
    return encoded;
  }

  /** {@code Key (a, b)=(1, 2)}, of the table that refers. */
  String describeChild(List<@Nullable Object> values) {
    return describe(child, key.columns(), values);
  }

  /** The same of the referenced table. */
  String describeParent(List<@Nullable Object> values) {
    return describe(parent, key.key(), values);
  }

  private static String describe(
      BaseRelation table, List<Integer> columns, List<@Nullable Object> values) {
    List<Field> fields = columns.stream().map(table.fields()::get).toList();
    String names = fields.stream().map(Field::name).collect(Collectors.joining(", "));
    String texts =
        IntStream.range(0, fields.size())
            .mapToObj(i -> text(fields.get(i), values.get(i)))
            .collect(Collectors.joining(", "));
    return "Key (" + names + ")=(" + texts + ")";
  }

  private static String text(Field field, @Nullable Object value) {
    return value == null ? "null" : TextFormat.toString(field.type(), value, ZoneOffset.UTC);
  }
}
