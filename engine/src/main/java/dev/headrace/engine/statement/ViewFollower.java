package dev.headrace.engine.statement;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.MaterializedView;
import dev.headrace.engine.database.Patience;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.Scans;
import dev.headrace.engine.database.Transaction;
import dev.headrace.engine.database.View;
import dev.headrace.engine.database.ViewDefinition;
import dev.headrace.engine.database.ViewReplacement;
import dev.headrace.engine.definition.RelationChange;
import dev.headrace.engine.definition.Views;
import dev.headrace.engine.input.Inputs;
import dev.headrace.ir.ContentHash;
import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.ir.RelTransformer;
import dev.headrace.ir.rewrite.Rewriter;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.sql.PlannedQuery;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Lets views follow a relation that they read. A view that names it gets another text, whose plan
 * is compared with the old one's, so that no view can change its meaning on the way; a view behind
 * others gets a plan over what these are now.
 */
final class ViewFollower implements Views {
  private final Supplier<Transaction> open;
  private final Inputs inputs;
  private final Patience patience;

  ViewFollower(Supplier<Transaction> open, Inputs inputs, Patience patience) {
    this.open = open;
    this.inputs = inputs;
    this.patience = patience;
  }

  private Catalog catalog() {
    return open.get().catalog();
  }

  @Override
  public List<Relation> using(Relation relation, int column) {
    PlannedQuery.Origin wanted = new PlannedQuery.Origin(relation.name(), column);
    List<Relation> users = new ArrayList<>();
    for (Relation each : catalog().relations()) {
      Optional<String> text = text(each);
      if (text.isPresent()
          && names(each).contains(relation.name())
          && ViewPlanner.ofText(catalog(), each.name())
              .query(text.get())
              .columns()
              .contains(wanted)) {
        users.add(each);
      }
    }
    return users;
  }

  private static Optional<String> text(Relation relation) {
    return relation.definition().map(Relation.Definition::text);
  }

  private static Set<String> names(Relation relation) {
    return relation.definition().map(Relation.Definition::relations).orElse(Set.of());
  }

  @Override
  public void follow(RelationChange change) {
    Set<String> affected = new HashSet<>(List.of(change.before().name(), change.after().name()));
    // those with other rows than before, whose readers cannot keep their state
    Set<String> remade = new HashSet<>();
    if (!change.kept()) {
      remade.add(change.after().name());
    }
    // views come after what they read
    for (Relation view : List.copyOf(catalog().relations())) {
      if (names(view).stream().anyMatch(affected::contains)) {
        affected.add(view.name());
        follow(view, change, remade);
      }
    }
  }

  private void follow(Relation view, RelationChange change, Set<String> remade) {
    boolean names = names(view).contains(change.before().name());
    String old = text(view).orElseThrow();
    String text = names && !change.keepsNames() ? text(view, old, change) : old;
    ViewPlanner planner = ViewPlanner.ofText(catalog(), view.name());
    PlannedQuery query = planner.query(text);
    List<Field> fields = fields(view, query);
    boolean stale = names(view).stream().anyMatch(remade::contains);
    if (view instanceof View) {
      if (stale) {
        remade.add(view.name());
      }
      define(view, planner.view(view.oid(), view.name(), fields, query, text));
      return;
    }
    ViewDefinition definition = planner.materialized(view.oid(), view.name(), fields, query, text);
    if (view instanceof MaterializedView made && !stale && isKept(made, definition, change)) {
      define(view, definition.inPlaceOf(made));
      return;
    }
    remade.add(view.name());
    if (view instanceof MaterializedView made) {
      requireRefillable(made, definition, change);
      open.get().attach(inputs.viewCreation(), patience);
    }
    define(view, definition);
  }

  private void define(Relation old, Relation now) {
    open.get().define(catalog -> ViewReplacement.of(catalog, old, now), patience);
  }

  private static List<Field> fields(Relation view, PlannedQuery query) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < query.fields().size(); i++) {
      Field field = query.fields().get(i);
      fields.add(new Field(view.fields().get(i).name(), field.type(), field.nullable()));
    }
    return fields;
  }

  // ---- the text

  private String text(Relation view, String old, RelationChange change) {
    // nullability is not a matter of names
    Relation before = change.before().withFields(nullability(change));
    Catalog catalog = change.catalog().with(before);
    PlannedQuery planned = ViewPlanner.ofText(catalog, view.name()).query(old);
    ContentHash wanted = hash(moved(planned.rel(), before, change));
    ViewPlanner now = ViewPlanner.ofText(catalog(), view.name());
    for (String candidate : new ViewText(change).candidates(old, planned.items())) {
      try {
        PlannedQuery query = now.query(candidate);
        if (query.fields().size() == planned.fields().size() && hash(query.rel()).equals(wanted)) {
          return candidate;
        }
      } catch (SqlException e) {
        if (e.code().category() != ErrorCode.Category.USER) {
          throw e;
        }
        // this text does not fit the relation as it is now; the next one may
      }
    }
    throw new SqlException(
            ErrorCode.FEATURE_NOT_SUPPORTED,
            "cannot alter "
                + change.before().kindName()
                + " "
                + change.before().name()
                + " because "
                + view.kindName()
                + " "
                + view.name()
                + " cannot follow")
        .withHint("Drop the view first and create it again afterwards.");
  }

  private static List<Field> nullability(RelationChange change) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < change.columns().size(); i++) {
      Field old = change.before().fields().get(i);
      int now = change.columns().get(i);
      boolean nullable = now < 0 ? old.nullable() : change.after().fields().get(now).nullable();
      fields.add(new Field(old.name(), old.type(), nullable));
    }
    return fields;
  }

  private static ContentHash hash(Rel rel) {
    return ContentHash.global(Rewriter.rewrite(rel));
  }

  /** The tree over the relation as it is now. Shared subtrees stay shared. */
  private static Rel moved(Rel rel, Relation before, RelationChange change) {
    return moved(rel, before.name(), moved(before, change), new IdentityHashMap<>());
  }

  private static Rel moved(Rel rel, String name, Rel now, IdentityHashMap<Rel, Rel> done) {
    Rel known = done.get(rel);
    if (known == null) {
      known =
          rel instanceof Rel.Scan scan
              ? scan.relation().equals(name) ? now : scan
              : RelTransformer.mapInputs(rel, input -> moved(input, name, now, done));
      done.put(rel, known);
    }
    return known;
  }

  private static Rel moved(Relation before, RelationChange change) {
    Relation after = change.after();
    Rel scan = new Rel.Scan(after.name(), after.identity(), after.fields());
    List<Expr> columns = new ArrayList<>();
    for (int i = 0; i < change.columns().size(); i++) {
      Field field = before.fields().get(i);
      int now = change.columns().get(i);
      columns.add(
          now < 0
              ? new Expr.Literal(null, field.type())
              : new Expr.Column(now, field.type(), field.nullable()));
    }
    return new Rel.Project(scan, columns, before.fields());
  }

  // ---- the state

  /** Whether a view's operators can go on with the rows that they have seen. */
  private boolean isKept(MaterializedView view, ViewDefinition now, RelationChange change) {
    if (!view.key().equals(now.key()) || view.store().isAppendOnly() != now.appendOnly()) {
      return false;
    }
    for (int i = 0; i < change.columns().size(); i++) {
      if (change.columns().get(i) < 0
          && ScanColumns.of(view.rel(), change.before().name()).get(i)) {
        return false;
      }
    }
    return true;
  }

  private void requireRefillable(MaterializedView old, ViewDefinition view, RelationChange change) {
    boolean read =
        !ViewReplacement.goesOn(old, view)
            && catalog().sinks().stream().anyMatch(sink -> sink.view().equals(view.name()));
    if (read || readsSource(view.rel())) {
      throw new SqlException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              "cannot alter "
                  + change.before().kindName()
                  + " "
                  + change.before().name()
                  + " because materialized view "
                  + view.name()
                  + " would have to be filled again")
          .withDetail(
              read
                  ? "A sink has written it with other columns."
                  : "It reads a source, whose rows are not stored.");
    }
  }

  private boolean readsSource(Rel rel) {
    for (Rel.Scan scan : Scans.of(rel)) {
      Relation relation = catalog().require(scan.relation());
      boolean source =
          switch (relation) {
            case BaseRelation base -> base.store() == null;
            case MaterializedView view -> readsSource(view.rel());
            case ViewDefinition view -> readsSource(view.rel());
            default -> false;
          };
      if (source) {
        return true;
      }
    }
    return false;
  }
}
