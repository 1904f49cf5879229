package dev.headrace.engine.statement;

import dev.headrace.engine.access.Accesses;
import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.ChangeStream;
import dev.headrace.engine.database.Database;
import dev.headrace.engine.database.MaterializedView;
import dev.headrace.engine.database.Names;
import dev.headrace.engine.database.Patience;
import dev.headrace.engine.database.PlannerCatalog;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.Sink;
import dev.headrace.engine.database.Transaction;
import dev.headrace.engine.database.ViewDefinition;
import dev.headrace.engine.definition.CommentDefiner;
import dev.headrace.engine.definition.DefinitionContext;
import dev.headrace.engine.definition.IndexDefiner;
import dev.headrace.engine.definition.RelationDropper;
import dev.headrace.engine.definition.Renamer;
import dev.headrace.engine.definition.SchemaAlterer;
import dev.headrace.engine.definition.SchemaDefiner;
import dev.headrace.engine.definition.SequenceDefiner;
import dev.headrace.engine.definition.SequenceDropper;
import dev.headrace.engine.definition.SessionSchemas;
import dev.headrace.engine.definition.TableAlterer;
import dev.headrace.engine.definition.TableDefiner;
import dev.headrace.engine.definition.TypeDefiner;
import dev.headrace.engine.definition.TypeDropper;
import dev.headrace.engine.input.Inputs;
import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.Notice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.sql.Planner;
import dev.headrace.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** CREATE, DROP and SUBSCRIBE. */
final class DefinitionRunner {
  private final Database database;
  private final Inputs inputs;
  private final TransactionControl transactions;
  private final Patience patience;
  private final DefinitionContext context;
  private final PlannedViews plannedViews = new PlannedViews();
  private final ViewsAhead ahead = new ViewsAhead();

  DefinitionRunner(
      Database database,
      Inputs inputs,
      TransactionControl transactions,
      Patience patience,
      Function<Rel, Segments> queries,
      SessionSchemas schemas) {
    this.database = database;
    this.inputs = inputs;
    this.transactions = transactions;
    this.patience = patience;
    this.context =
        new DefinitionContext(
            database,
            inputs,
            transactions::current,
            patience,
            queries,
            new ViewFollower(transactions::current, inputs, patience),
            schemas);
  }

  DefinitionContext context() {
    return context;
  }

  private Catalog catalog() {
    return transactions.catalog();
  }

  /** What names mean at the moment. */
  Names names() {
    return transactions.names();
  }

  /** The relation that a statement that defines something has written. */
  private Relation require(String written) {
    Names names = names();
    names.requireSchemaOf(written);
    return names.require(written);
  }

  /** Runs a definition while nobody else can change what it depends on. */
  private Outcome exclusively(Supplier<Outcome> definition) {
    transactions.current().lockCatalog(patience);
    return definition.get();
  }

  private Planner planner() {
    return new Planner(new PlannerCatalog(names()));
  }

  private static SqlException duplicate(String name) {
    return DefinitionContext.duplicate(name);
  }

  private static Outcome skipped(String tag, String name) {
    return told(tag, DefinitionContext.skipped(name));
  }

  // ---- tables and sources

  Outcome createTable(Statement.CreateTable create) {
    String tag = create.source() ? "CREATE SOURCE" : "CREATE TABLE";
    return exclusively(() -> told(tag, new TableDefiner(context).create(create)));
  }

  /** The other definitions. */
  Outcome define(Statement.Definition definition) {
    return exclusively(
        () ->
            switch (definition) {
              case Statement.CreateIndex create ->
                  told("CREATE INDEX", new IndexDefiner(context).create(create));
              case Statement.CreateSequence create ->
                  told("CREATE SEQUENCE", new SequenceDefiner(context).create(create));
              case Statement.AlterSequence alter ->
                  done("ALTER SEQUENCE", new SequenceDefiner(context).alter(alter));
              case Statement.AlterTable alter ->
                  told("ALTER " + word(alter.kind()), new TableAlterer(context).alter(alter));
              case Statement.Rename rename ->
                  done("ALTER " + word(rename.kind()), new Renamer(context).rename(rename));
              case Statement.RenameColumn rename ->
                  done("ALTER " + word(rename.kind()), new Renamer(context).rename(rename));
              case Statement.RenameConstraint rename ->
                  done("ALTER TABLE", new Renamer(context).rename(rename));
              case Statement.Refresh refresh -> {
                ViewDefiner.requireMaterialized(require(refresh.name()));
                yield Outcome.Done.of("REFRESH MATERIALIZED VIEW");
              }
              case Statement.SetOwner owner -> {
                new SchemaAlterer(context).requireOwned(owner);
                yield Outcome.Done.of("ALTER " + word(owner.kind()));
              }
              case Statement.CreateSchema schema ->
                  told("CREATE SCHEMA", new SchemaDefiner(context).create(schema));
              case Statement.CreateEnum create -> {
                new TypeDefiner(context).create(create);
                yield Outcome.Done.of("CREATE TYPE");
              }
              case Statement.AddLabel add -> done("ALTER TYPE", new TypeDefiner(context).add(add));
              case Statement.RenameLabel rename -> {
                new TypeDefiner(context).rename(rename);
                yield Outcome.Done.of("ALTER TYPE");
              }
              case Statement.SetSchema set ->
                  done("ALTER " + word(set.kind()), new SchemaAlterer(context).move(set));
              case Statement.Comment comment -> {
                new CommentDefiner(context).define(comment);
                yield Outcome.Done.of("COMMENT");
              }
            });
  }

  /** Lets the sequences of tables begin again. */
  void restartSequences(Set<String> tables) {
    for (String name : tables) {
      if (catalog().require(name) instanceof BaseRelation table) {
        new SequenceDefiner(context).restart(table);
      }
    }
  }

  private static Outcome done(String tag, List<String> notices) {
    return told(tag, notices.stream().map(Notice::of).toList());
  }

  private static Outcome told(String tag, List<Notice> notices) {
    return new Outcome.Done(tag, -1, notices);
  }

  private static String word(Statement.Drop.Kind kind) {
    return kind.name().replace('_', ' ');
  }

  /** The empty table of CREATE TABLE AS. */
  Outcome createTableAs(Statement.CreateTableAs create, List<Field> queryFields) {
    List<Field> fields = renamed(queryFields, create.columnNames());
    return exclusively(
        () -> {
          String name = context.newName(create.name(), create.temporary().isPresent());
          if (catalog().isTaken(name)) {
            if (create.ifNotExists()) {
              return skipped("CREATE TABLE AS", name);
            }
            throw duplicate(name);
          }
          List<Field> nullable = fields.stream().map(f -> Field.of(f.name(), f.type())).toList();
          new TableDefiner(context).plain(name, nullable, create.temporary());
          return Outcome.Done.of("CREATE TABLE AS");
        });
  }

  static List<Field> renamed(List<Field> fields, List<String> names) {
    if (names.size() > fields.size()) {
      throw new SqlException(
          ErrorCode.SYNTAX_ERROR, "CREATE specifies more column names than columns");
    }
    List<Field> renamed = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < fields.size(); i++) {
      Field field = fields.get(i);
      String name = i < names.size() ? names.get(i) : field.name();
      if (!seen.add(name)) {
        throw new SqlException(
            ErrorCode.DUPLICATE_COLUMN,
            "column " + SqlException.quote(name) + " specified more than once");
      }
      renamed.add(new Field(name, field.type(), field.nullable()));
    }
    return renamed;
  }

  // ---- views

  Outcome createView(Statement.CreateView create) {
    return exclusively(() -> new ViewDefiner(context, plannedViews, ahead).create(create));
  }

  /** Where plans of views may be left before the views are created. */
  PlannedViews plannedViews() {
    return plannedViews;
  }

  /** Plans views that are going to be created one after the other. */
  void planAhead(List<Statement.CreateView> views) {
    ahead.plan(views, names());
  }

  void forgetAhead() {
    ahead.clear();
  }

  // ---- sinks

  Outcome createSink(Statement.CreateSink create) {
    return exclusively(
        () -> {
          String name = names().ofNew(create.name());
          if (catalog().isTaken(name)) {
            if (create.ifNotExists()) {
              return skipped("CREATE SINK", name);
            }
            throw duplicate(name);
          }
          String from =
              create
                  .relation()
                  .orElseThrow(
                      () ->
                          new SqlException(
                                  ErrorCode.FEATURE_NOT_SUPPORTED,
                                  "a sink writes a materialized view")
                              .withHint("Create one of the query first."));
          Relation view = require(from);
          ViewDefiner.requireMaterialized(view);
          Sink sink = new Sink(database.newOid(), name, view.name(), create.options());
          inputs.check(sink, view.fields());
          Transaction open = transactions.current();
          open.define(catalog -> catalog.with(sink), patience);
          open.attach(inputs.attachment(sink, view.fields()), patience);
          return Outcome.Done.of("CREATE SINK");
        });
  }

  // ---- drop

  Outcome drop(Statement.Drop drop) {
    String tag = "DROP " + word(drop.kind());
    return exclusively(
        () ->
            switch (drop.kind()) {
              case INDEX -> done(tag, new IndexDefiner(context).drop(drop));
              case SEQUENCE -> done(tag, new SequenceDropper(context).drop(drop));
              case SCHEMA -> new Outcome.Done(tag, -1, new SchemaDefiner(context).drop(drop));
              case TYPE -> new Outcome.Done(tag, -1, new TypeDropper(context).drop(drop));
              case TABLE, SOURCE, VIEW, MATERIALIZED_VIEW, SINK ->
                  new Outcome.Done(tag, -1, new RelationDropper(context).drop(drop));
              case ROLE -> throw new IllegalStateException("roles are no definitions");
            });
  }

  // ---- subscriptions

  List<Field> subscriptionFields(Statement.Subscribe subscribe) {
    MaterializedView view = subscribed(subscribe);
    List<Field> fields = new ArrayList<>();
    fields.add(Field.notNull("step", SqlType.BIGINT));
    fields.add(Field.notNull("weight", SqlType.INTEGER));
    fields.addAll(view.fields());
    return fields;
  }

  private MaterializedView subscribed(Statement.Subscribe subscribe) {
    return maintained(
        subscribe
            .relation()
            .orElseThrow(
                () ->
                    new SqlException(
                            ErrorCode.FEATURE_NOT_SUPPORTED, "SUBSCRIBE is for materialized views")
                        .withHint("Create one of the query first.")),
        "subscribed to");
  }

  private MaterializedView maintained(String name, String use) {
    Relation relation = names().require(name);
    if (relation instanceof MaterializedView view) {
      return view;
    }
    if (relation instanceof ViewDefinition) {
      throw new SqlException(
          ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
          "materialized view "
              + SqlException.quote(name)
              + " can be "
              + use
              + " after the end of the transaction that created it");
    }
    throw new SqlException(
        ErrorCode.WRONG_OBJECT_TYPE, SqlException.quote(name) + " is not a materialized view");
  }

  Outcome subscribe(Statement.Subscribe subscribe) {
    return new Outcome.Stream(
        subscriptionFields(subscribe), ChangeStream.open(database, subscribed(subscribe).name()));
  }

  /** EXPLAIN MATERIALIZED VIEW. */
  Outcome explain(Statement.ExplainView explain) {
    MaterializedView view = maintained(explain.view(), "explained");
    return new ViewExplainer(database.circuitOf(view), explain).outcome();
  }

  // ---- EXECUTE

  /** The values of EXECUTE's arguments. */
  List<@Nullable Object> arguments(
      Statement.Execute execute, List<SqlType> types, Instant now, SessionParameters session) {
    if (execute.arguments().size() != types.size()) {
      throw new SqlException(
              ErrorCode.SYNTAX_ERROR,
              "wrong number of parameters for prepared statement "
                  + SqlException.quote(execute.name()))
          .withDetail(
              "Expected "
                  + types.size()
                  + " parameters but got "
                  + execute.arguments().size()
                  + ".");
    }
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      Expr expr =
          planner().defaultValue(execute.arguments().get(i), Field.of("$" + (i + 1), types.get(i)));
      StableValues stable = new StableValues(0);
      Rel row =
          stable.replace(
              new Rel.Values(List.of(List.of(expr)), List.of(Field.of("", types.get(i)))));
      QueryPlan plan =
          new QueryPlan(Accesses.none(row), row.fields(), List.of(), stable.functions(), null);
      values.add(
          QueryRunner.evaluate(
              ((Rel.Values) row).rows().getFirst().getFirst(),
              ParameterRow.of(CachedPlan.once(plan), List.of(), List.of(), now, session)));
    }
    return values;
  }
}
