package dev.headrace.engine.definition;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.Comments;
import dev.headrace.engine.database.ForeignKey;
import dev.headrace.engine.database.Index;
import dev.headrace.engine.database.IndexKeys;
import dev.headrace.engine.database.KeyColumn;
import dev.headrace.engine.database.MaterializedView;
import dev.headrace.engine.database.ReadView;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.RowConstraints;
import dev.headrace.engine.database.RowKeyEncoder;
import dev.headrace.engine.database.TableInput;
import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowProjector;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.circuit.InputOperator;
import dev.headrace.runtime.circuit.Operator;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.runtime.state.MemoryBudget;
import dev.headrace.runtime.state.PageCache;
import dev.headrace.runtime.state.RowConsumer;
import dev.headrace.runtime.state.RowStore;
import dev.headrace.runtime.state.RowWidening;
import dev.headrace.runtime.state.SecondaryIndex;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** Puts an altered table in the place of the old one, with the old rows in it. */
final class TableReplacement {
  private final DefinitionContext context;
  private final Alteration alteration;
  private final TableShape shape;
  private final BaseRelation table;
  private final IndexDefiner indexes;

  TableReplacement(Alteration alteration) {
    this.context = alteration.context();
    this.alteration = alteration;
    this.shape = alteration.shape();
    this.table = alteration.table();
    this.indexes = new IndexDefiner(context);
  }

  void replace() {
    Catalog before = context.catalog();
    if (!shape.isRewritten()) {
      BaseRelation altered = altered(ConstraintAlterer.store(table), table.input());
      context.define(altered);
      if (!altered.fields().equals(table.fields())) {
        validateNotNull(altered, alteration.all());
        follow(before, altered);
      }
      return;
    }
    requireLatest();
    RowLayout layout = RowLayout.of(shape.fields());
    Optional<RowWidening> widening = new AddedColumns(context, table, shape).widening();
    if (widening.isPresent()) {
      RowStore store = widened(widening.get());
      BaseRelation altered = altered(store, input(layout));
      carryOver(altered, (index, keys) -> adopted(index, keys, store));
      context.transaction().widen(altered, widening.get(), table.fields().size());
      follow(before, altered);
      return;
    }
    PageCache cache = context.database().pageCache();
    RowStore store =
        shape.key().isEmpty()
            ? RowStore.bag(layout, MemoryBudget.unlimited(), cache)
            : RowStore.keyed(
                layout, new RowKeyEncoder(layout, shape.key()), MemoryBudget.unlimited(), cache);
    BaseRelation altered = altered(store, input(layout));
    Batch rows = rows(altered);
    carryOver(altered, (index, keys) -> IndexDefiner.empty(keys));
    context.transaction().replace(altered, rows);
    follow(before, altered);
  }

  /** Refuses to make rows of a snapshot, which others have changed since, the table's rows. */
  private void requireLatest() {
    try (ReadView view = context.transaction().read()) {
      if (ConstraintAlterer.store(table).published() > view.sequence()) {
        throw new SqlException(
            ErrorCode.SERIALIZATION_FAILURE, "could not serialize access due to concurrent update");
      }
    }
  }

  private BaseRelation altered(RowStore store, TableInput input) {
    return new BaseRelation(
        table.oid(),
        table.name(),
        table.kind(),
        shape.fields(),
        shape.key(),
        shape.columns().stream().map(TableShape.Column::defaultValue).toList(),
        shape.columns().stream().map(TableShape.Column::role).toList(),
        shape.keyName(),
        shape.checks(),
        store,
        input,
        table.options(),
        table.errors());
  }

  private RowStore widened(RowWidening widening) {
    boolean keyed = !shape.key().isEmpty();
    return ConstraintAlterer.store(table)
        .widened(widening, keyed ? new RowKeyEncoder(widening.layout(), shape.key()) : null);
  }

  private SecondaryIndex adopted(Index index, IndexKeys keys, RowStore store) {
    SecondaryIndex adopted = store.adopt(index.secondary(), keys, ConstraintAlterer.store(table));
    // what this transaction has made is not filled yet
    return adopted == null ? IndexDefiner.empty(keys) : adopted;
  }

  /** For each old column where its values are now; -1 if it is gone or has another type. */
  private List<Integer> positions() {
    List<Integer> positions = new ArrayList<>();
    for (int i = 0; i < table.fields().size(); i++) {
      int now = shape.positionOf(i);
      boolean same =
          now >= 0 && shape.columns().get(now).field().type().equals(table.fields().get(i).type());
      positions.add(same ? now : -1);
    }
    return positions;
  }

  private TableInput input(RowLayout layout) {
    Set<Operator> read = new HashSet<>();
    for (Relation relation : context.catalog().relations()) {
      if (relation instanceof MaterializedView view) {
        addInputs(view.output(), read);
      }
    }
    InputOperator next = context.database().newInput(table.name()).operator();
    return table.input().altered(next, layout, table.layout(), positions(), read);
  }

  private static void addInputs(Operator operator, Set<Operator> found) {
    if (found.add(operator)) {
      operator.inputs().forEach(input -> addInputs(input, found));
    }
  }

  private void follow(Catalog before, BaseRelation altered) {
    List<Integer> positions = positions();
    // what was planned while no NULL could be there, or no key twice, does not hold any more
    List<Integer> key = table.primaryKey().stream().map(positions::get).toList();
    boolean kept = key.isEmpty() || key.equals(shape.key());
    for (int i = 0; i < positions.size(); i++) {
      int now = positions.get(i);
      kept &= now < 0 || table.fields().get(i).nullable() || !altered.fields().get(now).nullable();
    }
    context.views().follow(new RelationChange(before, table, altered, positions, kept));
  }

  private Batch rows(BaseRelation altered) {
    Rel scan = new Rel.Scan(table.name(), table.identity(), table.fields());
    List<Expr> values = shape.columns().stream().map(TableShape.Column::value).toList();
    Batch rows = new Batch();
    if (values.stream().allMatch(Expr.Column.class::isInstance)) {
      List<Integer> kept = values.stream().map(value -> ((Expr.Column) value).index()).toList();
      RowProjector projector = new RowProjector(table.layout(), kept);
      forEach(
          context.queries().apply(scan),
          (slab, row) -> projector.append(slab, row, rows, Rows.weight(slab, row)));
    } else {
      List<Field> fields = new ArrayList<>();
      for (int i = 0; i < values.size(); i++) {
        Field field = altered.fields().get(i);
        fields.add(new Field(field.name(), field.type(), values.get(i).nullable()));
      }
      forEach(
          context.queries().apply(new Rel.Project(scan, values, fields)),
          (slab, row) -> rows.append(slab, row, Rows.weight(slab, row)));
    }
    Segments all = Segments.of(rows);
    validateNotNull(altered, all);
    validate(altered, all);
    return rows;
  }

  private static void forEach(Segments rows, RowConsumer consumer) {
    for (int i = 0; i < rows.size(); i++) {
      byte[] slab = rows.slab(i);
      for (int row = rows.from(i); row < rows.to(i); row += Rows.length(slab, row)) {
        consumer.accept(slab, row);
      }
    }
  }

  /** Indexes and foreign keys, whose columns are elsewhere now. */
  private void carryOver(
      BaseRelation altered, BiFunction<Index, IndexKeys, SecondaryIndex> entries) {
    Catalog before = context.catalog();
    List<Index> moved = new ArrayList<>();
    for (Index index : before.indexesOf(table)) {
      context.define(catalog -> catalog.withoutIndex(index.name()));
      Optional<Index> now = moved(index, altered, entries);
      now.ifPresent(moved::add);
      now.ifPresent(
          i ->
              context.moveComment(
                  new Comments.OfObject(index.oid()), new Comments.OfObject(i.oid())));
    }
    context.define(altered);
    for (Index index : moved) {
      context.define(catalog -> catalog.with(index));
    }
    for (ForeignKey key : before.foreignKeysOf(table)) {
      context.define(catalog -> catalog.without(key));
      Optional<ForeignKey> now = moved(key);
      now.ifPresent(k -> context.define(catalog -> catalog.with(k)));
    }
    for (ForeignKey key : before.foreignKeysTo(table)) {
      if (key.relation() != table.oid()) {
        context.define(catalog -> catalog.without(key));
        Optional<ForeignKey> now = moved(key);
        now.ifPresent(k -> context.define(catalog -> catalog.with(k)));
      }
    }
  }

  private Optional<Index> moved(
      Index index, BaseRelation altered, BiFunction<Index, IndexKeys, SecondaryIndex> entries) {
    List<KeyColumn> columns = new ArrayList<>();
    for (KeyColumn column : index.order().columns()) {
      Optional<Expr> expr = MovedColumns.of(column.expression(), shape);
      if (expr.isEmpty()) {
        return Optional.empty();
      }
      columns.add(new KeyColumn(expr.get(), column.order(), column.text()));
    }
    Expr where = index.order().predicate();
    if (where != null) {
      Optional<Expr> expr = MovedColumns.of(where, shape);
      if (expr.isEmpty()) {
        return Optional.empty();
      }
      where = expr.get();
    }
    return Optional.of(
        indexes
            .index(
                index.order().name(),
                altered,
                columns,
                where,
                index.order().unique(),
                index.nullsDistinct(),
                index.constraint(),
                index.condition(),
                keys -> entries.apply(index, keys))
            .checked(index.deferral()));
  }

  private Optional<ForeignKey> moved(ForeignKey key) {
    int oid = table.oid();
    List<Integer> columns =
        key.relation() == oid
            ? key.columns().stream().map(shape::positionOf).toList()
            : key.columns();
    List<Integer> referenced =
        key.referenced() == oid ? key.key().stream().map(shape::positionOf).toList() : key.key();
    return columns.contains(-1) || referenced.contains(-1)
        ? Optional.empty()
        : Optional.of(key.moved(columns, referenced));
  }

  // ---- the rows that are there

  static void validate(BaseRelation table, Segments rows) {
    List<BaseRelation.Check> valid =
        table.checks().stream().filter(BaseRelation.Check::validated).toList();
    if (valid.isEmpty()) {
      return;
    }
    RowConstraints constraints = new RowConstraints(table.withConstraints(table.keyName(), valid));
    for (int i = 0; i < rows.size(); i++) {
      byte[] slab = rows.slab(i);
      for (int row = rows.from(i); row < rows.to(i); row += Rows.length(slab, row)) {
        BaseRelation.Check violated = constraints.violated(slab, row);
        if (violated != null) {
          throw new SqlException(
                  ErrorCode.CHECK_VIOLATION,
                  "check constraint "
                      + SqlException.quote(violated.name())
                      + " of relation "
                      + SqlException.quote(table.simpleName())
                      + " is violated by some row")
              .withSubject(table.subject(null, violated.name()));
        }
      }
    }
  }

  private static void validateNotNull(BaseRelation table, Segments rows) {
    for (int column = 0; column < table.fields().size(); column++) {
      if (!table.fields().get(column).nullable() && anyNull(rows, column)) {
        String name = table.fields().get(column).name();
        throw new SqlException(
                ErrorCode.NOT_NULL_VIOLATION,
                "column "
                    + SqlException.quote(name)
                    + " of relation "
                    + SqlException.quote(table.simpleName())
                    + " contains null values")
            .withSubject(table.subject(name, null));
      }
    }
  }

  private static boolean anyNull(Segments rows, int column) {
    for (int i = 0; i < rows.size(); i++) {
      byte[] slab = rows.slab(i);
      for (int row = rows.from(i); row < rows.to(i); row += Rows.length(slab, row)) {
        if (Rows.isNull(slab, row, column)) {
          return true;
        }
      }
    }
    return false;
  }
}
