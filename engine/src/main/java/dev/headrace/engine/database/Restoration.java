package dev.headrace.engine.database;

import dev.headrace.runtime.unit.Cancellation;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;

/**
 * Reads a database back from its storage. Until {@link #end} nothing that is done to the database
 * is kept, because it is there already.
 */
public final class Restoration {
  private final Database database;
  private final Durability durability;
  private final ViewMaintenance views;

  Restoration(Database database, Durability durability, ViewMaintenance views) {
    this.database = database;
    this.durability = durability;
    this.views = views;
  }

  /** The definitions, in an order in which they can be made. */
  public List<StoredDefinition> definitions() {
    durability.readPositions();
    durability.readTables();
    return durability.definitions();
  }

  /** Makes the roles. */
  public void restoreRoles() {
    Roles roles = durability.roles();
    edit(catalog -> catalog.with(roles));
  }

  /** Makes the schemas, before what is in them. */
  public void restoreSchemas() {
    Schemas schemas = durability.schemas();
    edit(catalog -> catalog.with(schemas));
  }

  /** Makes the types, which columns have. */
  public void restoreTypes() {
    UserTypes types = durability.types();
    edit(catalog -> catalog.with(types));
  }

  /** Makes the comments, when everything is there. */
  public void restoreComments() {
    Comments comments = durability.comments();
    edit(catalog -> catalog.with(comments));
  }

  /** Makes the sequences, which defaults of tables need. */
  public void restoreSequences() {
    StoredConstraints constraints = durability.constraints();
    edit(constraints::withSequences);
  }

  /** Makes what ties the objects together, which are all there. */
  public void restoreConstraints() {
    StoredConstraints constraints = durability.constraints();
    edit(constraints::applyTo);
  }

  private void edit(UnaryOperator<Catalog> edit) {
    Transaction transaction = database.begin();
    transaction.define(edit, Patience.until(() -> false));
    transaction.commit(false, Cancellation.NEVER);
  }

  /** Makes sure that what is made next gets the OIDs it had. */
  public void prepare(StoredDefinition definition) {
    database.restoreOid(definition.firstOid());
  }

  /** The relations whose rows are kept, of those that are defined now. */
  public List<BaseRelation> tables() {
    return database.catalog().relations().stream()
        .filter(BaseRelation.class::isInstance)
        .map(BaseRelation.class::cast)
        .filter(table -> table.store() != null && Durability.isKept(table))
        .toList();
  }

  /**
   * Reads the rows of a table into its store. Different tables may be read at once.
   *
   * @param loaded told the number of rows so far, now and then
   * @return number of different rows
   */
  public long load(BaseRelation table, LongConsumer loaded) {
    return durability.load(table, database.nextSequence(), loaded);
  }

  /** Is told of views that are filled, from any thread. */
  @FunctionalInterface
  public interface FilledListener {
    /** Views that are filled together have got rows of so much of what they read. */
    default void filling(int percent) {}

    /**
     * A view has its rows.
     *
     * @param nanos since the filling began, in which others may have been filled too
     */
    void filled(String view, long rows, long nanos);
  }

  /** Has somebody told of the views that are filled from now on. */
  public void tellFilled(FilledListener listener) {
    views.tellFilled(listener);
  }

  /** Lets the rows be seen of all tables that were read. */
  public void show(List<BaseRelation> tables) {
    database.show(tables.stream().map(table -> Objects.requireNonNull(table.store())).toList());
  }

  /** Everything is read back: from now on commits are kept. */
  public void end() {
    views.tellFilled((_, _, _) -> {});
    database.restoreOid(durability.nextOid());
    durability.restored();
  }
}
