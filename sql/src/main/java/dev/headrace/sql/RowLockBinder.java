package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.SortKey;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * A SELECT with FOR UPDATE or the like. It becomes a {@link PlannedLocking}, and in its place
 * stands a scan of the rows that are locked.
 */
final class RowLockBinder {
  private final Analysis analysis;
  private final @Nullable Scope outer;
  private final Ctes ctes;
  private final List<PlannedLocking.Target> targets = new ArrayList<>();
  private final List<Expr> images = new ArrayList<>();
  private List<SqlCall> clauses = List.of();

  RowLockBinder(Analysis analysis, @Nullable Scope outer, Ctes ctes) {
    this.analysis = analysis;
    this.outer = outer;
    this.ctes = ctes;
  }

  private String clause() {
    return RowLockClauses.strength(clauses.getFirst()).clause();
  }

  Pending pending(SqlCall locking) {
    clauses = RowLockClauses.calls(locking);
    if (analysis.locking() == null) {
      throw analysis.unsupported(clause() + " here", locking);
    }
    return pending(RowLockClauses.query(locking), SqlNodeList.EMPTY, null, null);
  }

  private Pending pending(
      SqlNode query, SqlNodeList order, @Nullable SqlNode offset, @Nullable SqlNode fetch) {
    return switch (query) {
      case SqlSelect select -> select(select, order, offset, fetch);
      case SqlOrderBy ordered ->
          pending(ordered.query, ordered.orderList, ordered.offset, ordered.fetch);
      case SqlWith with -> {
        Ctes all = new QueryBinder(analysis, outer, ctes).withAll(with.withList).ctes();
        RowLockBinder inner = new RowLockBinder(analysis, outer, all);
        inner.clauses = clauses;
        yield inner.pending(with.body, order, offset, fetch);
      }
      default ->
          throw new SqlException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              query.getKind() == SqlKind.VALUES
                  ? clause() + " cannot be applied to VALUES"
                  : clause() + " is not allowed with UNION/INTERSECT/EXCEPT");
    };
  }

  private Pending select(
      SqlSelect select, SqlNodeList order, @Nullable SqlNode offset, @Nullable SqlNode fetch) {
    try {
      // it is run by itself, before the rows around it are known
      return new SelectBinder(analysis, null, ctes, this).bind(select, order, offset, fetch);
    } catch (SqlException e) {
      boolean unknown =
          e.code() == ErrorCode.UNDEFINED_COLUMN || e.code() == ErrorCode.UNDEFINED_TABLE;
      if (outer != null && unknown && isBoundWithin(select, order, offset, fetch)) {
        throw analysis.unsupported(clause() + " in a correlated subquery", select);
      }
      throw e;
    }
  }

  private boolean isBoundWithin(
      SqlSelect select, SqlNodeList order, @Nullable SqlNode offset, @Nullable SqlNode fetch) {
    try {
      new SelectBinder(analysis, outer, ctes).bind(select, order, offset, fetch);
      return true;
    } catch (SqlException _) {
      return false;
    }
  }

  /** Refuses queries whose rows are not those of a table. */
  void refuse(SqlSelect select, List<SqlNode> items) {
    String what = null;
    if (select.isDistinct()) {
      what = "DISTINCT clause";
    } else if (select.getGroup() != null) {
      what = "GROUP BY clause";
    } else if (select.getHaving() != null) {
      what = "HAVING clause";
    } else if (items.stream().anyMatch(AggregateNames::anyCall)) {
      what = "aggregate functions";
    } else if (items.stream().anyMatch(RowLockBinder::hasWindow)) {
      what = "window functions";
    } else {
      List<SqlCall> sets = new ArrayList<>();
      items.forEach(item -> TableFunctions.collect(item, sets));
      what = sets.isEmpty() ? null : "set-returning functions in the target list";
    }
    if (what != null) {
      throw new SqlException(
          ErrorCode.FEATURE_NOT_SUPPORTED, clause() + " is not allowed with " + what);
    }
  }

  static boolean hasWindow(SqlNode node) {
    boolean[] found = {false};
    node.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          public @Nullable Void visit(SqlCall call) {
            found[0] |= call.getKind() == SqlKind.OVER;
            return call.getKind().belongsTo(SqlKind.QUERY) ? null : super.visit(call);
          }
        });
    return found[0];
  }

  /** Finds what is to be locked among the items of FROM. */
  void choose(SqlSelect select, Scope scope) {
    Map<String, SqlNode> items = new LinkedHashMap<>();
    if (select.getFrom() != null) {
      collect(select.getFrom(), items);
    }
    Map<Scope.Table, PlannedLocking.Target> chosen = new LinkedHashMap<>();
    for (SqlCall clause : clauses) {
      List<SqlIdentifier> named = RowLockClauses.tables(clause);
      named.forEach(name -> requireItem(name, clause, items));
      for (Scope.Table table : scope.tables().tables()) {
        SqlIdentifier name =
            named.stream()
                .filter(n -> n.getSimple().equals(table.alias()))
                .findFirst()
                .orElse(null);
        SqlNode item = items.get(table.alias());
        if ((named.isEmpty() || name != null) && item != null) {
          lock(table, item, name, clause, chosen);
        }
      }
    }
    chosen.forEach(
        (table, target) -> {
          targets.add(target);
          table.columns().forEach(column -> images.add(column.expr()));
        });
  }

  private void requireItem(SqlIdentifier name, SqlCall clause, Map<String, SqlNode> items) {
    String text = RowLockClauses.strength(clause).clause();
    if (!name.isSimple()) {
      throw analysis.error(
          ErrorCode.SYNTAX_ERROR, text + " must specify unqualified relation names", name);
    }
    if (!items.containsKey(name.getSimple())) {
      throw analysis.error(
          ErrorCode.UNDEFINED_TABLE,
          "relation "
              + SqlException.quote(name.getSimple())
              + " in "
              + text
              + " clause not found in FROM clause",
          name);
    }
  }

  /** The items of FROM by what their columns are qualified with. */
  static void collect(SqlNode from, Map<String, SqlNode> items) {
    switch (from.getKind()) {
      case JOIN -> {
        collect(((org.apache.calcite.sql.SqlJoin) from).getLeft(), items);
        collect(((org.apache.calcite.sql.SqlJoin) from).getRight(), items);
      }
      case AS -> {
        SqlCall as = (SqlCall) from;
        items.put(((SqlIdentifier) as.operand(1)).getSimple(), as.operand(0));
      }
      case IDENTIFIER -> items.put(((SqlIdentifier) from).names.getLast(), from);
      case LATERAL -> collect(((SqlCall) from).operand(0), items);
      default -> items.put("", from);
    }
  }

  private void lock(
      Scope.Table table,
      SqlNode item,
      @Nullable SqlIdentifier named,
      SqlCall clause,
      Map<Scope.Table, PlannedLocking.Target> chosen) {
    String text = RowLockClauses.strength(clause).clause();
    if (!(item instanceof SqlIdentifier written)) {
      notATable(item, named, text);
      return;
    }
    if (written.isSimple() && ctes.find(written.getSimple()) != null) {
      if (named != null) {
        throw cannotLock(text, "a WITH query", named);
      }
      return;
    }
    Relation relation = FromBinder.relation(written, analysis);
    switch (relation.kind()) {
      case MATERIALIZED_VIEW ->
          throw new SqlException(
              ErrorCode.WRONG_OBJECT_TYPE,
              "cannot lock rows in materialized view "
                  + SqlException.quote(ObjectName.of(List.of(written.names.getLast()))));
      case VIEW -> throw analysis.unsupported(text + " of a view", written);
      case SYSTEM, SOURCE -> {}
      case TABLE -> {
        if (isNullable(table, relation)) {
          throw new SqlException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              text + " cannot be applied to the nullable side of an outer join");
        }
        chosen.merge(
            table,
            new PlannedLocking.Target(
                relation, 0, RowLockClauses.strength(clause), RowLockClauses.wait(clause)),
            RowLockBinder::both);
      }
    }
  }

  private static PlannedLocking.Target both(PlannedLocking.Target a, PlannedLocking.Target b) {
    return new PlannedLocking.Target(
        a.relation(),
        0,
        a.strength().compareTo(b.strength()) > 0 ? a.strength() : b.strength(),
        strongest(a.onLocked(), b.onLocked()));
  }

  private static RowLocking.Wait strongest(RowLocking.Wait a, RowLocking.Wait b) {
    if (a == RowLocking.Wait.NOWAIT || b == RowLocking.Wait.NOWAIT) {
      return RowLocking.Wait.NOWAIT;
    }
    return a == RowLocking.Wait.BLOCK ? b : a;
  }

  private void notATable(SqlNode item, @Nullable SqlIdentifier named, String text) {
    boolean function =
        item.getKind() == SqlKind.COLLECTION_TABLE
            || item.getKind() == SqlKind.OTHER && !RowLockClauses.isLocking(item);
    if (item.getKind() != SqlKind.VALUES && !function) {
      throw analysis.unsupported(text + " of a subquery in FROM", item);
    }
    if (named != null) {
      throw cannotLock(text, function ? "a function" : "VALUES", named);
    }
  }

  private SqlException cannotLock(String clause, String what, SqlNode place) {
    return analysis.error(
        ErrorCode.FEATURE_NOT_SUPPORTED, clause + " cannot be applied to " + what, place);
  }

  // an outer join takes the key of rows that may be missing, and lets all columns be NULL
  private static boolean isNullable(Scope.Table table, Relation relation) {
    if (table.key().size() < relation.primaryKey().size()) {
      return true;
    }
    for (int i = 0; i < table.columns().size(); i++) {
      if (table.columns().get(i).nullable() && !relation.fields().get(i).nullable()) {
        return true;
      }
    }
    return false;
  }

  /** The columns of the rows to lock. */
  List<Expr> images() {
    return images;
  }

  /**
   * The rows that are locked.
   *
   * @param projected the query's columns, hidden ones, images
   * @param columns how many the query has
   * @param firstImage where the images begin
   */
  Rel rows(
      Rel projected,
      int columns,
      int firstImage,
      List<SortKey> order,
      @Nullable SqlNode offset,
      @Nullable SqlNode fetch) {
    if (fetch != null && WithTies.is(fetch)) {
      throw analysis.unsupported(clause() + " with WITH TIES", fetch);
    }
    QueryBinder binder = new QueryBinder(analysis, null, ctes);
    Rel.@Nullable Sort bounds = bounds(projected, binder, offset, fetch);
    Expr limit = bounds == null ? null : bounds.limit();
    Expr skipped = bounds == null ? null : bounds.offset();
    Expr wanted = limit == null || skipped == null ? limit : sum(limit, skipped);
    Rel all = binder.sorted(projected, order, null, null);
    List<PlannedLocking.Target> placed = new ArrayList<>();
    int at = firstImage;
    for (PlannedLocking.Target target : targets) {
      placed.add(
          new PlannedLocking.Target(target.relation(), at, target.strength(), target.onLocked()));
      at += target.relation().fields().size();
    }
    List<Field> fields = projected.fields().subList(0, columns);
    List<PlannedLocking> known = java.util.Objects.requireNonNull(analysis.locking());
    String name = "\0locked" + known.size();
    known.add(
        new PlannedLocking(
            name,
            all,
            wanted == null ? all : new Rel.Sort(projected, order, wanted, null),
            fields,
            limit,
            skipped,
            placed));
    return new Rel.Scan(name, name, fields);
  }

  /** A sort with LIMIT and OFFSET, or null without them. */
  private Rel.@Nullable Sort bounds(
      Rel projected, QueryBinder binder, @Nullable SqlNode offset, @Nullable SqlNode fetch) {
    if (!(binder.sorted(projected, List.of(), offset, fetch) instanceof Rel.Sort sort)) {
      return null;
    }
    if (sort.limit() == null && sort.offset() == null) {
      throw analysis.unsupported(
          clause() + " with a subquery in LIMIT or OFFSET",
          java.util.Objects.requireNonNull(fetch == null ? offset : fetch));
    }
    return sort;
  }

  private static Expr sum(Expr limit, Expr offset) {
    return new Expr.Arithmetic(Expr.Arithmetic.Operator.ADD, limit, offset, SqlType.BIGINT);
  }
}
