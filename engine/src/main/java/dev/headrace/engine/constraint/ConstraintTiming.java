package dev.headrace.engine.constraint;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.DeferredChecks;
import dev.headrace.engine.database.ForeignKey;
import dev.headrace.engine.database.Index;
import dev.headrace.engine.database.Names;
import dev.headrace.engine.database.Patience;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.Transaction;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.sql.ObjectName;
import dev.headrace.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** SET CONSTRAINTS: when a transaction checks its foreign keys and unique constraints. */
public final class ConstraintTiming {
  private ConstraintTiming() {}

  /**
   * Constraints.
   *
   * @param uniques the indexes of those that are unique and can be put off
   */
  public record Some(List<ForeignKey> foreignKeys, List<Index> uniques) {
    static final Some NONE = new Some(List.of(), List.of());

    public Some {
      foreignKeys = List.copyOf(foreignKeys);
      uniques = List.copyOf(uniques);
    }
  }

  /**
   * Puts checks off, or not any more.
   *
   * @return the constraints whose checks are due now
   */
  public static Some set(Statement.SetConstraints set, Transaction transaction, Names names) {
    DeferredChecks checks = transaction.deferredChecks();
    Some constraints = set.names().isEmpty() ? all(names.catalog()) : named(set, names);
    if (set.names().isEmpty()) {
      checks.deferAll(set.deferred());
    } else {
      constraints.foreignKeys().forEach(key -> checks.defer(key, set.deferred()));
      constraints.uniques().forEach(index -> checks.defer(index, set.deferred()));
    }
    return set.deferred() ? Some.NONE : constraints;
  }

  /**
   * Makes the checks of constraints that have been put off.
   *
   * @throws SqlException 23503, 23505
   */
  public static void check(
      Some due, Transaction transaction, Patience patience, RelationRunner runner) {
    for (Index index : due.uniques()) {
      if (transaction.deferredChecks().take(index)) {
        transaction.requireUnique(index);
      }
    }
    ForeignKeys.enforceDeferred(due.foreignKeys(), transaction, patience, runner);
  }

  /** All constraints of a catalog that may have been put off. */
  public static Some all(Catalog catalog) {
    List<ForeignKey> keys = new ArrayList<>();
    catalog.relations().forEach(relation -> keys.addAll(catalog.foreignKeysOf(relation)));
    return new Some(
        keys, catalog.indexes().stream().filter(i -> i.deferral().deferrable()).toList());
  }

  private static Some named(Statement.SetConstraints set, Names names) {
    List<ForeignKey> keys = new ArrayList<>();
    List<Index> uniques = new ArrayList<>();
    for (String written : set.names()) {
      names.requireSchemaOf(written);
      String name = ObjectName.parts(written).getLast();
      String schema =
          names.schemas(written).stream()
              .filter(each -> isConstraint(name, each, names.catalog()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new SqlException(
                          ErrorCode.UNDEFINED_OBJECT,
                          "constraint " + SqlException.quote(name) + " does not exist"));
      Some found = deferrable(name, schema, names.catalog());
      if (found.equals(Some.NONE)) {
        throw new SqlException(
            ErrorCode.WRONG_OBJECT_TYPE,
            "constraint " + SqlException.quote(name) + " is not deferrable");
      }
      keys.addAll(found.foreignKeys());
      uniques.addAll(found.uniques());
    }
    return new Some(keys, uniques);
  }

  private static List<Relation> inSchema(String schema, Catalog catalog) {
    return catalog.relations().stream()
        .filter(relation -> Catalog.schemaOf(relation.name()).equals(schema))
        .toList();
  }

  private static Some deferrable(String name, String schema, Catalog catalog) {
    List<ForeignKey> keys = new ArrayList<>();
    List<Index> uniques = new ArrayList<>();
    for (Relation relation : inSchema(schema, catalog)) {
      catalog.foreignKeysOf(relation).stream()
          .filter(key -> key.deferrable() && key.name().equals(name))
          .forEach(keys::add);
      catalog.indexesOf(relation).stream()
          .filter(index -> index.deferral().deferrable() && index.order().name().equals(name))
          .forEach(uniques::add);
    }
    return new Some(keys, uniques);
  }

  private static boolean isConstraint(String name, String schema, Catalog catalog) {
    for (Relation relation : inSchema(schema, catalog)) {
      boolean foreign =
          catalog.foreignKeysOf(relation).stream().anyMatch(key -> key.name().equals(name));
      boolean key =
          relation instanceof BaseRelation table
              && !table.primaryKey().isEmpty()
              && table.keyName().equals(name);
      boolean unique =
          catalog.indexesOf(relation).stream()
              .anyMatch(index -> index.constraint() && index.order().name().equals(name));
      boolean check =
          relation instanceof BaseRelation table
              && table.checks().stream().anyMatch(each -> each.name().equals(name));
      if (foreign || key || unique || check) {
        return true;
      }
    }
    return false;
  }
}
