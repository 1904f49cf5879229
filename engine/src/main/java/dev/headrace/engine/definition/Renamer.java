package dev.headrace.engine.definition;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.Comments;
import dev.headrace.engine.database.ForeignKey;
import dev.headrace.engine.database.Index;
import dev.headrace.engine.database.KeyColumn;
import dev.headrace.engine.database.KeyOrder;
import dev.headrace.engine.database.LockMode;
import dev.headrace.engine.database.MaterializedView;
import dev.headrace.engine.database.Names;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.Relocation;
import dev.headrace.engine.database.Sequence;
import dev.headrace.engine.database.Sink;
import dev.headrace.engine.database.SystemRelation;
import dev.headrace.engine.database.UserTypes;
import dev.headrace.engine.database.View;
import dev.headrace.engine.database.ViewDefinition;
import dev.headrace.ir.Expr;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.sql.ObjectName;
import dev.headrace.sql.ParsedExpression;
import dev.headrace.sql.SqlParser;
import dev.headrace.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** ALTER ... RENAME of relations, columns, constraints, indexes and sequences. */
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
    if (rename.kind() == Statement.Drop.Kind.TYPE) {
      type(rename);
      return List.of();
    }
    Names names = context.names();
    Optional<String> old = names.find(rename.name());
    if (old.isEmpty()) {
      return key(rename);
    }
    String newName = Catalog.beside(old.get(), rename.newName());
    context.requireFree(newName);
    switch (rename.kind()) {
      case TABLE, VIEW, MATERIALIZED_VIEW, SOURCE -> relation(rename);
      case INDEX -> index(requireIndex(rename.name()), rename.newName());
      case SEQUENCE ->
          sequence(
              names
                  .sequence(rename.name())
                  .orElseThrow(() -> SequenceDefiner.missing(names, rename.name())),
              newName);
      case SINK, SCHEMA, TYPE, ROLE ->
          throw new SqlException(
              ErrorCode.FEATURE_NOT_SUPPORTED, "RENAME of this kind of object is not supported");
    }
    return List.of();
  }

  /** The index of a primary key is none of the catalog's: it has the constraint's name. */
  private List<String> key(Statement.Rename rename) {
    String simple = ObjectName.simple(rename.name());
    boolean possible =
        rename.kind() == Statement.Drop.Kind.INDEX || rename.kind() == Statement.Drop.Kind.TABLE;
    for (String schema : possible ? context.names().schemas(rename.name()) : List.<String>of()) {
      for (Relation relation : context.catalog().relations()) {
        if (relation instanceof BaseRelation table
            && !table.primaryKey().isEmpty()
            && table.keyName().equals(simple)
            && Catalog.schemaOf(table.name()).equals(schema)) {
          context.requireFree(Catalog.beside(table.name(), rename.newName()));
          return rename(
              new Statement.RenameConstraint(false, table.name(), simple, rename.newName()));
        }
      }
    }
    return missing(rename.ifExists(), rename.name());
  }

  private void type(Statement.Rename rename) {
    String old = UserTypes.nameOf(context.requireType(rename.name()));
    String now = Catalog.beside(old, rename.newName());
    new TypeDefiner(context).requireFree(now);
    context.define(catalog -> Relocation.of(catalog, name -> name.equals(old) ? now : name));
  }

  private Index requireIndex(String name) {
    return context
        .names()
        .index(name)
        .orElseThrow(
            () ->
                new SqlException(
                    ErrorCode.WRONG_OBJECT_TYPE, SqlException.quote(name) + " is not an index"));
  }

  private List<String> missing(boolean ifExists, String name) {
    if (ifExists) {
      return DefinitionContext.missing(name);
    }
    context.names().requireSchemaOf(name);
    throw new SqlException(
        ErrorCode.UNDEFINED_TABLE, "relation " + SqlException.quote(name) + " does not exist");
  }

  // ---- relations

  /** What ALTER TABLE may rename: as in PostgreSQL, whatever has columns, and indexes too. */
  private void relation(Statement.Rename rename) {
    Names names = context.names();
    String name = names.find(rename.name()).orElseThrow();
    String newName = Catalog.beside(name, rename.newName());
    if (rename.kind() == Statement.Drop.Kind.TABLE) {
      Optional<Index> index = names.index(rename.name());
      Optional<Sequence> sequence = names.sequence(rename.name());
      index.ifPresent(i -> index(i, rename.newName()));
      sequence.ifPresent(s -> sequence(s, newName));
      if (index.isPresent() || sequence.isPresent()) {
        return;
      }
    }
    Relation old = alterable(rename.name(), rename.kind());
    Relation renamed = shaped(old, newName, old.fields());
    replace(old, renamed);
    for (Sink sink : context.catalog().sinks()) {
      if (sink.view().equals(old.name())) {
        Sink moved = new Sink(sink.oid(), sink.name(), renamed.name(), sink.options());
        context.define(before -> before.with(moved));
      }
    }
  }

  private Relation alterable(String name, Statement.Drop.Kind kind) {
    Relation relation = context.require(name);
    boolean fits =
        switch (kind) {
          case TABLE -> !(relation instanceof SystemRelation);
          case SOURCE ->
              relation instanceof BaseRelation base && base.kind() == BaseRelation.Kind.SOURCE;
          case VIEW -> relation instanceof View;
          case MATERIALIZED_VIEW -> relation.isMaterialized();
          case SINK, INDEX, SEQUENCE, SCHEMA, TYPE, ROLE -> false;
        };
    if (!fits || (relation instanceof BaseRelation base && isSystem(base))) {
      throw new SqlException(
          ErrorCode.WRONG_OBJECT_TYPE,
          SqlException.quote(relation.simpleName())
              + " is not a "
              + kind.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }
    if (relation instanceof BaseRelation base) {
      requireNotConnected(base);
      context.transaction().lock(base, LockMode.ACCESS_EXCLUSIVE, context.patience());
    }
    return relation;
  }

  private static boolean isSystem(BaseRelation base) {
    return base.kind() == BaseRelation.Kind.SYSTEM;
  }

  private void requireNotConnected(BaseRelation base) {
    boolean ofErrors =
        context.catalog().relations().stream()
            .anyMatch(
                other ->
                    other instanceof BaseRelation table
                        && table.errors() != null
                        && table.errors().oid() == base.oid());
    if (!base.options().isEmpty() || ofErrors) {
      throw new SqlException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "a " + base.kindName() + " with a connector cannot be renamed");
    }
  }

  private static Relation shaped(Relation relation, String name, List<Field> fields) {
    return switch (relation) {
      case BaseRelation base -> base.shaped(name, fields);
      case View view -> view.shaped(name, fields);
      case MaterializedView view -> view.shaped(name, fields);
      case ViewDefinition view -> view.shaped(name, fields);
      case SystemRelation system -> system;
    };
  }

  /** The same relation under other names; views go on reading it. */
  private void replace(Relation old, Relation renamed) {
    Catalog before = context.catalog();
    context.define(catalog -> catalog.renamed(old, renamed));
    context
        .views()
        .follow(new RelationChange(before, old, renamed, RelationChange.inPlace(old), true));
  }

  private void index(Index index, String newName) {
    if (index.deferral().deferrable()
        && context.catalog().relation(index.relation()).orElseThrow()
            instanceof BaseRelation table) {
      // transactions that have put its check off know it by its name
      context.transaction().lock(table, LockMode.ACCESS_EXCLUSIVE, context.patience());
    }
    Index renamed = index.named(index.schema(), newName);
    context.define(catalog -> catalog.withoutIndex(index.name()).with(renamed));
    context.transaction().deferredChecks().renamed(index.relation(), index.order().name(), newName);
  }

  private void sequence(Sequence sequence, String newName) {
    // with the defaults that take their values from it
    context.define(
        catalog -> Relocation.of(catalog, name -> name.equals(sequence.name()) ? newName : name));
  }

  // ---- columns

  /** Returns notices. */
  public List<String> rename(Statement.RenameColumn rename) {
    if (context.names().relation(rename.name()).isEmpty()) {
      return missing(rename.ifExists(), rename.name());
    }
    Relation old = alterable(rename.name(), rename.kind());
    List<Field> fields = new ArrayList<>(old.fields());
    List<String> names = fields.stream().map(Field::name).toList();
    int column = names.indexOf(rename.column());
    if (column < 0) {
      throw new SqlException(
          ErrorCode.UNDEFINED_COLUMN,
          "column " + SqlException.quote(rename.column()) + " does not exist");
    }
    if (old instanceof BaseRelation) {
      TableDefiner.requireNoSystemColumn(rename.newName());
    }
    if (names.contains(rename.newName())) {
      throw new SqlException(
          ErrorCode.DUPLICATE_COLUMN,
          "column "
              + SqlException.quote(rename.newName())
              + " of relation "
              + SqlException.quote(old.simpleName())
              + " already exists");
    }
    Field field = fields.get(column);
    fields.set(column, new Field(rename.newName(), field.type(), field.nullable()));
    Relation renamed = shaped(old, old.name(), fields);
    ColumnTexts texts = new ColumnTexts(context.planner(), old.fields(), fields);
    replace(old, renamed instanceof BaseRelation table ? withTexts(table, texts) : renamed);
    context.moveComment(
        new Comments.OfColumn(old.oid(), rename.column()),
        new Comments.OfColumn(old.oid(), rename.newName()));
    for (Sequence sequence : context.catalog().sequencesOf(old)) {
      Sequence.Owner owner = sequence.owner().orElseThrow();
      if (owner.column().equals(rename.column())) {
        Sequence moved =
            sequence.ownedBy(
                Optional.of(
                    new Sequence.Owner(owner.relation(), rename.newName(), owner.identity())));
        context.define(catalog -> catalog.with(moved));
      }
    }
    indexTexts(renamed, texts);
    return List.of();
  }

  /** Checks and generated columns, whose texts name columns. */
  private static BaseRelation withTexts(BaseRelation table, ColumnTexts texts) {
    List<BaseRelation.Check> checks =
        table.checks().stream()
            .map(
                c ->
                    new BaseRelation.Check(
                        c.name(), c.condition(), texts.renamed(c.text()), c.validated()))
            .toList();
    List<Optional<ParsedExpression>> defaults = new ArrayList<>();
    for (int i = 0; i < table.defaults().size(); i++) {
      boolean generated = table.roles().get(i) == dev.headrace.sql.Catalog.ColumnRole.GENERATED;
      defaults.add(
          table
              .defaults()
              .get(i)
              .map(e -> generated ? SqlParser.expression(texts.renamed(e.text())) : e));
    }
    return table.withDefaults(defaults).withConstraints(table.keyName(), checks);
  }

  /** Indexes, whose messages and texts name columns. */
  private void indexTexts(Relation table, ColumnTexts texts) {
    for (Index index : context.catalog().indexesOf(table)) {
      List<KeyColumn> columns = new ArrayList<>();
      for (KeyColumn key : index.order().columns()) {
        String text =
            key.expression() instanceof Expr.Column plain
                ? table.fields().get(plain.index()).name()
                : texts.renamed(key.text());
        columns.add(new KeyColumn(key.expression(), key.order(), text));
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
              index.deferral(),
              index.condition().map(texts::renamed));
      context.define(catalog -> catalog.with(renamed));
    }
  }

  // ---- constraints

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
    context.transaction().lock(table, LockMode.ACCESS_EXCLUSIVE, context.patience());
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
      context.transaction().deferredChecks().renamed(table.oid(), name, newName);
    } else if (!table.primaryKey().isEmpty() && table.keyName().equals(name)) {
      context.define(table.withConstraints(newName, table.checks()));
    } else {
      check(table, name, newName);
    }
    context.moveComment(
        new Comments.OfConstraint(table.oid(), name),
        new Comments.OfConstraint(table.oid(), newName));
    return List.of();
  }

  private void check(BaseRelation table, String name, String newName) {
    List<BaseRelation.Check> checks = new ArrayList<>();
    boolean found = false;
    for (BaseRelation.Check check : table.checks()) {
      boolean named = check.name().equals(name);
      found |= named;
      checks.add(
          named
              ? new BaseRelation.Check(newName, check.condition(), check.text(), check.validated())
              : check);
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
    context.define(table.withConstraints(table.keyName(), checks));
  }
}
