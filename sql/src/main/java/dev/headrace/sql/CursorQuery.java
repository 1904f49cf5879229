package dev.headrace.sql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * A cursor's query whose rows are rows of tables that can be changed through the cursor: it shows a
 * table's rows one by one, or locks them. Behind its own columns it has those by which these rows
 * are found again.
 *
 * @param query with the further columns
 * @param targets the tables
 */
public record CursorQuery(ParsedQuery query, List<Target> targets) {
  /**
   * A table of a cursor's query.
   *
   * @param relation the table
   * @param column where its columns of {@link CurrentRow#identity} begin, from 0, of those that the
   *     query has further
   */
  public record Target(Relation relation, int column) {}

  public CursorQuery {
    targets = List.copyOf(targets);
  }

  /** The query of a cursor; empty if no rows can be changed through it. */
  public static Optional<CursorQuery> of(ParsedQuery query, Catalog catalog) {
    SqlNode node = query.node();
    List<RowLocking> locking = RowLockClauses.of(node);
    SqlSelect select = select(node);
    if (select == null || !showsRows(select)) {
      return Optional.empty();
    }
    Map<String, SqlNode> items = new LinkedHashMap<>();
    RowLockBinder.collect(select.getFrom(), items);
    if (locking.isEmpty() && items.size() != 1) {
      return Optional.empty();
    }
    List<Target> targets = new ArrayList<>();
    List<SqlNode> columns = new ArrayList<>();
    items.forEach(
        (alias, item) -> {
          boolean chosen =
              locking.isEmpty()
                  || locking.stream()
                      .anyMatch(l -> l.tables().isEmpty() || l.tables().contains(alias));
          if (chosen && item instanceof SqlIdentifier name && !isRenamed(select.getFrom(), alias)) {
            catalog
                .relation(ObjectName.of(name.names))
                .filter(relation -> relation.kind() == Relation.Kind.TABLE)
                .ifPresent(
                    relation -> {
                      targets.add(new Target(relation, columns.size()));
                      addIdentity(relation, alias, columns);
                    });
          }
        });
    return targets.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new CursorQuery(new ParsedQuery(with(node, columns), query.source()), targets));
  }

  // of whatever stands around it, nothing makes other rows of its rows
  private static @Nullable SqlSelect select(SqlNode query) {
    return switch (query) {
      case SqlSelect select -> select;
      case SqlOrderBy ordered -> select(ordered.query);
      case SqlCall call when RowLockClauses.isLocking(call) -> select(RowLockClauses.query(call));
      default -> null;
    };
  }

  private static boolean showsRows(SqlSelect select) {
    List<SqlNode> items = select.getSelectList();
    return select.getFrom() != null
        && !select.isDistinct()
        && select.getGroup() == null
        && select.getHaving() == null
        && items.stream().noneMatch(AggregateNames::anyCall)
        && items.stream().noneMatch(RowLockBinder::hasWindow);
  }

  // the columns have other names then
  private static boolean isRenamed(SqlNode from, String alias) {
    return switch (from.getKind()) {
      case JOIN -> {
        SqlJoin join = (SqlJoin) from;
        yield isRenamed(join.getLeft(), alias) || isRenamed(join.getRight(), alias);
      }
      case AS -> {
        SqlCall as = (SqlCall) from;
        yield as.operandCount() > 2 && ((SqlIdentifier) as.operand(1)).getSimple().equals(alias);
      }
      default -> false;
    };
  }

  private static void addIdentity(Relation relation, String alias, List<SqlNode> columns) {
    for (int column : CurrentRow.identity(relation)) {
      SqlNode plain =
          new SqlIdentifier(
              List.of(alias, relation.fields().get(column).name()), SqlParserPos.ZERO);
      // a name that ORDER BY cannot mean
      SqlNode name = new SqlIdentifier("\0" + columns.size(), SqlParserPos.ZERO);
      columns.add(SqlStdOperatorTable.AS.createCall(SqlParserPos.ZERO, plain, name));
    }
  }

  /** A copy of the query with further columns. */
  private static SqlNode with(SqlNode query, List<SqlNode> columns) {
    return switch (query) {
      case SqlSelect select -> {
        SqlSelect more = (SqlSelect) select.clone(select.getParserPosition());
        SqlNodeList items =
            new SqlNodeList(select.getSelectList(), select.getSelectList().getParserPosition());
        items.addAll(columns);
        more.setSelectList(items);
        yield more;
      }
      case SqlOrderBy ordered ->
          new SqlOrderBy(
              ordered.getParserPosition(),
              with(ordered.query, columns),
              ordered.orderList,
              ordered.offset,
              ordered.fetch);
      case SqlCall call when RowLockClauses.isLocking(call) -> {
        List<SqlNode> operands = new ArrayList<>(call.getOperandList());
        operands.set(0, with(RowLockClauses.query(call), columns));
        yield call.getOperator().createCall(call.getParserPosition(), operands);
      }
      default -> throw new IllegalStateException("no rows of a table: " + query.getKind());
    };
  }
}
