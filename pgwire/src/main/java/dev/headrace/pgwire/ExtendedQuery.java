package dev.headrace.pgwire;

import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.text.TextStyle;
import dev.headrace.model.text.TypeOids;
import dev.headrace.pgwire.codec.MessageInput;
import dev.headrace.pgwire.codec.MessageOutput;
import dev.headrace.pgwire.codec.ParameterDecoder;
import dev.headrace.pgwire.codec.Reply;
import dev.headrace.pgwire.codec.RowEncoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The messages of the extended query protocol: Parse, Bind, Describe, Execute, Close; and the
 * prepared statements and portals that they name. The empty name is the unnamed one, which may be
 * replaced; others must be closed first. Statements live as long as the session, portals as long as
 * their transaction.
 */
final class ExtendedQuery {
  private static final int STATEMENT = 'S';
  private static final int PORTAL = 'P';
  private static final short[] NO_FORMATS = {};
  private static final short[] ALL_BINARY = {RowEncoder.BINARY};

  /** A statement and what Bind needs for it. */
  private static final class Prepared {
    private final Statement statement;
    private final @Nullable List<Field> fields;
    private final ParameterDecoder decoder;
    private @Nullable RowEncoder encoder;

    Prepared(Statement statement) {
      this.statement = statement;
      this.fields = statement.fields();
      this.decoder = new ParameterDecoder(statement.parameterTypes());
    }

    /** The last one again, if it fits: clients tend to ask for the same formats every time. */
    @Nullable RowEncoder encoder(short[] formats, TextStyle style) {
      if (fields != null && (encoder == null || !encoder.isFor(formats, style))) {
        encoder = new RowEncoder(fields, statement.origins(), formats, style);
      }
      return encoder;
    }
  }

  /** A portal, the statement it is of, and its result. */
  private static final class Bound {
    private final Prepared prepared;
    private final Portal portal;
    private final Results results;
    private @Nullable Completion completion;
    private boolean failed;

    Bound(Prepared prepared, Portal portal, Results results) {
      this.prepared = prepared;
      this.portal = portal;
      this.results = results;
    }

    /** Whether it has not run, or has more rows to give. */
    private boolean isUnfinished() {
      return completion == null || completion instanceof Completion.Suspended;
    }
  }

  private final Connection connection;
  private final MessageInput input;
  private final MessageOutput output;
  private final Copy copy;
  private final Map<String, Prepared> statements = new HashMap<>();
  private final Map<String, Bound> portals = new HashMap<>();

  ExtendedQuery(Connection connection, MessageInput input, MessageOutput output) {
    this.connection = connection;
    this.input = input;
    this.output = output;
    this.copy = new Copy(input, output);
  }

  void bind() {
    String portalName = input.readString();
    String statementName = input.readString();
    Prepared prepared = statement(statementName);
    Batch parameters = prepared.decoder.decode(input, statementName, connection.textStyle().zone());
    short[] formats = ParameterDecoder.readFormats(input);
    input.endOfMessage();
    if (portalName.isEmpty()) {
      closePortal(portalName);
    } else if (portals.containsKey(portalName)) {
      throw new SqlException(
          ErrorCode.DUPLICATE_CURSOR,
          "cursor " + SqlException.quote(portalName) + " already exists");
    }
    Results results = new Results(output, prepared.encoder(formats, connection.textStyle()));
    portals.put(portalName, new Bound(prepared, prepared.statement.bind(parameters), results));
    output.message(Reply.BIND_COMPLETE);
  }

  void execute() {
    String name = input.readString();
    int maxRows = Math.max(input.readInt(), 0);
    input.endOfMessage();
    Bound bound = portal(name);
    if (bound.failed) {
      throw cannotRun(name);
    }
    Completion before = bound.completion;
    Completion completion =
        before == null || before instanceof Completion.Suspended
            ? copy.finish(bound.portal.execute(maxRows, bound.results.limited(maxRows)))
            : again(name, before, bound.results.hasRows());
    bound.completion = completion;
    Results.complete(output, completion);
    if (endsTransaction(completion) && connection.transactionStatus() == TransactionStatus.IDLE) {
      closePortals();
    }
  }

  private static SqlException cannotRun(String name) {
    return new SqlException(
        ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
        "portal " + SqlException.quote(name) + " cannot be run");
  }

  /** Also of a block that was never begun: such a COMMIT ends the implicit transaction. */
  private static boolean endsTransaction(Completion completion) {
    return completion instanceof Completion.Complete complete
        && (complete.command().equals("COMMIT") || complete.command().equals("ROLLBACK"));
  }

  /** A portal that has completed has no more rows, and does not run a second time. */
  private Completion again(String name, Completion before, boolean hasRows) {
    if (!(before instanceof Completion.Empty)) {
      checkNotFailed();
    }
    if (before instanceof Completion.Complete && !hasRows) {
      throw cannotRun(name);
    }
    return before instanceof Completion.Complete complete
        ? new Completion.Complete(complete.command(), 0)
        : before;
  }

  void parse() {
    String name = input.readString();
    String sql = input.readString();
    List<@Nullable SqlType> types = new ArrayList<>();
    for (int count = input.readCount(); count > 0; count--) {
      types.add(parameterType(input.readInt()));
    }
    input.endOfMessage();
    if (name.isEmpty()) {
      closeStatement(name);
    } else if (statements.containsKey(name)) {
      throw new SqlException(
          ErrorCode.DUPLICATE_PREPARED_STATEMENT,
          "prepared statement " + SqlException.quote(name) + " already exists");
    }
    Statement statement = connection.parse(sql, types);
    statements.put(name, new Prepared(statement));
    output.message(Reply.PARSE_COMPLETE);
  }

  /** The type a client means by a number, or null where it leaves the type open. */
  private @Nullable SqlType parameterType(int oid) {
    if (oid == 0 || oid == TypeOids.UNKNOWN) {
      return null;
    }
    SqlType builtIn = TypeOids.type(oid);
    SqlType type = builtIn == null ? connection.type(oid) : builtIn;
    if (type == null) {
      throw new SqlException(
          ErrorCode.UNDEFINED_OBJECT, "type with OID " + oid + " does not exist");
    }
    return type;
  }

  void describe() {
    int kind = input.readByte();
    String name = input.readString();
    input.endOfMessage();
    switch (kind) {
      case STATEMENT -> {
        Prepared prepared = statement(name);
        checkDescribable(prepared);
        List<SqlType> types = prepared.statement.parameterTypes();
        output.begin(Reply.PARAMETER_DESCRIPTION);
        output.putShort(types.size());
        types.forEach(type -> output.putInt(TypeOids.oid(type)));
        output.end();
        new Results(output, prepared.encoder(NO_FORMATS, connection.textStyle())).describe();
      }
      case PORTAL -> {
        Statement cursor = portals.containsKey(name) ? null : connection.cursor(name);
        if (cursor != null) {
          describe(cursor);
        } else {
          Bound bound = portal(name);
          checkDescribable(bound.prepared);
          bound.results.describe();
        }
      }
      default -> throw subtype("DESCRIBE", kind);
    }
  }

  /** A cursor is a portal, too, though not one of this protocol's making. */
  private void describe(Statement cursor) {
    checkNotFailed();
    short[] formats = cursor.isBinary() ? ALL_BINARY : NO_FORMATS;
    Prepared prepared = new Prepared(cursor);
    new Results(output, prepared.encoder(formats, connection.textStyle())).describe();
  }

  /** A failed transaction's view of the catalog is not to be relied on for columns. */
  private void checkDescribable(Prepared prepared) {
    if (prepared.fields != null) {
      checkNotFailed();
    }
  }

  private void checkNotFailed() {
    if (connection.transactionStatus() == TransactionStatus.FAILED) {
      throw new SqlException(
          ErrorCode.IN_FAILED_SQL_TRANSACTION,
          "current transaction is aborted, commands ignored until end of transaction block");
    }
  }

  void close() {
    int kind = input.readByte();
    String name = input.readString();
    input.endOfMessage();
    switch (kind) {
      case STATEMENT -> closeStatement(name); // whose portals stay, whatever the documentation says
      case PORTAL -> closePortal(name);
      default -> throw subtype("CLOSE", kind);
    }
    output.message(Reply.CLOSE_COMPLETE);
  }

  private static SqlException subtype(String message, int kind) {
    return new SqlException(
        ErrorCode.PROTOCOL_VIOLATION, "invalid " + message + " message subtype " + kind);
  }

  private Prepared statement(String name) {
    Prepared prepared = statements.get(name);
    if (prepared == null) {
      throw new SqlException(
          ErrorCode.INVALID_SQL_STATEMENT_NAME,
          name.isEmpty()
              ? "unnamed prepared statement does not exist"
              : "prepared statement " + SqlException.quote(name) + " does not exist");
    }
    return prepared;
  }

  private Bound portal(String name) {
    Bound bound = portals.get(name);
    if (bound == null) {
      throw new SqlException(
          ErrorCode.INVALID_CURSOR_NAME, "portal " + SqlException.quote(name) + " does not exist");
    }
    return bound;
  }

  /** A Query message does away with the unnamed statement. */
  void closeUnnamedStatement() {
    closeStatement("");
  }

  /** A statement of a Query message takes the place of the unnamed portal. */
  void closeUnnamedPortal() {
    closePortal("");
  }

  /** The end of a transaction does away with all portals. */
  void closePortals() {
    for (Bound bound : List.copyOf(portals.values())) {
      bound.portal.close();
    }
    portals.clear();
  }

  /** An error leaves portals in place that can do no more, for they might rely on what it undid. */
  void failPortals() {
    for (Bound bound : portals.values()) {
      bound.failed |= bound.isUnfinished();
    }
  }

  /** Forgets a named statement; says whether there was one. Its portals stay. */
  boolean deallocate(String name) {
    boolean known = !name.isEmpty() && statements.containsKey(name);
    if (known) {
      closeStatement(name);
    }
    return known;
  }

  /** Forgets all named statements. Their portals stay. */
  void deallocateAll() {
    List.copyOf(statements.keySet()).forEach(this::deallocate);
  }

  /** The end of the session does away with everything. */
  void closeAll() {
    closePortals();
    for (Prepared prepared : statements.values()) {
      prepared.statement.close();
    }
    statements.clear();
  }

  private void closePortal(String name) {
    Bound bound = portals.remove(name);
    if (bound != null) {
      bound.portal.close();
    }
  }

  private void closeStatement(String name) {
    Prepared prepared = statements.remove(name);
    if (prepared != null) {
      prepared.statement.close();
    }
  }
}
