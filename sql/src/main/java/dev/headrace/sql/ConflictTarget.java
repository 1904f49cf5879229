package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprSimplifier;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

/** Finds the unique keys that an ON CONFLICT is about. */
final class ConflictTarget {
  private final Analysis analysis;
  private final ChangeTarget target;

  ConflictTarget(Analysis analysis, ChangeTarget target) {
    this.analysis = analysis;
    this.target = target;
  }

  /** The keys; all if the statement does not say which. */
  List<UniqueKey> arbiters(ParsedConflict conflict) {
    List<UniqueKey> arbiters = meant(conflict);
    if (arbiters.stream().anyMatch(UniqueKey::deferrable)) {
      throw new SqlException(
          ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
          "ON CONFLICT does not support deferrable unique constraints/exclusion constraints as"
              + " arbiters");
    }
    return arbiters;
  }

  private List<UniqueKey> meant(ParsedConflict conflict) {
    SqlIdentifier constraint = conflict.constraint();
    List<UniqueKey> keys = analysis.catalog().uniqueKeys(target.relation());
    if (constraint != null) {
      return List.of(named(constraint, keys));
    }
    if (conflict.keys().isEmpty()) {
      if (conflict.update()) {
        throw noTarget(conflict.place());
      }
      return keys;
    }
    List<UniqueKey> inferred = inferred(conflict, keys);
    if (inferred.isEmpty()) {
      throw new SqlException(
          ErrorCode.INVALID_COLUMN_REFERENCE,
          "there is no unique or exclusion constraint matching the ON CONFLICT specification");
    }
    return inferred;
  }

  private SqlException noTarget(SqlNode place) {
    return analysis
        .error(
            ErrorCode.SYNTAX_ERROR,
            "ON CONFLICT DO UPDATE requires inference specification or constraint name",
            place)
        .withHint("For example, ON CONFLICT (column_name).");
  }

  private UniqueKey named(SqlIdentifier constraint, List<UniqueKey> keys) {
    String name = constraint.getSimple();
    return keys.stream()
        .filter(key -> key.constraint() && key.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new SqlException(
                    ErrorCode.UNDEFINED_OBJECT,
                    "constraint "
                        + SqlException.quote(name)
                        + " for table "
                        + SqlException.quote(target.relation().name())
                        + " does not exist"));
  }

  /** Keys over the same columns and expressions; a partial one wants its condition said. */
  private List<UniqueKey> inferred(ParsedConflict conflict, List<UniqueKey> keys) {
    Scope.Table columns = target.table(0, false);
    Frame frame = new Frame(analysis.nextFrame(), target.scan());
    Scope scope =
        new Scope(
            analysis,
            null,
            frame,
            new Scope.Tables(List.of(columns), columns.columns()),
            Ctes.NONE);
    ExpressionBinder binder = new ExpressionBinder(scope, Clause.EXPRESSION);
    Set<Expr> wanted = new HashSet<>();
    for (SqlNode key : conflict.keys()) {
      wanted.add(ExprSimplifier.simplify(analysis.coercion().standalone(binder.bind(key))));
    }
    List<Expr> conditions =
        conflict.keysWhere() == null
            ? List.of()
            : Conditions.conjuncts(
                ExprSimplifier.simplifyCondition(binder.condition(conflict.keysWhere())));
    List<UniqueKey> inferred = new ArrayList<>();
    for (UniqueKey key : keys) {
      boolean implied =
          key.where().isEmpty() || conditions.containsAll(Conditions.conjuncts(key.where().get()));
      if (implied && wanted.equals(Set.copyOf(key.keys()))) {
        inferred.add(key);
      }
    }
    return inferred;
  }
}
