package dev.headrace.engine.constraint;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.DeferredChecks;
import dev.headrace.engine.database.ForeignKey;
import dev.headrace.engine.database.Index;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.Transaction;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** SET CONSTRAINTS: when a transaction checks its foreign keys. */
public final class ConstraintTiming {
  private ConstraintTiming() {}

  /**
   * Puts checks off, or not any more.
   *
   * @return the keys whose checks are due now
   */
  public static List<ForeignKey> set(Statement.SetConstraints set, Transaction transaction) {
    DeferredChecks checks = transaction.deferredChecks();
    Catalog catalog = transaction.catalog();
    List<ForeignKey> keys = set.names().isEmpty() ? all(catalog) : named(set, catalog);
    if (set.names().isEmpty()) {
      checks.deferAll(set.deferred());
    } else {
      keys.forEach(key -> checks.defer(key, set.deferred()));
    }
    return set.deferred() ? List.of() : keys;
  }

  /** All foreign keys of a catalog. */
  public static List<ForeignKey> all(Catalog catalog) {
    List<ForeignKey> keys = new ArrayList<>();
    catalog.relations().forEach(relation -> keys.addAll(catalog.foreignKeysOf(relation)));
    return keys;
  }

  private static List<ForeignKey> named(Statement.SetConstraints set, Catalog catalog) {
    List<ForeignKey> keys = new ArrayList<>();
    for (String written : set.names()) {
      String name = Catalog.unqualified(written);
      List<ForeignKey> found =
          all(catalog).stream().filter(key -> key.name().equals(name)).toList();
      if (found.isEmpty() && !isConstraint(name, catalog)) {
        throw new SqlException(
            ErrorCode.UNDEFINED_OBJECT,
            "constraint " + SqlException.quote(name) + " does not exist");
      }
      if (found.stream().noneMatch(ForeignKey::deferrable)) {
        throw new SqlException(
            ErrorCode.WRONG_OBJECT_TYPE,
            "constraint " + SqlException.quote(name) + " is not deferrable");
      }
      found.stream().filter(ForeignKey::deferrable).forEach(keys::add);
    }
    return keys;
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
