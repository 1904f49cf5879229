package dev.headrace.engine.statement;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.MaterializedView;
import dev.headrace.engine.database.Names;
import dev.headrace.engine.database.PlannerCatalog;
import dev.headrace.engine.database.SystemRelation;
import dev.headrace.engine.database.View;
import dev.headrace.engine.database.ViewDefinition;
import dev.headrace.ir.Rel;
import dev.headrace.ir.nulls.NullFacts;
import dev.headrace.ir.nulls.Nullability;
import dev.headrace.ir.nulls.Nullability.Source;
import dev.headrace.ir.nulls.ParameterNulls;
import dev.headrace.ir.nulls.Presence;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.sql.ParsedStatement;
import dev.headrace.sql.PlannedChange;
import dev.headrace.sql.PlannedDelete;
import dev.headrace.sql.PlannedInsert;
import dev.headrace.sql.PlannedLocking;
import dev.headrace.sql.PlannedMerge;
import dev.headrace.sql.PlannedQuery;
import dev.headrace.sql.PlannedUpdate;
import dev.headrace.sql.PlannedWith;
import dev.headrace.sql.Planner;
import dev.headrace.sql.SqlParser;
import dev.headrace.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntPredicate;

/** Says what statements take and give, NULLs included, for whoever checks them before they run. */
final class StatementDescriber {
  private final Names names;
  private final IntPredicate givenParameters;
  private final List<PlannedLocking> locking = new ArrayList<>();
  private final Planner planner;
  private final Map<String, List<Presence>> parts = new HashMap<>();
  private final List<Optional<String>> notNull = new ArrayList<>();
  private final BitSet ruledOut = new BitSet();

  /** By the names of tables in the catalog. */
  private final Map<String, Set<Description.Operation>> changes = new LinkedHashMap<>();

  /**
   * @param givenParameters those, from 0, that are never NULL
   */
  StatementDescriber(Names names, IntPredicate givenParameters) {
    this.names = names;
    this.givenParameters = givenParameters;
    this.planner = new Planner(new PlannerCatalog(names), locking);
  }

  /** A column of the result with what is known about its NULLs. */
  private record Known(Field field, Presence presence, Optional<String> origin) {
    Description.Column described() {
      return new Description.Column(
          new Field(field.name(), field.type(), presence.nullable()),
          presence instanceof Presence.NullTogether(int group)
              ? OptionalInt.of(group)
              : OptionalInt.empty(),
          origin);
    }
  }

  static Description describe(String text, Names names, IntPredicate givenParameters) {
    List<ParsedStatement> statements = SqlParser.parse(text);
    if (statements.size() != 1) {
      throw new SqlException(
          ErrorCode.SYNTAX_ERROR, "expected one statement, not " + statements.size());
    }
    return describe(statements.getFirst().statement(), names, givenParameters);
  }

  static Description describe(Statement statement, Names names, IntPredicate givenParameters) {
    return new StatementDescriber(names, givenParameters).describe(statement);
  }

  private Description describe(Statement statement) {
    Description.Kind kind = kind(statement);
    return switch (statement) {
      case Statement.Select select -> {
        PlannedQuery query = planner.query(select.query(), List.of());
        yield described(kind, columns(query), query.parameterTypes());
      }
      case Statement.Insert insert -> of(kind, planner.insert(insert.body(), List.of()));
      case Statement.Update update -> of(kind, planner.update(update.body(), List.of()));
      case Statement.Delete delete -> of(kind, planner.delete(delete.body(), List.of()));
      case Statement.Merge merge -> of(kind, planner.merge(merge.body(), List.of()));
      case Statement.With with -> of(kind, planner.with(with.with(), with.main(), List.of()));
      default -> new Description(kind, List.of(), List.of());
    };
  }

  private static Description.Kind kind(Statement statement) {
    return switch (statement) {
      case Statement.Select _ -> Description.Kind.SELECT;
      case Statement.Insert _ -> Description.Kind.INSERT;
      case Statement.Update _ -> Description.Kind.UPDATE;
      case Statement.Delete _ -> Description.Kind.DELETE;
      case Statement.Merge _ -> Description.Kind.MERGE;
      case Statement.With with -> kind(with.main());
      default -> Description.Kind.OTHER;
    };
  }

  private Description of(Description.Kind kind, PlannedChange change) {
    return described(kind, columns(change), change.parameterTypes());
  }

  private Description of(Description.Kind kind, PlannedWith with) {
    for (PlannedWith.Part part : with.parts()) {
      parts.put(part.relation(), ungrouped(presence(part)));
    }
    List<Known> columns =
        with.main().query().isPresent()
            ? columns(with.main().query().get())
            : columns(with.main().change().orElseThrow());
    return described(kind, columns, with.parameterTypes());
  }

  private List<Presence> presence(PlannedWith.Part part) {
    return switch (part) {
      case PlannedWith.Change(_, PlannedChange change) ->
          columns(change).stream().map(Known::presence).toList();
      case PlannedWith.Query(_, Rel rel) -> {
        ruledOut.or(ParameterNulls.ruleOut(rel));
        yield nullability().facts(rel).columns();
      }
    };
  }

  private Description described(Description.Kind kind, List<Known> columns, List<SqlType> types) {
    List<Description.Parameter> parameters = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      Optional<String> column = i < notNull.size() ? notNull.get(i) : Optional.empty();
      parameters.add(new Description.Parameter(types.get(i), column, ruledOut.get(i)));
    }
    List<Description.Change> changed = new ArrayList<>();
    List<Description.Change> shown = new ArrayList<>();
    changes.forEach(
        (table, operations) -> {
          changed.add(new Description.Change(table, operations));
          shown.add(new Description.Change(names.shown(table), operations));
        });
    return new Description(
        kind,
        columns.stream().map(Known::described).toList(),
        parameters,
        shown,
        ViolableConstraints.of(changed, new CatalogConstraints(names)));
  }

  /** Groups are numbered by analysis, of which each part has its own. */
  private static List<Presence> ungrouped(List<Presence> columns) {
    return columns.stream()
        .<Presence>map(
            column -> column.nullable() ? Presence.Alone.MAYBE_NULL : Presence.Alone.NEVER_NULL)
        .toList();
  }

  private List<Known> columns(PlannedQuery query) {
    locking.forEach(locked -> ruledOut.or(ParameterNulls.ruleOut(locked.all())));
    ruledOut.or(ParameterNulls.ruleOut(query.rel()));
    List<Presence> presence = nullability().facts(query.rel()).columns();
    List<Known> columns = new ArrayList<>();
    for (int i = 0; i < query.fields().size(); i++) {
      columns.add(
          new Known(
              query.fields().get(i), presence.get(i), query.origins().get(i).flatMap(this::name)));
    }
    return columns;
  }

  /** Empty for what another part of the statement returns. */
  private Optional<String> name(PlannedQuery.Origin origin) {
    return names
        .catalog()
        .relation(origin.relation())
        .map(
            relation ->
                names.shown(relation.name()) + "." + relation.fields().get(origin.column()).name());
  }

  // ---- changes

  /**
   * The row as it is after the change, or before it for a DELETE, within the rows of a plan.
   *
   * @param width how many columns stand before those of RETURNING
   */
  private record Image(int offset, int width) {}

  private static Image image(PlannedChange change) {
    int columns = change.relation().fields().size();
    return switch (change) {
      case PlannedInsert insert ->
          insert.conflict().isPresent() && insert.conflict().get().update()
              ? new Image(1 + columns, 1 + 2 * columns)
              : new Image(0, columns);
      case PlannedUpdate _ -> new Image(columns, 2 * columns);
      case PlannedDelete _ -> new Image(0, columns);
      case PlannedMerge _ -> new Image(2 + columns, 2 + 2 * columns);
    };
  }

  private static Set<Description.Operation> operations(PlannedChange change) {
    return switch (change) {
      case PlannedInsert insert ->
          insert.conflict().isPresent() && insert.conflict().get().update()
              ? EnumSet.of(Description.Operation.INSERT, Description.Operation.UPDATE)
              : EnumSet.of(Description.Operation.INSERT);
      case PlannedUpdate _ -> EnumSet.of(Description.Operation.UPDATE);
      case PlannedDelete _ -> EnumSet.of(Description.Operation.DELETE);
      case PlannedMerge _ -> EnumSet.allOf(Description.Operation.class);
    };
  }

  private List<Known> columns(PlannedChange change) {
    changes
        .computeIfAbsent(change.relation().name(), _ -> EnumSet.noneOf(Description.Operation.class))
        .addAll(operations(change));
    Image image = image(change);
    BitSet required = notNull(change.relation().fields());
    if (!(change instanceof PlannedDelete)) {
      addNotNull(change, image, required);
    }
    if (!(change instanceof PlannedInsert insert && insert.conflict().isPresent())) {
      ruledOut.or(ParameterNulls.ruleOut(change.rel()));
    }
    List<Presence> presence = returned(change, image, required);
    List<Known> columns = new ArrayList<>();
    for (int i = 0; i < change.returning().size(); i++) {
      columns.add(new Known(change.returning().get(i), presence.get(i), Optional.empty()));
    }
    return columns;
  }

  private void addNotNull(PlannedChange change, Image image, BitSet required) {
    List<BitSet> spread = ParameterNulls.spread(change.rel());
    required.stream()
        .forEach(
            column ->
                spread.get(image.offset() + column).stream()
                    .forEach(parameter -> addNotNull(parameter, change, column)));
  }

  private void addNotNull(int parameter, PlannedChange change, int column) {
    while (notNull.size() <= parameter) {
      notNull.add(Optional.empty());
    }
    if (notNull.get(parameter).isEmpty()) {
      Field field = change.relation().fields().get(column);
      notNull.set(
          parameter, Optional.of(names.shown(change.relation().name()) + "." + field.name()));
    }
  }

  /** What RETURNING gives: rows that were written, so that NOT NULL has been checked. */
  private List<Presence> returned(PlannedChange change, Image image, BitSet required) {
    int count = change.returning().size();
    if (count == 0) {
      return List.of();
    }
    BitSet present = new BitSet();
    required.stream().forEach(column -> present.set(image.offset() + column));
    Nullability nullability = nullability();
    // with a join the number of copies has been moved behind it
    Rel list = hasCopies(change) ? change.rel().inputs().getFirst() : change.rel();
    if (!(list instanceof Rel.Project project)) {
      throw new IllegalStateException("RETURNING without its list");
    }
    NullFacts facts = nullability.facts(project.input()).withPresent(present);
    int start = project.expressions().size() - count;
    return project.expressions().subList(start, start + count).stream().map(facts::of).toList();
  }

  private static boolean hasCopies(PlannedChange change) {
    return switch (change) {
      case PlannedUpdate update -> update.copies().isPresent();
      case PlannedDelete delete -> delete.copies().isPresent();
      case PlannedInsert _, PlannedMerge _ -> false;
    };
  }

  // ---- what scans read

  private Nullability nullability() {
    return new Nullability(this::source, givenParameters);
  }

  private Source source(Rel.Scan scan) {
    List<Presence> part = parts.get(scan.relation());
    if (part != null) {
      return new Source.Known(part);
    }
    for (PlannedLocking query : locking) {
      if (query.relation().equals(scan.relation())) {
        return new Source.Query(query.all());
      }
    }
    return switch (names.catalog().require(scan.relation())) {
      case BaseRelation base -> new Source.Stored(notNull(base.fields()));
      case View view -> new Source.Query(view.rel());
      case MaterializedView view -> new Source.Query(view.rel());
      case ViewDefinition view -> new Source.Query(view.rel());
      // their rows are made up, not checked
      case SystemRelation _ -> new Source.Stored(new BitSet());
    };
  }

  private static BitSet notNull(List<Field> fields) {
    BitSet columns = new BitSet();
    for (int i = 0; i < fields.size(); i++) {
      columns.set(i, !fields.get(i).nullable());
    }
    return columns;
  }
}
