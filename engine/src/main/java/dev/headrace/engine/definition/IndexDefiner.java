package dev.headrace.engine.definition;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.Index;
import dev.headrace.engine.database.IndexKeys;
import dev.headrace.engine.database.KeyColumn;
import dev.headrace.engine.database.KeyOrder;
import dev.headrace.engine.database.LockMode;
import dev.headrace.engine.database.Names;
import dev.headrace.engine.database.ReadView;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.UniqueIndexes;
import dev.headrace.engine.database.ViewDefinition;
import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprProperties;
import dev.headrace.ir.ExprSimplifier;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.Notice;
import dev.headrace.model.RowLayout;
import dev.headrace.model.SqlException;
import dev.headrace.model.text.KeyCodec;
import dev.headrace.runtime.state.MemoryBudget;
import dev.headrace.runtime.state.RowStore;
import dev.headrace.runtime.state.SecondaryIndex;
import dev.headrace.sql.Deferral;
import dev.headrace.sql.IndexKey;
import dev.headrace.sql.ParsedExpression;
import dev.headrace.sql.Planner;
import dev.headrace.sql.Statement;
import dev.headrace.sql.StorageParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** CREATE INDEX, and the indexes of UNIQUE constraints. */
public final class IndexDefiner {
  /** PostgreSQL's limit. */
  private static final int MOST_COLUMNS = 32;

  private static final Set<String> OTHER_METHODS = Set.of("hash", "gist", "spgist", "gin", "brin");

  private final DefinitionContext context;

  public IndexDefiner(DefinitionContext context) {
    this.context = context;
  }

  /** Returns a notice if there is nothing to do. */
  public List<Notice> create(Statement.CreateIndex create) {
    Catalog catalog = context.catalog();
    Relation relation = context.require(create.table());
    RowStore store = relation.store();
    boolean system =
        relation instanceof BaseRelation base && base.kind() != BaseRelation.Kind.TABLE;
    if (system || (store == null && !(relation instanceof ViewDefinition))) {
      throw new SqlException(
              ErrorCode.WRONG_OBJECT_TYPE,
              "cannot create index on relation " + SqlException.quote(relation.simpleName()))
          .withDetail("This operation is supported for tables and materialized views.");
    }
    check(create);
    for (String column : create.include()) {
      requireColumn(relation, column);
    }
    String name = create.name().orElseGet(() -> chosenName(relation, create));
    String full = Catalog.beside(relation.name(), name);
    if (create.ifNotExists() && catalog.isTaken(full)) {
      return DefinitionContext.skipped(full);
    }
    context.requireFree(full);
    lock(relation);
    Expr where = create.where().map(w -> condition(w, relation)).orElse(null);
    Index index =
        index(
            name,
            relation,
            columns(create, relation),
            where,
            create.unique(),
            create.nullsDistinct(),
            false,
            create.where().map(new BoundTypes(context)::text),
            IndexDefiner::empty);
    if (store != null) {
      requireUnique(relation, store, index);
    }
    context.define(before -> before.with(index));
    return List.of();
  }

  private static void check(Statement.CreateIndex create) {
    if (OTHER_METHODS.contains(create.method())) {
      throw new SqlException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "access method " + SqlException.quote(create.method()) + " is not supported");
    }
    if (!create.method().equals("btree")) {
      throw new SqlException(
          ErrorCode.UNDEFINED_OBJECT,
          "access method " + SqlException.quote(create.method()) + " does not exist");
    }
    if (create.keys().size() > MOST_COLUMNS) {
      throw new SqlException(
          ErrorCode.TOO_MANY_COLUMNS,
          "cannot use more than " + MOST_COLUMNS + " columns in an index");
    }
    StorageParameters.requireKnown(create.options().keySet(), StorageParameters::isOfIndex);
  }

  private static void requireColumn(Relation relation, String name) {
    if (relation.fields().stream().noneMatch(field -> field.name().equals(name))) {
      throw new SqlException(
          ErrorCode.UNDEFINED_COLUMN, "column " + SqlException.quote(name) + " does not exist");
    }
  }

  private void lock(Relation relation) {
    if (relation instanceof BaseRelation base) {
      context.transaction().lock(base, LockMode.SHARE, context.patience());
    }
  }

  private Expr condition(ParsedExpression where, Relation relation) {
    Expr condition =
        ExprSimplifier.simplifyCondition(context.planner().condition(where, relation.fields()));
    requireImmutable(condition, "predicate");
    return condition;
  }

  private static void requireImmutable(Expr expr, String what) {
    if (!ExprProperties.isImmutable(expr)) {
      throw new SqlException(
          ErrorCode.INVALID_OBJECT_DEFINITION,
          "functions in index " + what + " must be marked IMMUTABLE");
    }
  }

  private List<KeyColumn> columns(Statement.CreateIndex create, Relation relation) {
    Planner planner = context.planner();
    List<KeyColumn> columns = new ArrayList<>();
    for (IndexKey key : create.keys()) {
      key.column().ifPresent(column -> requireColumn(relation, column));
      Expr expr = ExprSimplifier.simplify(planner.expression(key.expression(), relation.fields()));
      requireImmutable(expr, "expression");
      KeyCodec.Order order = new KeyCodec.Order(key.descending(), key.isNullsFirst());
      String text = key.column().orElseGet(() -> new BoundTypes(context).text(key.expression()));
      columns.add(new KeyColumn(expr, order, text));
    }
    return columns;
  }

  private String chosenName(Relation relation, Statement.CreateIndex create) {
    String columns =
        create.keys().stream()
            .map(key -> key.column().orElse("expr"))
            .collect(Collectors.joining("_"));
    return context.freeName(relation.name(), relation.simpleName() + "_" + columns + "_idx");
  }

  /** The index of a UNIQUE constraint. */
  Index unique(
      String name,
      Relation relation,
      List<Integer> columns,
      boolean nullsDistinct,
      Deferral deferral) {
    if (deferral.deferrable() && relation instanceof BaseRelation base && base.errors() != null) {
      throw new SqlException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "a deferrable constraint of a table with a connector is not supported");
    }
    List<KeyColumn> keys = new ArrayList<>();
    for (int column : columns) {
      Field field = relation.fields().get(column);
      keys.add(
          new KeyColumn(
              new Expr.Column(column, field.type(), field.nullable()),
              KeyCodec.Order.ASCENDING,
              field.name()));
    }
    return index(
            name,
            relation,
            keys,
            null,
            !deferral.deferrable(),
            nullsDistinct,
            true,
            Optional.empty(),
            IndexDefiner::empty)
        .ofConstraint(deferral);
  }

  /** Entries of an index that nothing has been put into. */
  static SecondaryIndex empty(IndexKeys keys) {
    return new SecondaryIndex(keys, MemoryBudget.unlimited());
  }

  /** An index with entries for its keys. */
  Index index(
      String name,
      Relation relation,
      List<KeyColumn> columns,
      @Nullable Expr where,
      boolean unique,
      boolean nullsDistinct,
      boolean constraint,
      Optional<String> condition,
      Function<IndexKeys, SecondaryIndex> entries) {
    IndexKeys keys =
        new IndexKeys(name, RowLayout.of(relation.fields()), columns, where, unique, nullsDistinct);
    KeyOrder order = new KeyOrder(name, columns, unique, where, entries.apply(keys));
    return new Index(
        context.database().newOid(),
        Catalog.schemaOf(relation.name()),
        relation.oid(),
        order,
        nullsDistinct,
        constraint,
        Deferral.NONE,
        condition);
  }

  /** Checks that the rows that are there have keys of their own. */
  void requireUnique(Relation relation, RowStore store, Index index) {
    if (index.isUnique()) {
      try (ReadView view = context.transaction().read()) {
        UniqueIndexes.requireAll(index, relation, view.scan(relation, store));
      }
    }
  }

  /** DROP INDEX; returns notices. */
  public List<String> drop(Statement.Drop drop) {
    List<String> notices = new ArrayList<>();
    for (String name : drop.names()) {
      Names names = context.names();
      Optional<Index> index = names.index(name);
      if (index.isPresent()) {
        drop(index.get());
      } else if (names.isTaken(name)) {
        throw new SqlException(
            ErrorCode.WRONG_OBJECT_TYPE, SqlException.quote(name) + " is not an index");
      } else if (drop.ifExists()) {
        notices.add(
            names
                    .missingSchema(name)
                    .map(schema -> "schema " + SqlException.quote(schema))
                    .orElseGet(() -> "index " + SqlException.quote(name))
                + " does not exist, skipping");
      } else {
        names.requireSchemaOf(name);
        throw new SqlException(
            ErrorCode.UNDEFINED_OBJECT, "index " + SqlException.quote(name) + " does not exist");
      }
    }
    return notices;
  }

  private void drop(Index index) {
    if (index.constraint()) {
      String table = context.catalog().relation(index.relation()).map(Relation::name).orElse("");
      throw new SqlException(
              ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST,
              "cannot drop index "
                  + index.name()
                  + " because constraint "
                  + index.name()
                  + " on table "
                  + table
                  + " requires it")
          .withHint("You can drop constraint " + index.name() + " on table " + table + " instead.");
    }
    context.define(catalog -> catalog.withoutIndex(index.name()));
  }
}
