package dev.headrace.engine.statement;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.MaterializedView;
import dev.headrace.engine.database.Names;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.View;
import dev.headrace.engine.database.ViewDefinition;
import dev.headrace.engine.database.ViewEdit;
import dev.headrace.engine.database.ViewReplacement;
import dev.headrace.engine.definition.DefinitionContext;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.sql.BoundText;
import dev.headrace.sql.PlannedQuery;
import dev.headrace.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The views of a program, in its order, which take the place of all that there are. Each is planned
 * over those before it. One whose text and whose relations are what they were is not looked at, so
 * that what an edit costs depends on what it changes.
 */
final class ProgramViews {
  private final DefinitionContext context;
  private final TransactionControl transactions;
  private final List<Relation> views = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  // with the reason
  private final Map<String, String> changed = new HashMap<>();
  private final Set<String> made = new HashSet<>();
  private Catalog before;
  private @Nullable Catalog planned;
  private boolean textsMeanTheSame;

  ProgramViews(DefinitionContext context, TransactionControl transactions) {
    this.context = context;
    this.transactions = transactions;
    this.before = context.catalog();
  }

  /**
   * Begins.
   *
   * @param tables those that are not as they were, with the reason to change what reads them
   */
  void begin(Map<String, String> tables) {
    before = context.catalog();
    changed.putAll(tables);
    textsMeanTheSame = context.names().areThoseOfTexts();
  }

  /** The next view. */
  void add(Statement.CreateView create) {
    if (create.temporary()) {
      throw new SqlException(
          ErrorCode.FEATURE_NOT_SUPPORTED, "a program that is applied has no temporary views");
    }
    String name = context.names().ofNew(create.name());
    Relation old = before.relation(name).orElse(null);
    boolean taken = old == null ? before.isTaken(name) : !ViewReplacement.isReplaced(old);
    if (taken || !names.add(name)) {
      throw DefinitionContext.duplicate(name);
    }
    Relation same = old != null && old.isMaterialized() == create.materialized() ? old : null;
    Relation now =
        same != null && isUntouched(create.queryText(), columnNames(create), same)
            ? same
            : planned(create, name, same);
    views.add(now);
    planned = null;
  }

  /**
   * Whether a view stays as it is.
   *
   * @param text of its query, as the catalog would keep it
   * @param columnNames what its columns are called, if that is known
   */
  private boolean isUntouched(String text, Optional<List<String>> columnNames, Relation old) {
    Relation.Definition definition = old.definition().orElseThrow();
    return textsMeanTheSame
        && text.equals(definition.text())
        && columnNames.equals(Optional.of(names(old.fields())))
        && definition.relations().stream().allMatch(this::isAsItWas);
  }

  private static List<String> names(List<Field> fields) {
    return fields.stream().map(Field::name).toList();
  }

  private static Optional<List<String>> columnNames(Statement.CreateView create) {
    return create
        .query()
        .columnNames()
        .map(
            own -> {
              List<String> all = new ArrayList<>(create.columnNames());
              all.addAll(own.subList(Math.min(all.size(), own.size()), own.size()));
              return all;
            });
  }

  private boolean isAsItWas(String relation) {
    Relation old = before.relation(relation).orElse(null);
    return old != null
        && !changed.containsKey(relation)
        && (!ViewReplacement.isReplaced(old) || names.contains(relation));
  }

  private Relation planned(Statement.CreateView create, String name, @Nullable Relation old) {
    Names known = transactions.names(soFar());
    ViewPlanner planner = new ViewPlanner(known);
    PlannedQuery query = planner.query(create.name(), create.query());
    if (query.relations().stream().anyMatch(Catalog::isTemporary)) {
      throw new SqlException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "a program that is applied must not use temporary tables or views");
    }
    List<Field> fields = DefinitionRunner.renamed(query.fields(), create.columnNames());
    String text = BoundText.of(create.queryText(), create.queryStart(), query.references());
    // where only what it reads tells its columns
    if (old != null && isUntouched(text, Optional.of(names(fields)), old)) {
      return old;
    }
    int oid = old == null ? context.database().newOid() : old.oid();
    if (!create.materialized()) {
      View now = planner.view(oid, name, fields, query, text);
      note(now, old, old != null && isSame(old, now));
      return now;
    }
    ViewDefinition now = planner.materialized(oid, name, fields, query, text);
    if (old instanceof MaterializedView view
        && isSame(view, now)
        && view.key().equals(now.key())
        && view.store().isAppendOnly() == now.appendOnly()) {
      return now.inPlaceOf(view);
    }
    note(now, old, false);
    return now;
  }

  private static boolean isSame(Relation old, Relation now) {
    return old.identity().equals(now.identity()) && old.fields().equals(now.fields());
  }

  private void note(Relation now, @Nullable Relation old, boolean same) {
    if (old == null) {
      made.add(now.name());
      changed.put(now.name(), "");
    } else if (!same) {
      changed.put(now.name(), why(now, old));
    }
  }

  private String why(Relation now, Relation old) {
    Relation.Definition is = now.definition().orElseThrow();
    if (is.text().equals(old.definition().orElseThrow().text())) {
      for (String relation : is.relations().stream().sorted().toList()) {
        String reason = changed.get(relation);
        if (reason != null) {
          String kind = soFar().require(relation).kindName();
          return kind + " " + relation + (made.contains(relation) ? " is new" : " changed");
        }
      }
      return "its columns changed";
    }
    return "its definition changed";
  }

  /** The catalog with the views that have come. */
  private Catalog soFar() {
    Catalog known = planned;
    if (known == null) {
      known = ViewReplacement.of(before, views);
      planned = known;
    }
    return known;
  }

  /** Puts the views into the catalog. */
  void end() {
    Catalog after = soFar();
    Set<String> stranded = ViewReplacement.stranded(before, after);
    if (!stranded.isEmpty()) {
      String one = stranded.stream().sorted().findFirst().orElseThrow();
      throw new SqlException(
              ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST,
              "cannot apply the program because "
                  + (after.sink(one).isPresent() ? "sink " : "view ")
                  + SqlException.quote(one)
                  + (after.sink(one).isPresent()
                      ? " writes a view that would go or get other columns"
                      : " depends on a view that would change"))
          .withHint("Drop it first.");
    }
    views.forEach(view -> requireRefillable(view, after));
    List<Relation> all = List.copyOf(views);
    boolean asItWas =
        dropped(before).isEmpty() && changed.keySet().stream().noneMatch(names::contains);
    if (asItWas && views.stream().allMatch(before::holds)) {
      return;
    }
    context.define(catalog -> ViewReplacement.of(catalog, all));
    for (Relation gone : dropped(before)) {
      context.transaction().attach(context.inputs().detachment(gone.name()), context.patience());
    }
    if (all.stream().anyMatch(ViewDefinition.class::isInstance)) {
      context.transaction().attach(context.inputs().viewCreation(), context.patience());
    }
  }

  /** What came through a source is gone: a view that has it is not to be changed by the way. */
  private void requireRefillable(Relation view, Catalog after) {
    if (view instanceof ViewDefinition
        && before.relation(view.oid()).isPresent()
        && changed.containsKey(view.name())) {
      for (String name : sources(view, after, new HashSet<>())) {
        throw new SqlException(
                ErrorCode.FEATURE_NOT_SUPPORTED,
                "cannot change materialized view "
                    + SqlException.quote(view.name())
                    + " because the rows of source "
                    + SqlException.quote(name)
                    + " are not stored")
            .withDetail(reason(view) + ".")
            .withHint("Drop it first; a new one has the rows that come from then on.");
      }
    }
  }

  /** The sources that a view reads, directly or not, and that rows have come through. */
  private static Set<String> sources(Relation view, Catalog catalog, Set<String> found) {
    for (String name : view.definition().map(Relation.Definition::relations).orElse(Set.of())) {
      Relation read = catalog.require(name);
      if (read instanceof BaseRelation base) {
        if (base.store() == null && base.input().operator().hasFlowed()) {
          found.add(name);
        }
      } else {
        sources(read, catalog, found);
      }
    }
    return found;
  }

  /** The views of the program. */
  List<Relation> all() {
    return views;
  }

  /** The views that a catalog has and the program has not. */
  List<Relation> dropped(Catalog catalog) {
    return catalog.relations().stream()
        .filter(ViewReplacement::isReplaced)
        .filter(view -> !names.contains(view.name()))
        .toList();
  }

  /** Why a view is changed. */
  String reason(Relation view) {
    return changed.getOrDefault(view.name(), "");
  }

  /** What happens to a view that is not materialized. */
  ViewEdit.Kind kind(Relation view) {
    return made.contains(view.name())
        ? ViewEdit.Kind.NEW
        : changed.containsKey(view.name()) ? ViewEdit.Kind.CHANGED : ViewEdit.Kind.KEPT;
  }
}
