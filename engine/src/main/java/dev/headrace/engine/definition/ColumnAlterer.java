package dev.headrace.engine.definition;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Comments;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.Sequence;
import dev.headrace.engine.database.UserTypes;
import dev.headrace.ir.Casts;
import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprProperties;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.Notice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.sql.AlterAction;
import dev.headrace.sql.Catalog.ColumnRole;
import dev.headrace.sql.ColumnDefinition;
import dev.headrace.sql.Deferral;
import dev.headrace.sql.Generation;
import dev.headrace.sql.ParsedExpression;
import dev.headrace.sql.SqlParser;
import dev.headrace.sql.TableConstraint;
import dev.headrace.sql.WrittenType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** ALTER TABLE ... ADD, DROP and ALTER COLUMN. */
final class ColumnAlterer {
  private final DefinitionContext context;
  private final Alteration alteration;
  private final TableShape shape;
  private final BaseRelation table;

  ColumnAlterer(Alteration alteration) {
    this.context = alteration.context();
    this.alteration = alteration;
    this.shape = alteration.shape();
    this.table = alteration.table();
  }

  void add(AlterAction.AddColumn add) {
    ColumnDefinition column = add.column();
    TableDefiner.requireNoSystemColumn(column.name());
    if (shape.find(column.name()) >= 0) {
      String exists =
          "column "
              + SqlException.quote(column.name())
              + " of relation "
              + SqlException.quote(table.simpleName())
              + " already exists";
      if (add.ifNotExists()) {
        alteration.notices().add(DefinitionContext.skipped(ErrorCode.DUPLICATE_COLUMN, exists));
        return;
      }
      throw new SqlException(ErrorCode.DUPLICATE_COLUMN, exists);
    }
    Field field = new Field(column.name(), context.type(column.type()), !column.notNull());
    List<Field> fields = new ArrayList<>(table.fields());
    fields.add(field);
    List<ColumnDefinition> definitions = new ArrayList<>();
    for (int i = 0; i < table.fields().size(); i++) {
      definitions.add(existing(table, i));
    }
    definitions.add(column);
    Optional<ParsedExpression> given =
        new TableDefiner(context)
            .defaultOf(table.name(), table.oid(), column, definitions, fields, field);
    ColumnRole role = TableDefiner.role(column);
    Expr value =
        given
            .map(
                e ->
                    role == ColumnRole.GENERATED
                        ? context.planner().generated(e, table.fields(), field)
                        : context.planner().defaultValue(e, field))
            .orElseGet(() -> new Expr.Literal(null, field.type()));
    TableShape.Column added = new TableShape.Column(field, given, role, value, -1);
    if (role == ColumnRole.ORDINARY && ExprProperties.isDeterministic(value)) {
      shape.widen(added);
    } else {
      shape.columns().add(added);
      shape.rewrite();
    }
    List<TableConstraint> constraints = new ArrayList<>(add.constraints());
    List<String> own = List.of(column.name());
    column.check().ifPresent(e -> constraints.add(new TableConstraint.Check(Optional.empty(), e)));
    if (column.unique()) {
      constraints.add(new TableConstraint.Unique(Optional.empty(), own, true, Deferral.NONE));
    }
    if (column.primaryKey()) {
      constraints.add(new TableConstraint.PrimaryKey(Optional.empty(), own));
    }
    for (TableConstraint constraint : constraints) {
      new ConstraintAlterer(alteration).add(new AlterAction.AddConstraint(constraint, false));
    }
  }

  private static ColumnDefinition existing(BaseRelation table, int column) {
    Field field = table.fields().get(column);
    Optional<Generation> stored =
        table.roles().get(column) == ColumnRole.GENERATED
            ? table.defaults().get(column).map(Generation.Stored::new)
            : Optional.empty();
    return new ColumnDefinition(
        field.name(),
        WrittenType.of(field.type()),
        !field.nullable(),
        Optional.empty(),
        Optional.empty(),
        false,
        false,
        stored);
  }

  void drop(AlterAction.DropColumn drop) {
    int column = shape.find(drop.column());
    if (column < 0 && drop.ifExists()) {
      alteration
          .notices()
          .add(
              Notice.of(
                  "column "
                      + SqlException.quote(drop.column())
                      + " of relation "
                      + SqlException.quote(table.simpleName())
                      + " does not exist, skipping"));
      return;
    }
    column = shape.require(drop.column());
    int origin = shape.columns().get(column).origin();
    requireUnused(drop, origin);
    shape.remove(column);
    context.define(
        catalog ->
            catalog.with(
                catalog
                    .comments()
                    .with(new Comments.OfColumn(table.oid(), drop.column()), Optional.empty())));
    for (Sequence sequence : context.catalog().sequencesOf(table)) {
      if (sequence.owner().filter(o -> o.column().equals(drop.column())).isPresent()) {
        context.define(catalog -> catalog.withoutSequence(sequence.name()));
      }
    }
  }

  private void requireUnused(AlterAction.DropColumn drop, int origin) {
    if (origin >= 0) {
      Dropper.Target target = new Dropper.Target.OfColumn(table, origin);
      alteration.notices().addAll(new Dropper(context).drop(List.of(target), drop.cascade()));
    }
    for (TableShape.Column other : shape.columns()) {
      if (other.role() == ColumnRole.GENERATED
          && ExprProperties.usedColumns(generated(other)).get(origin)) {
        throw dependent(
            "column " + drop.column() + " of table " + table.name(),
            "column " + other.field().name() + " of table " + table.name());
      }
    }
  }

  private Expr generated(TableShape.Column column) {
    ParsedExpression definition = column.defaultValue().orElseThrow();
    return context.planner().generated(definition, table.fields(), column.field());
  }

  static SqlException dependent(String what, String dependent) {
    return new SqlException(
            ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST,
            "cannot drop " + what + " because other objects depend on it")
        .withDetail(dependent + " depends on " + what)
        .withHint("Use DROP ... CASCADE to drop the dependent objects too.");
  }

  void setDefault(AlterAction.SetDefault set) {
    int index = shape.require(set.column());
    TableShape.Column column = shape.columns().get(index);
    if (column.role() != ColumnRole.ORDINARY) {
      boolean generated = column.role() == ColumnRole.GENERATED;
      throw new SqlException(
              ErrorCode.SYNTAX_ERROR,
              "column "
                  + SqlException.quote(set.column())
                  + " of relation "
                  + SqlException.quote(table.simpleName())
                  + (generated ? " is a generated column" : " is an identity column"))
          .withHint(
              generated
                  ? "Use ALTER TABLE ... ALTER COLUMN ... DROP EXPRESSION instead."
                  : "Use ALTER TABLE ... ALTER COLUMN ... DROP IDENTITY instead.");
    }
    set.value().ifPresent(e -> context.planner().defaultValue(e, column.field()));
    shape.set(
        index,
        new TableShape.Column(
            column.field(),
            set.value().map(new BoundDefaults(context)::of),
            column.role(),
            column.value(),
            column.origin()));
  }

  void setNotNull(AlterAction.SetNotNull set) {
    int column = shape.require(set.column());
    if (!set.notNull()) {
      IdentityAlterer.requireNone(shape.columns().get(column), table);
    }
    if (!set.notNull() && shape.key().contains(column)) {
      throw new SqlException(
          ErrorCode.INVALID_TABLE_DEFINITION,
          "column " + SqlException.quote(set.column()) + " is in a primary key");
    }
    shape.nullable(column, !set.notNull());
  }

  void type(AlterAction.SetType set) {
    int index = shape.require(set.column());
    TableShape.Column column = shape.columns().get(index);
    SqlType type = context.type(set.type());
    Field field = new Field(set.column(), type, column.field().nullable());
    requireChangeable(column);
    String quoted = "\"" + set.column().replace("\"", "\"\"") + "\"";
    if (set.using().isEmpty()
        && !Casts.isPossible(column.field().type(), type, Casts.Context.ASSIGNMENT)) {
      throw new SqlException(
              ErrorCode.DATATYPE_MISMATCH,
              "column "
                  + SqlException.quote(set.column())
                  + " cannot be cast automatically to type "
                  + unmodified(type))
          .withHint(
              "You might need to specify \"USING "
                  + set.column()
                  + "::"
                  + unmodified(type)
                  + "\".");
    }
    ParsedExpression using = set.using().orElseGet(() -> SqlParser.expression(quoted));
    Expr value = context.planner().generated(using, table.fields(), field);
    column.defaultValue().ifPresent(e -> context.planner().defaultValue(e, field));
    TableShape.Column changed =
        new TableShape.Column(field, column.defaultValue(), column.role(), value, column.origin());
    new IdentityAlterer(alteration).follow(changed);
    shape.set(index, changed);
    shape.checks(
        shape.checks().stream().map(check -> uses(check, index) ? again(check) : check).toList());
    shape.rewrite();
  }

  private static String unmodified(SqlType type) {
    return UserTypes.isOne(type) ? type.toString() : type.kind().sqlName();
  }

  private static boolean uses(BaseRelation.Check check, int column) {
    return ExprProperties.usedColumns(check.condition()).get(column);
  }

  /** The check with the columns' present types, from its text. */
  private BaseRelation.Check again(BaseRelation.Check check) {
    ParsedExpression condition = SqlParser.expression(check.text());
    return new BaseRelation.Check(
        check.name(),
        context.planner().condition(condition, shape.fields()),
        check.text(),
        check.validated());
  }

  private void requireChangeable(TableShape.Column column) {
    int origin = column.origin();
    for (Relation view : context.views().using(table, origin)) {
      throw new SqlException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              "cannot alter type of a column used by a view or rule")
          .withDetail(
              "rule _RETURN on "
                  + view.kindName()
                  + " "
                  + context.names().shown(view.name())
                  + " depends on column "
                  + SqlException.quote(column.field().name()));
    }
    for (TableShape.Column other : shape.columns()) {
      if (other.role() == ColumnRole.GENERATED
          && ExprProperties.usedColumns(generated(other)).get(origin)) {
        throw new SqlException(
                ErrorCode.FEATURE_NOT_SUPPORTED,
                "cannot alter type of a column used by a generated column")
            .withDetail(
                "Column "
                    + SqlException.quote(column.field().name())
                    + " is used by generated column "
                    + SqlException.quote(other.field().name())
                    + ".");
      }
    }
    boolean keyed =
        context.catalog().foreignKeysOf(table).stream().anyMatch(k -> k.columns().contains(origin))
            || context.catalog().foreignKeysTo(table).stream()
                .anyMatch(k -> k.key().contains(origin));
    if (keyed) {
      throw new SqlException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              "cannot alter type of a column used by a foreign key")
          .withHint("Drop the constraint first and add it again.");
    }
  }

  void dropExpression(AlterAction.DropExpression drop) {
    int index = shape.require(drop.column());
    TableShape.Column column = shape.columns().get(index);
    if (column.role() != ColumnRole.GENERATED) {
      String message =
          "column "
              + SqlException.quote(drop.column())
              + " of relation "
              + SqlException.quote(table.simpleName())
              + " is not a stored generated column";
      if (!drop.ifExists()) {
        throw new SqlException(ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE, message);
      }
      alteration.notices().add(Notice.of(message + ", skipping"));
      return;
    }
    shape.set(
        index,
        new TableShape.Column(
            column.field(),
            Optional.empty(),
            ColumnRole.ORDINARY,
            column.value(),
            column.origin()));
  }
}
