package dev.headrace.engine.constraint;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.DeferredChecks;
import dev.headrace.engine.database.ForeignKey;
import dev.headrace.engine.database.Index;
import dev.headrace.engine.database.Patience;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.Transaction;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
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
  public static Some set(Statement.SetConstraints set, Transaction transaction) {
    DeferredChecks checks = transaction.deferredChecks();
    Catalog catalog = transaction.catalog();
    Some constraints = set.names().isEmpty() ? all(catalog) : named(set, catalog);
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

  private static Some named(Statement.SetConstraints set, Catalog catalog) {
    Some all = all(catalog);
    List<ForeignKey> keys = new ArrayList<>();
    List<Index> uniques = new ArrayList<>();
    for (String written : set.names()) {
      String name = Catalog.unqualified(written);
      List<ForeignKey> found =
          all.foreignKeys().stream().filter(key -> key.name().equals(name)).toList();
      List<Index> unique =
          all.uniques().stream().filter(index -> index.name().equals(name)).toList();
      if (found.isEmpty() && !isConstraint(name, catalog)) {
        throw new SqlException(
            ErrorCode.UNDEFINED_OBJECT,
            "constraint " + SqlException.quote(name) + " does not exist");
      }
      if (found.stream().noneMatch(ForeignKey::deferrable) && unique.isEmpty()) {
        throw new SqlException(
            ErrorCode.WRONG_OBJECT_TYPE,
            "constraint " + SqlException.quote(name) + " is not deferrable");
      }
      found.stream().filter(ForeignKey::deferrable).forEach(keys::add);
      uniques.addAll(unique);
    }
    return new Some(keys, uniques);
  }

  private static boolean isConstraint(String name, Catalog catalog) {
    for (Relation relation : catalog.relations()) {
      boolean key = catalog.orders(relation).stream().anyMatch(o -> o.name().equals(name));
      if (key && catalog.index(name).map(Index::constraint).orElse(true)) {
        return true;
      }
      if (relation instanceof BaseRelation table
          && table.checks().stream().anyMatch(check -> check.name().equals(name))) {
        return true;
      }
    }
    return false;
  }
}
