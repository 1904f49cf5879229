package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.model.Slice;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/**
 * {@code information_schema._pg_truetypid(a.*, t.*)} and {@code _pg_truetypmod}, of rows of {@code
 * pg_attribute} and {@code pg_type}: a column's type, or what its domain is of. In PostgreSQL they
 * are functions in SQL; here as there the body takes the place of the call.
 */
final class TrueTypes {
  private final ExpressionBinder binder;

  TrueTypes(ExpressionBinder binder) {
    this.binder = binder;
  }

  /** The value; null if it is a call of something else. */
  @Nullable Expr bind(String name, List<SqlNode> arguments) {
    if (arguments.size() != 2
        || !(arguments.get(0) instanceof SqlIdentifier column && column.isStar())
        || !(arguments.get(1) instanceof SqlIdentifier type && type.isStar())) {
      return null;
    }
    return switch (name) {
      case "_pg_truetypid" -> ofDomain(type, "typbasetype", column, "atttypid");
      case "_pg_truetypmod" -> ofDomain(type, "typtypmod", column, "atttypmod");
      default -> null;
    };
  }

  private Expr ofDomain(
      SqlIdentifier type, String ofDomain, SqlIdentifier column, String otherwise) {
    Expr kind = field(type, "typtype");
    Expr isDomain =
        new Expr.Comparison(
            Expr.Comparison.Operator.EQUAL, kind, new Expr.Literal(Slice.of("d"), kind.type()));
    Expr value = field(column, otherwise);
    return new Expr.Case(
        List.of(new Expr.Case.Branch(isDomain, field(type, ofDomain))), value, value.type());
  }

  /** A column of the relation that {@code name.*} stands for. */
  private Expr field(SqlIdentifier star, String column) {
    List<String> names = new ArrayList<>(star.names.subList(0, star.names.size() - 1));
    names.add(column);
    return binder.scope().resolve(new SqlIdentifier(names, star.getParserPosition()));
  }
}
