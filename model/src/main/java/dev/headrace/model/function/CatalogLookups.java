package dev.headrace.model.function;

import dev.headrace.model.ArrayValues;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import dev.headrace.model.function.CatalogAccess.ObjectClass;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Functions that look something up in the catalog. The session's number is their last argument. */
public final class CatalogLookups {
  private CatalogLookups() {}

  private static CatalogAccess catalog(long session) {
    return CatalogAccess.Registry.of(session);
  }

  private static Slice text(String text, Slice out) {
    return out.set(Slice.of(text));
  }

  private static @Nullable Slice textOrNull(@Nullable String text, Slice out) {
    return text == null ? null : text(text, out);
  }

  // ---- casts between names and OIDs

  public static int relationNamed(Slice name, long session) {
    return catalog(session).require(ObjectClass.RELATION, name.toString());
  }

  public static int typeNamed(Slice name, long session) {
    return catalog(session).require(ObjectClass.TYPE, name.toString());
  }

  public static int functionNamed(Slice name, long session) {
    return catalog(session).require(ObjectClass.FUNCTION, name.toString());
  }

  public static int signatureNamed(Slice name, long session) {
    return catalog(session).require(ObjectClass.FUNCTION_SIGNATURE, name.toString());
  }

  public static int schemaNamed(Slice name, long session) {
    return catalog(session).require(ObjectClass.SCHEMA, name.toString());
  }

  public static int roleNamed(Slice name, long session) {
    return catalog(session).require(ObjectClass.ROLE, name.toString());
  }

  public static Slice relationName(int oid, long session, Slice out) {
    return text(catalog(session).name(ObjectClass.RELATION, oid), out);
  }

  public static Slice typeName(int oid, long session, Slice out) {
    return text(catalog(session).name(ObjectClass.TYPE, oid), out);
  }

  public static Slice functionName(int oid, long session, Slice out) {
    return text(catalog(session).name(ObjectClass.FUNCTION, oid), out);
  }

  public static Slice signatureName(int oid, long session, Slice out) {
    return text(catalog(session).name(ObjectClass.FUNCTION_SIGNATURE, oid), out);
  }

  public static Slice schemaName(int oid, long session, Slice out) {
    return text(catalog(session).name(ObjectClass.SCHEMA, oid), out);
  }

  public static Slice roleName(int oid, long session, Slice out) {
    return text(catalog(session).name(ObjectClass.ROLE, oid), out);
  }

  // ---- to_regclass and its like

  public static @Nullable Integer findRelation(Slice name, long session) {
    return catalog(session).find(ObjectClass.RELATION, name.toString());
  }

  public static @Nullable Integer findType(Slice name, long session) {
    return catalog(session).find(ObjectClass.TYPE, name.toString());
  }

  public static @Nullable Integer findFunction(Slice name, long session) {
    return catalog(session).find(ObjectClass.FUNCTION, name.toString());
  }

  public static @Nullable Integer findSchema(Slice name, long session) {
    return catalog(session).find(ObjectClass.SCHEMA, name.toString());
  }

  public static @Nullable Integer findRole(Slice name, long session) {
    return catalog(session).find(ObjectClass.ROLE, name.toString());
  }

  // ---- definitions

  public static Slice formatType(int oid, int typmod, long session, Slice out) {
    return text(catalog(session).typeName(oid, typmod), out);
  }

  /** {@code oidvectortypes}: the names of types, such as those of a function's arguments. */
  public static Slice typeNames(Slice oids, long session, Slice out) {
    StringJoiner names = new StringJoiner(", ");
    for (Object oid : ArrayValues.decode(SqlType.array(SqlType.INTEGER), oids)) {
      names.add(catalog(session).typeName(oid instanceof Integer number ? number : 0, -1));
    }
    return text(names.toString(), out);
  }

  public static @Nullable Slice indexDefinition(int oid, long session, Slice out) {
    return textOrNull(catalog(session).indexDefinition(oid, 0, false), out);
  }

  public static @Nullable Slice indexDefinition(
      int oid, int column, boolean pretty, long session, Slice out) {
    return textOrNull(catalog(session).indexDefinition(oid, column, pretty), out);
  }

  public static @Nullable Slice constraintDefinition(int oid, long session, Slice out) {
    return textOrNull(catalog(session).constraintDefinition(oid, false), out);
  }

  public static @Nullable Slice constraintDefinition(
      int oid, boolean pretty, long session, Slice out) {
    return textOrNull(catalog(session).constraintDefinition(oid, pretty), out);
  }

  /** {@code pg_get_serial_sequence}. */
  public static @Nullable Slice sequenceOf(Slice table, Slice column, long session, Slice out) {
    return textOrNull(catalog(session).sequenceOf(table.toString(), column.toString()), out);
  }

  /** {@code pg_sequence_last_value}. */
  public static @Nullable Long lastValue(int sequence, long session) {
    return catalog(session).lastValue(sequence);
  }

  /** {@code pg_identify_object}, as a text. */
  public static Slice identity(int kind, int oid, int column, long session, Slice out) {
    return text(catalog(session).identity(kind, oid, column), out);
  }

  /** {@code pg_get_expr}. */
  public static Slice expression(
      Slice expression, int relation, boolean pretty, long session, Slice out) {
    return pretty
        ? text(catalog(session).prettyExpression(expression.toString(), relation), out)
        : expression;
  }

  public static @Nullable Slice viewDefinition(int oid, long session, Slice out) {
    return textOrNull(catalog(session).viewDefinition(oid), out);
  }

  public static @Nullable Slice viewDefinition(int oid, boolean pretty, long session, Slice out) {
    return viewDefinition(oid, session, out);
  }

  public static @Nullable Slice viewDefinition(int oid, int wrap, long session, Slice out) {
    return viewDefinition(oid, session, out);
  }

  // ---- visibility

  public static @Nullable Boolean isRelationVisible(int oid, long session) {
    return catalog(session).isVisible(ObjectClass.RELATION, oid);
  }

  public static @Nullable Boolean isTypeVisible(int oid, long session) {
    return catalog(session).isVisible(ObjectClass.TYPE, oid);
  }

  public static @Nullable Boolean isFunctionVisible(int oid, long session) {
    return catalog(session).isVisible(ObjectClass.FUNCTION, oid);
  }

  public static Slice currentSchemas(boolean implicit, long session, Slice out) {
    SqlType type = SqlType.array(SqlType.TEXT);
    return out.set(
        ArrayValues.encode(
            type, catalog(session).schemas(implicit).stream().map(Slice::of).toList()));
  }

  public static @Nullable Slice currentSchema(long session, Slice out) {
    return textOrNull(catalog(session).schema(), out);
  }

  public static int temporarySchema(long session) {
    return catalog(session).temporarySchema();
  }

  public static boolean isOtherTemporarySchema(int oid, long session) {
    return catalog(session).isOtherTemporarySchema(oid);
  }

  // ---- comments

  public static @Nullable Slice comment(int oid, long session, Slice out) {
    return textOrNull(catalog(session).comment(oid, null), out);
  }

  public static @Nullable Slice comment(int oid, Slice relation, long session, Slice out) {
    return textOrNull(catalog(session).comment(oid, relation.toString()), out);
  }

  public static @Nullable Slice columnComment(int relation, int column, long session, Slice out) {
    return textOrNull(catalog(session).columnComment(relation, column), out);
  }

  // ---- privileges: whoever may log in may use whatever there is

  public static boolean mayUse(Slice table, Slice privilege, long session) {
    catalog(session).require(ObjectClass.RELATION, table.toString());
    return true;
  }

  public static boolean mayUse(Slice user, Slice table, Slice privilege, long session) {
    catalog(session).require(ObjectClass.ROLE, user.toString());
    return mayUse(table, privilege, session);
  }

  // ---- sizes

  public static @Nullable Long size(int oid, long session) {
    return catalog(session).size(oid);
  }

  public static @Nullable Long size(int oid, Slice fork, long session) {
    return fork.toString().equals("main") ? catalog(session).size(oid) : Long.valueOf(0);
  }

  public static @Nullable Long size(Slice name, long session) {
    return size(relationNamed(name, session), session);
  }

  public static long databaseSize(int oid, long session) {
    return catalog(session).databaseSize();
  }

  public static long databaseSize(Slice name, long session) {
    return catalog(session).databaseSize();
  }

  // ---- the session

  public static int processId(long session) {
    return catalog(session).processId();
  }

  public static boolean cancel(int processId, long session) {
    return catalog(session).cancel(processId);
  }

  public static boolean terminate(int processId, long session) {
    return catalog(session).terminate(processId);
  }

  public static Slice notifyChannel(Slice channel, Slice payload, long session, Slice out) {
    catalog(session).notify(channel.toString(), payload.toString());
    return text("", out);
  }

  public static Slice setting(Slice name, long session, Slice out) {
    return text(catalog(session).setting(name.toString()), out);
  }

  public static Slice set(Slice name, Slice value, boolean local, long session, Slice out) {
    return text(catalog(session).set(name.toString(), value.toString(), local), out);
  }

  public static long transaction(long session) {
    return catalog(session).transaction();
  }

  public static long started(long session) {
    return catalog(session).started();
  }
}
