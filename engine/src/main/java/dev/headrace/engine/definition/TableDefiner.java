package dev.headrace.engine.definition;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.ForeignKey;
import dev.headrace.engine.database.Index;
import dev.headrace.engine.database.RowKeyEncoder;
import dev.headrace.engine.input.Inputs;
import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprProperties;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.Notice;
import dev.headrace.model.RowLayout;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.state.MemoryBudget;
import dev.headrace.runtime.state.PageCache;
import dev.headrace.runtime.state.RowStore;
import dev.headrace.sql.Catalog.ColumnRole;
import dev.headrace.sql.ColumnDefinition;
import dev.headrace.sql.Deferral;
import dev.headrace.sql.Generation;
import dev.headrace.sql.ObjectName;
import dev.headrace.sql.ParsedExpression;
import dev.headrace.sql.Planner;
import dev.headrace.sql.SequenceOptions;
import dev.headrace.sql.Statement;
import dev.headrace.sql.Statement.OnCommit;
import dev.headrace.sql.StorageParameters;
import dev.headrace.sql.TableConstraint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** CREATE TABLE and CREATE SOURCE. */
public final class TableDefiner {
  private static final Set<String> SYSTEM_COLUMNS =
      Set.of("cmax", "cmin", "ctid", "tableoid", "xmax", "xmin");
  private static final String CONNECTOR = "connector";
  private static final String ERRORS_SUFFIX = "_errors";

  private final DefinitionContext context;
  private final SequenceDefiner sequences;
  private final IndexDefiner indexes;

  public TableDefiner(DefinitionContext context) {
    this.context = context;
    this.sequences = new SequenceDefiner(context);
    this.indexes = new IndexDefiner(context);
  }

  /** Returns a notice if there is nothing to do. */
  public List<Notice> create(Statement.CreateTable written) {
    String name = context.newName(written.name(), written.temporary().isPresent());
    if (written.ifNotExists() && context.catalog().isTaken(name)) {
      return DefinitionContext.skipped(name);
    }
    context.requireFree(name);
    Statement.CreateTable create = new LikeExpansion(context).expand(written);
    if (create.source() && !create.options().containsKey(CONNECTOR)) {
      throw new SqlException(ErrorCode.INVALID_TABLE_DEFINITION, "a source needs a connector")
          .withHint("CREATE SOURCE ... WITH (connector = 'file', path = '...').");
    }
    define(name, create);
    return List.of();
  }

  private void define(String name, Statement.CreateTable create) {
    List<String> keyColumns = keyColumns(create);
    List<Field> fields = fields(create, keyColumns);
    // takes its OID first: the object's own is the last, when it is made again from storage
    BaseRelation errors = errors(name, create, fields);
    int oid = context.database().newOid();
    ConstraintDefiner constraints = new ConstraintDefiner(context, name, fields, Set.of());
    List<Integer> key = constraints.columns(keyColumns, "primary key");
    String keyName = constraints.keyName(keyNameOf(create));
    List<BaseRelation.Check> checks = checks(create, constraints);
    RowLayout layout = RowLayout.of(fields);
    MemoryBudget budget = MemoryBudget.unlimited();
    PageCache cache = context.database().pageCache();
    RowStore store =
        create.source()
            ? null
            : key.isEmpty()
                ? RowStore.bag(layout, budget, cache)
                : RowStore.keyed(layout, new RowKeyEncoder(layout, key), budget, cache);
    BaseRelation relation =
        new BaseRelation(
            oid,
            name,
            create.source() ? BaseRelation.Kind.SOURCE : BaseRelation.Kind.TABLE,
            fields,
            key,
            defaults(name, oid, create.columns(), fields),
            create.columns().stream().map(TableDefiner::role).toList(),
            keyName,
            checks,
            store,
            context.database().newInput(name),
            create.options(),
            errors);
    context.define(relation);
    create.temporary().ifPresent(action -> context.schemas().onCommit(oid, action));
    if (errors != null) {
      context.transaction().attach(context.inputs().attachment(relation), context.patience());
    }
    uniques(create, relation, constraints);
    foreignKeys(create, relation, constraints);
  }

  // ---- columns

  /** Names that a column cannot have, because every table of PostgreSQL has such a column. */
  static void requireNoSystemColumn(String name) {
    if (SYSTEM_COLUMNS.contains(name)) {
      throw new SqlException(
          ErrorCode.DUPLICATE_COLUMN,
          "column name " + SqlException.quote(name) + " conflicts with a system column name");
    }
  }

  private List<Field> fields(Statement.CreateTable create, List<String> key) {
    List<Field> fields = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (ColumnDefinition column : create.columns()) {
      requireNoSystemColumn(column.name());
      if (!names.add(column.name())) {
        throw new SqlException(
            ErrorCode.DUPLICATE_COLUMN,
            "column " + SqlException.quote(column.name()) + " specified more than once");
      }
      boolean nullable = !column.notNull() && !key.contains(column.name());
      fields.add(new Field(column.name(), context.type(column.type()), nullable));
    }
    return fields;
  }

  /** Who gives a column its values. */
  static ColumnRole role(ColumnDefinition column) {
    return switch (column.generation().orElse(null)) {
      case null -> ColumnRole.ORDINARY;
      case Generation.Serial serial -> ColumnRole.ORDINARY;
      case Generation.Identity identity ->
          identity.always() ? ColumnRole.IDENTITY_ALWAYS : ColumnRole.IDENTITY;
      case Generation.Stored stored -> ColumnRole.GENERATED;
    };
  }

  private List<Optional<ParsedExpression>> defaults(
      String table, int oid, List<ColumnDefinition> columns, List<Field> fields) {
    List<Optional<ParsedExpression>> defaults = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      defaults.add(defaultOf(table, oid, columns.get(i), columns, fields, fields.get(i)));
    }
    return defaults;
  }

  /** A column's default, resolved once so that a wrong one is refused now. */
  Optional<ParsedExpression> defaultOf(
      String table,
      int oid,
      ColumnDefinition column,
      List<ColumnDefinition> columns,
      List<Field> fields,
      Field field) {
    Planner planner = context.planner();
    return switch (column.generation().orElse(null)) {
      case null -> {
        column.defaultValue().ifPresent(e -> planner.defaultValue(e, field));
        yield column.defaultValue().map(new BoundDefaults(context)::of);
      }
      case Generation.Serial serial ->
          Optional.of(sequences.ofColumn(table, oid, field, SequenceOptions.NONE, false));
      case Generation.Identity identity -> {
        requireIntegral(field);
        yield Optional.of(sequences.ofColumn(table, oid, field, identity.options(), true));
      }
      case Generation.Stored(ParsedExpression expression) -> {
        Expr expr = planner.generated(expression, fields, field);
        if (!ExprProperties.isImmutable(expr)) {
          throw new SqlException(
              ErrorCode.INVALID_OBJECT_DEFINITION, "generation expression is not immutable");
        }
        ExprProperties.usedColumns(expr).stream()
            .mapToObj(columns::get)
            .forEach(TableDefiner::requireOrdinary);
        yield Optional.of(new BoundTypes(context).of(expression));
      }
    };
  }

  static void requireIntegral(Field field) {
    switch (field.type().kind()) {
      case SMALLINT, INTEGER, BIGINT -> {}
      default ->
          throw new SqlException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "identity column type must be smallint, integer, or bigint");
    }
  }

  private static void requireOrdinary(ColumnDefinition used) {
    if (role(used) == ColumnRole.GENERATED) {
      throw new SqlException(
              ErrorCode.INVALID_OBJECT_DEFINITION,
              "cannot use generated column "
                  + SqlException.quote(used.name())
                  + " in column generation expression")
          .withDetail("A generated column cannot reference another generated column.");
    }
  }

  // ---- constraints

  private static List<String> keyColumns(Statement.CreateTable create) {
    List<List<String>> keys = new ArrayList<>();
    for (ColumnDefinition column : create.columns()) {
      if (column.primaryKey()) {
        keys.add(List.of(column.name()));
      }
    }
    for (TableConstraint constraint : create.constraints()) {
      if (constraint instanceof TableConstraint.PrimaryKey key) {
        keys.add(key.columns());
      }
    }
    if (keys.size() > 1) {
      throw new SqlException(
          ErrorCode.INVALID_TABLE_DEFINITION,
          "multiple primary keys for table "
              + SqlException.quote(create.name())
              + " are not allowed");
    }
    return keys.isEmpty() ? List.of() : keys.getFirst();
  }

  private static Optional<String> keyNameOf(Statement.CreateTable create) {
    return create.constraints().stream()
        .filter(TableConstraint.PrimaryKey.class::isInstance)
        .findFirst()
        .flatMap(TableConstraint::name);
  }

  private static List<BaseRelation.Check> checks(
      Statement.CreateTable create, ConstraintDefiner constraints) {
    List<BaseRelation.Check> checks = new ArrayList<>();
    for (ColumnDefinition column : create.columns()) {
      column
          .check()
          .ifPresent(
              e -> checks.add(constraints.check(Optional.empty(), Optional.of(column.name()), e)));
    }
    for (TableConstraint constraint : create.constraints()) {
      if (constraint instanceof TableConstraint.Check check) {
        checks.add(constraints.check(check.name(), Optional.empty(), check.condition()));
      }
    }
    return checks;
  }

  private void uniques(
      Statement.CreateTable create, BaseRelation relation, ConstraintDefiner constraints) {
    List<TableConstraint.Unique> uniques = new ArrayList<>();
    for (ColumnDefinition column : create.columns()) {
      if (column.unique()) {
        uniques.add(
            new TableConstraint.Unique(
                Optional.empty(), List.of(column.name()), true, Deferral.NONE));
      }
    }
    for (TableConstraint constraint : create.constraints()) {
      if (constraint instanceof TableConstraint.Unique unique) {
        uniques.add(unique);
      }
    }
    if (!uniques.isEmpty() && relation.store() == null) {
      throw new SqlException(
          ErrorCode.INVALID_TABLE_DEFINITION, "a source cannot have unique constraints");
    }
    for (TableConstraint.Unique unique : uniques) {
      List<Integer> columns = constraints.columns(unique.columns(), "unique");
      String name = constraints.uniqueName(unique);
      context.requireFree(Catalog.beside(relation.name(), name));
      Index index =
          indexes.unique(name, relation, columns, unique.nullsDistinct(), unique.deferral());
      context.define(catalog -> catalog.with(index));
    }
  }

  private void foreignKeys(
      Statement.CreateTable create, BaseRelation relation, ConstraintDefiner constraints) {
    for (TableConstraint constraint : create.constraints()) {
      if (constraint instanceof TableConstraint.ForeignKey said) {
        if (relation.store() == null) {
          throw new SqlException(
              ErrorCode.INVALID_TABLE_DEFINITION, "a source cannot have foreign keys");
        }
        ForeignKey key = constraints.foreignKey(said, relation);
        context.define(catalog -> catalog.with(key));
      }
    }
  }

  // ---- connectors

  private @Nullable BaseRelation errors(
      String name, Statement.CreateTable create, List<Field> fields) {
    if (!create.options().containsKey(CONNECTOR)) {
      if (!create.options().keySet().stream().allMatch(StorageParameters::isOfTable)) {
        throw new SqlException(
            ErrorCode.INVALID_TABLE_DEFINITION, "options are for tables with a connector");
      }
      return null;
    }
    context.inputs().check(create.options(), fields);
    String errorsName = Catalog.beside(name, ObjectName.simple(name) + ERRORS_SUFFIX);
    context.requireFree(errorsName);
    BaseRelation errors = errorRelation(errorsName);
    context.define(errors);
    return errors;
  }

  private BaseRelation errorRelation(String name) {
    return new BaseRelation(
        context.database().newOid(),
        name,
        BaseRelation.Kind.SYSTEM,
        Inputs.ERROR_FIELDS,
        List.of(),
        List.of(),
        List.of(),
        "",
        List.of(),
        RowStore.appendOnly(RowLayout.of(Inputs.ERROR_FIELDS), MemoryBudget.unlimited()),
        context.database().newInput(name),
        Map.of(),
        null);
  }

  /** An empty table of columns and nothing more. */
  public void plain(String name, List<Field> fields, Optional<OnCommit> temporary) {
    int oid = context.database().newOid();
    temporary.ifPresent(action -> context.schemas().onCommit(oid, action));
    context.define(
        new BaseRelation(
            oid,
            name,
            BaseRelation.Kind.TABLE,
            fields,
            List.of(),
            Collections.nCopies(fields.size(), Optional.empty()),
            Collections.nCopies(fields.size(), ColumnRole.ORDINARY),
            ObjectName.simple(name) + "_pkey",
            List.of(),
            RowStore.bag(
                RowLayout.of(fields), MemoryBudget.unlimited(), context.database().pageCache()),
            context.database().newInput(name),
            Map.of(),
            null));
  }
}
