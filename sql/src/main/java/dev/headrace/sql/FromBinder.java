package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Expr.Comparison;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.Join;
import dev.headrace.model.CatalogTypes;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.sql.Scope.NamedColumn;
import dev.headrace.sql.Scope.Table;
import dev.headrace.sql.Scope.Tables;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** FROM: tables, subqueries and joins. */
final class FromBinder {
  private final Analysis analysis;
  private final @Nullable Scope outer;
  private final Ctes ctes;
  private final FunctionItems functions;

  FromBinder(Analysis analysis, @Nullable Scope outer, Ctes ctes) {
    this.analysis = analysis;
    this.outer = outer;
    this.ctes = ctes;
    this.functions = new FunctionItems(analysis, outer, ctes, this);
  }

  private FunctionItems.Item item(SqlNode node) {
    FunctionItems.Item item = FunctionItems.itemOrNull(node);
    if (item == null) {
      throw analysis.unsupported("this item of FROM", node);
    }
    return item;
  }

  /** Rows and the names of their columns. */
  record Bound(Rel rel, Tables tables) {}

  Bound bind(SqlNode from) {
    return bind(from, new Bound(Projections.ONE_ROW, Tables.NONE), false);
  }

  /** {@code TABLE name}. */
  Bound whole(SqlCall table) {
    return table(table.operand(0), null, List.of(), table);
  }

  /**
   * @param left what stands to the left, for LATERAL
   */
  private Bound bind(SqlNode node, Bound left, boolean lateral) {
    return switch (node.getKind()) {
      case JOIN -> join((SqlJoin) node, left);
      case AS -> aliased((SqlCall) node, left, lateral);
      case IDENTIFIER -> table((SqlIdentifier) node, null, List.of(), node);
      case LATERAL -> bind(((SqlCall) node).operand(0), left, true);
      case SELECT, ORDER_BY, WITH, UNION, INTERSECT, EXCEPT, VALUES, EXPLICIT_TABLE ->
          subquery(node, "", List.of(), left, lateral);
      case COLLECTION_TABLE, OTHER -> functions.alone(item(node));
      case TABLESAMPLE -> throw analysis.unsupported("TABLESAMPLE", node);
      default -> throw analysis.unsupported("this item of FROM", node);
    };
  }

  private Bound aliased(SqlCall as, Bound left, boolean lateral) {
    SqlNode item = as.operand(0);
    if (item.getKind() == SqlKind.LATERAL) {
      item = ((SqlCall) item).operand(0);
      lateral = true;
    }
    String alias = ((SqlIdentifier) as.operand(1)).getSimple();
    List<SqlIdentifier> names = aliases(as);
    return switch (item.getKind()) {
      case IDENTIFIER -> table((SqlIdentifier) item, alias, names, as);
      case COLLECTION_TABLE, OTHER -> functions.alone(item(as));
      case SELECT, ORDER_BY, WITH, UNION, INTERSECT, EXCEPT, VALUES, EXPLICIT_TABLE ->
          subquery(item, alias, names, left, lateral);
      case JOIN -> renamed(join((SqlJoin) item, left), alias, names, item);
      default -> throw analysis.unsupported("an alias of this item of FROM", item);
    };
  }

  /** {@code (a JOIN b ON ...) AS c}: the columns, known by the alias alone. */
  private Bound renamed(Bound join, String alias, List<SqlIdentifier> names, SqlNode place) {
    List<NamedColumn> columns = new ArrayList<>(join.tables.columns());
    requireColumns("join expression ", alias, columns.size(), names.size(), place);
    for (int i = 0; i < names.size(); i++) {
      NamedColumn column = columns.get(i);
      String name = names.get(i).getSimple();
      columns.set(i, new NamedColumn(name, column.index(), column.type(), column.nullable()));
    }
    return new Bound(join.rel, new Tables(List.of(new Table(alias, columns, List.of())), columns));
  }

  private void requireColumns(String what, String alias, int there, int named, SqlNode place) {
    if (named > there) {
      throw analysis.error(
          ErrorCode.INVALID_COLUMN_REFERENCE,
          what
              + SqlException.quote(alias)
              + " has "
              + there
              + " columns available but "
              + named
              + " columns specified",
          place);
    }
  }

  /** {@code (a, b)} behind an alias. */
  static List<SqlIdentifier> aliases(SqlCall as) {
    List<SqlIdentifier> names = new ArrayList<>();
    as.getOperandList().subList(2, as.operandCount()).forEach(n -> names.add((SqlIdentifier) n));
    return names;
  }

  /** The rows of a subquery, as it orders them. */
  Rel rows(SqlNode query) {
    return new QueryBinder(analysis, outer, ctes).relation(query);
  }

  /** A relation of the catalog, found or an error. */
  static Relation relation(SqlIdentifier name, Analysis analysis) {
    String dotted = ObjectName.of(name.names);
    Optional<Relation> found = analysis.catalog().relation(dotted);
    if (found.isPresent()) {
      return found.get();
    }
    SqlException error =
        analysis.error(
            ErrorCode.UNDEFINED_TABLE,
            "relation " + SqlException.quote(dotted) + " does not exist",
            name);
    List<String> closest =
        Spelling.closest(dotted, analysis.catalog().relationNames(), candidate -> candidate);
    throw closest.isEmpty()
        ? error
        : error.withHint(
            "Perhaps you meant to reference the table "
                + SqlException.quote(closest.getFirst())
                + ".");
  }

  private Bound table(
      SqlIdentifier name, @Nullable String alias, List<SqlIdentifier> columns, SqlNode item) {
    String simple = name.names.getLast();
    Rel rows = name.isSimple() ? ctes.rows(simple) : null;
    if (rows != null) {
      return named(rows, alias == null ? simple : alias, columns, List.of(), name);
    }
    if (name.isSimple() && ctes.isWithoutRows(simple)) {
      throw analysis.error(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "WITH query " + SqlException.quote(simple) + " does not have a RETURNING clause",
          name);
    }
    Relation relation = relation(name, analysis);
    analysis.relations().add(relation.name());
    String called = alias == null ? simple : alias;
    analysis.references().name(relation, name, analysis.source());
    if (item.getKind() == SqlKind.EXPLICIT_TABLE) {
      analysis.references().query(relation, (SqlCall) item, analysis.source());
    } else {
      analysis.references().item(relation, called, columns, item, analysis.source());
    }
    Rel scan = new Rel.Scan(relation.name(), relation.identity(), relation.fields());
    Bound bound = named(scan, called, columns, relation.primaryKey(), name, relation.name());
    boolean hasTableOid =
        relation.kind() != Relation.Kind.VIEW && item.getKind() != SqlKind.EXPLICIT_TABLE;
    return hasTableOid && analysis.source().mentions(Scope.TABLE_OID)
        ? withTableOid(bound, relation)
        : bound;
  }

  /** With the system column behind the others, which only those texts pay for that name it. */
  private Bound withTableOid(Bound bound, Relation relation) {
    int oid = analysis.catalog().oid(relation);
    Table table = bound.tables.tables().getFirst();
    NamedColumn column =
        new NamedColumn(Scope.TABLE_OID, bound.rel.fields().size(), CatalogTypes.OID, false);
    Table wider = new Table(table.alias(), table.columns(), table.key(), List.of(column));
    return new Bound(
        Projections.append(bound.rel, List.of(new Expr.Literal(oid, CatalogTypes.OID))),
        new Tables(List.of(wider), bound.tables.columns()));
  }

  Bound named(Rel rel, String alias, List<SqlIdentifier> names, List<Integer> key, SqlNode place) {
    return named(rel, alias, names, key, place, null);
  }

  private Bound named(
      Rel rel,
      String alias,
      List<SqlIdentifier> names,
      List<Integer> key,
      SqlNode place,
      @Nullable String relation) {
    List<Field> fields = rel.fields();
    requireColumns("table ", alias, fields.size(), names.size(), place);
    List<NamedColumn> columns = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      Field field = fields.get(i);
      String name = i < names.size() ? names.get(i).getSimple() : field.name();
      PlannedQuery.Origin origin = relation == null ? null : new PlannedQuery.Origin(relation, i);
      columns.add(new NamedColumn(name, i, field.type(), field.nullable(), origin));
    }
    return new Bound(rel, new Tables(List.of(new Table(alias, columns, key)), columns));
  }

  private Bound subquery(
      SqlNode query, String alias, List<SqlIdentifier> names, Bound left, boolean lateral) {
    Scope around = outer;
    if (lateral) {
      Frame frame = new Frame(analysis.nextFrame(), left.rel);
      around = new Scope(analysis, outer, frame, left.tables, ctes);
      lateralFrames.put(query, frame);
    }
    Rel rel = QueryBinder.unordered(new QueryBinder(analysis, around, ctes).relation(query));
    return named(rel, alias, names, List.of(), query);
  }

  private final java.util.IdentityHashMap<SqlNode, Frame> lateralFrames =
      new java.util.IdentityHashMap<>();

  private static SqlNode withoutAlias(SqlNode node) {
    SqlNode inner = node.getKind() == SqlKind.AS ? ((SqlCall) node).operand(0) : node;
    return inner.getKind() == SqlKind.LATERAL ? ((SqlCall) inner).operand(0) : inner;
  }

  private Bound join(SqlJoin join, Bound left) {
    Bound l = RowMarkers.left(join, bind(join.getLeft(), left, false), analysis);
    FunctionItems.Item item = FunctionItems.itemOrNull(join.getRight());
    if (item != null && left.tables.tables().isEmpty()) {
      Bound expanded = functions.lateral(join, item, l);
      if (expanded != null) {
        return expanded;
      }
    }
    Bound visible = left.tables.tables().isEmpty() ? l : combined(left, l, Join.Kind.INNER, join);
    Bound r = RowMarkers.right(join, bind(join.getRight(), visible, false), analysis);
    Join.Kind kind =
        switch (join.getJoinType()) {
          case INNER, COMMA, CROSS -> Join.Kind.INNER;
          case LEFT -> Join.Kind.LEFT;
          case RIGHT -> Join.Kind.RIGHT;
          case FULL -> Join.Kind.FULL;
          default -> throw analysis.unsupported(join.getJoinType() + " JOIN", join);
        };
    Frame lateral = lateralFrames.get(withoutAlias(join.getRight()));
    if (lateral != null && OuterColumns.anyOf(r.rel, lateral.id())) {
      if (!left.tables.tables().isEmpty()) {
        throw analysis.unsupported("LATERAL within parentheses", join);
      }
      return lateral(join, l, r, kind, lateral);
    }
    if (join.isNatural() || join.getConditionType() == JoinConditionType.USING) {
      return new SharedColumns(analysis).join(join, l, r, kind, tables(l, r, kind, join));
    }
    List<Expr> conjuncts = new ArrayList<>();
    Bound both = new Bound(new Join(kind, l.rel, r.rel, List.of(), null), tables(l, r, kind, join));
    return on(join, l, r, kind, both, conjuncts);
  }

  private Bound on(
      SqlJoin join, Bound l, Bound r, Join.Kind kind, Bound both, List<Expr> conjuncts) {
    SqlNode condition = join.getCondition();
    if (condition == null) {
      return new Bound(Joins.join(kind, l.rel, r.rel, conjuncts), both.tables);
    }
    // The condition sees the rows of both sides before an outer join adds NULLs.
    Rel cross = Joins.join(Join.Kind.INNER, l.rel, r.rel, conjuncts);
    Frame frame = new Frame(analysis.nextFrame(), cross);
    Scope scope = new Scope(analysis, outer, frame, tables(l, r, Join.Kind.INNER, join), ctes);
    ExpressionBinder binder = new ExpressionBinder(scope, Clause.JOIN);
    if (!Subqueries.any(condition)) {
      conjuncts.addAll(Conditions.conjuncts(binder.condition(condition)));
      return new Bound(Joins.join(kind, l.rel, r.rel, conjuncts), both.tables);
    }
    binder.filter(condition);
    Rel rows =
        kind == Join.Kind.INNER
            ? frame.rel()
            : new OuterJoin(kind, l.rel, r.rel).ofMatches(frame.rel());
    return new Bound(rows, both.tables);
  }

  /** Joins a lateral subquery on the columns of the left side that it refers to. */
  private Bound lateral(SqlJoin join, Bound l, Bound r, Join.Kind kind, Frame frame) {
    if (kind != Join.Kind.INNER && kind != Join.Kind.LEFT) {
      throw analysis.unsupported(join.getJoinType() + " JOIN LATERAL", join);
    }
    Unnesting.Result result;
    try {
      result = Unnesting.unnest(r.rel, frame.id(), l.rel);
    } catch (SqlException e) {
      throw e.withPosition(analysis.source().position(join.getRight().getParserPosition()));
    }
    int width = l.rel.fields().size();
    List<Expr> conjuncts = new ArrayList<>();
    for (Join.Key key : result.joinKeys()) {
      Expr left = Projections.column(l.rel, key.left());
      Expr right = OuterColumns.shift(Projections.column(result.rel(), key.right()), width);
      conjuncts.add(
          key.nullsMatch() && left.nullable()
              ? new Expr.Not(new Expr.DistinctFrom(left, right))
              : new Comparison(Comparison.Operator.EQUAL, left, right));
    }
    Bound unnested = new Bound(result.rel(), r.tables);
    Bound both = new Bound(l.rel, tables(l, unnested, kind, join));
    Bound joined = on(join, l, unnested, kind, both, conjuncts);
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < width + r.rel.fields().size(); i++) {
      kept.add(i);
    }
    return new Bound(Projections.columns(joined.rel, kept), joined.tables);
  }

  /** Every row of one side with every row of the other, for a condition to follow. */
  Bound crossed(Bound l, Bound r, SqlNode place) {
    return new Bound(
        Joins.join(Join.Kind.INNER, l.rel, r.rel, List.of()), tables(l, r, Join.Kind.INNER, place));
  }

  /** A join that no FROM clause spells. */
  Bound joined(Join.Kind kind, Bound l, Bound r, SqlNode condition) {
    SqlParserPos place = condition.getParserPosition();
    SqlJoin join =
        new SqlJoin(
            place,
            condition,
            SqlLiteral.createBoolean(false, place),
            JoinType.INNER.symbol(place),
            condition,
            JoinConditionType.ON.symbol(place),
            condition);
    return on(join, l, r, kind, combined(l, r, kind, condition), new ArrayList<>());
  }

  private Bound combined(Bound l, Bound r, Join.Kind kind, SqlNode place) {
    return new Bound(new Join(kind, l.rel, r.rel, List.of(), null), tables(l, r, kind, place));
  }

  Tables tables(Bound l, Bound r, Join.Kind kind, SqlNode place) {
    int width = l.rel.fields().size();
    List<Table> tables = new ArrayList<>();
    Set<String> aliases = new HashSet<>();
    for (Table table : l.tables.tables()) {
      aliases.add(table.alias());
      tables.add(moved(table, 0, kind.keepsUnmatchedRight()));
    }
    for (Table table : r.tables.tables()) {
      if (!table.alias().isEmpty() && !aliases.add(table.alias())) {
        throw analysis.error(
            ErrorCode.DUPLICATE_ALIAS,
            "table name " + SqlException.quote(table.alias()) + " specified more than once",
            place instanceof SqlJoin join ? join.getRight() : place);
      }
      tables.add(moved(table, width, kind.keepsUnmatchedLeft()));
    }
    List<NamedColumn> columns =
        new ArrayList<>(moved(l.tables.columns(), 0, kind.keepsUnmatchedRight()));
    columns.addAll(moved(r.tables.columns(), width, kind.keepsUnmatchedLeft()));
    return new Tables(tables, columns);
  }

  static Table moved(Table table, int distance, boolean nullable) {
    List<Integer> key = table.key().stream().map(k -> k + distance).toList();
    return new Table(
        table.alias(),
        moved(table.columns(), distance, nullable),
        nullable ? List.of() : key,
        moved(table.hidden(), distance, nullable));
  }

  private static List<NamedColumn> moved(
      List<NamedColumn> columns, int distance, boolean nullable) {
    return columns.stream()
        .map(c -> nullable ? c.shifted(distance).asNullable() : c.shifted(distance))
        .toList();
  }
}
