package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.Join;
import dev.headrace.model.CatalogTypes;
import dev.headrace.model.Field;
import dev.headrace.sql.FromBinder.Bound;
import dev.headrace.sql.Scope.Tables;
import dev.headrace.sql.grammar.PostgresOperators;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** Set-returning functions in FROM, which see what stands to their left. */
final class FunctionItems {
  private final Analysis analysis;
  private final @Nullable Scope outer;
  private final Ctes ctes;
  private final FromBinder from;

  /**
   * An item as written.
   *
   * @param calls more than one for UNNEST of several arrays and for ROWS FROM
   * @param alias empty without one
   * @param names of the columns, as far as given
   */
  record Item(
      List<SqlCall> calls,
      boolean ordinality,
      String alias,
      List<SqlIdentifier> names,
      SqlNode place) {}

  FunctionItems(Analysis analysis, @Nullable Scope outer, Ctes ctes, FromBinder from) {
    this.analysis = analysis;
    this.outer = outer;
    this.ctes = ctes;
    this.from = from;
  }

  /** What a node of FROM calls; null if it is no function. */
  static @Nullable Item itemOrNull(SqlNode node) {
    String alias = "";
    List<SqlIdentifier> names = new ArrayList<>();
    SqlNode item = node;
    if (item.getKind() == SqlKind.AS) {
      SqlCall as = (SqlCall) item;
      alias = ((SqlIdentifier) as.operand(1)).getSimple();
      for (SqlNode name : as.getOperandList().subList(2, as.operandCount())) {
        names.add((SqlIdentifier) name);
      }
      item = as.operand(0);
    }
    if (item.getKind() == SqlKind.LATERAL) {
      item = ((SqlCall) item).operand(0);
    }
    boolean ordinality = false;
    if (item instanceof SqlCall call
        && call.getOperator().equals(PostgresOperators.WITH_ORDINALITY)) {
      ordinality = true;
      item = call.operand(0);
    }
    List<SqlCall> calls = new ArrayList<>();
    if (item.getKind() == SqlKind.COLLECTION_TABLE) {
      addCalls((SqlCall) item, calls);
    } else if (item instanceof SqlCall rows
        && rows.getOperator().equals(PostgresOperators.ROWS_FROM)) {
      rows.getOperandList().forEach(call -> addCalls((SqlCall) call, calls));
    } else {
      return null;
    }
    return new Item(calls, ordinality, alias, names, item);
  }

  private static void addCalls(SqlCall item, List<SqlCall> calls) {
    SqlCall call = item.operand(0);
    if (AggregateNames.name(call).equals("unnest") && call.operandCount() > 0) {
      for (SqlNode operand : call.getOperandList()) {
        calls.add(call.getOperator().createCall(call.getParserPosition(), operand));
      }
    } else {
      calls.add(call);
    }
  }

  /** A function that does not look at what stands beside it. */
  Bound alone(Item item) {
    if (isKeywords(item)) {
      String alias = item.alias.isEmpty() ? KeywordRows.FUNCTION : item.alias;
      return from.named(KeywordRows.rel(), alias, item.names, List.of(), item.place);
    }
    Bound nothing = new Bound(Projections.ONE_ROW, Tables.NONE);
    if (isScalar(item)) {
      return value(item, nothing);
    }
    List<TableFunctions.Bound> calls = calls(item, nothing);
    Rel rel = TableFunctions.expand(nothing.rel(), calls, item.ordinality, false);
    int width = nothing.rel().fields().size();
    Rel own = Projections.columns(rel, Projections.range(width, rel.fields().size() - width));
    return named(item, calls, paired(own, 0));
  }

  /** The numbered elements of {@code _pg_expandarray} are two columns in FROM. */
  private static Rel paired(Rel rel, int at) {
    if (rel.fields().size() != at + 1
        || !CatalogTypes.NUMBERED.equals(rel.fields().get(at).type())) {
      return rel;
    }
    List<Expr> columns = new ArrayList<>(Projections.allColumns(rel).subList(0, at));
    List<Field> fields = new ArrayList<>(rel.fields().subList(0, at));
    for (String name : List.of("x", "n")) {
      Expr part = ArrayCalls.part(Projections.column(rel, at), columns.size() - at + 1);
      columns.add(part);
      fields.add(Projections.field(name, part));
    }
    return new Rel.Project(rel, columns, fields);
  }

  private static boolean isKeywords(Item item) {
    SqlCall call = item.calls.getFirst();
    return item.calls.size() == 1
        && !item.ordinality
        && call.operandCount() == 0
        && AggregateNames.name(call).equals(KeywordRows.FUNCTION);
  }

  private static boolean isScalar(Item item) {
    return item.calls.size() == 1
        && !item.ordinality
        && !TableFunctions.isCall(item.calls.getFirst());
  }

  /** A function of one value, which is a table of one row: {@code FROM upper('x') AS u}. */
  private Bound value(Item item, Bound nothing) {
    SqlCall call = item.calls.getFirst();
    Expr value = analysis.coercion().standalone(binder(nothing).bind(call));
    String alias = item.alias.isEmpty() ? AggregateNames.name(call) : item.alias;
    Rel row =
        Projections.project(
            nothing.rel(), List.of(value), List.of(Projections.field(alias, value)));
    return from.named(row, alias, item.names, List.of(), item.place);
  }

  private List<TableFunctions.Bound> calls(Item item, Bound left) {
    TableFunctions functions = new TableFunctions(binder(left));
    return item.calls.stream().map(functions::bind).toList();
  }

  private ExpressionBinder binder(Bound left) {
    Frame frame = new Frame(analysis.nextFrame(), left.rel());
    Scope scope = new Scope(analysis, outer, frame, left.tables(), ctes);
    return new ExpressionBinder(scope, Clause.FROM);
  }

  private Bound named(Item item, List<TableFunctions.Bound> calls, Rel rel) {
    String function = AggregateNames.name(item.calls.getFirst());
    String alias = item.alias.isEmpty() ? function : item.alias;
    List<SqlIdentifier> names = item.names;
    boolean single = calls.size() == 1 && calls.getFirst().columns().size() == 1;
    if (single && names.isEmpty() && rel.fields().getFirst().name().equals(function)) {
      // the only column of a function is called like its table
      names = List.of(new SqlIdentifier(alias, item.place.getParserPosition()));
    }
    return from.named(rel, alias, names, List.of(), item.place);
  }

  /** A join with a function of what stands to the left; null if it does not look there. */
  @Nullable Bound lateral(SqlJoin join, Item item, Bound left) {
    if (item.calls.stream().anyMatch(call -> !TableFunctions.isCall(call))) {
      return null;
    }
    List<TableFunctions.Bound> calls = calls(item, left);
    boolean looks =
        calls.stream().flatMap(call -> call.arguments().stream()).anyMatch(FunctionItems::isLocal);
    if (!looks) {
      return null;
    }
    boolean keepsLeft = join.getJoinType() == JoinType.LEFT;
    boolean inner =
        switch (join.getJoinType()) {
          case INNER, COMMA, CROSS -> true;
          default -> false;
        };
    boolean onTrue =
        join.getCondition() instanceof SqlLiteral literal
            && Boolean.TRUE.equals(literal.getValue());
    if (join.isNatural()
        || join.getConditionType() == JoinConditionType.USING
        || !(inner || keepsLeft && onTrue)) {
      throw analysis.unsupported("this join with a function of its left side", join);
    }
    int width = left.rel().fields().size();
    Rel rel = paired(TableFunctions.expand(left.rel(), calls, item.ordinality, keepsLeft), width);
    List<Field> made = rel.fields().subList(width, rel.fields().size());
    Bound function = named(item, calls, new Rel.Values(List.of(), made));
    Tables tables = from.tables(left, function, keepsLeft ? Join.Kind.LEFT : Join.Kind.INNER, join);
    SqlNode condition = join.getCondition();
    if (condition == null || keepsLeft) {
      return new Bound(rel, tables);
    }
    Frame frame = new Frame(analysis.nextFrame(), rel);
    Scope scope = new Scope(analysis, outer, frame, tables, ctes);
    new ExpressionBinder(scope, Clause.JOIN).filter(condition);
    return new Bound(frame.rel(), tables);
  }

  private static boolean isLocal(Expr expr) {
    return expr instanceof Expr.Column column
        ? !OuterColumns.isOuter(column)
        : expr.operands().stream().anyMatch(FunctionItems::isLocal);
  }
}
