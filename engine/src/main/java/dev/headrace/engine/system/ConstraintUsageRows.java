package dev.headrace.engine.system;

import dev.headrace.engine.system.SystemRows.Context;
import dev.headrace.engine.system.SystemRows.Source;
import dev.headrace.model.Field;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the information schema says about constraints. */
final class ConstraintUsageRows {
  private ConstraintUsageRows() {}

  static void register(Map<String, Source> sources) {
    InformationSchemaRows.put(sources, "table_constraints", ConstraintUsageRows::constraints);
    InformationSchemaRows.put(sources, "key_column_usage", ConstraintUsageRows::keyColumns);
    InformationSchemaRows.put(sources, "check_constraints", ConstraintUsageRows::checks);
    InformationSchemaRows.put(sources, "constraint_column_usage", ConstraintUsageRows::usage);
  }

  private static RowBuilder constraint(RowBuilder rows, String schema, String name) {
    return rows.set("constraint_catalog", ClusterRows.DATABASE)
        .set("constraint_schema", schema)
        .set("constraint_name", name);
  }

  private static RowBuilder constraint(RowBuilder rows, SystemConstraint constraint) {
    return constraint(rows, constraint.table().schema().schemaName(), constraint.name());
  }

  private static RowBuilder table(RowBuilder rows, SystemClass table) {
    return rows.set("table_catalog", ClusterRows.DATABASE)
        .set("table_schema", table.schema().schemaName())
        .set("table_name", table.name());
  }

  /** As PostgreSQL does, NOT NULL counts as a CHECK, under a name made of numbers. */
  private static List<Integer> notNull(SystemClass table) {
    List<Field> fields = table.fields();
    return java.util.stream.IntStream.range(0, fields.size())
        .filter(i -> !fields.get(i).nullable())
        .mapToObj(i -> i + 1)
        .toList();
  }

  private static String notNullName(SystemClass table, int column) {
    return table.schema().oid() + "_" + table.oid() + "_" + column + "_not_null";
  }

  private static void constraints(RowBuilder rows, Context context) {
    for (SystemConstraint each : context.objects().constraints()) {
      String type =
          switch (each.type()) {
            case SystemConstraint.PRIMARY_KEY -> "PRIMARY KEY";
            case SystemConstraint.CHECK -> "CHECK";
            default -> throw new IllegalStateException("constraint type " + each.type());
          };
      addConstraint(table(constraint(rows, each), each.table()), type);
    }
    for (SystemClass table : ListRows.classes(context, SystemClass.TABLE)) {
      for (int column : notNull(table)) {
        constraint(rows, table.schema().schemaName(), notNullName(table, column));
        addConstraint(table(rows, table), "CHECK");
      }
    }
  }

  private static void addConstraint(RowBuilder rows, String type) {
    rows.set("constraint_type", type)
        .set("is_deferrable", "NO")
        .set("initially_deferred", "NO")
        .set("enforced", "YES")
        .add();
  }

  private static void keyColumns(RowBuilder rows, Context context) {
    for (SystemConstraint each : context.objects().constraints()) {
      for (int i = 0; each.type() != SystemConstraint.CHECK && i < each.columns().size(); i++) {
        table(constraint(rows, each), each.table())
            .set("column_name", name(each.table(), each.columns().get(i)))
            .set("ordinal_position", i + 1)
            .add();
      }
    }
  }

  private static String name(SystemClass table, int column) {
    Optional<Field> field = table.column(column);
    return field.map(Field::name).orElse("");
  }

  private static void checks(RowBuilder rows, Context context) {
    for (SystemConstraint each : context.objects().constraints()) {
      if (each.type() == SystemConstraint.CHECK) {
        String text = each.definition();
        // without CHECK and the outer parentheses
        constraint(rows, each)
            .set("check_clause", text.substring("CHECK (".length(), text.length() - 1))
            .add();
      }
    }
    for (SystemClass table : ListRows.classes(context, SystemClass.TABLE)) {
      for (int column : notNull(table)) {
        constraint(rows, table.schema().schemaName(), notNullName(table, column))
            .set("check_clause", name(table, column) + " IS NOT NULL")
            .add();
      }
    }
  }

  private static void usage(RowBuilder rows, Context context) {
    for (SystemConstraint each : context.objects().constraints()) {
      for (int column : each.columns()) {
        table(constraint(rows, each), each.table())
            .set("column_name", name(each.table(), column))
            .add();
      }
    }
  }
}
