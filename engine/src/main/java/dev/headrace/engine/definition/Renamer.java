package dev.headrace.engine.definition;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.Comments;
import dev.headrace.engine.database.ForeignKey;
import dev.headrace.engine.database.Index;
import dev.headrace.engine.database.KeyColumn;
import dev.headrace.engine.database.KeyOrder;
import dev.headrace.engine.database.LockMode;
import dev.headrace.engine.database.Names;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.Relocation;
import dev.headrace.engine.database.Sequence;
import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprProperties;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.sql.ParsedExpression;
import dev.headrace.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** ALTER ... RENAME of tables, columns, constraints, indexes and sequences. */
public final class Renamer {
  private final DefinitionContext context;

  public Renamer(DefinitionContext context) {
    this.context = context;
  }

  /** Returns notices. */
  public List<String> rename(Statement.Rename rename) {
    if (rename.kind() == Statement.Drop.Kind.SCHEMA) {
      return new SchemaAlterer(context).rename(rename);
    }
    Names names = context.names();
    Optional<String> old = names.find(rename.name());
    if (old.isEmpty()) {
      return missing(rename.ifExists(), rename.name());
    }
    String newName = Catalog.beside(old.get(), rename.newName());
    context.requireFree(newName);
    switch (rename.kind()) {
      case TABLE -> table(table(rename.name()), newName);
      case INDEX -> {
        Index index =
            names
                .index(rename.name())
                .orElseThrow(
                    () ->
                        new SqlException(
                            ErrorCode.WRONG_OBJECT_TYPE,
                            SqlException.quote(rename.name()) + " is not an index"));
        index(index, rename.newName());
      }
      case SEQUENCE -> {
        Sequence sequence =
            names
                .sequence(rename.name())
                .orElseThrow(() -> SequenceDefiner.missing(names, rename.name()));
        sequence(sequence, newName);
      }
      case VIEW, MATERIALIZED_VIEW, SOURCE, SINK, SCHEMA, ROLE ->
          throw new SqlException(
              ErrorCode.FEATURE_NOT_SUPPORTED, "RENAME of this kind of object is not supported");
    }
    return List.of();
  }

  private List<String> missing(boolean ifExists, String name) {
    if (!ifExists) {
      context.names().requireSchemaOf(name);
    }
    if (ifExists) {
      return DefinitionContext.missing(name);
    }
    throw new SqlException(
        ErrorCode.UNDEFINED_TABLE, "relation " + SqlException.quote(name) + " does not exist");
  }

  private BaseRelation table(String name) {
    Relation relation = context.require(name);
    if (relation instanceof BaseRelation table && table.kind() == BaseRelation.Kind.TABLE) {
      List<String> dependents = context.catalog().dependents(table.name());
      if (!dependents.isEmpty()) {
        throw new SqlException(
                ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST,
                "cannot rename " + table.name() + " because other objects depend on it")
            .withDetail(String.join(", ", dependents) + " depends on " + table.name() + ".")
            .withHint("Drop the dependent objects and create them again afterwards.");
      }
      context.transaction().lock(table, LockMode.EXCLUSIVE, context.patience());
      return table;
    }
    throw new SqlException(
        ErrorCode.WRONG_OBJECT_TYPE, SqlException.quote(name) + " is not a table");
  }

  private void table(BaseRelation table, String newName) {
    if (table.errors() != null) {
      throw new SqlException(
          ErrorCode.FEATURE_NOT_SUPPORTED, "a table with a connector cannot be renamed");
    }
    BaseRelation renamed = with(table, newName, table.fields(), table.keyName());
    context.define(catalog -> catalog.renamed(table, renamed));
  }

  private static BaseRelation with(
      BaseRelation table, String name, List<Field> fields, String keyName) {
    return new BaseRelation(
        table.oid(),
        name,
        table.kind(),
        fields,
        table.primaryKey(),
        table.defaults(),
        table.roles(),
        keyName,
        table.checks(),
        table.store(),
        table.input(),
        table.options(),
        table.errors());
  }

  private void index(Index index, String newName) {
    Index renamed = index.named(index.schema(), newName);
    context.define(catalog -> catalog.withoutIndex(index.name()).with(renamed));
  }

  private void sequence(Sequence sequence, String newName) {
    // with the defaults that take their values from it
    context.define(
        catalog ->
            Relocation.of(catalog, name -> name.equals(sequence.name()) ? newName : name));
  }

  /** Returns notices. */
  public List<String> rename(Statement.RenameColumn rename) {
    if (context.names().relation(rename.name()).isEmpty()) {
      return missing(rename.ifExists(), rename.name());
    }
    BaseRelation table = table(rename.name());
    List<Field> fields = new ArrayList<>(table.fields());
    List<String> names = fields.stream().map(Field::name).toList();
    int column = names.indexOf(rename.column());
    if (column < 0) {
      throw new SqlException(
          ErrorCode.UNDEFINED_COLUMN,
          "column " + SqlException.quote(rename.column()) + " does not exist");
    }
    if (names.contains(rename.newName())) {
      throw new SqlException(
          ErrorCode.DUPLICATE_COLUMN,
          "column "
              + SqlException.quote(rename.newName())
              + " of relation "
              + SqlException.quote(table.simpleName())
              + " already exists");
    }
    Field field = fields.get(column);
    fields.set(column, new Field(rename.newName(), field.type(), field.nullable()));
    requireNotGenerated(table);
    requireNoTexts(table, column);
    BaseRelation renamed = with(table, table.name(), fields, table.keyName());
    context.define(renamed);
    context.define(
        catalog ->
            catalog.with(
                catalog
                    .comments()
                    .moved(
                        new Comments.OfColumn(table.oid(), rename.column()),
                        new Comments.OfColumn(table.oid(), rename.newName()))));
    for (Sequence sequence : context.catalog().sequencesOf(table)) {
      Sequence.Owner owner = sequence.owner().orElseThrow();
      if (owner.column().equals(rename.column())) {
        Sequence moved =
            sequence.ownedBy(
                Optional.of(
                    new Sequence.Owner(owner.relation(), rename.newName(), owner.identity())));
        context.define(catalog -> catalog.with(moved));
      }
    }
    indexTexts(table, column, rename.newName());
    return List.of();
  }

  // their texts, which are what is kept of them, name the column
  private void requireNoTexts(BaseRelation table, int column) {
    boolean named =
        table.checks().stream().anyMatch(c -> uses(c.condition(), column))
            || context.catalog().indexesOf(table).stream()
                .anyMatch(
                    index ->
                        uses(index.order().predicate(), column)
                            || index.order().columns().stream()
                                .map(KeyColumn::expression)
                                .anyMatch(e -> !(e instanceof Expr.Column) && uses(e, column)));
    if (named) {
      throw new SqlException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              "a column that a check constraint or an index on an expression uses cannot be renamed")
          .withHint("Drop the constraint or index first and add it again afterwards.");
    }
  }

  private static boolean uses(@Nullable Expr expr, int column) {
    return expr != null && ExprProperties.usedColumns(expr).get(column);
  }

  private static void requireNotGenerated(BaseRelation table) {
    if (table.roles().contains(dev.headrace.sql.Catalog.ColumnRole.GENERATED)) {
      throw new SqlException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "a column of a table with generated columns cannot be renamed");
    }
  }

  /** Messages of indexes name their columns. */
  private void indexTexts(BaseRelation table, int column, String newName) {
    for (Index index : context.catalog().indexesOf(table)) {
      List<KeyColumn> columns = new ArrayList<>();
      for (KeyColumn key : index.order().columns()) {
        boolean named = key.expression() instanceof Expr.Column plain && plain.index() == column;
        columns.add(named ? new KeyColumn(key.expression(), key.order(), newName) : key);
      }
      KeyOrder order = index.order();
      Index renamed =
          new Index(
              index.oid(),
              index.schema(),
              index.relation(),
              new KeyOrder(order.name(), columns, order.unique(), order.predicate(), order.index()),
              index.nullsDistinct(),
              index.constraint(),
              index.condition());
      context.define(catalog -> catalog.with(renamed));
    }
  }

  /** Returns notices. */
  public List<String> rename(Statement.RenameConstraint rename) {
    Catalog catalog = context.catalog();
    Optional<Relation> relation = context.names().relation(rename.name());
    if (relation.isEmpty()) {
      return missing(rename.ifExists(), rename.name());
    }
    if (!(relation.get() instanceof BaseRelation table)) {
      throw new SqlException(
          ErrorCode.WRONG_OBJECT_TYPE, SqlException.quote(rename.name()) + " is not a table");
    }
    String name = rename.constraint();
    String newName = rename.newName();
    if (ConstraintDefiner.namesOf(table, catalog).contains(newName)) {
      throw new SqlException(
          ErrorCode.DUPLICATE_OBJECT,
          "constraint "
              + SqlException.quote(newName)
              + " for relation "
              + SqlException.quote(table.simpleName())
              + " already exists");
    }
    Optional<Index> index = catalog.indexOf(table, name);
    Optional<ForeignKey> key =
        catalog.foreignKeysOf(table).stream().filter(k -> k.name().equals(name)).findFirst();
    if (index.isPresent()) {
      index(index.get(), newName);
    } else if (key.isPresent()) {
      ForeignKey old = key.get();
      context.define(before -> before.without(old).with(old.named(newName)));
    } else if (!table.primaryKey().isEmpty() && table.keyName().equals(name)) {
      context.define(with(table, table.name(), table.fields(), newName));
    } else {
      check(table, name, newName);
    }
    context.define(
        before ->
            before.with(
                before
                    .comments()
                    .moved(
                        new Comments.OfConstraint(table.oid(), name),
                        new Comments.OfConstraint(table.oid(), newName))));
    return List.of();
  }

  private void check(BaseRelation table, String name, String newName) {
    List<BaseRelation.Check> checks = new ArrayList<>();
    boolean found = false;
    for (BaseRelation.Check check : table.checks()) {
      boolean named = check.name().equals(name);
      found |= named;
      checks.add(named ? new BaseRelation.Check(newName, check.condition(), check.text()) : check);
    }
    if (!found) {
      throw new SqlException(
          ErrorCode.UNDEFINED_OBJECT,
          "constraint "
              + SqlException.quote(name)
              + " for table "
              + SqlException.quote(table.simpleName())
              + " does not exist");
    }
    context.define(
        new BaseRelation(
            table.oid(),
            table.name(),
            table.kind(),
            table.fields(),
            table.primaryKey(),
            table.defaults(),
            table.roles(),
            table.keyName(),
            checks,
            table.store(),
            table.input(),
            table.options(),
            table.errors()));
  }
}
