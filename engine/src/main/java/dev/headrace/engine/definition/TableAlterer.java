package dev.headrace.engine.definition;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.DeferredChecks;
import dev.headrace.engine.database.ForeignKey;
import dev.headrace.engine.database.Index;
import dev.headrace.engine.database.LockMode;
import dev.headrace.engine.database.Relation;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Notice;
import dev.headrace.model.SqlException;
import dev.headrace.sql.AlterAction;
import dev.headrace.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * ALTER TABLE: all actions change one shape of the table, which then takes the old one's place,
 * with the old rows in it.
 */
public final class TableAlterer {
  private final DefinitionContext context;

  public TableAlterer(DefinitionContext context) {
    this.context = context;
  }

  /** Returns notices. */
  public List<Notice> alter(Statement.AlterTable alter) {
    if (alter.kind() == Statement.Drop.Kind.INDEX) {
      return index(alter);
    }
    Optional<Relation> found = context.names().relation(alter.name());
    if (found.isEmpty() && alter.ifExists()) {
      return DefinitionContext.missing(alter.name()).stream().map(Notice::of).toList();
    }
    Relation relation = context.require(alter.name());
    if (!(relation instanceof BaseRelation table) || table.kind() != BaseRelation.Kind.TABLE) {
      throw new SqlException(
          ErrorCode.WRONG_OBJECT_TYPE,
          SqlException.quote(relation.simpleName()) + " is not a table");
    }
    context.transaction().lock(table, LockMode.ACCESS_EXCLUSIVE, context.patience());
    requireNothingPending(table);
    Alteration alteration = new Alteration(context, table);
    for (AlterAction action : alter.actions()) {
      apply(action, alteration);
    }
    new TableReplacement(alteration).replace();
    alteration.afterwards().forEach(Runnable::run);
    if (alter.actions().stream().anyMatch(AlterAction.SetType.class::isInstance)) {
      requireUnique(alteration.current());
    }
    return alteration.notices();
  }

  /** What ALTER INDEX says about an index that is there means nothing here. */
  private List<Notice> index(Statement.AlterTable alter) {
    IndexNames indexes = new IndexNames(context);
    boolean missing =
        indexes.find(alter.name()).isEmpty() && !context.names().isTaken(alter.name());
    if (alter.ifExists() && missing) {
      return DefinitionContext.missing(alter.name()).stream().map(Notice::of).toList();
    }
    indexes.require(alter.name());
    return List.of();
  }

  // the index of a constraint whose check can be put off takes values that have become equal
  private void requireUnique(BaseRelation altered) {
    IndexDefiner indexes = new IndexDefiner(context);
    for (Index index : context.catalog().indexesOf(altered)) {
      if (index.deferral().deferrable()) {
        indexes.requireUnique(altered, ConstraintAlterer.store(altered), index);
      }
    }
  }

  private void requireNothingPending(BaseRelation table) {
    List<ForeignKey> keys = new ArrayList<>(context.catalog().foreignKeysOf(table));
    keys.addAll(context.catalog().foreignKeysTo(table));
    DeferredChecks checks = context.transaction().deferredChecks();
    if (keys.stream().anyMatch(checks::isPending)
        || context.catalog().indexesOf(table).stream().anyMatch(checks::isPending)) {
      throw new SqlException(
          ErrorCode.OBJECT_IN_USE,
          "cannot ALTER TABLE "
              + SqlException.quote(table.name())
              + " because it has pending trigger events");
    }
  }

  private static void apply(AlterAction action, Alteration alteration) {
    ColumnAlterer columns = new ColumnAlterer(alteration);
    IdentityAlterer identities = new IdentityAlterer(alteration);
    ConstraintAlterer constraints = new ConstraintAlterer(alteration);
    switch (action) {
      case AlterAction.AddColumn add -> columns.add(add);
      case AlterAction.DropColumn drop -> columns.drop(drop);
      case AlterAction.SetDefault set -> columns.setDefault(set);
      case AlterAction.SetNotNull set -> columns.setNotNull(set);
      case AlterAction.SetType set -> columns.type(set);
      case AlterAction.DropExpression drop -> columns.dropExpression(drop);
      case AlterAction.AddIdentity add -> identities.add(add);
      case AlterAction.SetIdentity set -> identities.set(set);
      case AlterAction.DropIdentity drop -> identities.drop(drop);
      case AlterAction.AddConstraint add -> constraints.add(add);
      case AlterAction.ValidateConstraint validate -> constraints.validate(validate.name());
      case AlterAction.DropConstraint drop -> constraints.drop(drop);
      case AlterAction.Inert _ -> {}
      case AlterAction.InertColumn column -> alteration.shape().require(column.column());
      case AlterAction.InertIndex index ->
          new IndexNames(alteration.context()).requireOf(alteration.table(), index.index());
    }
  }
}
