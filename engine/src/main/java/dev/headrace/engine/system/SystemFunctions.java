package dev.headrace.engine.system;

import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.Comments;
import dev.headrace.engine.database.Database;
import dev.headrace.engine.database.Names;
import dev.headrace.engine.database.OpenSession;
import dev.headrace.engine.database.PlannerCatalog;
import dev.headrace.engine.database.Role;
import dev.headrace.engine.database.SequenceValues;
import dev.headrace.engine.message.SessionMessages;
import dev.headrace.ir.Expr;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.model.function.AdvisoryLocks;
import dev.headrace.model.function.CatalogAccess;
import dev.headrace.model.text.Identifiers;
import dev.headrace.sql.ObjectName;
import dev.headrace.sql.Planner;
import dev.headrace.sql.SqlParser;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The functions of system catalogs for one session, over the definitions that it sees. */
public final class SystemFunctions implements CatalogAccess {
  private static final int NONE = 0;

  private final Database database;
  private final Supplier<Catalog> catalog;
  private final SystemSession session;
  private final SessionMessages messages;
  private final AdvisoryLocks locks;
  private @Nullable SystemObjects objects;

  /**
   * @param messages what the session says
   * @param locks what the session holds
   */
  public SystemFunctions(
      Database database,
      Supplier<Catalog> catalog,
      SystemSession session,
      SessionMessages messages,
      AdvisoryLocks locks) {
    this.messages = messages;
    this.locks = locks;
    this.database = database;
    this.catalog = catalog;
    this.session = session;
  }

  private SystemObjects objects() {
    Catalog now = catalog.get();
    SystemObjects known = objects;
    if (known == null
        || known.catalog().version() != now.version()
        || !known.names().path().equals(session.searchPath())) {
      known = new SystemObjects(new Names(now, session.searchPath()));
      objects = known;
    }
    return known;
  }

  // ---- names

  @Override
  public @Nullable Integer find(ObjectClass kind, String name) {
    if (name.equals("-")) {
      return NONE;
    }
    if (!name.isEmpty() && name.chars().allMatch(Character::isDigit)) {
      return Integer.parseInt(name);
    }
    String folded = ObjectName.folded(name.strip());
    return switch (kind) {
      case RELATION -> objects().find(folded).map(SystemClass::oid).orElse(null);
      case TYPE -> type(folded);
      case FUNCTION -> function(unqualified(folded));
      case FUNCTION_SIGNATURE -> function(unqualified(folded.replaceAll("\\(.*", "")));
      case SCHEMA -> schema(folded);
      case ROLE -> role(folded);
    };
  }

  private static String unqualified(String name) {
    String prefix = Schema.PG_CATALOG.schemaName() + ".";
    return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
  }

  private @Nullable Integer type(String name) {
    return SystemTypes.named(unqualified(name))
        .or(() -> CreatedTypes.named(objects().names(), name))
        .orElse(null);
  }

  private static @Nullable Integer function(String name) {
    return TypeRows.functionOid(name).orElse(null);
  }

  private @Nullable Integer schema(String name) {
    return objects().schema(ObjectName.parts(name).getLast()).map(Schema::oid).orElse(null);
  }

  private @Nullable Integer role(String name) {
    int oid = roleOid(objects(), name);
    return oid == NONE && !name.equals(session.user()) ? null : Integer.valueOf(oid);
  }

  /** The OID of a role; 0 for one that is not in the catalog. */
  static int roleOid(SystemObjects objects, String name) {
    for (Map.Entry<Integer, Role> entry : objects.roles(name).entrySet()) {
      if (entry.getValue().name().equals(name)) {
        return entry.getKey();
      }
    }
    return NONE;
  }

  @Override
  public int require(ObjectClass kind, String name) {
    Integer found = find(kind, name);
    if (found == null) {
      throw missing(kind, name);
    }
    return found;
  }

  private static SqlException missing(ObjectClass kind, String name) {
    String quoted = SqlException.quote(Identifiers.folded(name));
    return switch (kind) {
      case RELATION ->
          new SqlException(ErrorCode.UNDEFINED_TABLE, "relation " + quoted + " does not exist");
      case TYPE ->
          new SqlException(ErrorCode.UNDEFINED_OBJECT, "type " + quoted + " does not exist");
      case FUNCTION, FUNCTION_SIGNATURE ->
          new SqlException(ErrorCode.UNDEFINED_FUNCTION, "function " + quoted + " does not exist");
      case SCHEMA ->
          new SqlException(ErrorCode.INVALID_SCHEMA_NAME, "schema " + quoted + " does not exist");
      case ROLE ->
          new SqlException(ErrorCode.UNDEFINED_OBJECT, "role " + quoted + " does not exist");
    };
  }

  @Override
  public String name(ObjectClass kind, int oid) {
    if (oid == NONE && kind != ObjectClass.ROLE) {
      return "-";
    }
    Optional<String> name =
        switch (kind) {
          case RELATION -> objects().find(oid).map(objects()::visibleName);
          case TYPE ->
              CreatedTypes.format(objects().names(), oid)
                  .or(() -> Optional.of(SystemTypes.format(oid, -1)).filter(n -> !n.equals("???")));
          case FUNCTION -> TypeRows.functionName(oid);
          case FUNCTION_SIGNATURE -> TypeRows.functionName(oid).map(n -> n + "()");
          case SCHEMA -> schemaName(oid);
          case ROLE -> Optional.of(roleName(oid));
        };
    return name.orElse(String.valueOf(oid));
  }

  private Optional<String> schemaName(int oid) {
    return objects().schema(oid).map(schema -> Identifiers.quoted(schema.schemaName()));
  }

  private String roleName(int oid) {
    Role role = objects().roles(session.user()).get(oid);
    return role == null ? "unknown (OID=" + oid + ")" : role.name();
  }

  @Override
  public @Nullable Boolean isVisible(ObjectClass kind, int oid) {
    return switch (kind) {
      case RELATION -> objects().find(oid).map(objects()::isVisible).orElse(null);
      case TYPE ->
          SystemTypes.find(oid).isPresent()
              ? Boolean.TRUE
              : CreatedTypes.isVisible(objects().names(), oid).orElse(null);
      case FUNCTION, FUNCTION_SIGNATURE -> TypeRows.functionName(oid).isPresent() ? true : null;
      case SCHEMA, ROLE -> true;
    };
  }

  // ---- definitions

  @Override
  public String typeName(int oid, int typmod) {
    return CreatedTypes.format(objects().names(), oid)
        .orElseGet(() -> SystemTypes.format(oid, typmod));
  }

  @Override
  public @Nullable String indexDefinition(int oid, int column, boolean pretty) {
    SystemIndex index = objects().find(oid).map(SystemClass::index).orElse(null);
    if (index == null) {
      return null;
    }
    if (column == 0) {
      return index.definition(pretty, objects()::visibleName);
    }
    return column > index.order().columns().size() || column < 0
        ? ""
        : index.text(index.order().columns().get(column - 1), pretty);
  }

  @Override
  public @Nullable String constraintDefinition(int oid, boolean pretty) {
    for (SystemConstraint constraint : objects().constraints()) {
      if (constraint.oid() == oid) {
        return constraint.definition(pretty, objects()::visibleName);
      }
    }
    return null;
  }

  @Override
  public @Nullable String viewDefinition(int oid) {
    ViewQueries queries = new ViewQueries(objects().names());
    return objects().find(oid).flatMap(queries::shown).orElse(null);
  }

  @Override
  public String prettyExpression(String expression, int relation) {
    SystemClass table = objects().find(relation).orElse(null);
    if (table == null || !expression.startsWith("(")) {
      return expression;
    }
    Planner planner = new Planner(new PlannerCatalog(objects().names()));
    Expr expr = planner.expression(SqlParser.expression(expression), table.fields());
    return ExpressionText.of(expr, table.fields(), true);
  }

  @Override
  public @Nullable String sequenceOf(String table, String column) {
    String folded = Identifiers.folded(table.strip());
    SystemClass owner =
        objects()
            .find(folded)
            .filter(c -> c.relation() != null)
            .orElseThrow(() -> missing(ObjectClass.RELATION, table));
    if (owner.fields().stream().noneMatch(field -> field.name().equals(column))) {
      throw new SqlException(
          ErrorCode.UNDEFINED_COLUMN,
          "column "
              + SqlException.quote(column)
              + " of relation "
              + SqlException.quote(owner.name())
              + " does not exist");
    }
    for (SystemClass each : objects().classes()) {
      if (each.sequence() != null
          && each.sequence()
              .owner()
              .filter(o -> o.relation() == owner.oid() && o.column().equals(column))
              .isPresent()) {
        return each.qualifiedName();
      }
    }
    return null;
  }

  @Override
  public @Nullable Long lastValue(int sequence) {
    SystemClass found =
        objects()
            .find(sequence)
            .orElseThrow(
                () ->
                    new SqlException(
                        ErrorCode.UNDEFINED_TABLE,
                        "could not open relation with OID " + Integer.toUnsignedString(sequence)));
    if (found.sequence() == null) {
      throw new SqlException(
          ErrorCode.WRONG_OBJECT_TYPE, SqlException.quote(found.name()) + " is not a sequence");
    }
    SequenceValues.Place place = found.sequence().values().place();
    return place.called() ? place.last() : null;
  }

  @Override
  public String identity(int catalog, int oid, int column) {
    return ObjectIdentity.of(objects(), catalog, oid, column).text();
  }

  // ---- sizes

  @Override
  public @Nullable Long size(int oid) {
    return objects().find(oid).map(ClassRows::bytes).orElse(null);
  }

  @Override
  public long databaseSize() {
    return objects().classes().stream().mapToLong(ClassRows::bytes).sum();
  }

  // ---- the session

  @Override
  public List<String> schemas(boolean implicit) {
    Names names = objects().names();
    return implicit
        ? names.path().schemas().stream().filter(names.catalog()::hasSchema).toList()
        : names.namedSchemas();
  }

  @Override
  public @Nullable String schema() {
    return objects().names().namedSchemas().stream().findFirst().orElse(null);
  }

  @Override
  public int temporarySchema() {
    return session.searchPath().temporary().flatMap(objects()::schema).map(Schema::oid).orElse(0);
  }

  @Override
  public boolean isOtherTemporarySchema(int oid) {
    return oid != temporarySchema()
        && objects().schema(oid).filter(Schema::isTemporary).isPresent();
  }

  @Override
  public @Nullable String comment(int oid, @Nullable String relation) {
    return CommentRows.text(objects(), oid, relation);
  }

  @Override
  public @Nullable String columnComment(int relation, int column) {
    return objects()
        .find(relation)
        .flatMap(found -> found.column(column))
        .flatMap(
            field ->
                objects().catalog().comments().of(new Comments.OfColumn(relation, field.name())))
        .orElse(null);
  }

  @Override
  public String setting(String name) {
    return session.get(name);
  }

  @Override
  public int processId() {
    return session.processId();
  }

  @Override
  public boolean cancel(int processId) {
    Optional<OpenSession> found = database.sessions().find(processId);
    found.ifPresent(other -> requireOwn(other, "query is being canceled"));
    found.ifPresent(OpenSession::cancel);
    return found.isPresent();
  }

  @Override
  public boolean terminate(int processId) {
    Optional<OpenSession> found = database.sessions().find(processId);
    found.ifPresent(other -> requireOwn(other, "process is being terminated"));
    return found.isPresent() && found.get().terminate();
  }

  private void requireOwn(OpenSession other, String what) {
    if (!session.isSuperuser() && !other.user().equals(session.user())) {
      throw new SqlException(
          ErrorCode.INSUFFICIENT_PRIVILEGE,
          "must be a member of the role whose " + what + " or member of pg_signal_backend");
    }
  }

  @Override
  public AdvisoryLocks locks() {
    return locks;
  }

  @Override
  public void notify(String channel, String payload) {
    messages.notify(session.processId(), channel, payload);
  }

  @Override
  public String set(String name, String value, boolean local) {
    session.set(name, value, local);
    return session.get(name);
  }

  @Override
  public long transaction() {
    return database.sequence() + 1;
  }

  @Override
  public long started() {
    Instant start = ProcessHandle.current().info().startInstant().orElse(Instant.EPOCH);
    return ChronoUnit.MICROS.between(Instant.EPOCH, start);
  }
}
