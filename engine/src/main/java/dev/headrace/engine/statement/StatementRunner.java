package dev.headrace.engine.statement;

import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.Database;
import dev.headrace.engine.database.Patience;
import dev.headrace.engine.database.PlannerCatalog;
import dev.headrace.engine.database.ReadView;
import dev.headrace.engine.database.Transaction;
import dev.headrace.engine.definition.SessionSchemas;
import dev.headrace.engine.definition.SessionSequences;
import dev.headrace.engine.input.Inputs;
import dev.headrace.engine.message.Receiver;
import dev.headrace.engine.system.SystemFunctions;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Notice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.function.CatalogAccess;
import dev.headrace.model.function.SequenceAccess;
import dev.headrace.runtime.unit.Cancellation;
import dev.headrace.sql.ParsedStatement;
import dev.headrace.sql.Statement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A session's statements: prepares and runs them and keeps the session's transaction, parameters
 * and named statements. Used by one thread at a time; only {@link #cancel} may come from another.
 */
public final class StatementRunner implements AutoCloseable {
  private final Database database;
  private final StatementCaches caches;
  private final DefinitionRunner definitions;
  private final SessionParameters parameters = new SessionParameters();
  private final TransactionControl transactions;
  private final SessionSequences sequences;
  private final SessionSchemas schemas;
  private final TemporaryObjects temporaries;
  private final NamedStatements named = new NamedStatements();
  private final AtomicBoolean cancelled = new AtomicBoolean();
  private final Cancellation cancellation = Cancellation.when(cancelled::get);
  private final Patience patience =
      new Patience(cancelled::get, () -> parameters.timeLimits().lock().toNanos());
  private final SessionActivity activity = new SessionActivity(parameters, this::cancel);
  private final PlanRunner plans;
  private final RelRunner rels;
  private final CursorRunner cursors;
  private final ChangeRunner changes;
  private final List<Notice> notices = new ArrayList<>();
  // what the first statement tells of the session's beginning
  private final List<Notice> beginning = new ArrayList<>(0);
  private final MessageRunner messages;

  public StatementRunner(Database database, Inputs inputs, StatementCaches caches) {
    this.database = database;
    this.caches = caches;
    parameters.setDefault(
        SessionParameters.SYNCHRONOUS_COMMIT,
        database.settings().synchronousCommit() ? "on" : "off");
    parameters.tableMemoryLimit(database.settings().tableMemoryLimit());
    this.transactions =
        new TransactionControl(database, parameters, this::checkDeferred, cancellation);
    this.plans =
        new PlanRunner(
            database,
            caches,
            parameters,
            cancellation,
            new LockingRunner(transactions::current, patience));
    this.rels = new RelRunner(plans, transactions, parameters);
    this.schemas =
        new SessionSchemas(
            database,
            transactions::current,
            parameters::searchPath,
            parameters::temporarySchema,
            patience);
    this.temporaries = new TemporaryObjects(database, inputs, schemas, patience);
    transactions.beforeCommit(temporaries::beforeCommit);
    this.cursors = new CursorRunner(transactions, this::prepare, this::cursorRows);
    this.messages = new MessageRunner(transactions, parameters);
    this.definitions =
        new DefinitionRunner(database, inputs, transactions, patience, rels::rows, schemas);
    this.changes = new ChangeRunner(plans, rels, transactions, definitions, cursors, patience);
    this.sequences = new SessionSequences(transactions::names, transactions::requireSequences);
    parameters.sequences(SequenceAccess.Registry.open(sequences));
    parameters.catalog(
        CatalogAccess.Registry.open(
            new SystemFunctions(
                database,
                transactions::catalog,
                parameters,
                transactions.messages(),
                new AdvisoryLockRunner(transactions, patience, notices::add))));
    database.sessions().add(activity);
  }

  /**
   * The session begins: what its parameters begin with is what was said of the role and of the
   * database.
   */
  public void begin(String user, boolean superuser) {
    parameters.logIn(user, superuser);
    database.catalog().roles().defaults().forRole(user).forEach(this::beginWith);
  }

  // a value of an earlier version must not keep everybody out
  private void beginWith(String parameter, String value) {
    try {
      parameters.setDefault(parameter, value);
    } catch (SqlException e) {
      beginning.add(Notice.warning(e.code(), e.message()));
    }
  }

  /** What others see of the session. */
  public SessionActivity activity() {
    return activity;
  }

  public Database database() {
    return database;
  }

  DefinitionRunner definitions() {
    return definitions;
  }

  public SessionParameters parameters() {
    return parameters;
  }

  /** Says where the messages of channels go that the session listens to. */
  public void deliverTo(Receiver receiver) {
    transactions.messages().deliverTo(receiver);
  }

  /** Says which prepared statements the client has beside those of PREPARE. */
  public void statementsOfClient(ClientStatements statements) {
    named.ofClient(statements);
  }

  public TransactionState state() {
    return transactions.state();
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

  /**
   * Begins what PostgreSQL calls an implicit transaction block: several statements that came in one
   * message commit together, unless they say otherwise.
   */
  public void beginImplicitBlock() {
    transactions.beginImplicitBlock();
  }

  /** Says that the implicit block is going to have several statements. */
  public void severalStatements() {
    transactions.severalStatements();
  }

  /** Ends the implicit block: commits what its statements have done, or forgets it. */
  public void endImplicitBlock(boolean commit) {
    // a commit may have views to fill
    activity.commit();
    try {
      timed(
          () -> {
            transactions.endImplicitBlock(commit);
            return null;
          });
    } finally {
      activity.end(transactions.state(), transactions.time());
    }
  }

  /** A statement has failed, or what brought it: the transaction cannot be committed. */
  public void fail() {
    transactions.fail();
  }

  /** Statements of a text. An error in it fails the transaction like a statement's. */
  public List<ParsedStatement> parse(String text) {
    try {
      return plans.parse(text);
    } catch (RuntimeException | Error e) {
      fail();
      throw translated(e);
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
      transactions.requireUsable(statement.statement());
      Prepared prepared = new Prepared(statement, new ArrayList<>(types));
      plan(prepared, transactions.catalog());
      return prepared;
    } catch (RuntimeException | Error e) {
      fail();
      throw translated(e);
    }
  }

  /**
   * Says what the statement of a text takes and gives.
   *
   * @param given the parameters, from 0, that are never NULL
   */
  public Description describe(String text, IntPredicate given) {
    try {
      return StatementDescriber.describe(text, transactions.names(), given);
    } catch (RuntimeException | Error e) {
      fail();
      throw translated(e);
    }
  }

  private void plan(Prepared prepared, Catalog catalog) {
    plans.plan(prepared, catalog);
    switch (prepared.parsed().statement()) {
      case Statement.Explain explain ->
          prepared.described(
              ExplainRunner.FIELDS,
              explain.has("describe")
                  ? List.of()
                  : prepare(explain.target(), prepared.declaredTypes()).parameterTypes());
      case Statement.ExplainView explain -> prepared.described(ExplainRunner.FIELDS, List.of());
      case Statement.ApplyProgram program -> prepared.described(ProgramPlanRows.FIELDS, List.of());
      case Statement.ShowParameter show ->
          prepared.described(ShowRunner.fields(show.name()), List.of());
      case Statement.Subscribe subscribe ->
          prepared.described(definitions.subscriptionFields(subscribe), List.of());
      case Statement.Execute execute ->
          prepared.described(named.require(execute.name()).fields(), List.of());
      case Statement.DeclareCursor declare ->
          prepared.described(
              List.of(), prepare(declare.query(), prepared.declaredTypes()).parameterTypes());
      case Statement.FetchCursor fetch when !fetch.move() ->
          prepared.described(transactions.cursors().require(fetch.name()).fields(), List.of());
      default -> {}
    }
  }

  private void checkDeferred(Transaction open) {
    changes.checkDeferred(open);
  }

  // ---- running

  /** Runs a statement with parameters, given as carriers, for as long as the session allows. */
  public Outcome run(Prepared prepared, List<? extends @Nullable Object> values) {
    notices.clear();
    notices.addAll(beginning);
    beginning.clear();
    return timed(() -> runUnlimited(prepared, values));
  }

  /** What functions of the statement that ran last have to say, whether it failed or not. */
  public List<Notice> notices() {
    return List.copyOf(notices);
  }

  private <T extends @Nullable Object> T timed(Supplier<T> work) {
    Duration limit = parameters.timeLimits().statement();
    if (limit.isZero()) {
      return work.get();
    }
    try (StatementTimer timer = StatementTimer.start(limit, cancelled)) {
      try {
        return work.get();
      } catch (SqlException e) {
        throw timer.explain(e);
      }
    }
  }

  /**
   * Runs a statement once with each of several lists of parameters, as one transaction or part of
   * the open one.
   *
   * @return how many rows each of them changed
   * @throws SqlException whose context says which of them failed; none has an effect then
   */
  public long[] runBatch(
      Prepared prepared, List<? extends List<? extends @Nullable Object>> batch) {
    beginImplicitBlock();
    activity.begin(prepared.parsed().text());
    boolean done = false;
    try {
      transactions.requireUsable(prepared.parsed().statement());
      long[] counts = new long[batch.size()];
      if (timed(() -> changes.insertTogether(prepared, batch))) {
        Arrays.fill(counts, 1);
      } else {
        for (int i = 0; i < counts.length; i++) {
          counts[i] = runEntry(prepared, batch.get(i), i);
        }
      }
      done = true;
      return counts;
    } finally {
      if (!done) {
        fail();
      }
      endImplicitBlock(done);
    }
  }

  private long runEntry(Prepared prepared, List<? extends @Nullable Object> values, int index) {
    try {
      return switch (run(prepared, values)) {
        case Outcome.Done changed -> Math.max(0, changed.rows());
        case Outcome.Rows rows -> rows.rows().rows();
        case Outcome.Stream _, Outcome.CopyIn _, Outcome.CopyOut _ ->
            throw Unsupported.feature("a statement of this kind in a batch");
      };
    } catch (SqlException e) {
      throw e.withContext("batch entry " + index);
    }
  }

  private Outcome runUnlimited(Prepared prepared, List<? extends @Nullable Object> values) {
    Statement statement = prepared.parsed().statement();
    activity.begin(prepared.parsed().text());
    try {
      transactions.requireUsable(statement);
      Outcome outcome = dispatch(prepared, statement, values);
      transactions.endStatement();
      return told(outcome);
    } catch (RuntimeException | Error e) {
      fail();
      throw translated(e);
    } finally {
      activity.end(transactions.state(), transactions.time());
    }
  }

  /** What of an outcome the client wants to be told. */
  private Outcome told(Outcome outcome) {
    return outcome instanceof Outcome.Done done && !done.notices().isEmpty()
        ? new Outcome.Done(
            done.command(),
            done.rows(),
            MessageLevel.wanted(done.notices(), parameters.get(MessageLevel.PARAMETER)))
        : outcome;
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

  private Outcome dispatch(
      Prepared prepared, Statement statement, List<? extends @Nullable Object> values) {
    return switch (statement) {
      case Statement.Select select -> select(prepared, select, values);
      case Statement.Insert insert -> changes.run(prepared, insert.table(), values);
      case Statement.Update update -> changes.run(prepared, update.table(), values);
      case Statement.Delete delete -> changes.run(prepared, delete.table(), values);
      case Statement.Merge merge -> changes.run(prepared, merge.table(), values);
      case Statement.With with ->
          new WithRunner(plans, transactions, patience, changes::enforce)
              .run(prepared, with, values);
      case Statement.Truncate truncate -> changes.truncate(truncate);
      case Statement.Explain explain -> explain(explain, prepared.declaredTypes(), values);
      case Statement.ExplainView explain -> definitions.explain(explain);
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
      case Statement.Drop drop when drop.kind() == Statement.Drop.Kind.ROLE ->
          roles("DROP ROLE").drop(drop);
      case Statement.Drop drop ->
          define(() -> definitions.drop(drop), "DROP " + drop.kind().name().replace('_', ' '));
      case Statement.Begin begin -> transactions.begin(begin);
      case Statement.Commit commit -> transactions.commit(commit);
      case Statement.Rollback rollback -> transactions.rollback(rollback);
      case Statement.Savepoint savepoint -> transactions.savepoint(savepoint);
      case Statement.ReleaseSavepoint release -> transactions.release(release);
      case Statement.RollbackTo rollback -> transactions.rollbackTo(rollback);
      case Statement.SetTransaction set -> transactions.set(set);
      case Statement.SetParameter set -> set(set);
      case Statement.ResetParameter reset -> {
        reset(reset.name());
        yield Outcome.Done.of("RESET");
      }
      case Statement.ShowParameter show -> show(show);
      case Statement.Prepare prepare -> prepareNamed(prepare);
      case Statement.Execute execute -> execute(execute);
      case Statement.Deallocate deallocate -> deallocate(deallocate);
      case Statement.Discard discard -> discard(discard);
      case Statement.Backup backup -> backup(backup);
      case Statement.ApplyProgram program ->
          define(
              () -> new ProgramRunner(definitions, transactions, caches).run(program),
              "APPLY PROGRAM");
      case Statement.Definition definition -> define(() -> definitions.define(definition), "DDL");
      case Statement.AccessControl access -> access(access);
      case Statement.Copy copy -> copy(copy);
      case Statement.Cursor cursor -> cursors.run(prepared, cursor, values);
      case Statement.Messaging messaging -> messages.run(messaging);
      case Statement.LockTable lock -> new LockRunner(transactions, patience).run(lock);
      case Statement.SetConstraints set -> changes.setConstraints(set);
      case Statement.CreateExtension create -> Extensions.create(create);
      case Statement.DropExtension drop -> Extensions.drop(drop);
      case Statement.Maintain maintain -> Outcome.Done.of(maintain.action().name());
    };
  }

  private Outcome.Rows select(
      Prepared prepared, Statement.Select select, List<? extends @Nullable Object> values) {
    if (!select.locking().isEmpty()) {
      transactions.requireWritable("SELECT " + select.locking().getFirst().strength().clause());
    }
    while (true) {
      try (ReadView view = transactions.current().read()) {
        PlanRunner.Rows rows = plans.run(prepared, values, view, transactions.time());
        return new Outcome.Rows("SELECT", prepared.fields(), prepared.layout(), rows.segments());
      } catch (OvertakenException _) {
        transactions.current();
      }
    }
  }

  private Outcome.Rows cursorRows(Prepared query, List<? extends @Nullable Object> values) {
    return (Outcome.Rows) dispatch(query, query.parsed().statement(), values);
  }

  /** A FETCH of the rest of a cursor's rows; null if there is no such cursor. */
  public @Nullable Prepared fetchOf(String cursor) {
    if (!transactions.cursors().isOpen(cursor)) {
      return null;
    }
    Statement all =
        new Statement.FetchCursor(
            cursor, Statement.FetchCursor.Direction.FORWARD, Long.MAX_VALUE, false);
    return prepare(new ParsedStatement(all, "", 0), List.of());
  }

  /** Whether it is a FETCH from a BINARY cursor. */
  public boolean isBinary(Prepared prepared) {
    return prepared.parsed().statement() instanceof Statement.FetchCursor fetch
        && transactions.cursors().require(fetch.name()).isBinary();
  }

  private Outcome createTableAs(Statement.CreateTableAs create) {
    Prepared query = prepare(new ParsedStatement(create.rows(), "", 0), List.of());
    Outcome created =
        define(() -> definitions.createTableAs(create, query.fields()), "CREATE TABLE AS");
    boolean skipped = created instanceof Outcome.Done done && !done.notices().isEmpty();
    if (skipped || !create.withData()) {
      return created;
    }
    Transaction open = transactions.current();
    if (create.rows() instanceof Statement.With with) {
      WithRunner runner = new WithRunner(plans, transactions, patience, changes::enforce);
      Outcome.Rows rows = (Outcome.Rows) runner.run(query, with, List.of());
      try (ReadView view = open.read()) {
        return changes.fill(create, rows.rows(), view);
      }
    }
    try (ReadView view = open.read()) {
      return changes.fill(
          create, plans.run(query, List.of(), view, transactions.time()).segments(), view);
    }
  }

  private Outcome explain(
      Statement.Explain explain,
      List<@Nullable SqlType> types,
      List<? extends @Nullable Object> values) {
    if (explain.has("describe")) {
      return DescribeRunner.run(explain, transactions.names());
    }
    Prepared target = prepare(explain.target(), types);
    if (target.plan() == null) {
      throw new SqlException(
          ErrorCode.FEATURE_NOT_SUPPORTED, "EXPLAIN is for SELECT, INSERT, UPDATE and DELETE");
    }
    try (ReadView view = transactions.current().read()) {
      return plans.explain(target, explain, values, view, transactions.time());
    }
  }

  // ---- definitions

  private interface Definition {
    Outcome run();
  }

  private Outcome define(Definition definition, String what) {
    transactions.requireWritable(what);
    return definition.run();
  }

  // ---- roles

  private RoleRunner roles(String command) {
    transactions.requireWritable(command);
    return new RoleRunner(transactions, parameters, patience);
  }

  private Outcome access(Statement.AccessControl statement) {
    return roles("CREATE ROLE").run(statement);
  }

  // ---- COPY

  private Outcome copy(Statement.Copy copy) {
    CopyRunner runner =
        new CopyRunner(plans, transactions, parameters, patience, cancelled, changes::enforce);
    if (copy.from()) {
      transactions.requireWritable("COPY FROM");
      return runner.in(copy);
    }
    Prepared query = prepare(runner.query(copy), List.of());
    Statement statement = query.parsed().statement();
    if (dispatch(query, statement, List.of()) instanceof Outcome.Rows rows) {
      return runner.out(copy, rows);
    }
    throw CopyRunner.withoutRows();
  }

  // ---- parameters and named statements

  private Outcome show(Statement.ShowParameter show) {
    String name = show.name();
    if (name.equals("all")) {
      TextRows rows = new TextRows(ShowRunner.fields(name));
      parameters
          .all()
          .forEach((each, value) -> rows.add(each, transactions.parameter(each).orElse(value)));
      return rows.outcome("SHOW");
    }
    return new ShowRunner(caches, database.pageCache())
        .show(name, () -> transactions.parameter(name).orElseGet(() -> parameters.get(name)));
  }

  private Outcome set(Statement.SetParameter set) {
    String value = set.value();
    if (value == null || !transactions.setParameter(set.name(), value)) {
      parameters.set(set.name(), value, set.local());
    }
    return Outcome.Done.of("SET");
  }

  private void reset(String name) {
    if (name.equals("all")) {
      parameters.resetAll();
    } else {
      parameters.set(name, null, false);
    }
  }

  /** A type that was created, or the type of its arrays, by its OID. */
  public Optional<SqlType> createdType(int oid) {
    return definitions.names().catalog().types().ofOid(oid);
  }

  private Outcome prepareNamed(Statement.Prepare prepare) {
    named.requireUnknown(prepare.name());
    PlannerCatalog types = new PlannerCatalog(definitions.names());
    List<SqlType> parameters =
        prepare.parameterTypes().stream().map(type -> type.resolve(types)).toList();
    named.add(prepare.name(), prepare(prepare.target(), parameters));
    return Outcome.Done.of("PREPARE");
  }

  private Outcome execute(Statement.Execute execute) {
    Prepared prepared = named.require(execute.name());
    transactions.current();
    List<@Nullable Object> values =
        definitions.arguments(execute, prepared.parameterTypes(), transactions.time(), parameters);
    return dispatch(prepared, prepared.parsed().statement(), values);
  }

  private Outcome deallocate(Statement.Deallocate deallocate) {
    named.remove(deallocate.name());
    return Outcome.Done.of(deallocate.name().isEmpty() ? "DEALLOCATE ALL" : "DEALLOCATE");
  }

  private Outcome backup(Statement.Backup backup) {
    if (transactions.state() != TransactionState.IDLE) {
      throw new SqlException(
          ErrorCode.ACTIVE_SQL_TRANSACTION, "BACKUP cannot run inside a transaction block");
    }
    database.backup(Path.of(backup.directory()));
    return Outcome.Done.of("BACKUP");
  }

  private Outcome discard(Statement.Discard discard) {
    if (discard.what().equals("all")) {
      transactions.cursors().closeAll();
      transactions.current();
      transactions.messages().unlisten(Optional.empty());
      transactions.locks().releaseAll();
      named.remove(Optional.empty());
      parameters.resetAll();
    }
    if (discard.what().equals("all") || discard.what().equals("sequences")) {
      sequences.discard();
    }
    if (Set.of("all", "temp", "temporary").contains(discard.what())) {
      temporaries.discard(transactions.current());
    }
    return Outcome.Done.of("DISCARD " + discard.what().toUpperCase(Locale.ROOT));
  }

  /** Forgets an open transaction. */
  @Override
  public void close() {
    database.sessions().remove(activity);
    transactions.close();
    temporaries.close();
    SequenceAccess.Registry.close(parameters.sequences());
    CatalogAccess.Registry.close(parameters.catalog());
  }
}
