package dev.headrace.sql;

import dev.headrace.ir.WindowFrame.Exclusion;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWindow;
import org.jspecify.annotations.Nullable;

/** The windows of a query by name, and what OVER refers to. */
final class WindowSpecifications {
  private static final int UNIT_OPERAND = 4;
  private static final int LOWER_OPERAND = 5;
  private static final int UPPER_OPERAND = 6;

  private final Analysis analysis;
  private final Map<String, Specification> named = new HashMap<>();

  /**
   * A window.
   *
   * @param frame ROWS, RANGE or GROUPS with its bounds; null for none
   */
  record Specification(
      List<SqlNode> partition, List<OrderItem> order, @Nullable FrameClause frame) {}

  /**
   * A frame as written.
   *
   * @param rows TRUE for ROWS, FALSE for RANGE, UNKNOWN for GROUPS
   * @param upper null for CURRENT ROW
   */
  record FrameClause(
      SqlLiteral rows, SqlNode lower, @Nullable SqlNode upper, Exclusion exclusion) {}

  WindowSpecifications(Analysis analysis, List<SqlNode> declared) {
    this.analysis = analysis;
    for (SqlNode node : declared) {
      SqlWindow window = (SqlWindow) node;
      String name = Objects.requireNonNull(window.getDeclName()).getSimple();
      if (named.containsKey(name)) {
        throw analysis.error(
            ErrorCode.WINDOWING_ERROR,
            "window " + SqlException.quote(name) + " is already defined",
            node);
      }
      named.put(name, of(node));
    }
  }

  Specification of(SqlNode node) {
    if (node instanceof SqlIdentifier name) {
      return named(name);
    }
    SqlWindow window = (SqlWindow) node;
    List<SqlNode> partition = present(window.getPartitionList());
    List<OrderItem> order = present(window.getOrderList()).stream().map(OrderItem::of).toList();
    FrameClause frame = frame(window);
    SqlIdentifier base = window.getRefName();
    if (base == null) {
      return new Specification(partition, order, frame);
    }
    Specification inherited = named(base);
    String quoted = SqlException.quote(base.getSimple());
    if (!partition.isEmpty()) {
      throw error("cannot override PARTITION BY clause of window " + quoted, node);
    }
    if (!order.isEmpty() && !inherited.order.isEmpty()) {
      throw error("cannot override ORDER BY clause of window " + quoted, node);
    }
    if (inherited.frame != null) {
      throw error("cannot copy window " + quoted + " because it has a frame clause", node);
    }
    return new Specification(inherited.partition, order.isEmpty() ? inherited.order : order, frame);
  }

  private SqlException error(String message, SqlNode node) {
    return analysis.error(ErrorCode.WINDOWING_ERROR, message, node);
  }

  private Specification named(SqlIdentifier name) {
    Specification found = named.get(name.getSimple());
    if (found == null) {
      throw analysis.error(
          ErrorCode.UNDEFINED_OBJECT,
          "window " + SqlException.quote(name.getSimple()) + " does not exist",
          name);
    }
    return found;
  }

  private static List<SqlNode> present(@Nullable SqlNodeList list) {
    return list == null
        ? List.of()
        : list.getList().stream().<SqlNode>map(Objects::requireNonNull).toList();
  }

  private @Nullable FrameClause frame(SqlWindow window) {
    List<SqlNode> operands = window.getOperandList();
    SqlNode lower = operands.get(LOWER_OPERAND);
    if (lower == null) {
      return null;
    }
    return new FrameClause(
        (SqlLiteral) operands.get(UNIT_OPERAND),
        lower,
        operands.get(UPPER_OPERAND),
        exclusion((SqlLiteral) operands.getLast()));
  }

  private static Exclusion exclusion(@Nullable SqlLiteral clause) {
    String words = clause == null ? "" : String.valueOf(clause.getValue());
    return switch (words) {
      case "EXCLUDE CURRENT ROW" -> Exclusion.CURRENT_ROW;
      case "EXCLUDE GROUP" -> Exclusion.GROUP;
      case "EXCLUDE TIES" -> Exclusion.TIES;
      default -> Exclusion.NO_OTHERS;
    };
  }
}
