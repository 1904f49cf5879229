package dev.headrace.engine.database;

import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.state.RowStore;
import dev.headrace.runtime.storage.CommitWriter;
import dev.headrace.runtime.storage.RecordKind;
import dev.headrace.runtime.storage.RowChanges;
import dev.headrace.runtime.storage.RowForm;
import dev.headrace.runtime.storage.Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes commits to a database's storage, and reads it back when the database is opened. Without a
 * storage, and while definitions are read back, it does nothing. With the commit lock held.
 *
 * <p>What is kept: rows of tables and of connectors' bad records, definitions as statements, roles,
 * constraints between tables, where sequences are, and which OIDs have been given out. Views and
 * row errors are not, because they follow from the tables.
 */
final class Durability {
  /** The setting with the next OID. */
  private static final long NEXT_OID = 1;

  /** The setting with all roles. */
  private static final long ROLES = 2;

  /** The setting with {@link StoredConstraints}. */
  private static final long CONSTRAINTS = 3;

  /** The setting with all schemas. */
  private static final long SCHEMAS = 4;

  /** The setting with all comments. */
  private static final long COMMENTS = 5;

  /** The setting with all types that were created. */
  private static final long TYPES = 6;

  private final @Nullable Storage storage;
  private final IdentityHashMap<BaseRelation, RowChanges> writers = new IdentityHashMap<>();
  private final KeptTables tables = new KeptTables();
  private boolean restoring;
  private Map<Integer, InputPosition> positions = Map.of();
  private final Map<Integer, SequenceValues.Place> places = new HashMap<>();
  private @Nullable CommitWriter writer;
  private long writing;
  private long logged;

  Durability(@Nullable Storage storage) {
    this.storage = storage;
    this.restoring = storage != null;
    this.logged = storage == null ? 0 : storage.recoveredSequence();
  }

  /** Sequence of the last commit that was written. */
  long logged() {
    return logged;
  }

  // ---- writing

  /** Begins a commit; refuses it if it could not be kept. */
  void begin(long sequence) {
    if (storage != null && !restoring) {
      writer = storage.begin(sequence);
      writing = sequence;
    }
  }

  /**
   * Writes what a commit does to tables.
   *
   * @param deltas were applied to the tables' stores
   */
  void write(Catalog before, Catalog next, Map<BaseRelation, Batch> deltas, AtomicInteger nextOid) {
    CommitWriter to = writer;
    if (to == null) {
      return;
    }
    if (!next.is(before)) {
      writers.clear();
      writeDefinitions(to, before, next);
      tables.follow(to, before, next, nextOid::getAndIncrement);
      byte[] oid = new byte[Integer.BYTES];
      Rows.putInt(oid, 0, nextOid.get());
      to.putRecord(RecordKind.SETTING, NEXT_OID, oid);
      if (!before.roles().equals(next.roles())) {
        to.putRecord(RecordKind.SETTING, ROLES, StoredRoles.toBytes(next.roles()));
      }
      to.putRecord(RecordKind.SETTING, CONSTRAINTS, StoredConstraints.of(next).toBytes());
      Schemas schemas = next.schemaList().permanent();
      if (!schemas.equals(before.schemaList().permanent())) {
        to.putRecord(RecordKind.SETTING, SCHEMAS, StoredSchemas.toBytes(schemas));
      }
      if (hasOtherTypes(before, next)) {
        to.putRecord(RecordKind.SETTING, TYPES, StoredTypes.toBytes(next.types()));
      }
      Comments comments = next.comments().permanent(next);
      if (!comments.equals(before.comments().permanent(before))) {
        to.putRecord(RecordKind.SETTING, COMMENTS, StoredComments.toBytes(comments));
      }
    }
    writeSequences(to, next);
    deltas.forEach(
        (table, delta) -> {
          RowStore store = table.store();
          if (store != null && isKept(table)) {
            tables.write(
                to, table, store, delta, writers.computeIfAbsent(table, Durability::changes));
          }
        });
  }

  @SuppressWarnings("ReferenceEquality")
  private static boolean hasOtherTypes(Catalog before, Catalog next) {
    return before.types() != next.types();
  }

  // what was given out before a commit is never given out again after it
  private void writeSequences(CommitWriter to, Catalog catalog) {
    for (Sequence sequence : catalog.sequences()) {
      if (Catalog.isTemporary(sequence.name())) {
        continue;
      }
      SequenceValues.Place place = sequence.values().place();
      if (!place.equals(places.put(sequence.oid(), place))) {
        byte[] record = new byte[Long.BYTES + 1];
        Rows.putLong(record, 0, place.last());
        record[Long.BYTES] = (byte) (place.called() ? 1 : 0);
        to.putRecord(RecordKind.SEQUENCE, sequence.oid(), record);
      }
    }
  }

  /** Writes how far a connector's input was read. */
  void writePosition(BaseRelation relation, InputPosition position) {
    if (writer != null) {
      writer.putRecord(RecordKind.POSITION, relation.oid(), position.toBytes());
    }
  }

  /** Puts the commit in the log. */
  void commit() {
    if (writer != null) {
      writer.commit();
      tables.committed();
      writer = null;
      logged = writing;
    }
  }

  /** Forgets the commit, if it is not in the log. */
  void abandon() {
    if (writer != null) {
      // the next commit says all of it again
      places.clear();
      tables.abandoned();
      writer.abandon();
      writer = null;
    }
  }

  static boolean isKept(BaseRelation table) {
    return table.oid() >= Database.FIRST_OID && !Catalog.isTemporary(table.name());
  }

  static RowForm form(BaseRelation table) {
    return table.isAppendOnly()
        ? RowForm.APPENDED
        : table.primaryKey().isEmpty() ? RowForm.COUNTED : RowForm.KEYED;
  }

  private static RowChanges changes(BaseRelation table) {
    return switch (form(table)) {
      case APPENDED -> RowChanges.appended();
      case COUNTED -> RowChanges.counted();
      case KEYED -> RowChanges.keyed(table.keyEncoder());
    };
  }

  private static void writeDefinitions(CommitWriter to, Catalog before, Catalog next) {
    Map<Integer, StoredDefinition> old = definitions(before);
    Map<Integer, StoredDefinition> now = definitions(next);
    now.forEach(
        (oid, definition) -> {
          if (!definition.equals(old.get(oid))) {
            to.putRecord(RecordKind.DEFINITION, oid, definition.toBytes());
          }
        });
    old.keySet().stream()
        .filter(oid -> !now.containsKey(oid))
        .forEach(oid -> to.removeRecord(RecordKind.DEFINITION, oid));
  }

  private static Map<Integer, StoredDefinition> definitions(Catalog catalog) {
    Map<Integer, StoredDefinition> definitions = new LinkedHashMap<>();
    for (Relation relation : catalog.relations()) {
      Optional<String> text =
          Catalog.isTemporary(relation.name())
              ? Optional.empty()
              : DefinitionText.of(relation, catalog);
      if (text.isPresent()) {
        int firstOid =
            relation instanceof BaseRelation base && base.errors() != null
                ? base.errors().oid()
                : relation.oid();
        definitions.put(
            relation.oid(),
            new StoredDefinition(
                relation.oid(), firstOid, dependencies(relation, catalog), text.get()));
      }
    }
    for (Index index : catalog.indexes()) {
      if (Catalog.isTemporary(index.name())) {
        continue;
      }
      Relation indexed = catalog.relation(index.relation()).orElseThrow();
      definitions.put(
          index.oid(),
          new StoredDefinition(
              index.oid(), index.oid(), List.of(indexed.oid()), DefinitionText.of(index, indexed)));
    }
    for (Sink sink : catalog.sinks()) {
      int view = catalog.require(sink.view()).oid();
      definitions.put(
          sink.oid(),
          new StoredDefinition(sink.oid(), sink.oid(), List.of(view), DefinitionText.of(sink)));
    }
    return definitions;
  }

  private static List<Integer> dependencies(Relation relation, Catalog catalog) {
    return Catalog.named(relation).stream()
        .flatMap(name -> catalog.relation(name).stream())
        .map(Relation::oid)
        .filter(oid -> oid >= Database.FIRST_OID)
        .sorted()
        .toList();
  }

  // ---- reading back

  private Storage storage() {
    return Objects.requireNonNull(storage, "a storage");
  }

  /** The definitions that are kept, in an order in which they can be made. */
  List<StoredDefinition> definitions() {
    List<StoredDefinition> definitions = new ArrayList<>();
    storage()
        .records(
            RecordKind.DEFINITION,
            (oid, record) -> definitions.add(StoredDefinition.of(oid, record)));
    return StoredDefinition.ordered(definitions);
  }

  /** The lowest OID that nothing has had. */
  int nextOid() {
    return setting(NEXT_OID).map(record -> Rows.getInt(record, 0)).orElse(Database.FIRST_OID);
  }

  /** The roles that are kept. */
  Roles roles() {
    return setting(ROLES).map(StoredRoles::of).orElse(Roles.NONE);
  }

  /** The schemas that are kept. */
  Schemas schemas() {
    return setting(SCHEMAS).map(StoredSchemas::of).orElse(Schemas.INITIAL);
  }

  /** The types that are kept. */
  UserTypes types() {
    return setting(TYPES).map(StoredTypes::of).orElse(UserTypes.NONE);
  }

  /** The comments that are kept. */
  Comments comments() {
    return setting(COMMENTS).map(StoredComments::of).orElse(Comments.INITIAL);
  }

  /** Sequences with their values, foreign keys and the like. */
  StoredConstraints constraints() {
    Map<Integer, SequenceValues> values = new HashMap<>();
    storage()
        .records(
            RecordKind.SEQUENCE,
            (oid, record) ->
                values.put(
                    Math.toIntExact(oid),
                    new SequenceValues(Rows.getLong(record, 0), record[Long.BYTES] == 1)));
    return setting(CONSTRAINTS)
        .map(record -> StoredConstraints.of(record, values))
        .orElse(StoredConstraints.NONE);
  }

  private Optional<byte[]> setting(long wanted) {
    Map<Long, byte[]> settings = new HashMap<>();
    storage().records(RecordKind.SETTING, settings::put);
    return Optional.ofNullable(settings.get(wanted));
  }

  /** Reads how far inputs were read. */
  void readPositions() {
    Map<Integer, InputPosition> found = new HashMap<>();
    storage()
        .records(
            RecordKind.POSITION, (oid, record) -> found.put((int) oid, InputPosition.of(record)));
    positions = found;
  }

  /** Reads where the rows of tables are. */
  void readTables() {
    tables.read(storage());
  }

  /** How far a relation's input was read when the database was opened. */
  InputPosition position(int oid) {
    return positions.getOrDefault(oid, InputPosition.START);
  }

  /**
   * Reads a table's rows into its store, as part of a commit; returns how many.
   *
   * @param loaded told how many there are so far
   */
  long load(BaseRelation table, long sequence, LongConsumer loaded) {
    RowStore store = Objects.requireNonNull(table.store(), "a stored relation");
    long[] rows = new long[1];
    try {
      tables.load(
          storage(),
          table,
          batch -> {
            store.load(batch.bytes(), 0, batch.end(), sequence);
            rows[0] += batch.rows();
            loaded.accept(rows[0]);
          });
    } catch (SqlException e) {
      throw e.code() == ErrorCode.INTERNAL_ERROR
          ? new SqlException(
              ErrorCode.DATA_CORRUPTED,
              "the rows of table " + SqlException.quote(table.name()) + " contradict each other",
              e)
          : e;
    }
    return rows[0];
  }

  boolean isRestoring() {
    return restoring;
  }

  /** Everything is read back: from now on commits are written. */
  void restored() {
    restoring = false;
  }
}
