package dev.headrace.engine.definition;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.ForeignKey;
import dev.headrace.engine.database.Index;
import dev.headrace.engine.database.KeyOrder;
import dev.headrace.engine.database.Relation;
import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprProperties;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.sql.Catalog.ColumnRole;
import dev.headrace.sql.ObjectName;
import dev.headrace.sql.ParsedExpression;
import dev.headrace.sql.TableConstraint;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keys, UNIQUE, CHECK and FOREIGN KEY of a table: their names and what they refer to. */
final class ConstraintDefiner {
  private final DefinitionContext context;
  private final String table;
  private final List<Field> fields;
  private final Set<String> names = new HashSet<>();

  /**
   * @param taken names that constraints of the table have
   */
  ConstraintDefiner(
      DefinitionContext context, String table, List<Field> fields, Set<String> taken) {
    this.context = context;
    this.table = table;
    this.fields = fields;
    names.addAll(taken);
  }

  /** The names of a table's constraints. */
  static Set<String> namesOf(BaseRelation table, Catalog catalog) {
    Set<String> names = new HashSet<>();
    table.checks().forEach(check -> names.add(check.name()));
    catalog.indexesOf(table).stream()
        .filter(Index::constraint)
        .forEach(i -> names.add(i.order().name()));
    catalog.foreignKeysOf(table).forEach(key -> names.add(key.name()));
    if (!table.primaryKey().isEmpty()) {
      names.add(table.keyName());
    }
    return names;
  }

  /** Positions of the columns of a key. */
  List<Integer> columns(List<String> columnNames, String what) {
    List<Integer> columns = new ArrayList<>();
    for (String name : columnNames) {
      int column = column(name);
      if (column < 0) {
        throw new SqlException(
            ErrorCode.UNDEFINED_COLUMN,
            "column " + SqlException.quote(name) + " named in key does not exist");
      }
      if (columns.contains(column)) {
        throw new SqlException(
            ErrorCode.DUPLICATE_COLUMN,
            "column " + SqlException.quote(name) + " appears twice in " + what + " constraint");
      }
      columns.add(column);
    }
    return columns;
  }

  private int column(String name) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /** The name of a constraint: the one it has been given, else one like PostgreSQL's. */
  String name(Optional<String> given, String base) {
    if (given.isPresent()) {
      if (!names.add(given.get())) {
        throw new SqlException(
            ErrorCode.DUPLICATE_OBJECT,
            "constraint "
                + SqlException.quote(given.get())
                + " for relation "
                + SqlException.quote(ObjectName.simple(table))
                + " already exists");
      }
      return given.get();
    }
    String name = base;
    for (int i = 1; !names.add(name); i++) {
      name = base + i;
    }
    return name;
  }

  String keyName(Optional<String> given) {
    return name(given, ObjectName.simple(table) + "_pkey");
  }

  String uniqueName(TableConstraint.Unique unique) {
    String base = ObjectName.simple(table) + "_" + String.join("_", unique.columns()) + "_key";
    return name(unique.name(), unique.name().isPresent() ? base : context.freeName(table, base));
  }

  BaseRelation.Check check(
      Optional<String> given, Optional<String> column, ParsedExpression condition) {
    Expr expr = context.planner().condition(condition, fields);
    BitSet used = ExprProperties.usedColumns(expr);
    Optional<String> only =
        column.or(
            () ->
                used.cardinality() == 1
                    ? Optional.of(fields.get(used.nextSetBit(0)).name())
                    : Optional.empty());
    String base = ObjectName.simple(table) + only.map(name -> "_" + name).orElse("") + "_check";
    return new BaseRelation.Check(
        name(given, base), expr, new BoundTypes(context).text(condition), true);
  }

  // ---- foreign keys

  /**
   * A foreign key.
   *
   * @param self the table itself, which may not be in the catalog yet
   */
  ForeignKey foreignKey(TableConstraint.ForeignKey said, BaseRelation self) {
    if (self.errors() != null) {
      throw new SqlException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "a foreign key of a table with a connector is not supported");
    }
    List<Integer> columns = new ArrayList<>();
    for (String name : said.columns()) {
      int column = column(name);
      if (column < 0) {
        throw new SqlException(
            ErrorCode.UNDEFINED_COLUMN,
            "column "
                + SqlException.quote(name)
                + " referenced in foreign key constraint does not exist");
      }
      columns.add(column);
    }
    if (columns.stream().anyMatch(c -> self.roles().get(c) == ColumnRole.GENERATED)) {
      requireComputable(said);
    }
    BaseRelation other = referenced(said, self);
    List<Integer> key = key(said, other);
    if (key.size() != columns.size()) {
      throw new SqlException(
          ErrorCode.INVALID_FOREIGN_KEY,
          "number of referencing and referenced columns for foreign key disagree");
    }
    String name =
        name(
            said.name(),
            ObjectName.simple(table) + "_" + String.join("_", said.columns()) + "_fkey");
    requireUniqueKey(other, key);
    requireSameTypes(name, columns, other, key);
    return new ForeignKey(
        name,
        self.oid(),
        columns,
        other.oid(),
        key,
        said.matchFull(),
        said.onDelete(),
        said.onUpdate(),
        said.deferrable(),
        said.initiallyDeferred(),
        true);
  }

  /** No action can set a column that is computed. */
  private static void requireComputable(TableConstraint.ForeignKey said) {
    boolean deletes =
        said.onDelete() == TableConstraint.Action.SET_NULL
            || said.onDelete() == TableConstraint.Action.SET_DEFAULT;
    boolean updates =
        said.onUpdate() == TableConstraint.Action.SET_NULL
            || said.onUpdate() == TableConstraint.Action.SET_DEFAULT
            || said.onUpdate() == TableConstraint.Action.CASCADE;
    if (updates || deletes) {
      throw new SqlException(
          ErrorCode.SYNTAX_ERROR,
          "invalid "
              + (updates ? "ON UPDATE" : "ON DELETE")
              + " action for foreign key constraint containing generated column");
    }
  }

  private BaseRelation referenced(TableConstraint.ForeignKey said, BaseRelation self) {
    String name = said.table();
    Relation found = context.require(name);
    Relation other = found.oid() == self.oid() ? self : found;
    if (other instanceof BaseRelation base && base.kind() == BaseRelation.Kind.TABLE) {
      requireSamePersistence(self, base);
      return base;
    }
    throw new SqlException(
        ErrorCode.WRONG_OBJECT_TYPE,
        "referenced relation " + SqlException.quote(name) + " is not a table");
  }

  private static void requireSamePersistence(BaseRelation self, BaseRelation other) {
    boolean temporary = Catalog.isTemporary(self.name());
    if (temporary != Catalog.isTemporary(other.name())) {
      String which = temporary ? "temporary" : "permanent";
      throw new SqlException(
          ErrorCode.INVALID_TABLE_DEFINITION,
          "constraints on " + which + " tables may reference only " + which + " tables");
    }
  }

  private static List<Integer> key(TableConstraint.ForeignKey said, BaseRelation other) {
    if (said.referenced().isEmpty()) {
      if (other.primaryKey().isEmpty()) {
        throw new SqlException(
            ErrorCode.UNDEFINED_OBJECT,
            "there is no primary key for referenced table "
                + SqlException.quote(other.simpleName()));
      }
      return other.primaryKey();
    }
    List<Integer> key = new ArrayList<>();
    for (String name : said.referenced()) {
      int column = other.fields().stream().map(Field::name).toList().indexOf(name);
      if (column < 0) {
        throw new SqlException(
            ErrorCode.UNDEFINED_COLUMN,
            "column "
                + SqlException.quote(name)
                + " referenced in foreign key constraint does not exist");
      }
      key.add(column);
    }
    return key;
  }

  private void requireUniqueKey(BaseRelation other, List<Integer> key) {
    for (KeyOrder order : context.catalog().orders(other)) {
      if (isKey(order, key)) {
        return;
      }
    }
    for (Index index : context.catalog().indexesOf(other)) {
      if (index.deferral().deferrable() && isOf(index.order(), key)) {
        throw new SqlException(
            ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
            "cannot use a deferrable unique constraint for referenced table "
                + SqlException.quote(other.simpleName()));
      }
    }
    // of a table that is being made, the primary key at least is known
    if (!new HashSet<>(other.primaryKey()).equals(new HashSet<>(key))) {
      throw new SqlException(
          ErrorCode.INVALID_FOREIGN_KEY,
          "there is no unique constraint matching given keys for referenced table "
              + SqlException.quote(other.simpleName()));
    }
  }

  private static boolean isKey(KeyOrder order, List<Integer> key) {
    return order.unique() && order.predicate() == null && isOf(order, key);
  }

  private static boolean isOf(KeyOrder order, List<Integer> key) {
    Set<Integer> columns = new HashSet<>();
    for (var column : order.columns()) {
      if (!(column.expression() instanceof Expr.Column plain)) {
        return false;
      }
      columns.add(plain.index());
    }
    return columns.equals(new HashSet<>(key));
  }

  private void requireSameTypes(
      String name, List<Integer> columns, BaseRelation other, List<Integer> key) {
    for (int i = 0; i < columns.size(); i++) {
      Field mine = fields.get(columns.get(i));
      Field theirs = other.fields().get(key.get(i));
      if (mine.type().kind() != theirs.type().kind()
          && !(mine.type().kind().isText() && theirs.type().kind().isText())) {
        throw new SqlException(
                ErrorCode.DATATYPE_MISMATCH,
                "foreign key constraint " + SqlException.quote(name) + " cannot be implemented")
            .withDetail(
                "Key columns "
                    + SqlException.quote(mine.name())
                    + " and "
                    + SqlException.quote(theirs.name())
                    + " are of incompatible types: "
                    + mine.type().kind().sqlName()
                    + " and "
                    + theirs.type().kind().sqlName()
                    + ".");
      }
    }
  }
}
