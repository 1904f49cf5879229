package dev.headrace.engine.definition;

import dev.headrace.engine.database.Database;
import dev.headrace.engine.database.Names;
import dev.headrace.engine.database.Namespace;
import dev.headrace.engine.database.Patience;
import dev.headrace.engine.database.SearchPath;
import dev.headrace.engine.database.Transaction;
import dev.headrace.sql.Statement.OnCommit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Where a session looks up names, and the schema of its temporary objects. */
public final class SessionSchemas {
  private final Database database;
  private final Supplier<Transaction> open;
  private final Supplier<SearchPath> path;
  private final Consumer<String> created;
  private final Patience patience;
  private final Map<Integer, OnCommit> tables = new LinkedHashMap<>();
  private Optional<String> own = Optional.empty();

  /**
   * @param created is told the name of the schema of temporary objects, once there is one
   */
  public SessionSchemas(
      Database database,
      Supplier<Transaction> open,
      Supplier<SearchPath> path,
      Consumer<String> created,
      Patience patience) {
    this.database = database;
    this.open = open;
    this.path = path;
    this.created = created;
    this.patience = patience;
  }

  /** What names mean to the session's transaction. */
  Names names() {
    return new Names(open.get().catalog(), path.get());
  }

  /** The schema of the session's temporary objects, which is made when the first one is. */
  String temporary() {
    String name = own.orElseGet(this::choose);
    if (open.get().catalog().schema(name).isEmpty()) {
      Namespace schema = new Namespace(database.newOid(), name, Optional.empty());
      open.get().define(catalog -> catalog.with(schema), patience);
    }
    return name;
  }

  private String choose() {
    String name = Namespace.TEMPORARY_PREFIX + database.newSessionNumber();
    own = Optional.of(name);
    created.accept(name);
    return name;
  }

  /** The schema of the session's temporary objects, if it ever had one. */
  public Optional<String> own() {
    return own;
  }

  /** Remembers what the end of a transaction is to do to a temporary table. */
  void onCommit(int table, OnCommit action) {
    if (action != OnCommit.PRESERVE_ROWS) {
      tables.put(table, action);
    }
  }

  /** What the end of a transaction does to temporary tables, by their OIDs. */
  public Map<Integer, OnCommit> onCommit() {
    return Collections.unmodifiableMap(tables);
  }

  /** A temporary table is no more. */
  public void forget(int table) {
    tables.remove(table);
  }
}
