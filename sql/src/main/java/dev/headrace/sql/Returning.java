package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.model.Field;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;

/** RETURNING: columns behind the images of the rows that a statement changes. */
final class Returning {
  private final Analysis analysis;
  private final List<SqlNode> items;
  private final Ctes ctes;
  private final List<Field> fields = new ArrayList<>();

  Returning(Analysis analysis, List<SqlNode> items, Ctes ctes) {
    this.analysis = analysis;
    this.items = items;
    this.ctes = ctes;
  }

  boolean isEmpty() {
    return items.isEmpty();
  }

  /** The columns as clients see them, after {@link #over}. */
  List<Field> fields() {
    return fields;
  }

  /**
   * The images with the list's columns behind them.
   *
   * @param rows images, and whatever else the list can name
   * @param images how many columns of the rows stay
   * @param tables what the list can name
   */
  Rel over(Rel rows, int images, List<Scope.Table> tables) {
    if (items.isEmpty()) {
      return Images.first(rows, images);
    }
    List<Scope.NamedColumn> columns = new ArrayList<>();
    tables.forEach(table -> columns.addAll(table.columns()));
    Frame frame = new Frame(analysis.nextFrame(), rows);
    Scope scope = new Scope(analysis, null, frame, new Scope.Tables(tables, columns), ctes);
    SqlNodeList list = new SqlNodeList(items, SqlParserPos.ZERO);
    fields.clear();
    List<Expr> returned = new SelectBinder(analysis, null, ctes).returning(list, scope, fields);
    Rel wide = frame.rel();
    List<Expr> expressions = new ArrayList<>(Projections.allColumns(wide).subList(0, images));
    expressions.addAll(returned);
    List<Field> all = new ArrayList<>(wide.fields().subList(0, images));
    all.addAll(fields);
    return new Rel.Project(wide, expressions, all);
  }
}
