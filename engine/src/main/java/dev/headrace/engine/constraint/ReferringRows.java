package dev.headrace.engine.constraint;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.ForeignKey;
import dev.headrace.engine.database.PlannerCatalog;
import dev.headrace.engine.database.ReadView;
import dev.headrace.engine.database.RowConstraints;
import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprTransformer;
import dev.headrace.ir.Rel;
import dev.headrace.model.Batch;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowProjector;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlType;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.sql.Catalog.ColumnRole;
import dev.headrace.sql.Planner;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The rows that refer to some keys, found by a join, and what is to become of them. */
final class ReferringRows {
  private final ForeignKey key;
  private final BaseRelation child;
  private final Catalog catalog;

  ReferringRows(ForeignKey key, BaseRelation child, Catalog catalog) {
    this.key = key;
    this.child = child;
    this.catalog = catalog;
  }

  /**
   * A delta of the table that refers.
   *
   * @param updates where an old row starts whose new row comes right behind it
   */
  record Delta(Batch rows, Set<Integer> updates) {}

  /** What is to become of rows, to be found out as often as others come in between. */
  @FunctionalInterface
  interface Change {
    Delta delta(RelationRunner runner, ReadView view);
  }

  ForeignKey key() {
    return key;
  }

  BaseRelation child() {
    return child;
  }

  private Rel scan() {
    return new Rel.Scan(child.name(), child.identity(), child.fields());
  }

  private Rel values(Collection<? extends List<? extends @Nullable Object>> rows, int times) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < times * key.columns().size(); i++) {
      Field field = child.fields().get(key.columns().get(i % key.columns().size()));
      fields.add(Field.of("key" + i, field.type()));
    }
    List<List<Expr>> literals = new ArrayList<>();
    for (List<? extends @Nullable Object> row : rows) {
      List<Expr> values = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        values.add(new Expr.Literal(row.get(i), fields.get(i).type()));
      }
      literals.add(values);
    }
    return new Rel.Values(literals, fields);
  }

  private List<Rel.Join.Key> joinKeys() {
    return IntStream.range(0, key.columns().size())
        .mapToObj(i -> new Rel.Join.Key(key.columns().get(i), i, false))
        .toList();
  }

  private Rel referring(Collection<? extends List<? extends @Nullable Object>> keys) {
    return new Rel.Join(Rel.Join.Kind.SEMI, scan(), values(keys, 1), joinKeys(), null);
  }

  /** A key among some that a row refers to; null if none does. */
  @Nullable List<@Nullable Object> first(
      Set<List<@Nullable Object>> keys, RelationRunner runner, ReadView view, KeyValues values) {
    if (keys.isEmpty()) {
      return null;
    }
    Segments rows = runner.run(referring(keys), view);
    return rows.isEmpty() ? null : values.ofChild(rows.slab(0), rows.from(0));
  }

  /** CASCADE of a deletion. */
  Change deleted(Set<List<@Nullable Object>> keys) {
    return (runner, view) -> {
      Batch delta = new Batch();
      forEach(
          runner.run(referring(keys), view),
          (slab, row) -> delta.append(slab, row, -Rows.weight(slab, row)));
      return new Delta(delta, Set.of());
    };
  }

  /** CASCADE of an update: from old keys to new ones. */
  Change moved(Map<List<@Nullable Object>, List<@Nullable Object>> keys) {
    List<List<@Nullable Object>> pairs = new ArrayList<>();
    keys.forEach(
        (old, now) -> {
          List<@Nullable Object> pair = new ArrayList<>(old);
          pair.addAll(now);
          pairs.add(pair);
        });
    int width = child.fields().size();
    int size = key.columns().size();
    Rel joined = new Rel.Join(Rel.Join.Kind.INNER, scan(), values(pairs, 2), joinKeys(), null);
    return updated(
        joined,
        column -> {
          SqlType type = child.fields().get(key.columns().get(column)).type();
          return new Expr.Column(width + size + column, type, true);
        });
  }

  /** SET NULL and SET DEFAULT. */
  Change set(Set<List<@Nullable Object>> keys, boolean toDefault) {
    Planner planner = new Planner(PlannerCatalog.of(catalog));
    return updated(
        referring(keys),
        column -> {
          int position = key.columns().get(column);
          Field field = child.fields().get(position);
          Expr none = new Expr.Literal(null, field.type());
          return toDefault
              ? child.defaults().get(position).map(e -> planner.defaultValue(e, field)).orElse(none)
              : none;
        });
  }

  /** The new value of a column of the key, from 0, over a row. */
  @FunctionalInterface
  private interface NewValue {
    Expr of(int column);
  }

  private Change updated(Rel rows, NewValue value) {
    List<Expr> expressions = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    for (int image = 0; image < 2; image++) {
      for (int i = 0; i < child.fields().size(); i++) {
        Field field = child.fields().get(i);
        int inKey = image == 0 ? -1 : key.columns().indexOf(i);
        Expr expr =
            inKey < 0 ? new Expr.Column(i, field.type(), field.nullable()) : value.of(inKey);
        expressions.add(expr);
        fields.add(new Field(field.name(), field.type(), expr.nullable()));
      }
    }
    Rel images = generated(new Rel.Project(rows, expressions, fields));
    return (runner, view) -> images(runner.run(images, view));
  }

  /** With the generated columns of the new rows computed from their other columns. */
  private Rel generated(Rel images) {
    if (!child.roles().contains(ColumnRole.GENERATED)) {
      return images;
    }
    Planner planner = new Planner(PlannerCatalog.of(catalog));
    int width = child.fields().size();
    List<Expr> expressions = new ArrayList<>();
    List<Field> fields = new ArrayList<>(images.fields());
    for (int i = 0; i < 2 * width; i++) {
      Field field = fields.get(i);
      Expr value = new Expr.Column(i, field.type(), field.nullable());
      if (i >= width && child.roles().get(i - width) == ColumnRole.GENERATED) {
        Expr definition =
            planner.generated(
                child.defaults().get(i - width).orElseThrow(),
                images.fields().subList(width, 2 * width),
                child.fields().get(i - width));
        value = ExprTransformer.shift(definition, width);
        fields.set(i, new Field(field.name(), field.type(), value.nullable()));
      }
      expressions.add(value);
    }
    return new Rel.Project(images, expressions, fields);
  }

  private Delta images(Segments rows) {
    int width = child.fields().size();
    List<SqlType> types = new ArrayList<>(child.layout().types());
    types.addAll(child.layout().types());
    RowLayout both = new RowLayout(types);
    RowProjector before = new RowProjector(both, IntStream.range(0, width).boxed().toList());
    RowProjector after = new RowProjector(both, IntStream.range(width, 2 * width).boxed().toList());
    RowConstraints constraints = new RowConstraints(child);
    Batch delta = new Batch();
    Set<Integer> updates = new HashSet<>();
    forEach(
        rows,
        (slab, row) -> {
          int weight = Rows.weight(slab, row);
          updates.add(delta.end());
          before.append(slab, row, delta, -weight);
          int fresh = delta.end();
          after.append(slab, row, delta, weight);
          constraints.check(delta.bytes(), fresh);
        });
    return new Delta(delta, updates);
  }

  private interface RowAction {
    void accept(byte[] slab, int row);
  }

  private static void forEach(Segments rows, RowAction action) {
    for (int i = 0; i < rows.size(); i++) {
      byte[] slab = rows.slab(i);
      for (int row = rows.from(i); row < rows.to(i); row += Rows.length(slab, row)) {
        action.accept(slab, row);
      }
    }
  }
}
