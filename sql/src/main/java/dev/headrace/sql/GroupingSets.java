package dev.headrace.sql;

import dev.headrace.model.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;

/** Which sets of expressions a GROUP BY means: one, unless it has GROUPING SETS and the like. */
final class GroupingSets {
  private static final int MAX_SETS = 4096;
  private static final int MAX_CUBE = 12;

  private final Analysis analysis;
  private final UnaryOperator<SqlNode> expression;

  /**
   * @param expression what an item stands for: ordinals and aliases replaced
   */
  GroupingSets(Analysis analysis, UnaryOperator<SqlNode> expression) {
    this.analysis = analysis;
    this.expression = expression;
  }

  /** Whether it is a GROUP BY DISTINCT: a set counts once, however often it comes about. */
  static boolean isDistinct(SqlNodeList items) {
    return items.size() == 1 && items.get(0).getKind() == SqlKind.GROUP_BY_DISTINCT;
  }

  /** Every combination of a set of each item. */
  List<List<SqlNode>> of(SqlNodeList items) {
    if (isDistinct(items)) {
      SqlCall distinct = (SqlCall) items.get(0);
      return of(new SqlNodeList(distinct.getOperandList(), distinct.getParserPosition()));
    }
    List<List<SqlNode>> sets = List.of(List.of());
    for (SqlNode item : items) {
      List<List<SqlNode>> combined = new ArrayList<>();
      for (List<SqlNode> left : sets) {
        for (List<SqlNode> right : sets(item)) {
          combined.add(joined(left, right));
        }
      }
      if (combined.size() > MAX_SETS) {
        throw analysis.error(
            ErrorCode.STATEMENT_TOO_COMPLEX,
            "too many grouping sets present (maximum " + MAX_SETS + ")",
            item);
      }
      sets = combined;
    }
    return sets;
  }

  private static List<SqlNode> joined(List<SqlNode> left, List<SqlNode> right) {
    List<SqlNode> both = new ArrayList<>(left);
    both.addAll(right);
    return both;
  }

  private List<List<SqlNode>> sets(SqlNode item) {
    return switch (item.getKind()) {
      case GROUPING_SETS ->
          ((SqlCall) item).getOperandList().stream().flatMap(each -> sets(each).stream()).toList();
      case ROLLUP -> rollup(elements(item));
      case CUBE -> cube(elements(item), item);
      default -> List.of(element(item));
    };
  }

  private List<List<SqlNode>> elements(SqlNode item) {
    return ((SqlCall) item).getOperandList().stream().map(this::element).toList();
  }

  /** One or, in parentheses, several or no expressions. */
  private List<SqlNode> element(SqlNode item) {
    if (item.getKind() == SqlKind.ROW) {
      return ((SqlCall) item).getOperandList().stream().map(expression).toList();
    }
    if (item instanceof SqlNodeList list) {
      List<SqlNode> elements = new ArrayList<>();
      list.forEach(each -> elements.addAll(element(each)));
      return elements;
    }
    return List.of(expression.apply(item));
  }

  private static List<List<SqlNode>> rollup(List<List<SqlNode>> elements) {
    List<List<SqlNode>> sets = new ArrayList<>();
    for (int count = elements.size(); count >= 0; count--) {
      sets.add(elements.subList(0, count).stream().flatMap(List::stream).toList());
    }
    return sets;
  }

  private List<List<SqlNode>> cube(List<List<SqlNode>> elements, SqlNode place) {
    if (elements.size() > MAX_CUBE) {
      throw analysis.error(
          ErrorCode.TOO_MANY_COLUMNS, "CUBE is limited to " + MAX_CUBE + " elements", place);
    }
    List<List<SqlNode>> sets = new ArrayList<>();
    for (int chosen = (1 << elements.size()) - 1; chosen >= 0; chosen--) {
      List<SqlNode> set = new ArrayList<>();
      for (int i = 0; i < elements.size(); i++) {
        if ((chosen >> elements.size() - 1 - i & 1) != 0) {
          set.addAll(elements.get(i));
        }
      }
      sets.add(set);
    }
    return sets;
  }
}
