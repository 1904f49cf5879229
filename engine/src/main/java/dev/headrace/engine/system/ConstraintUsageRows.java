package dev.headrace.engine.system;

import dev.headrace.engine.database.ForeignKey;
import dev.headrace.engine.system.SystemConstraint.Kind;
import dev.headrace.engine.system.SystemRows.Context;
import dev.headrace.engine.system.SystemRows.Source;
import dev.headrace.model.Field;
import dev.headrace.sql.Deferral;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What the information schema says about constraints. */
final class ConstraintUsageRows {
  private ConstraintUsageRows() {}

  static void register(Map<String, Source> sources) {
    InformationSchemaRows.put(sources, "table_constraints", ConstraintUsageRows::constraints);
    InformationSchemaRows.put(sources, "key_column_usage", ConstraintUsageRows::keyColumns);
    InformationSchemaRows.put(sources, "check_constraints", ConstraintUsageRows::checks);
    InformationSchemaRows.put(sources, "constraint_column_usage", ConstraintUsageRows::usage);
    InformationSchemaRows.put(sources, "constraint_table_usage", ConstraintUsageRows::tableUsage);
    InformationSchemaRows.put(sources, "referential_constraints", ConstraintUsageRows::references);
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
          switch (each.kind()) {
            case Kind.Key key -> key.index().primary() ? "PRIMARY KEY" : "UNIQUE";
            case Kind.Condition _ -> "CHECK";
            case Kind.Reference _ -> "FOREIGN KEY";
          };
      if (each.kind() instanceof Kind.Key key && !key.index().primary()) {
        rows.set("nulls_distinct", InformationSchemaRows.yesOrNo(key.index().nullsDistinct()));
      }
      table(constraint(rows, each), each.table());
      addConstraint(rows, type, each.deferral());
    }
    for (SystemClass table : ListRows.classes(context, SystemClass.TABLE)) {
      for (int column : notNull(table)) {
        constraint(rows, table.schema().schemaName(), notNullName(table, column));
        addConstraint(table(rows, table), "CHECK", Deferral.NONE);
      }
    }
  }

  private static void addConstraint(RowBuilder rows, String type, Deferral deferral) {
    rows.set("constraint_type", type)
        .set("is_deferrable", InformationSchemaRows.yesOrNo(deferral.deferrable()))
        .set("initially_deferred", InformationSchemaRows.yesOrNo(deferral.initiallyDeferred()))
        .set("enforced", "YES")
        .add();
  }

  private static void keyColumns(RowBuilder rows, Context context) {
    for (SystemConstraint each : context.objects().constraints()) {
      for (int i = 0; each.type() != SystemConstraint.CHECK && i < each.columns().size(); i++) {
        table(constraint(rows, each), each.table())
            .set("column_name", name(each.table(), each.columns().get(i)))
            .set("ordinal_position", i + 1);
        if (each.kind() instanceof Kind.Reference reference) {
          int column = reference.columns().get(i);
          rows.set(
              "position_in_unique_constraint", keyColumns(context, reference).indexOf(column) + 1);
        }
        rows.add();
      }
    }
  }

  /** The columns of the key that is referred to, in its own order. */
  private static List<Integer> keyColumns(Context context, Kind.Reference reference) {
    return context.objects().find(reference.index()).stream()
        .flatMap(c -> Stream.ofNullable(c.index()))
        .findFirst()
        .map(SystemIndex::columns)
        .orElse(reference.columns());
  }

  private static void references(RowBuilder rows, Context context) {
    for (SystemConstraint each : context.objects().constraints()) {
      if (each.kind() instanceof Kind.Reference reference) {
        ForeignKey key = reference.key();
        constraint(rows, each)
            .set("match_option", key.matchFull() ? "FULL" : "NONE")
            .set("update_rule", SystemConstraint.rule(key.onUpdate()))
            .set("delete_rule", SystemConstraint.rule(key.onDelete()));
        context.objects().constraints().stream()
            .filter(c -> c.kind() instanceof Kind.Key && c.index() == reference.index())
            .findFirst()
            .ifPresent(
                c ->
                    rows.set("unique_constraint_catalog", ClusterRows.DATABASE)
                        .set("unique_constraint_schema", c.table().schema().schemaName())
                        .set("unique_constraint_name", c.name()));
        rows.add();
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
        constraint(rows, each).set("check_clause", "(" + each.condition(false) + ")").add();
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

  // of a foreign key it is the columns that it refers to
  private static void usage(RowBuilder rows, Context context) {
    for (SystemConstraint each : context.objects().constraints()) {
      SystemClass table = each.table();
      List<Integer> columns = each.columns();
      if (each.kind() instanceof Kind.Reference reference) {
        table = reference.table();
        columns = reference.columns();
      }
      for (int column : columns) {
        table(constraint(rows, each), table).set("column_name", name(table, column)).add();
      }
    }
  }

  private static void tableUsage(RowBuilder rows, Context context) {
    for (SystemConstraint each : context.objects().constraints()) {
      switch (each.kind()) {
        case Kind.Key _ -> table(constraint(rows, each), each.table()).add();
        case Kind.Reference reference -> table(constraint(rows, each), reference.table()).add();
        case Kind.Condition _ -> {}
      }
    }
  }
}
