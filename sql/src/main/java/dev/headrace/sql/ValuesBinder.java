package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** VALUES lists. */
final class ValuesBinder {
  private final Analysis analysis;
  private final Frame frame;
  private final ExpressionBinder binder;

  ValuesBinder(Analysis analysis, @Nullable Scope outer, Ctes ctes) {
    this.analysis = analysis;
    this.frame = new Frame(analysis.nextFrame(), Projections.ONE_ROW);
    this.binder =
        new ExpressionBinder(
            new Scope(analysis, outer, frame, Scope.Tables.NONE, ctes), Clause.VALUES);
  }

  Pending bind(SqlCall values) {
    List<List<Operand>> rows = new ArrayList<>();
    for (SqlNode row : values.getOperandList()) {
      List<Operand> operands = new ArrayList<>();
      ((SqlCall) row).getOperandList().forEach(node -> operands.add(binder.bind(node)));
      if (!rows.isEmpty() && rows.getFirst().size() != operands.size()) {
        throw analysis.error(
            ErrorCode.SYNTAX_ERROR,
            "VALUES lists must all be the same length",
            ((SqlCall) row).operand(0));
      }
      rows.add(operands);
    }
    int width = rows.getFirst().size();
    List<String> names = new ArrayList<>();
    List<@Nullable SqlType> types = new ArrayList<>();
    List<SqlParserPos> places = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      names.add("column" + (i + 1));
      types.add(columnType(rows, i));
      places.add(rows.getFirst().get(i).place());
    }
    return new Pending(names, types, places, decided -> build(rows, names, decided));
  }

  private @Nullable SqlType columnType(List<List<Operand>> rows, int column) {
    List<@Nullable SqlType> types = new ArrayList<>();
    List<SqlParserPos> places = new ArrayList<>();
    boolean known = false;
    for (List<Operand> row : rows) {
      SqlType type = analysis.coercion().type(row.get(column));
      known |= type != null;
      types.add(type);
      places.add(row.get(column).place());
    }
    return known ? CommonType.of(types, "VALUES", analysis.source(), places) : null;
  }

  private Rel build(List<List<Operand>> rows, List<String> names, List<SqlType> types) {
    List<List<Expr>> expressions = new ArrayList<>();
    boolean[] nullable = new boolean[types.size()];
    for (List<Operand> row : rows) {
      List<Expr> values = new ArrayList<>();
      for (int i = 0; i < types.size(); i++) {
        Expr value = analysis.coercion().implicit(row.get(i), types.get(i));
        nullable[i] |= value.nullable();
        values.add(value);
      }
      expressions.add(values);
    }
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      fields.add(new Field(names.get(i), types.get(i), nullable[i]));
    }
    return rows(frame, expressions, fields);
  }

  /**
   * Rows of expressions over a frame that began as one row: subqueries have joined their columns.
   */
  static Rel rows(Frame frame, List<List<Expr>> rows, List<Field> fields) {
    if (frame.rel().equals(Projections.ONE_ROW)) {
      return new Rel.Values(rows, fields);
    }
    List<Rel> inputs = new ArrayList<>();
    rows.forEach(row -> inputs.add(Projections.project(frame.rel(), row, fields)));
    return inputs.size() == 1 ? inputs.getFirst() : new Rel.Union(inputs, fields);
  }
}
