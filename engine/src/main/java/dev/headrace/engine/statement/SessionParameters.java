package dev.headrace.engine.statement;

import dev.headrace.codegen.UnitMode;
import dev.headrace.engine.cursor.Cursors;
import dev.headrace.engine.database.Isolation;
import dev.headrace.engine.database.SearchPath;
import dev.headrace.engine.system.SystemSession;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.model.text.IntervalStyle;
import dev.headrace.model.text.TextStyle;
import dev.headrace.model.text.TimeZones;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a session that SET and SHOW work on. Those that PostgreSQL has and that mean
 * nothing here are accepted, because drivers set them.
 */
public final class SessionParameters implements SystemSession {
  /** Whose sessions are those of the program that has the database open. */
  public static final String EMBEDDED_USER = "headrace";

  public static final String APPLICATION_NAME = "application_name";
  static final String ROLE = "role";
  static final String SESSION_AUTHORIZATION = "session_authorization";
  public static final String COMPILATION = "compilation";
  static final String INTERVAL_STYLE = "intervalstyle";
  public static final String MEMORY_LIMIT = "memory_limit";
  public static final String SEARCH_PATH = "search_path";
  public static final String SYNCHRONOUS_COMMIT = "synchronous_commit";
  public static final String TABLE_MEMORY_LIMIT = "table_memory_limit";
  public static final String TIME_ZONE = "timezone";

  /** What {@code server_version} says: the PostgreSQL whose behaviour is followed, and Headrace. */
  public static final String SERVER_VERSION = "15.0";

  // what RESET goes back to, where that is not the initial value
  private final Map<String, String> defaults = new HashMap<>();
  private final Map<String, String> values = new HashMap<>();
  // what SET LOCAL has set, until the transaction ends
  private final Map<String, String> locals = new HashMap<>();
  private @Nullable Map<String, String> valuesBefore;
  private long sequences;

  /** The number of the session's sequences among values. */
  long sequences() {
    return sequences;
  }

  void sequences(long number) {
    sequences = number;
  }

  private static final AtomicInteger NEXT_PROCESS = new AtomicInteger(1 << 30);

  private final Cursors cursors = new Cursors();
  private int processId = NEXT_PROCESS.getAndIncrement();
  private String user = EMBEDDED_USER;
  private boolean superuser = true;
  private long catalog;
  private long changes;
  // what is asked for with every statement; null when a parameter has changed
  private @Nullable TimeLimits timeLimits;
  private @Nullable TextStyle textStyle;
  private @Nullable Long memoryLimit;

  /**
   * How long things may take; zero for ever.
   *
   * @param statement a statement, {@code statement_timeout}
   * @param lock waiting for a lock, {@code lock_timeout}
   * @param idle waiting for the client, {@code idle_session_timeout}
   * @param idleInTransaction the same in a transaction, {@code idle_in_transaction_session_timeout}
   * @param log a statement that is not to be logged, {@code log_min_duration_statement}; null if
   *     none is logged
   */
  public record TimeLimits(
      Duration statement,
      Duration lock,
      Duration idle,
      Duration idleInTransaction,
      @Nullable Duration log) {}

  /** The number of the session's catalog among values. */
  long catalog() {
    return catalog;
  }

  void catalog(long number) {
    catalog = number;
  }

  // what is asked for with every statement, until something is set
  private @Nullable Object planning;
  private @Nullable Boolean synchronousCommit;
  private @Nullable Boolean readOnlyByDefault;
  private @Nullable Isolation isolation;
  private @Nullable SearchPath searchPath;
  private Optional<String> temporarySchema = Optional.empty();

  @Override
  public String get(String name) {
    // as in PostgreSQL, names with a dot belong to whoever sets them
    boolean custom =
        name.indexOf('.') >= 0
            && (values.containsKey(name) || locals.containsKey(name) || defaults.containsKey(name));
    String key = custom ? name : KnownParameters.require(name).name();
    switch (key) {
      case "session_authorization" -> {
        return user;
      }
      case "is_superuser" -> {
        return superuser ? "on" : "off";
      }
      default -> {
        // has a value of its own
      }
    }
    String initial = custom ? "" : KnownParameters.require(name).initial();
    String value = locals.get(key);
    if (value == null) {
      value = values.get(key);
    }
    return value == null ? defaults.getOrDefault(key, initial) : value;
  }

  @Override
  public Map<String, String> all() {
    Map<String, String> all = new TreeMap<>();
    KnownParameters.names().forEach(name -> all.put(name, get(name)));
    return all;
  }

  /**
   * Sets a parameter.
   *
   * @param value null for its initial value
   * @param local whether the end of the transaction undoes it; without a transaction it has no
   *     effect
   */
  @Override
  public void set(String name, @Nullable String value, boolean local) {
    changed();
    String key = name;
    String kept = value;
    if (name.indexOf('.') < 0) {
      KnownParameters.Parameter parameter = KnownParameters.require(name);
      key = parameter.name();
      kept = value == null ? null : parameter.check().accept(key, value);
      requireOwnRole(key, kept);
    }
    if (!local) {
      locals.remove(key);
      put(values, key, kept);
    } else if (valuesBefore != null) {
      put(locals, key, kept == null ? initial(key) : kept);
    }
  }

  private void requireOwnRole(String key, @Nullable String value) {
    boolean role = key.equals(ROLE) && !"none".equals(value);
    if ((role || key.equals(SESSION_AUTHORIZATION)) && value != null && !value.equals(user)) {
      throw new SqlException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "SET "
              + key.toUpperCase(Locale.ROOT).replace('_', ' ')
              + " to another role is not supported");
    }
  }

  private String initial(String key) {
    return defaults.getOrDefault(key, KnownParameters.require(key).initial());
  }

  /**
   * Gives a parameter another initial value, as servers do when a session begins.
   *
   * @throws SqlException if there is no such parameter or it does not take the value
   */
  public void setDefault(String name, String value) {
    changed();
    boolean custom = name.indexOf('.') >= 0;
    KnownParameters.Parameter parameter = custom ? null : KnownParameters.require(name);
    defaults.put(
        parameter == null ? name : parameter.name(),
        parameter == null ? value : parameter.check().accept(parameter.name(), value));
  }

  /** Says what the database was opened with, which no session can change. */
  void tableMemoryLimit(long bytes) {
    put(defaults, TABLE_MEMORY_LIMIT, MemoryText.of(bytes));
  }

  private static void put(Map<String, String> map, String key, @Nullable String value) {
    if (value == null) {
      map.remove(key);
    } else {
      map.put(key, value);
    }
  }

  /** Gives all parameters their initial values. */
  public void resetAll() {
    values.clear();
    changed();
  }

  /** A transaction begins: a rollback will undo what is set from now on. */
  void beginTransaction() {
    if (valuesBefore == null) {
      valuesBefore = new HashMap<>(values);
    }
  }

  /** A transaction ends, and with it what was set for it only. */
  void endTransaction(boolean commit) {
    Map<String, String> before = valuesBefore;
    if (before != null && !commit) {
      values.clear();
      values.putAll(before);
      changed();
    }
    valuesBefore = null;
    if (!locals.isEmpty()) {
      locals.clear();
      changed();
    }
  }

  /** Refuses what is not the name of an isolation level. */
  void requireIsolation(String level) {
    KnownParameters.isolation("transaction_isolation", level);
  }

  boolean isOn(String name) {
    return get(name).equals("on");
  }

  boolean isReadOnlyByDefault() {
    Boolean known = readOnlyByDefault;
    if (known == null) {
      known = isOn("default_transaction_read_only");
      readOnlyByDefault = known;
    }
    return known;
  }

  /** Whether a commit returns when it is durable. */
  boolean synchronousCommit() {
    Boolean known = synchronousCommit;
    if (known == null) {
      known = !get(SYNCHRONOUS_COMMIT).equals("off");
      synchronousCommit = known;
    }
    return known;
  }

  public UnitMode compilation() {
    return UnitMode.valueOf(get(COMPILATION).toUpperCase(Locale.ROOT));
  }

  public long memoryLimit() {
    Long known = memoryLimit;
    if (known == null) {
      known = MemoryText.bytes(MEMORY_LIMIT, get(MEMORY_LIMIT));
      memoryLimit = known;
    }
    return known;
  }

  /** What plans depend on besides the catalog: equal objects make for equal plans. */
  Object planning() {
    Object current = planning;
    if (current == null) {
      current = List.of(get(COMPILATION), searchPath());
      planning = current;
    }
    return current;
  }

  /** Where names are looked up. */
  @Override
  public SearchPath searchPath() {
    SearchPath known = searchPath;
    if (known == null) {
      known = SearchPath.of(get(SEARCH_PATH), user, temporarySchema);
      searchPath = known;
    }
    return known;
  }

  /** From now on the session has a schema for temporary objects. */
  void temporarySchema(String schema) {
    temporarySchema = Optional.of(schema);
    changed();
  }

  private void changed() {
    changes++;
    searchPath = null;
    timeLimits = null;
    textStyle = null;
    memoryLimit = null;
    isolation = null;
    planning = null;
    synchronousCommit = null;
    readOnlyByDefault = null;
  }

  /** A number that goes up whenever a parameter may have changed. */
  public long changes() {
    return changes;
  }

  /** The session's time zone. */
  public ZoneId zone() {
    return textStyle().zone();
  }

  /** How values are shown as text. */
  public TextStyle textStyle() {
    TextStyle known = textStyle;
    if (known == null) {
      known =
          new TextStyle(
              Objects.requireNonNull(TimeZones.ofSetting(timeZone())),
              IntervalStyle.of(get(INTERVAL_STYLE)));
      textStyle = known;
    }
    return known;
  }

  /** The isolation of transactions that do not say which. */
  Isolation isolation() {
    Isolation known = isolation;
    if (known == null) {
      known = Isolation.of(get("default_transaction_isolation"));
      isolation = known;
    }
    return known;
  }

  /** The time limits in force. */
  public TimeLimits timeLimits() {
    TimeLimits limits = timeLimits;
    if (limits == null) {
      String log = get("log_min_duration_statement");
      limits =
          new TimeLimits(
              DurationText.parse(get("statement_timeout")),
              DurationText.parse(get("lock_timeout")),
              DurationText.parse(get("idle_session_timeout")),
              DurationText.parse(get("idle_in_transaction_session_timeout")),
              log.equals(DurationText.NEVER) ? null : DurationText.parse(log));
      timeLimits = limits;
    }
    return limits;
  }

  /** Says whose session it is, when it begins. */
  public void logIn(String name, boolean asSuperuser) {
    user = name;
    superuser = asSuperuser;
    changed();
  }

  /** Gives the session the number by which its client knows it. */
  public void processId(int number) {
    processId = number;
  }

  @Override
  public int processId() {
    return processId;
  }

  @Override
  public Cursors cursors() {
    return cursors;
  }

  @Override
  public String user() {
    return user;
  }

  @Override
  public boolean isSuperuser() {
    return superuser;
  }

  public String timeZone() {
    return get(TIME_ZONE);
  }

  /** A parameter's value if there is such a parameter. */
  public Optional<String> find(String name) {
    return KnownParameters.isKnown(name) ? Optional.of(get(name)) : Optional.empty();
  }
}
