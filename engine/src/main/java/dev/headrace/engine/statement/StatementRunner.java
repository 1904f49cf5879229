package dev.headrace.engine.statement;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.Database;
import dev.headrace.engine.database.ReadView;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.Transaction;
import dev.headrace.engine.input.Inputs;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.sql.ParsedStatement;
import dev.headrace.sql.PlannedDelete;
import dev.headrace.sql.PlannedInsert;
import dev.headrace.sql.PlannedQuery;
import dev.headrace.sql.PlannedUpdate;
import dev.headrace.sql.Planner;
import dev.headrace.sql.SqlParser;
import dev.headrace.sql.Statement;
import dev.headrace.sql.lexer.NormalForm;
import dev.headrace.sql.lexer.Normalizer;
import dev.headrace.sql.lexer.TakenLiterals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A session's statements: prepares and runs them and keeps the session's transaction, parameters
 * and named statements. Used by one thread at a time; only {@link #cancel} may come from another.
 */
public final class StatementRunner implements AutoCloseable {
  private final Database database;
  private final StatementCaches caches;
  private final Normalizer normalizer = new Normalizer();
  private final DefinitionRunner definitions;
  private final SessionParameters parameters = new SessionParameters();
  private final Map<String, Prepared> named = new HashMap<>();
  private final AtomicBoolean cancelled = new AtomicBoolean();

  private TransactionState state = TransactionState.IDLE;
  private @Nullable Transaction transaction;
  private boolean implicitBlock;
  private boolean readOnly;
  private Instant transactionTime = Instant.EPOCH;

  public StatementRunner(Database database, Inputs inputs, StatementCaches caches) {
    this.database = database;
    this.caches = caches;
    this.definitions = new DefinitionRunner(database, inputs);
  }

  public Database database() {
    return database;
  }

  public SessionParameters parameters() {
    return parameters;
  }

  public TransactionState state() {
    return state;
  }

  /** Forgets a {@link #cancel} that came too late for what ran before. */
  public void beginCancellable() {
    cancelled.set(false);
  }

  /** Gives up the statement that is running, if any. */
  public void cancel() {
    cancelled.set(true);
  }

  /** Whether {@link #cancel} was called since {@link #beginCancellable}. */
  public boolean isCancelled() {
    return cancelled.get();
  }

  /** Statements of a text. An error in it fails the transaction like a statement's. */
  public List<ParsedStatement> parse(String text) {
    try {
      return caches.parse(text, normalizer);
    } catch (SqlException e) {
      fail();
      throw e;
    }
  }

  // ---- blocks

  /**
   * Begins what PostgreSQL calls an implicit transaction block: several statements that came in one
   * message commit together, unless they say otherwise.
   */
  public void beginImplicitBlock() {
    implicitBlock = state == TransactionState.IDLE;
    if (implicitBlock) {
      parameters.beginTransaction();
    }
  }

  /** Ends the implicit block: commits what its statements have done, or forgets it. */
  public void endImplicitBlock(boolean commit) {
    implicitBlock = false;
    if (state == TransactionState.IDLE) {
      endTransaction(commit);
    }
  }

  private Transaction current() {
    Transaction open = transaction;
    if (open == null) {
      open = database.begin();
      transaction = open;
      transactionTime = Instant.now();
    }
    return open;
  }

  private void endTransaction(boolean commit) {
    Transaction ending = transaction;
    transaction = null;
    state = TransactionState.IDLE;
    parameters.endTransaction(commit);
    readOnly = false;
    if (ending != null && commit) {
      ending.commit();
    } else if (ending != null) {
      ending.rollback();
    }
  }

  /** A statement has failed, or what brought it: the transaction cannot be committed. */
  public void fail() {
    if (state == TransactionState.OPEN) {
      state = TransactionState.FAILED;
      Transaction failed = transaction;
      if (failed != null) {
        // others need not wait for the client to notice
        failed.rollback();
      }
    } else if (state == TransactionState.IDLE && transaction != null) {
      endTransaction(false);
    }
  }

  // ---- preparing

  /**
   * Plans a statement so far as that is possible without running it.
   *
   * @param types of its parameters; null where the client did not say
   */
  public Prepared prepare(ParsedStatement statement, List<? extends @Nullable SqlType> types) {
    try {
      Prepared prepared = new Prepared(statement, new ArrayList<>(types));
      plan(prepared);
      return prepared;
    } catch (SqlException e) {
      fail();
      throw e;
    }
  }

  private void plan(Prepared prepared) {
    TakenLiterals literals = prepared.parsed().literals();
    if (literals == null) {
      plan(prepared, database.catalog(), prepared.declaredTypes());
    } else if (prepared.declaredTypes().size() > literals.form().ownParameters()) {
      // numbers of parameters behind the statement's own are spoken for
      planVerbatim(prepared);
    } else {
      planNormalized(prepared, literals.form());
    }
  }

  private void planNormalized(Prepared prepared, NormalForm form) {
    Catalog catalog = database.catalog();
    List<@Nullable SqlType> types = form.types(prepared.declaredTypes());
    Object settings = parameters.planning();
    CachedPlan known = caches.plan(form, types, settings, catalog.version());
    if (known != null) {
      prepared.planned(known);
      return;
    }
    try {
      plan(prepared, catalog, types);
    } catch (SqlException _) {
      // places in its text are not those in the client's; and it may be that a literal is needed
      planVerbatim(prepared);
      caches.keepVerbatim(form);
      return;
    }
    caches.keep(form, types, settings, Objects.requireNonNull(prepared.plan()));
  }

  /** Plans a statement from its text as it stands. */
  private void planVerbatim(Prepared prepared) {
    prepared.readAgain(SqlParser.parse(prepared.parsed().text()).getFirst());
    plan(prepared, database.catalog(), prepared.declaredTypes());
  }

  private void plan(
      Prepared prepared, Catalog catalog, List<? extends @Nullable SqlType> parameterTypes) {
    Planner planner = new Planner(new PlannerCatalog(catalog));
    switch (prepared.parsed().statement()) {
      case Statement.Select select -> {
        PlannedQuery query = planner.query(select.query(), parameterTypes);
        prepared.planned(
            rewritten(catalog, query.rel(), query.fields(), query.parameterTypes(), true));
      }
      case Statement.Insert insert -> {
        BaseRelation table = table(insert.table(), "insert into");
        PlannedInsert planned = planner.insert(insert.body(), parameterTypes);
        prepared.planned(
            rewritten(catalog, planned.rel(), table.fields(), planned.parameterTypes(), false));
      }
      case Statement.Update update -> {
        table(update.table(), "update");
        PlannedUpdate planned = planner.update(update.body(), parameterTypes);
        List<Field> fields = planned.rel().fields();
        prepared.planned(
            rewritten(catalog, planned.rel(), fields, planned.parameterTypes(), false));
      }
      case Statement.Delete delete -> {
        table(delete.table(), "delete from");
        PlannedDelete planned = planner.delete(delete.body(), parameterTypes);
        List<Field> fields = planned.rel().fields();
        prepared.planned(
            rewritten(catalog, planned.rel(), fields, planned.parameterTypes(), false));
      }
      case Statement.Explain explain -> prepared.described(ExplainRunner.FIELDS, List.of());
      case Statement.ShowParameter show -> prepared.described(showFields(show), List.of());
      case Statement.Subscribe subscribe ->
          prepared.described(definitions.subscriptionFields(subscribe), List.of());
      case Statement.Execute execute ->
          prepared.described(prepared(execute.name()).fields(), List.of());
      case Statement.CreateTable create -> {}
      case Statement.CreateTableAs create -> {}
      case Statement.CreateView create -> {}
      case Statement.CreateSink create -> {}
      case Statement.Drop drop -> {}
      case Statement.Truncate truncate -> {}
      case Statement.Begin begin -> {}
      case Statement.Commit commit -> {}
      case Statement.Rollback rollback -> {}
      case Statement.Savepoint savepoint -> {}
      case Statement.ReleaseSavepoint release -> {}
      case Statement.RollbackTo rollback -> {}
      case Statement.SetTransaction set -> {}
      case Statement.SetParameter set -> {}
      case Statement.ResetParameter reset -> {}
      case Statement.Prepare prepare -> {}
      case Statement.Deallocate deallocate -> {}
      case Statement.Discard discard -> {}
    }
  }

  private static CachedPlan rewritten(
      Catalog catalog,
      dev.headrace.ir.Rel rel,
      List<Field> fields,
      List<SqlType> parameterTypes,
      boolean returned) {
    QueryPlan plan = QueryPlanner.plan(rel, fields, parameterTypes, catalog);
    return CachedPlan.of(plan, returned ? fields : List.of());
  }

  private void requireWritable(String command) {
    if (readOnly || (state == TransactionState.IDLE && parameters.isReadOnlyByDefault())) {
      throw new SqlException(
          ErrorCode.READ_ONLY_SQL_TRANSACTION,
          "cannot execute " + command + " in a read-only transaction");
    }
  }

  private void setReadOnly(boolean value) {
    readOnly = value && state == TransactionState.OPEN;
  }

  private BaseRelation table(String name, String action) {
    Relation relation = database.catalog().require(name);
    if (relation instanceof BaseRelation base && base.kind() == BaseRelation.Kind.TABLE) {
      return base;
    }
    throw new SqlException(
        ErrorCode.WRONG_OBJECT_TYPE,
        "cannot " + action + " " + SqlException.quote(name) + ": it is not a table");
  }

  private Prepared prepared(String name) {
    Prepared prepared = named.get(name);
    if (prepared == null) {
      throw new SqlException(
          ErrorCode.INVALID_SQL_STATEMENT_NAME,
          "prepared statement " + SqlException.quote(name) + " does not exist");
    }
    return prepared;
  }

  // ---- running

  /** Runs a statement with parameters, given as carriers. */
  public Outcome run(Prepared prepared, List<? extends @Nullable Object> values) {
    Statement statement = prepared.parsed().statement();
    try {
      requireUsable(statement);
      Outcome outcome = dispatch(prepared, statement, values);
      if (state == TransactionState.IDLE && !implicitBlock && transaction != null) {
        endTransaction(true);
      }
      return outcome;
    } catch (RuntimeException | Error e) {
      fail();
      throw translated(e);
    }
  }

  private static RuntimeException translated(Throwable e) {
    return switch (e) {
      case SqlException known -> known;
      case OutOfMemoryError memory ->
          new SqlException(ErrorCode.OUT_OF_MEMORY, "the server is out of memory", memory);
      case StackOverflowError stack ->
          new SqlException(ErrorCode.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded", stack);
      case Error error -> throw error;
      case ArithmeticException overflow ->
          new SqlException(
              ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "number of rows out of range", overflow);
      default -> new SqlException(ErrorCode.INTERNAL_ERROR, "internal error: " + e, e);
    };
  }

  private void requireUsable(Statement statement) {
    boolean ends = statement instanceof Statement.Commit || statement instanceof Statement.Rollback;
    if (state == TransactionState.FAILED && !ends) {
      throw new SqlException(
          ErrorCode.IN_FAILED_SQL_TRANSACTION,
          "current transaction is aborted, commands ignored until end of transaction block");
    }
  }

  private Outcome dispatch(
      Prepared prepared, Statement statement, List<? extends @Nullable Object> values) {
    return switch (statement) {
      case Statement.Select select -> {
        Rows result = rows(prepared, values);
        yield new Outcome.Rows("SELECT", prepared.fields(), result.segments());
      }
      case Statement.Insert insert -> change(prepared, insert.table(), values);
      case Statement.Update update -> change(prepared, update.table(), values);
      case Statement.Delete delete -> change(prepared, delete.table(), values);
      case Statement.Truncate truncate -> truncate(truncate);
      case Statement.Explain explain -> explain(explain);
      case Statement.Subscribe subscribe -> definitions.subscribe(subscribe);
      case Statement.CreateTable create ->
          define(
              () -> definitions.createTable(create),
              create.source() ? "CREATE SOURCE" : "CREATE TABLE");
      case Statement.CreateTableAs create -> createTableAs(create);
      case Statement.CreateView create ->
          define(
              () -> definitions.createView(create),
              create.materialized() ? "CREATE MATERIALIZED VIEW" : "CREATE VIEW");
      case Statement.CreateSink create ->
          define(() -> definitions.createSink(create), "CREATE SINK");
      case Statement.Drop drop ->
          define(() -> definitions.drop(drop), "DROP " + drop.kind().name().replace('_', ' '));
      case Statement.Begin begin -> begin(begin);
      case Statement.Commit commit -> commit();
      case Statement.Rollback rollback -> rollback();
      case Statement.Savepoint savepoint -> throw savepoints();
      case Statement.ReleaseSavepoint release -> throw savepoints();
      case Statement.RollbackTo rollback -> throw savepoints();
      case Statement.SetTransaction set -> {
        set.isolation().ifPresent(this::requireSupported);
        set.readOnly().ifPresent(this::setReadOnly);
        yield Outcome.Done.of("SET");
      }
      case Statement.SetParameter set -> {
        parameters.set(set.name(), set.value(), set.local());
        yield Outcome.Done.of("SET");
      }
      case Statement.ResetParameter reset -> {
        reset(reset.name());
        yield Outcome.Done.of("RESET");
      }
      case Statement.ShowParameter show -> show(show);
      case Statement.Prepare prepare -> prepareNamed(prepare);
      case Statement.Execute execute -> execute(execute);
      case Statement.Deallocate deallocate -> deallocate(deallocate);
      case Statement.Discard discard -> discard(discard);
    };
  }

  // ---- rows

  private record Rows(Segments segments, QueryPlan plan) {}

  private Rows rows(Prepared prepared, List<? extends @Nullable Object> values) {
    try (ReadView view = current().read()) {
      return rows(prepared, values, view);
    }
  }

  private Rows rows(Prepared prepared, List<? extends @Nullable Object> values, ReadView view) {
    CachedPlan plan = currentPlan(prepared);
    List<Object> literals;
    try {
      literals = LiteralValues.of(plan, prepared.literals(), parameters.zone());
    } catch (SqlException _) {
      // not of the type that its place asks for: planning it there says so, and where
      planVerbatim(prepared);
      plan = Objects.requireNonNull(prepared.plan());
      literals = List.of();
    }
    ParameterRow row = ParameterRow.of(plan, values, literals, transactionTime, parameters);
    return new Rows(run(plan, row, view), plan.plan());
  }

  private Segments run(CachedPlan plan, ParameterRow row, ReadView view) {
    long records = QueryRunner.records(plan.plan(), database, view);
    long expected = plan.circuits().expect(records);
    QueryRunner runner = plan.circuits().take(parameters.memoryLimit());
    if (runner == null) {
      runner = runner(plan, row, expected);
    }
    Segments result = runner.run(row, view, cancelled::get);
    plan.circuits().give(runner);
    return result;
  }

  private QueryRunner runner(CachedPlan plan, ParameterRow row, long expectedRecords) {
    return new QueryRunner(
        database, plan, row, parameters.compilation(), parameters.memoryLimit(), expectedRecords);
  }

  private CachedPlan currentPlan(Prepared prepared) {
    CachedPlan plan = prepared.plan();
    if (plan == null || plan.plan().catalogVersion() != database.catalog().version()) {
      List<Field> fields = prepared.fields();
      boolean hadPlan = plan != null;
      plan(prepared);
      plan = Objects.requireNonNull(prepared.plan());
      if (hadPlan && !sameTypes(fields, prepared.fields())) {
        throw new SqlException(
            ErrorCode.FEATURE_NOT_SUPPORTED, "cached plan must not change result type");
      }
    }
    return plan;
  }

  private static boolean sameTypes(List<Field> before, List<Field> after) {
    return before.stream()
        .map(Field::type)
        .toList()
        .equals(after.stream().map(Field::type).toList());
  }

  private Outcome change(Prepared prepared, String name, List<? extends @Nullable Object> values) {
    requireWritable(
        switch (prepared.parsed().statement()) {
          case Statement.Insert insert -> "INSERT";
          case Statement.Update update -> "UPDATE";
          default -> "DELETE";
        });
    Transaction open = current();
    open.lock(table(name, "change"), cancelled::get);
    try (ReadView view = open.read()) {
      Rows rows = rows(prepared, values, view);
      DmlRunner runner = new DmlRunner(table(name, "change"));
      return switch (prepared.parsed().statement()) {
        case Statement.Insert insert ->
            Outcome.Done.of("INSERT 0", runner.insert(rows.segments()).applyTo(open, view));
        case Statement.Update update ->
            Outcome.Done.of("UPDATE", runner.update(rows.segments()).applyTo(open, view));
        default -> Outcome.Done.of("DELETE", runner.delete(rows.segments()).applyTo(open, view));
      };
    }
  }

  private Outcome truncate(Statement.Truncate truncate) {
    requireWritable("TRUNCATE TABLE");
    Transaction open = current();
    for (String name : truncate.names()) {
      open.lock(table(name, "truncate"), cancelled::get);
    }
    try (ReadView view = open.read()) {
      for (String name : truncate.names()) {
        BaseRelation table = table(name, "truncate");
        Segments all = view.scan(table.name(), Objects.requireNonNull(table.store()));
        new DmlRunner(table).delete(all).applyTo(open, view);
      }
    }
    return Outcome.Done.of("TRUNCATE TABLE");
  }

  private Outcome createTableAs(Statement.CreateTableAs create) {
    ParsedStatement select = new ParsedStatement(new Statement.Select(create.query()), "", 0);
    Prepared query = prepare(select, List.of());
    Outcome created =
        define(() -> definitions.createTableAs(create, query.fields()), "CREATE TABLE AS");
    if (created instanceof Outcome.Done done && !done.notices().isEmpty()) {
      return created;
    }
    Rows rows = rows(query, List.of());
    Transaction open = current();
    try (ReadView view = open.read()) {
      long count =
          new DmlRunner(table(create.name(), "insert into"))
              .insert(rows.segments())
              .applyTo(open, view);
      return Outcome.Done.of("SELECT", count);
    }
  }

  private Outcome explain(Statement.Explain explain) {
    Prepared target = prepare(explain.target(), List.of());
    CachedPlan plan = target.plan();
    if (plan == null) {
      throw new SqlException(
          ErrorCode.FEATURE_NOT_SUPPORTED, "EXPLAIN is for SELECT, INSERT, UPDATE and DELETE");
    }
    try (ReadView view = current().read()) {
      ParameterRow row =
          ParameterRow.of(
              plan,
              java.util.Collections.nCopies(plan.parameterTypes().size(), null),
              List.of(),
              transactionTime,
              parameters);
      QueryRunner runner = runner(plan, row, QueryRunner.records(plan.plan(), database, view));
      return new ExplainRunner(plan.plan(), runner, explain)
          .outcome(() -> runner.run(row, view, cancelled::get));
    }
  }

  // ---- definitions

  private interface Definition {
    Outcome run();
  }

  private Outcome define(Definition definition, String what) {
    requireWritable(what);
    if (state != TransactionState.IDLE) {
      throw new SqlException(
          ErrorCode.ACTIVE_SQL_TRANSACTION, what + " cannot run inside a transaction block");
    }
    // what the statements before it have done is committed, then the definition by itself
    endTransaction(true);
    return definition.run();
  }

  // ---- transactions

  private void requireSupported(Statement.Isolation isolation) {
    switch (isolation) {
      case READ_UNCOMMITTED, READ_COMMITTED -> {}
      case REPEATABLE_READ, SERIALIZABLE ->
          throw new SqlException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              "isolation level " + isolation.name().replace('_', ' ') + " is not supported");
    }
  }

  private static SqlException savepoints() {
    return new SqlException(ErrorCode.FEATURE_NOT_SUPPORTED, "savepoints are not supported");
  }

  private Outcome begin(Statement.Begin begin) {
    begin.isolation().ifPresent(this::requireSupported);
    if (state == TransactionState.OPEN) {
      return Outcome.Done.of("BEGIN").with("there is already a transaction in progress");
    }
    current();
    parameters.beginTransaction();
    readOnly = begin.readOnly() || parameters.isReadOnlyByDefault();
    state = TransactionState.OPEN;
    return Outcome.Done.of("BEGIN");
  }

  private Outcome commit() {
    return switch (state) {
      case IDLE -> {
        endTransaction(true);
        yield Outcome.Done.of("COMMIT").with("there is no transaction in progress");
      }
      case FAILED -> {
        endTransaction(false);
        yield Outcome.Done.of("ROLLBACK");
      }
      case OPEN -> {
        endTransaction(true);
        yield Outcome.Done.of("COMMIT");
      }
    };
  }

  private Outcome rollback() {
    boolean none = state == TransactionState.IDLE;
    endTransaction(false);
    Outcome.Done done = Outcome.Done.of("ROLLBACK");
    return none ? done.with("there is no transaction in progress") : done;
  }

  // ---- parameters and named statements

  private static List<Field> showFields(Statement.ShowParameter show) {
    return show.name().equals("all")
        ? List.of(Field.of("name", SqlType.TEXT), Field.of("setting", SqlType.TEXT))
        : List.of(Field.of(show.name(), SqlType.TEXT));
  }

  private Outcome show(Statement.ShowParameter show) {
    TextRows rows = new TextRows(showFields(show));
    Long count = caches.counts().get(show.name());
    if (count != null) {
      rows.add(count.toString());
    } else if (show.name().equals("all")) {
      parameters.all().forEach(rows::add);
      caches.counts().forEach((name, value) -> rows.add(name, value.toString()));
    } else {
      rows.add(parameters.get(show.name()));
    }
    return rows.outcome("SHOW");
  }

  private void reset(String name) {
    if (name.equals("all")) {
      parameters.resetAll();
    } else {
      parameters.set(name, null, false);
    }
  }

  private Outcome prepareNamed(Statement.Prepare prepare) {
    if (named.containsKey(prepare.name())) {
      throw new SqlException(
          ErrorCode.DUPLICATE_PREPARED_STATEMENT,
          "prepared statement " + SqlException.quote(prepare.name()) + " already exists");
    }
    named.put(prepare.name(), prepare(prepare.target(), prepare.parameterTypes()));
    return Outcome.Done.of("PREPARE");
  }

  private Outcome execute(Statement.Execute execute) {
    Prepared prepared = prepared(execute.name());
    List<@Nullable Object> values =
        definitions.arguments(execute, prepared.parameterTypes(), transactionTime, parameters);
    return dispatch(prepared, prepared.parsed().statement(), values);
  }

  private Outcome deallocate(Statement.Deallocate deallocate) {
    if (deallocate.name().isPresent()) {
      prepared(deallocate.name().get());
      named.remove(deallocate.name().get());
    } else {
      named.clear();
    }
    return Outcome.Done.of("DEALLOCATE");
  }

  private Outcome discard(Statement.Discard discard) {
    if (discard.what().equals("all")) {
      named.clear();
      parameters.resetAll();
    }
    return Outcome.Done.of("DISCARD " + discard.what().toUpperCase(java.util.Locale.ROOT));
  }

  /** Forgets an open transaction. */
  @Override
  public void close() {
    endTransaction(false);
  }
}
