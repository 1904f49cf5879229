package dev.headrace.engine.database;

import dev.headrace.ir.Expr;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.SqlType;
import dev.headrace.runtime.state.KeyEncoder;
import dev.headrace.runtime.state.RowStore;
import dev.headrace.sql.Catalog.ColumnRole;
import dev.headrace.sql.ParsedExpression;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table or a source: where data comes in.
 *
 * @param kind which of them
 * @param primaryKey columns of the primary key; empty without one
 * @param defaults for each column the value of an INSERT that does not name it, if declared; the
 *     expression of a generated column
 * @param roles for each column who gives it its values
 * @param keyName the name of the primary key
 * @param checks conditions that no row may make FALSE
 * @param store the rows; null for a source
 * @param input where its deltas enter the circuit
 * @param options of its connector; empty if it has none
 * @param errors relation with the records its connector could not make rows of; null without one
 */
public record BaseRelation(
    int oid,
    String name,
    Kind kind,
    List<Field> fields,
    List<Integer> primaryKey,
    List<Optional<ParsedExpression>> defaults,
    List<ColumnRole> roles,
    String keyName,
    List<Check> checks,
    @Nullable RowStore store,
    TableInput input,
    Map<String, String> options,
    @Nullable BaseRelation errors)
    implements Relation {
  /** Tables are stored, sources are not, system relations are filled by the database itself. */
  public enum Kind {
    TABLE,
    SOURCE,
    SYSTEM
  }

  /**
   * A CHECK constraint.
   *
   * @param name for messages
   * @param text the condition as it was written
   * @param validated whether the rows that were there before it have been checked
   */
  public record Check(String name, Expr condition, String text, boolean validated) {
    /** The same, all rows checked or not. */
    public Check validated(boolean now) {
      return new Check(name, condition, text, now);
    }
  }

  public BaseRelation {
    fields = List.copyOf(fields);
    primaryKey = List.copyOf(primaryKey);
    defaults = List.copyOf(defaults);
    roles = List.copyOf(roles);
    checks = List.copyOf(checks);
    options = Map.copyOf(options);
  }

  /** The same with other names: of the table and of its columns, or with other nullability. */
  public BaseRelation shaped(String newName, List<Field> newFields) {
    return new BaseRelation(
        oid,
        newName,
        kind,
        newFields,
        primaryKey,
        defaults,
        roles,
        keyName,
        checks,
        store,
        input,
        options,
        errors);
  }

  /** The same with other roles of its columns. */
  BaseRelation withRoles(List<ColumnRole> others) {
    return new BaseRelation(
        oid,
        name,
        kind,
        fields,
        primaryKey,
        defaults,
        others,
        keyName,
        checks,
        store,
        input,
        options,
        errors);
  }

  /** The same with other default values. */
  public BaseRelation withDefaults(List<Optional<ParsedExpression>> others) {
    return new BaseRelation(
        oid,
        name,
        kind,
        fields,
        primaryKey,
        others,
        roles,
        keyName,
        checks,
        store,
        input,
        options,
        errors);
  }

  /** The same with other constraints. */
  public BaseRelation withConstraints(String newKeyName, List<Check> newChecks) {
    return new BaseRelation(
        oid,
        name,
        kind,
        fields,
        primaryKey,
        defaults,
        roles,
        newKeyName,
        newChecks,
        store,
        input,
        options,
        errors);
  }

  public RowLayout layout() {
    return store == null ? RowLayout.of(fields) : store.layout();
  }

  /** Encodes the primary key of its rows; not to be shared between threads. */
  KeyEncoder keyEncoder() {
    return new RowKeyEncoder(layout(), primaryKey);
  }

  /** Whether rows are only ever added. */
  public boolean isAppendOnly() {
    return kind != Kind.TABLE;
  }

  // types that were created are told apart by their OIDs, because they can be renamed
  private static List<String> identities(List<Field> fields) {
    return fields.stream()
        .map(
            field ->
                UserTypes.isOne(field.type())
                    ? new Field(field.name(), SqlType.INTEGER, field.nullable())
                        + (field.type().element() == null ? " type " : " array of type ")
                        + UserTypes.oid(field.type())
                    : field.toString())
        .toList();
  }

  /** Cheap, because tables are keys of maps in every commit. */
  @Override
  public int hashCode() {
    return oid;
  }

  @Override
  public String identity() {
    return (isAppendOnly() ? "stream " : "base ") + oid + " " + identities(fields);
  }
}
