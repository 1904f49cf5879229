package dev.headrace.engine.statement;

import dev.headrace.engine.database.Names;
import dev.headrace.engine.statement.ProgramStatement.PlannedView;
import dev.headrace.sql.Statement;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/** Plans of views that were made when their program was compiled. */
final class PlannedViews {
  private final IdentityHashMap<Statement.CreateView, PlannedView> plans = new IdentityHashMap<>();

  void put(Statement.CreateView create, PlannedView plan) {
    plans.put(create, plan);
  }

  /** The plan of a view if there is one that holds. */
  @Nullable PlannedView find(Statement.CreateView create, Names names) {
    PlannedView plan = plans.get(create);
    return plan != null && plan.holdsIn(names) ? plan : null;
  }

  void remove(Statement.CreateView create) {
    plans.remove(create);
  }
}
