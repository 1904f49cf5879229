package dev.headrace.sql;

import dev.headrace.ir.Rel;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSetOperator;
import org.apache.calcite.sql.SqlWithItem;
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

  static boolean mentions(@Nullable SqlNode node, String name) {
    return switch (node) {
      case null -> false;
      case SqlIdentifier identifier -> identifier.isSimple() && identifier.getSimple().equals(name);
      case SqlCall call -> call.getOperandList().stream().anyMatch(n -> mentions(n, name));
      case SqlNodeList list -> list.getList().stream().anyMatch(n -> mentions(n, name));
      default -> false;
    };
  }

  Rel bind(SqlWithItem item) {
    String name = item.name.getSimple();
    if (item.query.getKind() != SqlKind.UNION) {
      throw error(
          name,
          "does not have the form non-recursive-term UNION [ALL] recursive-term",
          "recursive query ",
          item.query);
    }
    SqlCall union = (SqlCall) item.query;
    if (mentions(union.operand(0), name)) {
      throw error(
          name,
          "must not appear within its non-recursive term",
          "recursive reference to query ",
          union.operand(0));
    }
    Rel initial =
        QueryBinder.unordered(new QueryBinder(analysis, outer, ctes).relation(union.operand(0)));
    List<Field> fields = new ArrayList<>();
    for (Field field : initial.fields()) {
      String given = columnName(item, fields.size());
      fields.add(Field.of(given == null ? field.name() : given, Types.unmodified(field.type())));
    }
    String working = name + " " + analysis.nextFrame();
    Ctes within = ctes.nested();
    within.add(name, new Rel.Working(working, fields));
    Pending right = new QueryBinder(analysis, outer, within).pending(union.operand(1));
    Rel step = QueryBinder.unordered(right.builder().build(types(name, fields, right, union)));
    if (anyAggregated(step, working)) {
      throw analysis.error(
          ErrorCode.INVALID_RECURSION,
          "aggregate functions are not allowed in a recursive query's recursive term",
          union.operand(1));
    }
    boolean all = ((SqlSetOperator) union.getOperator()).isAll();
    return new Rel.Recursive(initial, step, working, all, fields);
  }

  private SqlException error(String name, String problem, String prefix, SqlNode place) {
    return analysis.error(
        ErrorCode.INVALID_RECURSION, prefix + SqlException.quote(name) + " " + problem, place);
  }

  private @Nullable String columnName(SqlWithItem item, int index) {
    SqlNodeList columns = item.columnList;
    return columns == null || index >= columns.size()
        ? null
        : ((SqlIdentifier) columns.get(index)).getSimple();
  }

  /** The types of the first side's columns, which the other's must not widen. */
  private List<SqlType> types(String name, List<Field> fields, Pending right, SqlCall union) {
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
              pair,
              "UNION",
              analysis.source(),
              List.of(union.getParserPosition(), right.places().get(i)));
      if (common.kind() != declared.kind()) {
        throw analysis.error(
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
            right.places().get(i));
      }
      types.add(declared);
    }
    return types;
  }

  private static boolean anyAggregated(Rel rel, String working) {
    return rel instanceof Rel.Aggregate aggregate
            && !aggregate.calls().isEmpty()
            && reads(aggregate, working)
        || rel.inputs().stream().anyMatch(input -> anyAggregated(input, working));
  }

  private static boolean reads(Rel rel, String working) {
    return rel instanceof Rel.Working node && node.name().equals(working)
        || rel.inputs().stream().anyMatch(input -> reads(input, working));
  }
}
