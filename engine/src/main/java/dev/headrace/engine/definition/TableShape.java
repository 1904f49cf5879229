package dev.headrace.engine.definition;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprProperties;
import dev.headrace.ir.ExprTransformer;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.sql.Catalog.ColumnRole;
import dev.headrace.sql.ParsedExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A table's columns while ALTER TABLE changes them, each with the expression over the old row that
 * gives its value.
 */
final class TableShape {
  /**
   * A column.
   *
   * @param origin where it was, from 0; -1 for a new one
   */
  record Column(
      Field field,
      Optional<ParsedExpression> defaultValue,
      ColumnRole role,
      Expr value,
      int origin) {}

  private final BaseRelation table;
  private final List<Column> columns = new ArrayList<>();
  private List<BaseRelation.Check> checks;
  private List<Integer> key;
  private String keyName;
  private boolean rewritten;
  private boolean widened;

  TableShape(BaseRelation table) {
    this.table = table;
    this.checks = table.checks();
    this.key = table.primaryKey();
    this.keyName = table.keyName();
    for (int i = 0; i < table.fields().size(); i++) {
      Field field = table.fields().get(i);
      columns.add(
          new Column(
              field,
              table.defaults().get(i),
              table.roles().get(i),
              new Expr.Column(i, field.type(), field.nullable()),
              i));
    }
  }

  List<Column> columns() {
    return columns;
  }

  List<Field> fields() {
    return columns.stream().map(Column::field).toList();
  }

  List<BaseRelation.Check> checks() {
    return checks;
  }

  void checks(List<BaseRelation.Check> newChecks) {
    checks = newChecks;
  }

  List<Integer> key() {
    return key;
  }

  String keyName() {
    return keyName;
  }

  /** Another primary key, or none: the rows are kept by it. */
  void key(List<Integer> newKey, String name) {
    key = newKey;
    keyName = name;
    rewritten = true;
  }

  /** Whether the rows are others than before. */
  boolean isRewritten() {
    return rewritten || widened;
  }

  void rewrite() {
    rewritten = true;
  }

  /** Whether the rows are as before, but for columns that have the same value in each. */
  boolean isOnlyWidened() {
    return widened && !rewritten && keepsNullability();
  }

  private boolean keepsNullability() {
    for (int i = 0; i < table.fields().size(); i++) {
      if (table.fields().get(i).nullable() != columns.get(i).field().nullable()) {
        return false;
      }
    }
    return true;
  }

  /** Adds a column, the last one, whose value is the same in all rows. */
  void widen(Column column) {
    columns.add(column);
    widened = true;
  }

  int find(String name) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).field().name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  int require(String name) {
    int column = find(name);
    if (column < 0) {
      throw new SqlException(
          ErrorCode.UNDEFINED_COLUMN,
          "column "
              + SqlException.quote(name)
              + " of relation "
              + SqlException.quote(table.simpleName())
              + " does not exist");
    }
    return column;
  }

  void set(int index, Column column) {
    columns.set(index, column);
  }

  /** Lets a column have NULLs, or not. */
  void nullable(int index, boolean nullable) {
    Column column = columns.get(index);
    Field field = new Field(column.field().name(), column.field().type(), nullable);
    columns.set(
        index,
        new Column(field, column.defaultValue(), column.role(), column.value(), column.origin()));
  }

  /** Takes a column away, with the checks that use it; the key, if it is in it. */
  void remove(int index) {
    columns.remove(index);
    List<BaseRelation.Check> kept = new ArrayList<>();
    for (BaseRelation.Check check : checks) {
      if (!ExprProperties.usedColumns(check.condition()).get(index)) {
        kept.add(
            new BaseRelation.Check(
                check.name(), without(check.condition(), index), check.text(), check.validated()));
      }
    }
    checks = kept;
    key =
        key.contains(index)
            ? List.of()
            : key.stream().map(column -> column > index ? column - 1 : column).toList();
    rewritten = true;
  }

  private static Expr without(Expr expr, int removed) {
    return ExprTransformer.transform(
        expr,
        node ->
            node instanceof Expr.Column column && column.index() > removed
                ? new Expr.Column(column.index() - 1, column.type(), column.nullable())
                : node);
  }

  /** Where a column of the old table is now; -1 if it is gone. */
  int positionOf(int origin) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).origin() == origin) {
        return i;
      }
    }
    return -1;
  }
}
