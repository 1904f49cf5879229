package dev.headrace.sql;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSetOperator;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.jspecify.annotations.Nullable;

/**
 * Where a query names, in FROM, what a WITH clause around it may define. Names that a WITH clause
 * within the query defines are left out, as are those of columns.
 */
final class WithReferences {
  /** What is around a reference. */
  enum Place {
    /** Nothing that a recursive reference must not be in. */
    ALLOWED,
    NON_RECURSIVE_TERM,
    SUBQUERY,
    OUTER_JOIN,
    INTERSECT,
    EXCEPT;

    /** As an error names it. */
    String text() {
      return switch (this) {
        case NON_RECURSIVE_TERM -> "its non-recursive term";
        case SUBQUERY -> "a subquery";
        case OUTER_JOIN -> "an outer join";
        case ALLOWED, INTERSECT, EXCEPT -> name();
      };
    }

    /** The place of what is within another: that of the outermost counts. */
    private Place of(Place inner) {
      return this == ALLOWED ? inner : this;
    }
  }

  /** Takes the references, in the order of the text. */
  interface Visitor {
    void refers(SqlIdentifier name, Place place);
  }

  private final Visitor visitor;
  private final Set<String> hidden;

  WithReferences(Visitor visitor) {
    this(visitor, Set.of());
  }

  private WithReferences(Visitor visitor, Set<String> hidden) {
    this.visitor = visitor;
    this.hidden = hidden;
  }

  /** The names that a query refers to. */
  static Set<String> names(SqlNode query) {
    Set<String> names = new HashSet<>();
    new WithReferences((name, _) -> names.add(name.getSimple())).query(query, Place.ALLOWED);
    return names;
  }

  /** Whether FROM has an item, not only in a subquery, whose name is as described. */
  static boolean anyItem(@Nullable SqlNode from, Predicate<String> name) {
    return switch (from) {
      case SqlIdentifier identifier -> identifier.isSimple() && name.test(identifier.getSimple());
      case SqlJoin join -> anyItem(join.getLeft(), name) || anyItem(join.getRight(), name);
      case SqlCall as when as.getKind() == SqlKind.AS -> anyItem(as.operand(0), name);
      case null, default -> false;
    };
  }

  void query(SqlNode query, Place place) {
    switch (query) {
      case SqlSelect select -> select(select, place);
      case SqlWith with -> with(with.withList, place).query(with.body, place);
      case SqlOrderBy ordered -> {
        SqlNode inner = ordered.query;
        WithReferences references =
            inner instanceof SqlWith with ? with(with.withList, place) : this;
        references.query(inner instanceof SqlWith with ? with.body : inner, place);
        references.expression(ordered.orderList);
        references.expression(ordered.offset);
        references.expression(ordered.fetch);
      }
      case SqlCall call when RowLockClauses.isLocking(call) ->
          query(RowLockClauses.query(call), place);
      case SqlCall call when call.getOperator() instanceof SqlSetOperator operator -> {
        Place either = place;
        Place second = place;
        if (call.getKind() == SqlKind.INTERSECT && operator.isAll()) {
          either = place.of(Place.INTERSECT);
          second = either;
        } else if (call.getKind() == SqlKind.EXCEPT) {
          second = place.of(Place.EXCEPT);
          either = operator.isAll() ? second : place;
        }
        query(call.operand(0), either);
        query(call.operand(1), second);
      }
      case SqlCall call when call.getKind() == SqlKind.EXPLICIT_TABLE ->
          item(call.operand(0), place);
      default -> parts(query);
    }
  }

  /** What is seen behind a WITH clause, whose own queries are walked. */
  WithReferences with(SqlNodeList items, Place place) {
    Set<String> within = new HashSet<>(hidden);
    WithReferences references = new WithReferences(visitor, within);
    for (SqlNode node : items) {
      SqlWithItem item = (SqlWithItem) node;
      if (item.recursive.booleanValue()) {
        within.add(item.name.getSimple());
      }
    }
    for (SqlNode node : items) {
      SqlWithItem item = (SqlWithItem) node;
      references.query(item.query, place);
      within.add(item.name.getSimple());
    }
    return references;
  }

  private void select(SqlSelect select, Place place) {
    expression(select.getSelectList());
    if (select.getFrom() != null) {
      item(select.getFrom(), place);
    }
    expression(select.getWhere());
    expression(select.getGroup());
    expression(select.getHaving());
    expression(select.getWindowList());
  }

  private void item(SqlNode item, Place place) {
    switch (item) {
      case SqlIdentifier name -> {
        if (name.isSimple() && !hidden.contains(name.getSimple())) {
          visitor.refers(name, place);
        }
      }
      case SqlJoin join -> {
        Place optional = place.of(Place.OUTER_JOIN);
        item(join.getLeft(), join.getJoinType().generatesNullsOnLeft() ? optional : place);
        item(join.getRight(), join.getJoinType().generatesNullsOnRight() ? optional : place);
        expression(join.getCondition());
      }
      case SqlCall call when call.getKind() == SqlKind.AS || call.getKind() == SqlKind.LATERAL ->
          item(call.operand(0), place);
      case SqlNode query when Subqueries.isQuery(query) || RowLockClauses.isLocking(query) ->
          query(query, place);
      default -> parts(item);
    }
  }

  private void expression(@Nullable SqlNode node) {
    if (node == null) {
      return;
    }
    if (Subqueries.isQuery(node) || RowLockClauses.isLocking(node)) {
      query(node, Place.SUBQUERY);
    } else {
      parts(node);
    }
  }

  private void parts(SqlNode node) {
    switch (node) {
      case SqlCall call -> call.getOperandList().forEach(this::expression);
      case SqlNodeList list -> list.forEach(this::expression);
      default -> {}
    }
  }
}
