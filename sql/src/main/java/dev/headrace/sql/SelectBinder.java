package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.SortKey;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.sql.Scope.NamedColumn;
import dev.headrace.sql.grammar.PostgresOperators;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;

/** SELECT, in the order of its evaluation: FROM, WHERE, GROUP BY, HAVING, list, ORDER BY, LIMIT. */
final class SelectBinder {
  /** PostgreSQL's limit. */
  private static final int MAX_OUTPUTS = 1664;

  private final Analysis analysis;
  private final @Nullable Scope outer;
  private final Ctes ctes;
  private final @Nullable RowLockBinder locking;
  private final List<Output> outputs = new ArrayList<>();

  /** A column of the list: bound already if it came from a star. */
  private record Output(String name, @Nullable SqlNode node, @Nullable NamedColumn column) {}

  SelectBinder(Analysis analysis, @Nullable Scope outer, Ctes ctes) {
    this(analysis, outer, ctes, null);
  }

  /**
   * @param locking how the rows are to be locked; null for not at all
   */
  SelectBinder(
      Analysis analysis, @Nullable Scope outer, Ctes ctes, @Nullable RowLockBinder locking) {
    this.locking = locking;
    this.analysis = analysis;
    this.outer = outer;
    this.ctes = ctes;
  }

  Pending bind(
      SqlSelect select, SqlNodeList orderBy, @Nullable SqlNode offset, @Nullable SqlNode fetch) {
    if (select.getQualify() != null) {
      throw analysis.unsupported("QUALIFY", select.getQualify());
    }
    List<SqlNode> on = distinctOn(select);
    boolean distinct = select.isDistinct() && on == null;
    Scope scope = from(select, orderBy);
    SqlNode where = select.getWhere();
    if (where != null) {
      new ExpressionBinder(scope, Clause.WHERE).filter(where);
    }
    expand(
        on == null
            ? select.getSelectList()
            : select.getSelectList().subList(1, select.getSelectList().size()),
        scope);
    List<OrderItem> order = orderBy.getList().stream().map(OrderItem::of).toList();
    if (locking != null) {
      List<SqlNode> items = new ArrayList<>();
      outputs.forEach(o -> addUser(o.column == null ? o.node : null, items));
      order.forEach(o -> addUser(o.node(), items));
      locking.refuse(select, items);
      locking.choose(select, scope);
    }
    addGroupedRowSets(select, order, scope);
    group(select, order, scope);
    SqlNode having = select.getHaving();
    if (having != null) {
      new ExpressionBinder(scope, Clause.HAVING).filter(having);
    }
    addWindows(select, order, on, scope);
    addRowSets(rowSets(order).stream().filter(call -> !scope.isMade(call)).toList(), scope);
    List<Operand> columns = columns(scope);
    List<Expr> hidden = new ArrayList<>();
    Set<Integer> onColumns = new HashSet<>();
    if (on != null) {
      for (SqlNode node : on) {
        onColumns.add(outputOrHidden(node, columns, hidden, scope, "DISTINCT ON"));
      }
    }
    Ordering ordering =
        order.isEmpty() && !select.isDistinct()
            ? asFrom(scope, columns, hidden)
            : ordering(order, columns, hidden, scope, distinct);
    if (on != null) {
      DistinctOn.check(onColumns, ordering.keys, analysis, on.getFirst());
    }
    List<@Nullable SqlType> types = new ArrayList<>();
    List<SqlParserPos> places = new ArrayList<>();
    for (Operand column : columns) {
      types.add(analysis.coercion().type(column));
      places.add(column.place());
    }
    List<String> names = outputs.stream().map(Output::name).toList();
    Rel rows = scope.frame().rel();
    if (locking != null) {
      int images = columns.size() + hidden.size();
      hidden.addAll(locking.images());
      return new Pending(
          names,
          types,
          places,
          decided ->
              locking.rows(
                  project(rows, columns, hidden, names, decided),
                  columns.size(),
                  images,
                  ordering.keys,
                  offset,
                  fetch));
    }
    return new Pending(
        names,
        types,
        places,
        decided -> {
          Rel projected = project(rows, columns, ordering.hidden, names, decided);
          Rel unique = distinct ? Projections.distinct(projected) : projected;
          if (on != null) {
            unique = DistinctOn.of(projected, onColumns, ordering.keys);
          }
          Rel sorted =
              new QueryBinder(analysis, outer, ctes).sorted(unique, ordering.keys, offset, fetch);
          return LateColumns.of(sorted, rows, columns.size());
        });
  }

  /**
   * The expressions of a RETURNING list.
   *
   * @param fields takes their names and types
   */
  List<Expr> returning(SqlNodeList items, Scope scope, List<Field> fields) {
    expand(items, scope);
    for (Output output : outputs) {
      if (output.node != null && AggregateNames.anyCall(output.node)) {
        throw analysis.error(
            ErrorCode.GROUPING_ERROR,
            "aggregate functions are not allowed in RETURNING",
            output.node);
      }
    }
    List<Expr> values = new ArrayList<>();
    List<Operand> columns = columns(scope);
    for (int i = 0; i < columns.size(); i++) {
      Expr value = analysis.coercion().standalone(columns.get(i));
      values.add(value);
      fields.add(Projections.field(outputs.get(i).name, value));
    }
    return values;
  }

  private static @Nullable List<SqlNode> distinctOn(SqlSelect select) {
    SqlNodeList items = select.getSelectList();
    return !items.isEmpty()
            && items.get(0) instanceof SqlCall call
            && call.getOperator().equals(PostgresOperators.DISTINCT_ON)
        ? call.getOperandList()
        : null;
  }

  private void addWindows(
      SqlSelect select, List<OrderItem> order, @Nullable List<SqlNode> on, Scope scope) {
    List<SqlNode> users = new ArrayList<>();
    outputs.forEach(o -> addUser(o.column == null ? o.node : null, users));
    order.forEach(o -> addUser(o.node(), users));
    users.addAll(on == null ? List.of() : on);
    new Windows(scope, List.copyOf(select.getWindowList())).add(users);
  }

  /** Set-returning functions that are grouped by make rows before there are groups. */
  private void addGroupedRowSets(SqlSelect select, List<OrderItem> order, Scope scope) {
    List<SqlCall> grouped = new ArrayList<>();
    if (select.getGroup() != null) {
      for (SqlNode node : select.getGroup()) {
        TableFunctions.collect(groupedExpression(node, scope), grouped);
      }
    }
    addRowSets(grouped, scope);
    for (SqlCall other : rowSets(order)) {
      grouped.stream()
          .filter(call -> call.equalsDeep(other, Litmus.IGNORE))
          .findFirst()
          .map(scope::made)
          .ifPresent(column -> scope.make(other, column));
    }
  }

  private List<SqlCall> rowSets(List<OrderItem> order) {
    List<SqlCall> nodes = new ArrayList<>();
    outputs.forEach(o -> TableFunctions.collect(o.column == null ? o.node : null, nodes));
    order.forEach(o -> TableFunctions.collect(o.node(), nodes));
    return nodes;
  }

  /** Set-returning functions of the list: each row is there for every row of theirs. */
  private void addRowSets(List<SqlCall> nodes, Scope scope) {
    if (nodes.isEmpty()) {
      return;
    }
    TableFunctions functions = new TableFunctions(new ExpressionBinder(scope, Clause.SELECT));
    List<TableFunctions.Bound> calls = new ArrayList<>();
    for (SqlCall node : nodes) {
      TableFunctions.Bound call = functions.bind(node);
      if (call.columns().size() > 1) {
        throw analysis.unsupported("a function of several columns in a select list", node);
      }
      calls.add(call);
    }
    Frame frame = scope.frame();
    int width = frame.width();
    frame.replace(TableFunctions.expand(frame.rel(), calls, false, false));
    for (int i = 0; i < nodes.size(); i++) {
      scope.make(nodes.get(i), frame.column(width + i));
    }
  }

  private Scope from(SqlSelect select, SqlNodeList orderBy) {
    SqlNode from = select.getFrom();
    List<SortKey> order = new ArrayList<>();
    FromBinder.Bound bound =
        from == null
            ? new FromBinder.Bound(Projections.ONE_ROW, Scope.Tables.NONE)
            : from(from, showsOrder(select, orderBy), order);
    if (bound.rel().fields().size() >= OuterColumns.MAX_COLUMNS) {
      throw analysis.error(ErrorCode.TOO_MANY_COLUMNS, "too many columns in FROM", select);
    }
    Frame frame = new Frame(analysis.nextFrame(), bound.rel());
    Scope scope = new Scope(analysis, outer, frame, bound.tables(), ctes);
    scope.order(order);
    return scope;
  }

  /** Whether a call's result shows in which order the rows of FROM come. */
  private static boolean showsOrder(SqlSelect select, SqlNodeList orderBy) {
    return AggregateNames.showsOrder(select.getSelectList())
        || AggregateNames.showsOrder(select.getHaving())
        || AggregateNames.showsOrder(orderBy);
  }

  private FromBinder.Bound from(SqlNode from, boolean showsOrder, List<SortKey> order) {
    FromBinder binder = new FromBinder(analysis, outer, ctes);
    FromBinder.Bound ordered =
        locking == null ? OrderedRows.from(from, binder, ctes, showsOrder, order) : null;
    return ordered == null ? binder.bind(from) : ordered;
  }

  private void expand(List<SqlNode> items, Scope scope) {
    for (SqlNode item : items) {
      if (item instanceof SqlIdentifier identifier && identifier.isStar()) {
        List<NamedColumn> columns =
            identifier.names.size() == 1 ? scope.tables().columns() : scope.columnsOf(identifier);
        if (columns.isEmpty() && scope.tables().tables().isEmpty()) {
          throw analysis.error(
              ErrorCode.SYNTAX_ERROR, "SELECT * with no tables specified is not valid", item);
        }
        columns.forEach(
            column -> {
              analysis.references().use(column);
              outputs.add(new Output(column.name(), item, column));
            });
      } else if (item.getKind() == SqlKind.AS) {
        SqlCall as = (SqlCall) item;
        String name = ((SqlIdentifier) as.operand(1)).getSimple();
        outputs.add(new Output(name, as.operand(0), null));
      } else {
        outputs.add(new Output(ColumnNames.of(item), item, null));
      }
      if (outputs.size() > MAX_OUTPUTS) {
        throw analysis.error(
            ErrorCode.TOO_MANY_COLUMNS,
            "target lists can have at most " + MAX_OUTPUTS + " entries",
            item);
      }
    }
  }

  private void group(SqlSelect select, List<OrderItem> order, Scope scope) {
    SqlNodeList groupBy = select.getGroup();
    boolean aggregated =
        AggregateNames.anyCall(select.getHaving())
            || outputs.stream().anyMatch(o -> AggregateNames.anyCall(o.node))
            || order.stream().anyMatch(o -> AggregateNames.anyCall(o.node()))
            || AggregateNames.anyCall(select.getWindowList());
    if (groupBy == null && !aggregated && select.getHaving() == null) {
      return;
    }
    List<List<SqlNode>> sets =
        new GroupingSets(analysis, node -> groupedExpression(node, scope))
            .of(groupBy == null ? SqlNodeList.EMPTY : groupBy);
    List<SqlNode> users = new ArrayList<>();
    outputs.forEach(o -> addUser(o.column == null ? o.node : null, users));
    addUser(select.getHaving(), users);
    order.forEach(o -> addUser(o.node(), users));
    users.addAll(select.getWindowList());
    Recursion.refuseAggregates(select.getFrom(), users, ctes, analysis);
    Set<Integer> shown = new HashSet<>();
    outputs.stream().filter(o -> o.column != null).forEach(o -> shown.add(o.column.index()));
    boolean distinct = groupBy != null && GroupingSets.isDistinct(groupBy);
    new Aggregates(scope).group(sets, distinct, users, shown);
  }

  private static void addUser(@Nullable SqlNode node, List<SqlNode> users) {
    users.addAll(node == null ? List.of() : List.of(node));
  }

  /** Ordinals and output names stand for the list's expressions; columns go before names. */
  private SqlNode groupedExpression(SqlNode node, Scope scope) {
    if (node instanceof SqlNumericLiteral literal) {
      return node(outputs.get(QueryBinder.ordinal(literal, outputs.size(), "GROUP BY", analysis)));
    }
    if (node instanceof SqlIdentifier identifier
        && identifier.isSimple()
        && scope.local(identifier) == null) {
      for (Output output : outputs) {
        if (output.column == null && output.name.equals(identifier.getSimple())) {
          return node(output);
        }
      }
    }
    return node;
  }

  private SqlNode node(Output output) {
    SqlNode node = output.node;
    if (output.column != null) {
      SqlParserPos place = node == null ? SqlParserPos.ZERO : node.getParserPosition();
      return new SqlIdentifier(output.name, place);
    }
    if (node == null) {
      throw new IllegalStateException("an output without expression");
    }
    if (AggregateNames.anyCall(node)) {
      throw analysis.error(
          ErrorCode.GROUPING_ERROR, "aggregate functions are not allowed in GROUP BY", node);
    }
    return node;
  }

  private List<Operand> columns(Scope scope) {
    ExpressionBinder binder = new ExpressionBinder(scope, Clause.SELECT);
    List<Operand> columns = new ArrayList<>();
    for (Output output : outputs) {
      NamedColumn column = output.column;
      if (output.node == null) {
        throw new IllegalStateException("an output without expression");
      }
      if (column == null) {
        columns.add(binder.bind(output.node));
      } else {
        Grouping grouping = scope.grouping();
        Expr expr =
            grouping == null ? column.expr() : grouping.column(column.expr(), output.node, scope);
        columns.add(binder.typed(expr, output.node));
      }
    }
    return columns;
  }

  /**
   * @param keys over the outputs followed by the hidden columns
   * @param hidden what is ordered by without being in the list
   */
  private record Ordering(List<SortKey> keys, List<Expr> hidden) {}

  private Ordering ordering(
      List<OrderItem> order,
      List<Operand> columns,
      List<Expr> hidden,
      Scope scope,
      boolean distinct) {
    List<SortKey> keys = new ArrayList<>();
    for (OrderItem item : order) {
      int at = outputOrHidden(item.node(), columns, hidden, scope, "ORDER BY");
      if (distinct && at >= columns.size()) {
        throw analysis.error(
            ErrorCode.INVALID_COLUMN_REFERENCE,
            "for SELECT DISTINCT, ORDER BY expressions must appear in select list",
            item.node());
      }
      keys.add(item.key(at));
    }
    return new Ordering(keys, hidden);
  }

  /** The order of the rows that FROM gives. */
  private Ordering asFrom(Scope scope, List<Operand> columns, List<Expr> hidden) {
    List<SortKey> keys = new ArrayList<>();
    for (SortKey key : scope.rowOrder()) {
      int at = columnOrHidden(scope.frame().column(key.column()), columns, hidden);
      keys.add(key.remapped(_ -> at));
    }
    return new Ordering(keys, hidden);
  }

  private static int columnOrHidden(Expr value, List<Operand> columns, List<Expr> hidden) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i) instanceof Operand.Typed(Expr expr, var _) && expr.equals(value)) {
        return i;
      }
    }
    if (!hidden.contains(value)) {
      hidden.add(value);
    }
    return columns.size() + hidden.indexOf(value);
  }

  /** The column of the list that a node means; one behind the list for other expressions. */
  private int outputOrHidden(
      SqlNode node, List<Operand> columns, List<Expr> hidden, Scope scope, String clause) {
    int at = output(node, columns, clause);
    if (at >= 0) {
      return at;
    }
    Operand operand = new ExpressionBinder(scope, Clause.ORDER_BY).bind(node);
    for (int i = 0; i < columns.size(); i++) {
      if (same(columns.get(i), operand)) {
        return i;
      }
    }
    Expr value = analysis.coercion().standalone(operand);
    if (!hidden.contains(value)) {
      hidden.add(value);
    }
    return columns.size() + hidden.indexOf(value);
  }

  /** The column of the list that an ordinal or an output name means; -1 for an expression. */
  private int output(SqlNode node, List<Operand> columns, String clause) {
    if (node instanceof SqlNumericLiteral literal) {
      return QueryBinder.ordinal(literal, outputs.size(), clause, analysis);
    }
    if (!(node instanceof SqlIdentifier identifier) || !identifier.isSimple()) {
      return -1;
    }
    int found = -1;
    for (int i = 0; i < outputs.size(); i++) {
      if (outputs.get(i).name.equals(identifier.getSimple())) {
        if (found >= 0 && !same(columns.get(found), columns.get(i))) {
          throw analysis.error(
              ErrorCode.AMBIGUOUS_COLUMN,
              clause + " " + SqlException.quote(identifier.getSimple()) + " is ambiguous",
              node);
        }
        found = found < 0 ? i : found;
      }
    }
    return found;
  }

  private static boolean same(Operand a, Operand b) {
    return a.at(SqlParserPos.ZERO).equals(b.at(SqlParserPos.ZERO));
  }

  private Rel project(
      Rel rows, List<Operand> columns, List<Expr> hidden, List<String> names, List<SqlType> types) {
    List<Expr> expressions = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Expr value = analysis.coercion().implicit(columns.get(i), types.get(i));
      expressions.add(value);
      fields.add(new Field(names.get(i), typeOf(value, types.get(i)), value.nullable()));
    }
    for (Expr value : hidden) {
      expressions.add(value);
      fields.add(Projections.field(ColumnNames.NONE, value));
    }
    return Projections.project(rows, expressions, fields);
  }

  /** A decided type's modifiers count only if the values have them. */
  private static SqlType typeOf(Expr value, SqlType decided) {
    return value.type().kind() == decided.kind() && !value.type().equals(decided)
        ? Types.unmodified(decided)
        : decided;
  }
}
