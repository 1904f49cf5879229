package dev.headrace.engine.system;

import dev.headrace.engine.database.ForeignKey;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.system.SystemRows.Context;
import dev.headrace.engine.system.SystemRows.Source;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import dev.headrace.model.text.TypeOids;
import dev.headrace.runtime.state.RowStore;
import dev.headrace.sql.TableConstraint;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What relations there are: {@code pg_class} and what hangs on it. */
final class ClassRows {
  private static final int PAGE_BYTES = 8192;
  private static final int HEAP = 2;
  static final int BTREE = 403;
  private static final int DEFAULT_COLLATION = 100;

  private ClassRows() {}

  static void register(Map<String, Source> sources) {
    sources.put("pg_catalog.pg_namespace", ClassRows::schemas);
    sources.put("pg_catalog.pg_class", ClassRows::classes);
    sources.put("pg_catalog.pg_attribute", ClassRows::columns);
    sources.put("pg_catalog.pg_attrdef", ClassRows::defaults);
    sources.put("pg_catalog.pg_index", ClassRows::indexes);
    sources.put("pg_catalog.pg_constraint", ClassRows::constraints);
  }

  private static void schemas(RowBuilder rows, Context context) {
    for (Schema schema : context.objects().schemas()) {
      rows.set("oid", schema.oid())
          .set("nspname", schema.schemaName())
          .set("nspowner", context.objects().owner(schema, context.session().user()))
          .add();
    }
  }

  private static void classes(RowBuilder rows, Context context) {
    SystemObjects objects = context.objects();
    for (SystemClass each : objects.classes()) {
      boolean index = each.index() != null;
      boolean stored = each.kind() == SystemClass.TABLE || each.kind() == 'm';
      long count = rowCount(each, context);
      rows.set("oid", each.oid())
          .set("relname", each.name())
          .set("relnamespace", each.schema().oid())
          .set("relowner", SystemObjects.FIRST_ROLE)
          .set("relam", index ? BTREE : stored ? HEAP : 0)
          .set("relfilenode", index || stored ? each.oid() : 0)
          .set("relpages", (bytes(each) + PAGE_BYTES - 1) / PAGE_BYTES)
          .set("reltuples", count)
          .set("relhasindex", !index && !objects.indexes(each).isEmpty())
          .set("relpersistence", each.schema().isTemporary() ? 't' : 'p')
          .set("relkind", each.kind())
          .set("relnatts", each.fields().size())
          .set("relchecks", objects.constraints(each, SystemConstraint.CHECK).size())
          .set("relhasrules", each.query().isPresent())
          // foreign keys are triggers to PostgreSQL, and clients look for them only there
          .set("relhastriggers", objects.isInForeignKey(each))
          .set("relispopulated", true)
          .set("relreplident", stored ? 'd' : 'n')
          .add();
    }
  }

  /** As {@code pg_class} has it: -1 where nobody knows. */
  static long rowCount(SystemClass each, Context context) {
    Relation relation = each.index() == null ? each.relation() : each.index().table().relation();
    RowStore store = relation == null ? null : relation.store();
    return store == null ? -1 : store.at(context.view().sequence()).rows();
  }

  /** What a relation's rows and indexes take. */
  static long bytes(SystemClass each) {
    RowStore store = each.relation() == null ? null : each.relation().store();
    return store == null ? 0 : store.bytes();
  }

  private static void columns(RowBuilder rows, Context context) {
    for (SystemClass each : context.objects().classes()) {
      for (int i = 0; i < each.fields().size(); i++) {
        column(rows, each, i);
      }
    }
  }

  private static void column(RowBuilder rows, SystemClass each, int index) {
    Field field = each.fields().get(index);
    SqlType type = field.type();
    int typeOid = TypeOids.oid(type);
    Optional<SystemTypes.SystemType> row = CreatedTypes.row(type, typeOid);
    rows.set("attrelid", each.oid())
        .set("attname", field.name())
        .set("atttypid", typeOid)
        .set("attstattarget", -1)
        .set("attlen", TypeOids.typlen(type))
        .set("attnum", index + 1)
        .set("attndims", type.kind() == SqlType.Kind.ARRAY ? 1 : 0)
        .set("attcacheoff", -1)
        .set("atttypmod", TypeOids.typmod(type))
        .set("attbyval", row.map(t -> t.is(3)).orElse(false))
        .set("attalign", row.map(t -> t.text().get(9)).orElse("i"))
        .set("attstorage", row.map(t -> t.text().get(10)).orElse("p"))
        .set("attnotnull", each.isNotNull(index))
        .set("atthasdef", ColumnDefaults.has(each, index))
        .set("attidentity", identity(each, index))
        .set("attgenerated", ColumnDefaults.isGenerated(each, index) ? 's' : "")
        .set("attislocal", true)
        .set("attcollation", collation(typeOid))
        .add();
  }

  static int collation(int typeOid) {
    return SystemTypes.find(typeOid).map(t -> t.number(11)).orElse(0) == 0 ? 0 : DEFAULT_COLLATION;
  }

  private static String identity(SystemClass each, int index) {
    return switch (ColumnDefaults.role(each, index)) {
      case IDENTITY -> "d";
      case IDENTITY_ALWAYS -> "a";
      case ORDINARY, GENERATED -> "";
    };
  }

  private static void defaults(RowBuilder rows, Context context) {
    for (ColumnDefaults each : ColumnDefaults.all(context.objects())) {
      rows.set("oid", each.oid())
          .set("adrelid", each.table().oid())
          .set("adnum", each.column() + 1)
          .set("adbin", each.text())
          .add();
    }
  }

  private static void indexes(RowBuilder rows, Context context) {
    for (SystemIndex index : context.objects().indexes()) {
      List<Integer> columns = index.columns();
      List<Integer> operators =
          index.order().columns().stream().map(c -> OperatorClasses.of(c.type())).toList();
      List<Integer> collations =
          index.order().columns().stream().map(c -> collation(TypeOids.oid(c.type()))).toList();
      String expressions =
          String.join(
              ", ",
              index.order().columns().stream()
                  .filter(c -> !(c.expression() instanceof dev.headrace.ir.Expr.Column))
                  .map(c -> index.text(c, false))
                  .toList());
      rows.set("indexrelid", index.oid())
          .set("indrelid", index.table().oid())
          .set("indnatts", columns.size())
          .set("indnkeyatts", columns.size())
          .set("indisunique", index.isUnique())
          .set("indnullsnotdistinct", index.isUnique() && !index.nullsDistinct())
          .set("indisprimary", index.primary())
          .set("indimmediate", !index.deferral().deferrable())
          .set("indisvalid", true)
          .set("indisready", true)
          .set("indislive", true)
          .set("indkey", columns)
          .set("indcollation", collations)
          .set("indclass", operators)
          .set("indoption", index.options())
          .set("indexprs", expressions.isEmpty() ? null : expressions)
          .set("indpred", index.condition(false).isEmpty() ? null : index.condition(false))
          .add();
    }
  }

  private static void constraints(RowBuilder rows, Context context) {
    for (SystemConstraint constraint : context.objects().constraints()) {
      boolean check = constraint.type() == SystemConstraint.CHECK;
      rows.set("oid", constraint.oid())
          .set("conname", constraint.name())
          .set("connamespace", constraint.table().schema().oid())
          .set("contype", constraint.type())
          .set("condeferrable", constraint.deferral().deferrable())
          .set("condeferred", constraint.deferral().initiallyDeferred())
          .set("convalidated", constraint.isValidated())
          .set("conrelid", constraint.table().oid())
          .set("conindid", constraint.index())
          .set("confupdtype", ' ')
          .set("confdeltype", ' ')
          .set("confmatchtype", ' ')
          .set("conislocal", true)
          .set("connoinherit", !check)
          .set("conkey", constraint.columns())
          .set("conbin", check ? constraint.condition(false) : null);
      if (constraint.kind() instanceof SystemConstraint.Kind.Reference reference) {
        ForeignKey key = reference.key();
        rows.set("confrelid", reference.table().oid())
            .set("confkey", reference.columns())
            .set("confupdtype", code(key.onUpdate()))
            .set("confdeltype", code(key.onDelete()))
            .set("confmatchtype", key.matchFull() ? 'f' : 's');
      }
      rows.add();
    }
  }

  private static char code(TableConstraint.Action action) {
    return switch (action) {
      case NO_ACTION -> 'a';
      case RESTRICT -> 'r';
      case CASCADE -> 'c';
      case SET_NULL -> 'n';
      case SET_DEFAULT -> 'd';
    };
  }
}
