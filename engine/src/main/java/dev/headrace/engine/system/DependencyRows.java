package dev.headrace.engine.system;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Sequence;
import dev.headrace.engine.system.SystemRows.Context;
import dev.headrace.engine.system.SystemRows.Source;
import dev.headrace.model.Field;
import dev.headrace.sql.PlannedQuery;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code pg_depend} and {@code pg_rewrite}: what belongs to what, and which views read what. */
final class DependencyRows {
  static final int CLASSES = 1259;
  static final int DEFAULTS = 2604;
  static final int CONSTRAINTS = 2606;
  static final int SCHEMAS = 2615;
  static final int RULES = 2618;
  static final String RULE_NAME = "_RETURN";

  private static final char NORMAL = 'n';
  private static final char AUTO = 'a';
  private static final char INTERNAL = 'i';
  private static final char MEMBER = 'e';

  private static final int FIRST_RULE = 1 << 28;

  private final RowBuilder rows;
  private final SystemObjects objects;

  private DependencyRows(RowBuilder rows, SystemObjects objects) {
    this.rows = rows;
    this.objects = objects;
  }

  static void register(Map<String, Source> sources) {
    sources.put(
        "pg_catalog.pg_depend",
        (rows, context) -> new DependencyRows(rows, context.objects()).addAll());
    sources.put("pg_catalog.pg_rewrite", DependencyRows::rules);
  }

  /** The rule that makes a relation a view. */
  private static int rule(SystemClass view) {
    return FIRST_RULE + view.oid();
  }

  /** The view that a rule makes one. */
  static Optional<SystemClass> viewOfRule(SystemObjects objects, int rule) {
    return objects.find(rule - FIRST_RULE).filter(DependencyRows::isView);
  }

  private static boolean isView(SystemClass each) {
    return each.relation() != null && each.relation().definition().isPresent();
  }

  private static boolean isOfErrors(SystemClass each) {
    return each.relation() instanceof BaseRelation base && base.kind() == BaseRelation.Kind.SYSTEM;
  }

  private static void rules(RowBuilder rows, Context context) {
    for (SystemClass each : context.objects().classes()) {
      if (isView(each)) {
        rows.set("oid", rule(each))
            .set("rulename", RULE_NAME)
            .set("ev_class", each.oid())
            .set("ev_type", '1')
            .set("ev_enabled", 'O')
            .set("is_instead", true)
            .set("ev_qual", "<>")
            .set("ev_action", each.query().orElse(""))
            .add();
      }
    }
  }

  private void addAll() {
    add(
        SCHEMAS,
        Schema.HEADRACE.oid(),
        ExtensionRows.CATALOG,
        BuiltInExtension.HEADRACE.oid(),
        0,
        MEMBER);
    List<Integer> servers = ForeignRows.servers(objects);
    if (!servers.isEmpty()) {
      add(
          ForeignRows.WRAPPERS,
          ForeignRows.WRAPPER,
          ExtensionRows.CATALOG,
          BuiltInExtension.HEADRACE.oid(),
          0,
          MEMBER);
    }
    for (int server : servers) {
      add(
          ForeignRows.SERVERS,
          server,
          ExtensionRows.CATALOG,
          BuiltInExtension.HEADRACE.oid(),
          0,
          MEMBER);
    }
    for (SystemClass each : objects.classes()) {
      if (each.schema().equals(Schema.HEADRACE) || isOfErrors(each)) {
        add(CLASSES, each.oid(), ExtensionRows.CATALOG, BuiltInExtension.HEADRACE.oid(), 0, MEMBER);
      }
      if (each.sequence() != null) {
        owner(each, each.sequence());
      } else if (isView(each)) {
        view(each);
      }
    }
    ColumnDefaults.all(objects).forEach(this::columnDefault);
    objects.constraints().forEach(this::constraint);
    for (SystemIndex index : objects.indexes()) {
      if (objects.constraints().stream()
          .noneMatch(
              c -> c.kind() instanceof SystemConstraint.Kind.Key && c.index() == index.oid())) {
        columns(CLASSES, index.oid(), index.table(), index.usedColumns(), AUTO);
      }
    }
  }

  private void add(int kind, int oid, int on, int object, int column, char how) {
    rows.set("classid", kind)
        .set("objid", oid)
        .set("refclassid", on)
        .set("refobjid", object)
        .set("refobjsubid", column)
        .set("deptype", how)
        .add();
  }

  private void columns(int kind, int oid, SystemClass table, List<Integer> columns, char how) {
    columns.stream()
        .filter(column -> column > 0)
        .distinct()
        .forEach(column -> add(kind, oid, CLASSES, table.oid(), column, how));
  }

  private void owner(SystemClass each, Sequence sequence) {
    sequence
        .owner()
        .ifPresent(
            owner -> {
              Optional<SystemClass> table = objects.find(owner.relation());
              int column =
                  table
                      .map(t -> t.fields().stream().map(Field::name).toList())
                      .map(names -> names.indexOf(owner.column()) + 1)
                      .orElse(0);
              char how = owner.identity() ? INTERNAL : AUTO;
              add(CLASSES, each.oid(), CLASSES, owner.relation(), column, how);
            });
  }

  private void columnDefault(ColumnDefaults each) {
    add(DEFAULTS, each.oid(), CLASSES, each.table().oid(), each.column() + 1, AUTO);
    for (SystemClass sequence : objects.classes()) {
      if (sequence.sequence() != null
          && each.text().equals("nextval('" + objects.visibleName(sequence) + "'::regclass)")) {
        add(DEFAULTS, each.oid(), CLASSES, sequence.oid(), 0, NORMAL);
      }
    }
  }

  private void constraint(SystemConstraint each) {
    columns(CONSTRAINTS, each.oid(), each.table(), each.columns(), AUTO);
    switch (each.kind()) {
      case SystemConstraint.Kind.Key key ->
          add(CLASSES, key.index().oid(), CONSTRAINTS, each.oid(), 0, INTERNAL);
      case SystemConstraint.Kind.Condition _ -> {}
      case SystemConstraint.Kind.Reference reference -> {
        columns(CONSTRAINTS, each.oid(), reference.table(), reference.columns(), NORMAL);
        if (reference.index() != 0) {
          add(CONSTRAINTS, each.oid(), CLASSES, reference.index(), 0, NORMAL);
        }
      }
    }
  }

  private void view(SystemClass view) {
    add(RULES, rule(view), CLASSES, view.oid(), 0, INTERNAL);
    for (PlannedQuery.Origin column : objects.columnsOf(view)) {
      objects
          .catalog()
          .relation(column.relation())
          .flatMap(relation -> objects.find(relation.oid()))
          .ifPresent(
              table -> add(RULES, rule(view), CLASSES, table.oid(), column.column() + 1, NORMAL));
    }
  }
}
