package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Expr.Literal;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.SortKey;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSetOperator;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Queries: SELECT, VALUES, set operations, WITH, ORDER BY and LIMIT around them. */
final class QueryBinder {
  private final Analysis analysis;
  private final @Nullable Scope outer;
  private final Ctes ctes;

  QueryBinder(Analysis analysis, @Nullable Scope outer, Ctes ctes) {
    this.analysis = analysis;
    this.outer = outer;
    this.ctes = ctes;
  }

  Rel relation(SqlNode query) {
    return pending(query).build();
  }

  Pending pending(SqlNode query) {
    return switch (query) {
      case SqlSelect select ->
          new SelectBinder(analysis, outer, ctes).bind(select, SqlNodeList.EMPTY, null, null);
      case SqlOrderBy ordered -> ordered(ordered);
      case SqlWith with -> with(with).pending(with.body);
      case SqlCall locking when RowLockClauses.isLocking(locking) ->
          new RowLockBinder(analysis, outer, ctes).pending(locking);
      case SqlCall call ->
          switch (call.getKind()) {
            case VALUES -> new ValuesBinder(analysis, outer, ctes).bind(call);
            case UNION, INTERSECT, EXCEPT -> setOperation(call);
            case EXPLICIT_TABLE -> table(call);
            default -> throw analysis.unsupported("this query", query);
          };
      default -> throw analysis.unsupported("this query", query);
    };
  }

  /** What the queries of WITH are known as. */
  Ctes ctes() {
    return ctes;
  }

  private QueryBinder with(SqlWith with) {
    return withAll(with.withList);
  }

  /** With the queries of a WITH clause, if there is one. */
  QueryBinder withAll(@Nullable SqlNodeList list) {
    if (list == null) {
      return this;
    }
    Ctes all = ctes.nested();
    java.util.Set<String> names = new java.util.HashSet<>();
    for (SqlNode node : list) {
      SqlIdentifier name = ((SqlWithItem) node).name;
      if (!names.add(name.getSimple())) {
        throw namedTwice(analysis, name);
      }
    }
    for (SqlWithItem item : Recursion.inOrder(list, analysis)) {
      new QueryBinder(analysis, outer, all).addTo(all, item);
    }
    return new QueryBinder(analysis, outer, all);
  }

  static SqlException namedTwice(Analysis analysis, SqlIdentifier name) {
    return analysis.error(
        ErrorCode.DUPLICATE_ALIAS,
        "WITH query name " + SqlException.quote(name.getSimple()) + " specified more than once",
        name);
  }

  /** Adds a query of a WITH clause to those before it, which it sees. */
  void addTo(Ctes all, SqlWithItem item) {
    String name = item.name.getSimple();
    Rel query =
        Recursion.is(item) ? new Recursion(analysis, outer, all).bind(item) : relation(item.query);
    SqlNodeList list = item.columnList;
    List<SqlIdentifier> columns = new ArrayList<>();
    if (list != null) {
      list.forEach(column -> columns.add((SqlIdentifier) column));
    }
    requireColumns(analysis, item.name, query.fields().size(), columns.size());
    Rel rows = renamed(query, columns);
    if (analysis.isRepeatable(rows)) {
      all.add(name, rows);
    } else {
      all.addOnce(name, OrderedRows.of(rows, true), rows.fields().size());
    }
  }

  /** Refuses more names than a query of WITH has columns. */
  static void requireColumns(Analysis analysis, SqlIdentifier name, int there, int named) {
    if (named > there) {
      throw analysis.error(
          ErrorCode.INVALID_COLUMN_REFERENCE,
          "WITH query "
              + SqlException.quote(name.getSimple())
              + " has "
              + there
              + " columns available but "
              + named
              + " columns specified",
          name);
    }
  }

  /** The query with other names for the first of its columns. */
  static Rel renamed(Rel query, List<SqlIdentifier> columns) {
    if (columns.isEmpty()) {
      return query;
    }
    List<String> names = new ArrayList<>(query.fields().stream().map(Field::name).toList());
    for (int i = 0; i < columns.size(); i++) {
      names.set(i, columns.get(i).getSimple());
    }
    return new Rel.Project(
        query, Projections.allColumns(query), Rel.renamed(query.fields(), names));
  }

  private Pending table(SqlCall call) {
    Rel rel = new FromBinder(analysis, outer, ctes).whole(call).rel();
    return ofRel(rel, call.getParserPosition());
  }

  private static Pending ofRel(Rel rel, SqlParserPos place) {
    List<String> names = new ArrayList<>();
    List<@Nullable SqlType> types = new ArrayList<>();
    List<SqlParserPos> places = new ArrayList<>();
    for (Field field : rel.fields()) {
      names.add(field.name());
      types.add(field.type());
      places.add(place);
    }
    return new Pending(names, types, places, _ -> rel);
  }

  private Pending setOperation(SqlCall call) {
    SqlSetOperator operator = (SqlSetOperator) call.getOperator();
    Pending left = pending(call.operand(0));
    Pending right = pending(call.operand(1));
    String name = call.getKind().name().toUpperCase(Locale.ROOT);
    if (left.names().size() != right.names().size()) {
      throw analysis
          .source()
          .error(
              ErrorCode.SYNTAX_ERROR,
              "each " + name + " query must have the same number of columns",
              right.places().getFirst());
    }
    List<SqlType> types = new ArrayList<>();
    List<@Nullable SqlType> open = new ArrayList<>();
    for (int i = 0; i < left.names().size(); i++) {
      List<@Nullable SqlType> pair = new ArrayList<>();
      pair.add(left.types().get(i));
      pair.add(right.types().get(i));
      SqlType type =
          CommonType.of(
              pair, name, analysis.source(), List.of(left.places().get(i), right.places().get(i)));
      types.add(type);
      open.add(type);
    }
    Rel rel = combined(call.getKind(), operator.isAll(), left, right, types);
    return new Pending(left.names(), open, left.places(), _ -> rel);
  }

  private static Rel combined(
      SqlKind kind, boolean all, Pending left, Pending right, List<SqlType> types) {
    Rel l = unordered(left.builder().build(types));
    Rel r = unordered(right.builder().build(types));
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      boolean nullable = l.fields().get(i).nullable() || r.fields().get(i).nullable();
      fields.add(new Field(left.names().get(i), types.get(i), nullable));
    }
    if (kind == SqlKind.UNION) {
      List<Rel> inputs = new ArrayList<>();
      if (all && l instanceof Rel.Union union) {
        inputs.addAll(union.inputs());
      } else {
        inputs.add(l);
      }
      inputs.add(r);
      Rel union = new Rel.Union(inputs, fields);
      return all ? union : Projections.distinct(union);
    }
    Rel.SetOperation.Operator operator =
        kind == SqlKind.EXCEPT
            ? Rel.SetOperation.Operator.EXCEPT
            : Rel.SetOperation.Operator.INTERSECT;
    return new Rel.SetOperation(operator, all, l, r, fields);
  }

  private Pending ordered(SqlOrderBy ordered) {
    SqlNode query = ordered.query;
    if (query instanceof SqlWith with) {
      SqlOrderBy inner =
          new SqlOrderBy(
              ordered.getParserPosition(),
              with.body,
              ordered.orderList,
              ordered.offset,
              ordered.fetch);
      return with(with).pending(inner);
    }
    if (query instanceof SqlSelect select) {
      return new SelectBinder(analysis, outer, ctes)
          .bind(select, ordered.orderList, ordered.offset, ordered.fetch);
    }
    Pending inner = pending(query);
    Rel rel = inner.build();
    List<SortKey> order = new ArrayList<>();
    for (SqlNode node : ordered.orderList) {
      OrderItem item = OrderItem.of(node);
      order.add(item.key(outputColumn(item.node(), inner.names())));
    }
    return ofRel(sorted(rel, order, ordered.offset, ordered.fetch), ordered.getParserPosition());
  }

  private int outputColumn(SqlNode node, List<String> names) {
    if (node instanceof SqlNumericLiteral literal) {
      return ordinal(literal, names.size(), "ORDER BY", analysis);
    }
    if (node instanceof SqlIdentifier identifier && identifier.isSimple()) {
      int at = names.indexOf(identifier.getSimple());
      if (at >= 0) {
        return at;
      }
      throw analysis.error(
          ErrorCode.UNDEFINED_COLUMN,
          "column " + SqlException.quote(identifier.getSimple()) + " does not exist",
          node);
    }
    throw analysis
        .error(
            ErrorCode.FEATURE_NOT_SUPPORTED, "invalid UNION/INTERSECT/EXCEPT ORDER BY clause", node)
        .withDetail("Only result column names can be used, not expressions or functions.");
  }

  /** {@code ORDER BY 2}: the column, from 0. */
  static int ordinal(SqlNumericLiteral literal, int columns, String clause, Analysis analysis) {
    if (!literal.isInteger()) {
      throw analysis.error(ErrorCode.SYNTAX_ERROR, "non-integer constant in " + clause, literal);
    }
    java.math.BigDecimal value = literal.bigDecimalValue();
    boolean inRange =
        value != null
            && value.signum() > 0
            && value.compareTo(java.math.BigDecimal.valueOf(columns)) <= 0;
    if (!inRange) {
      throw analysis.error(
          ErrorCode.INVALID_COLUMN_REFERENCE,
          clause + " position " + value + " is not in select list",
          literal);
    }
    return value.intValueExact() - 1;
  }

  /** ORDER BY with LIMIT and OFFSET; the relation itself without any. */
  Rel sorted(Rel rel, List<SortKey> order, @Nullable SqlNode offset, @Nullable SqlNode fetch) {
    if (fetch != null && WithTies.is(fetch)) {
      NumberedRows.Count count = rowCount(WithTies.count(fetch), Clause.LIMIT);
      return WithTies.of(sorted(rel, order, offset, null), order, count);
    }
    NumberedRows.Count limit = fetch == null ? null : rowCount(fetch, Clause.LIMIT);
    NumberedRows.Count skipped = offset == null ? null : rowCount(offset, Clause.OFFSET);
    if (limit != null && limit.isNull()) {
      limit = null;
    }
    if (limit != null && limit.needsRows() || skipped != null && skipped.needsRows()) {
      return NumberedRows.of(rel, order, limit, skipped);
    }
    return order.isEmpty() && limit == null && skipped == null
        ? rel
        : new Rel.Sort(
            rel,
            order,
            limit == null ? null : limit.count(),
            skipped == null ? null : skipped.count());
  }

  private NumberedRows.Count rowCount(SqlNode node, Clause clause) {
    Frame frame = new Frame(analysis.nextFrame(), Projections.ONE_ROW);
    Scope scope = new Scope(analysis, outer, frame, Scope.Tables.NONE, ctes);
    if (node instanceof SqlIdentifier && outer == null) {
      throw analysis.error(
          ErrorCode.INVALID_COLUMN_REFERENCE,
          "argument of " + clause + " must not contain variables",
          node);
    }
    Operand operand = new ExpressionBinder(scope, clause).bind(node);
    SqlType type = analysis.coercion().type(operand);
    if (type != null && !type.kind().isNumber()) {
      throw analysis.error(
          ErrorCode.DATATYPE_MISMATCH,
          "argument of " + clause + " must be type bigint, not type " + Types.name(type),
          node);
    }
    Expr count =
        dev.headrace.ir.ConstantFolding.fold(analysis.coercion().implicit(operand, SqlType.BIGINT));
    if (count instanceof Literal literal && literal.value() instanceof Long rows && rows < 0) {
      boolean limit = clause == Clause.LIMIT;
      throw analysis.error(
          limit
              ? ErrorCode.INVALID_ROW_COUNT_IN_LIMIT_CLAUSE
              : ErrorCode.INVALID_ROW_COUNT_IN_OFFSET_CLAUSE,
          clause + " must not be negative",
          node);
    }
    return new NumberedRows.Count(frame.rel(), count);
  }

  /** Rows whose order does not matter any more. */
  static Rel unordered(Rel rel) {
    return switch (rel) {
      case Rel.Sort sort when sort.limit() == null && sort.offset() == null -> sort.input();
      case Rel.Project(Rel input, var expressions, var fields) -> {
        Rel rows = unordered(input);
        yield rows.equals(input) ? rel : Projections.project(rows, expressions, fields);
      }
      default -> rel;
    };
  }
}
