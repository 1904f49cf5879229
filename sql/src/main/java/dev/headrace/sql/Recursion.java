package dev.headrace.sql;

import dev.headrace.ir.Rel;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSetOperator;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** WITH RECURSIVE: a UNION whose right side refers to the whole. */
final class Recursion {
  private final Analysis analysis;
  private final @Nullable Scope outer;
  private final Ctes ctes;

  /**
   * @param ctes what the query can refer to besides itself
   */
  Recursion(Analysis analysis, @Nullable Scope outer, Ctes ctes) {
    this.analysis = analysis;
    this.outer = outer;
    this.ctes = ctes;
  }

  /** Whether a query of WITH RECURSIVE refers to itself. */
  static boolean is(SqlWithItem item) {
    return item.recursive.booleanValue()
        && WithReferences.names(item.query).contains(item.name.getSimple());
  }

  /**
   * The queries of a WITH clause, each behind those that it refers to if the clause is recursive.
   */
  static List<SqlWithItem> inOrder(SqlNodeList list, Analysis analysis) {
    List<SqlWithItem> left = new ArrayList<>();
    list.forEach(node -> left.add((SqlWithItem) node));
    if (!left.getFirst().recursive.booleanValue()) {
      return left;
    }
    List<SqlWithItem> ordered = new ArrayList<>();
    while (!left.isEmpty()) {
      Set<String> names = new HashSet<>();
      left.forEach(item -> names.add(item.name.getSimple()));
      SqlWithItem next =
          left.stream()
              .filter(item -> refersToNoneOf(names, item))
              .findFirst()
              .orElseThrow(
                  () ->
                      analysis.error(
                          ErrorCode.FEATURE_NOT_SUPPORTED,
                          "mutual recursion between WITH items is not implemented",
                          left.getFirst().name));
      ordered.add(next);
      left.remove(next);
    }
    return ordered;
  }

  private static boolean refersToNoneOf(Set<String> names, SqlWithItem item) {
    Set<String> found = WithReferences.names(item.query);
    found.remove(item.name.getSimple());
    return Collections.disjoint(found, names);
  }

  /** Refuses an aggregate of the rows of a recursive reference. */
  static void refuseAggregates(
      @Nullable SqlNode from, List<SqlNode> users, Ctes ctes, Analysis analysis) {
    if (WithReferences.anyItem(from, name -> ctes.find(name) instanceof Rel.Working)) {
      for (SqlNode user : users) {
        SqlNode call = AggregateNames.firstCall(user);
        if (call != null) {
          throw analysis.error(
              ErrorCode.INVALID_RECURSION,
              "aggregate functions are not allowed in a recursive query's recursive term",
              call);
        }
      }
    }
  }

  Rel bind(SqlWithItem item) {
    SqlNode query = item.query;
    SqlOrderBy ordered = query instanceof SqlOrderBy order ? order : null;
    SqlNode locked = ordered == null ? query : ordered.query;
    SqlNode undecorated = RowLockClauses.isLocking(locked) ? RowLockClauses.query(locked) : locked;
    SqlWith with = undecorated instanceof SqlWith inner ? inner : null;
    SqlNode body = with == null ? undecorated : with.body;
    if (body.getKind() != SqlKind.UNION) {
      throw analysis.error(
          ErrorCode.INVALID_RECURSION,
          "recursive query "
              + SqlException.quote(item.name.getSimple())
              + " does not have the form non-recursive-term UNION [ALL] recursive-term",
          item.name);
    }
    SqlCall union = (SqlCall) body;
    requirePlaces(item.name.getSimple(), with, union);
    refuseDecoration(ordered, locked);
    Ctes visible =
        new QueryBinder(analysis, outer, ctes).withAll(with == null ? null : with.withList).ctes();
    return bind(item, union, visible);
  }

  private Rel bind(SqlWithItem item, SqlCall union, Ctes visible) {
    String name = item.name.getSimple();
    Pending left = new QueryBinder(analysis, outer, visible).pending(union.operand(0));
    Rel initial = QueryBinder.unordered(left.build());
    List<Field> fields = new ArrayList<>();
    for (Field field : initial.fields()) {
      String given = columnName(item, fields.size());
      fields.add(Field.of(given == null ? field.name() : given, Types.unmodified(field.type())));
    }
    String working = name + " " + analysis.nextFrame();
    Ctes within = visible.nested();
    within.add(name, new Rel.Working(working, fields));
    Pending right = new QueryBinder(analysis, outer, within).pending(union.operand(1));
    List<SqlType> types = types(name, fields, left.places(), right);
    Rel step = QueryBinder.unordered(right.builder().build(types));
    boolean all = ((SqlSetOperator) union.getOperator()).isAll();
    return new Rel.Recursive(initial, step, working, all, fields);
  }

  /** Requires that there is one recursive reference, in the second term and where it may be. */
  private void requirePlaces(String name, @Nullable SqlWith with, SqlCall union) {
    List<SqlIdentifier> found = new ArrayList<>();
    WithReferences references =
        new WithReferences(
            (reference, place) -> {
              if (reference.getSimple().equals(name)) {
                found.add(reference);
                requirePlace(reference, place, found.size());
              }
            });
    if (with != null) {
      references.with(with.withList, WithReferences.Place.SUBQUERY);
    }
    references.query(union.operand(0), WithReferences.Place.NON_RECURSIVE_TERM);
    references.query(union.operand(1), WithReferences.Place.ALLOWED);
  }

  private void requirePlace(SqlIdentifier reference, WithReferences.Place place, int count) {
    boolean allowed = place == WithReferences.Place.ALLOWED;
    if (!allowed || count > 1) {
      throw analysis.error(
          ErrorCode.INVALID_RECURSION,
          "recursive reference to query "
              + SqlException.quote(reference.getSimple())
              + " must not appear "
              + (allowed ? "more than once" : "within " + place.text()),
          reference);
    }
  }

  private void refuseDecoration(@Nullable SqlOrderBy ordered, SqlNode locked) {
    if (ordered != null) {
      if (!ordered.orderList.isEmpty()) {
        throw notImplemented("ORDER BY", OrderItem.of(ordered.orderList.get(0)).node());
      }
      if (ordered.offset != null) {
        throw notImplemented("OFFSET", ordered.offset);
      }
      if (ordered.fetch != null) {
        throw notImplemented("LIMIT", ordered.fetch);
      }
    }
    if (RowLockClauses.isLocking(locked)) {
      throw notImplemented("FOR UPDATE/SHARE", RowLockClauses.calls(locked).getFirst());
    }
  }

  private SqlException notImplemented(String what, SqlNode place) {
    return analysis.error(
        ErrorCode.FEATURE_NOT_SUPPORTED, what + " in a recursive query is not implemented", place);
  }

  private @Nullable String columnName(SqlWithItem item, int index) {
    SqlNodeList columns = item.columnList;
    return columns == null || index >= columns.size()
        ? null
        : ((SqlIdentifier) columns.get(index)).getSimple();
  }

  /** The types of the first side's columns, which the other's must not widen. */
  private List<SqlType> types(
      String name, List<Field> fields, List<SqlParserPos> places, Pending right) {
    if (right.names().size() != fields.size()) {
      throw analysis
          .source()
          .error(
              ErrorCode.SYNTAX_ERROR,
              "each UNION query must have the same number of columns",
              right.places().getFirst());
    }
    List<SqlType> types = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      SqlType declared = fields.get(i).type();
      List<@Nullable SqlType> pair = new ArrayList<>();
      pair.add(declared);
      pair.add(right.types().get(i));
      SqlType common =
          CommonType.of(
              pair, "UNION", analysis.source(), List.of(places.get(i), right.places().get(i)));
      if (common.kind() != declared.kind()) {
        throw analysis
            .error(
                ErrorCode.DATATYPE_MISMATCH,
                "recursive query "
                    + SqlException.quote(name)
                    + " column "
                    + (i + 1)
                    + " has type "
                    + Types.name(declared)
                    + " in non-recursive term but type "
                    + Types.name(common)
                    + " overall",
                places.get(i))
            .withHint("Cast the output of the non-recursive term to the correct type.");
      }
      types.add(declared);
    }
    return types;
  }
}
