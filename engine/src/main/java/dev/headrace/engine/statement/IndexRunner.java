package dev.headrace.engine.statement;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.Database;
import dev.headrace.engine.database.Index;
import dev.headrace.engine.database.IndexKeys;
import dev.headrace.engine.database.KeyColumn;
import dev.headrace.engine.database.KeyOrder;
import dev.headrace.engine.database.MaterializedView;
import dev.headrace.engine.database.Patience;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.SystemRelation;
import dev.headrace.engine.database.View;
import dev.headrace.engine.database.ViewDefinition;
import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprProperties;
import dev.headrace.ir.ExprSimplifier;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Notice;
import dev.headrace.model.RowLayout;
import dev.headrace.model.SqlException;
import dev.headrace.model.text.KeyCodec;
import dev.headrace.runtime.state.MemoryBudget;
import dev.headrace.runtime.state.SecondaryIndex;
import dev.headrace.sql.IndexKey;
import dev.headrace.sql.ParsedExpression;
import dev.headrace.sql.Planner;
import dev.headrace.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** CREATE INDEX and DROP INDEX. */
final class IndexRunner {
  /** As in PostgreSQL. */
  private static final int MOST_COLUMNS = 32;

  private static final Set<String> OTHER_METHODS = Set.of("hash", "gist", "spgist", "gin", "brin");

  private final Database database;
  private final TransactionControl transactions;
  private final Patience patience;

  IndexRunner(Database database, TransactionControl transactions, Patience patience) {
    this.database = database;
    this.transactions = transactions;
    this.patience = patience;
  }

  private Catalog catalog() {
    return transactions.catalog();
  }

  Outcome create(Statement.CreateIndex create) {
    transactions.current().lockCatalog(patience);
    check(create);
    Relation relation = indexed(create.table());
    String name = create.name().orElseGet(() -> unusedName(relation, create.keys()));
    if (catalog().isTaken(name)) {
      if (create.ifNotExists()) {
        return Outcome.Done.of("CREATE INDEX")
            .with(Notice.of("relation " + SqlException.quote(name) + " already exists, skipping"));
      }
      throw new SqlException(
          ErrorCode.DUPLICATE_TABLE, "relation " + SqlException.quote(name) + " already exists");
    }
    for (String column : create.include()) {
      requireColumn(relation, column);
    }
    List<KeyColumn> columns = create.keys().stream().map(key -> column(relation, key)).toList();
    Expr predicate =
        create
            .where()
            .map(
                where ->
                    new Planner(new PlannerCatalog(catalog())).condition(where, relation.fields()))
            .map(ExprSimplifier::simplifyCondition)
            .orElse(null);
    if (predicate != null) {
      requireImmutable(predicate, "index predicate");
    }
    Index index =
        index(
            database.newOid(),
            relation,
            name,
            columns,
            predicate,
            create.unique(),
            create.nullsDistinct(),
            create.where().map(ParsedExpression::text));
    transactions.current().define(catalog -> catalog.with(index), patience);
    return Outcome.Done.of("CREATE INDEX");
  }

  /** An index that the commit of its definition fills. */
  static Index index(
      int oid,
      Relation relation,
      String name,
      List<KeyColumn> columns,
      @Nullable Expr predicate,
      boolean unique,
      boolean nullsDistinct,
      Optional<String> condition) {
    IndexKeys keys =
        new IndexKeys(
            name, RowLayout.of(relation.fields()), columns, predicate, unique, nullsDistinct);
    SecondaryIndex secondary = new SecondaryIndex(keys, MemoryBudget.unlimited());
    return new Index(
        oid,
        relation.oid(),
        new KeyOrder(name, columns, unique, predicate, secondary),
        nullsDistinct,
        condition);
  }

  private static void check(Statement.CreateIndex create) {
    if (OTHER_METHODS.contains(create.method())) {
      throw Unsupported.feature("access method " + SqlException.quote(create.method()));
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
    for (String option : create.options().keySet()) {
      if (!option.equals("fillfactor")) {
        throw new SqlException(
            ErrorCode.INVALID_PARAMETER_VALUE,
            "unrecognized parameter " + SqlException.quote(option));
      }
    }
  }

  private Relation indexed(String name) {
    Relation relation = catalog().require(name);
    boolean stored =
        switch (relation) {
          case BaseRelation base -> base.kind() == BaseRelation.Kind.TABLE;
          case MaterializedView _, ViewDefinition _ -> true;
          case View _, SystemRelation _ -> false;
        };
    if (!stored) {
      throw new SqlException(
              ErrorCode.WRONG_OBJECT_TYPE,
              "cannot create index on relation " + SqlException.quote(relation.name()))
          .withDetail("This operation is supported for tables and materialized views.");
    }
    return relation;
  }

  private static int requireColumn(Relation relation, String name) {
    for (int i = 0; i < relation.fields().size(); i++) {
      if (relation.fields().get(i).name().equals(name)) {
        return i;
      }
    }
    throw new SqlException(
        ErrorCode.UNDEFINED_COLUMN, "column " + SqlException.quote(name) + " does not exist");
  }

  private KeyColumn column(Relation relation, IndexKey key) {
    key.column().ifPresent(column -> requireColumn(relation, column));
    Expr expression =
        ExprSimplifier.simplify(
            new Planner(new PlannerCatalog(catalog()))
                .expression(key.expression(), relation.fields()));
    requireImmutable(expression, "index expression");
    String text = key.column().orElse("(" + key.expression().text() + ")");
    return new KeyColumn(
        expression, new KeyCodec.Order(key.descending(), key.isNullsFirst()), text);
  }

  private static void requireImmutable(Expr expr, String where) {
    if (!ExprProperties.isImmutable(expr)) {
      throw new SqlException(
          ErrorCode.INVALID_OBJECT_DEFINITION,
          "functions in " + where + " must be marked IMMUTABLE");
    }
  }

  /** PostgreSQL's name for an index that was given none. */
  private String unusedName(Relation relation, List<IndexKey> keys) {
    String columns =
        keys.stream().map(key -> key.column().orElse("expr")).collect(Collectors.joining("_"));
    String base = relation.name() + "_" + columns + "_idx";
    String name = base;
    for (int i = 1; catalog().isTaken(name); i++) {
      name = base + i;
    }
    return name;
  }

  Outcome drop(Statement.Drop drop) {
    transactions.current().lockCatalog(patience);
    List<Notice> notices = new ArrayList<>();
    for (String written : drop.names()) {
      String name = Catalog.unqualified(written);
      Optional<Index> index = catalog().index(name);
      if (index.isPresent()) {
        transactions.current().define(catalog -> catalog.withoutIndex(name), patience);
      } else if (catalog().isTaken(name)) {
        throw new SqlException(
            ErrorCode.WRONG_OBJECT_TYPE, SqlException.quote(name) + " is not an index");
      } else if (drop.ifExists()) {
        notices.add(Notice.of("index " + SqlException.quote(name) + " does not exist, skipping"));
      } else {
        throw new SqlException(
            ErrorCode.UNDEFINED_OBJECT, "index " + SqlException.quote(name) + " does not exist");
      }
    }
    return new Outcome.Done("DROP INDEX", -1, notices);
  }
}
