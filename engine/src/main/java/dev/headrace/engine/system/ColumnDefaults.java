package dev.headrace.engine.system;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.PlannerCatalog;
import dev.headrace.ir.Expr;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import dev.headrace.model.text.TypeOids;
import dev.headrace.sql.Catalog.ColumnRole;
import dev.headrace.sql.ParsedExpression;
import dev.headrace.sql.Planner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A row of {@code pg_attrdef}: the default of a column, or the expression that generates it.
 *
 * @param oid unique among defaults, as long as the definitions stay
 * @param column from 0
 */
record ColumnDefaults(
    SystemObjects objects, int oid, SystemClass table, int column, ParsedExpression expression) {
  private static final int FIRST = 1 << 29;

  static List<ColumnDefaults> all(SystemObjects objects) {
    List<ColumnDefaults> all = new ArrayList<>();
    for (SystemClass table : objects.classes()) {
      for (int i = 0; i < table.fields().size(); i++) {
        if (has(table, i)) {
          int oid = FIRST + all.size();
          all.add(new ColumnDefaults(objects, oid, table, i, parsed(table, i).orElseThrow()));
        }
      }
    }
    return all;
  }

  /** The text of a column's default; empty without one, and for identity columns. */
  static Optional<String> text(SystemObjects objects, SystemClass table, int column) {
    return has(table, column)
        ? parsed(table, column)
            .map(e -> new ColumnDefaults(objects, FIRST, table, column, e).text())
        : Optional.empty();
  }

  /**
   * Whether a column has one; to PostgreSQL, an identity column's sequence is none, nor is a NULL
   * that is not cut to a length.
   */
  static boolean has(SystemClass table, int column) {
    return switch (role(table, column)) {
      case ORDINARY, GENERATED ->
          parsed(table, column)
              .filter(value -> !value.isNull() || isModified(table.fields().get(column).type()))
              .isPresent();
      case IDENTITY, IDENTITY_ALWAYS -> false;
    };
  }

  private static boolean isModified(SqlType type) {
    return TypeOids.typmod(type) != TypeOids.NO_TYPMOD;
  }

  static boolean isGenerated(SystemClass table, int column) {
    return role(table, column) == ColumnRole.GENERATED;
  }

  static ColumnRole role(SystemClass table, int column) {
    return table.relation() instanceof BaseRelation base && column < base.roles().size()
        ? base.roles().get(column)
        : ColumnRole.ORDINARY;
  }

  private static Optional<ParsedExpression> parsed(SystemClass table, int column) {
    return table.relation() instanceof BaseRelation base && column < base.defaults().size()
        ? base.defaults().get(column)
        : Optional.empty();
  }

  /** As {@code pg_get_expr} has it. */
  String text() {
    Planner planner = new Planner(new PlannerCatalog(objects.names()));
    Field field = table.fields().get(column);
    boolean generated = isGenerated(table, column);
    Expr value = planner.expression(expression, generated ? table.fields() : List.of());
    if (!generated && value instanceof Expr.Literal && !value.type().kind().isNumber()) {
      value = planner.defaultValue(expression, field);
    }
    return withVisibleSequences(ExpressionText.ofValue(value, expression.text(), table.fields()));
  }

  // what is kept has the schema with the name; a regclass shows it where it has to
  private String withVisibleSequences(String text) {
    String shown = text;
    for (SystemClass sequence : objects.classes()) {
      if (sequence.sequence() != null) {
        shown =
            shown.replace(
                "nextval('" + sequence.qualifiedName() + "'",
                "nextval('" + objects.visibleName(sequence) + "'");
      }
    }
    return shown;
  }
}
