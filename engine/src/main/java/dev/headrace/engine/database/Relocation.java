package dev.headrace.engine.database;

import dev.headrace.ir.ContentHash;
import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.ir.RelTransformer;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.sql.BoundText;
import dev.headrace.sql.ObjectName;
import dev.headrace.sql.ParsedExpression;
import dev.headrace.sql.PlannedQuery;
import dev.headrace.sql.Planner;
import dev.headrace.sql.SqlParser;
import dev.headrace.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lets objects go to other schemas, and what names them follow: texts and plans of views, defaults
 * with sequences, sinks. Materialized views keep their rows and operators.
 */
public final class Relocation {
  private final Catalog before;
  private final UnaryOperator<String> names;
  private final Map<String, Relation> relations = new LinkedHashMap<>();

  private Relocation(Catalog before, UnaryOperator<String> names) {
    this.before = before;
    this.names = names;
  }

  /**
   * The catalog after it.
   *
   * @param names gives the new name of every object, which is the old one for most
   */
  public static Catalog of(Catalog before, UnaryOperator<String> names) {
    return new Relocation(before, names).moved();
  }

  private Catalog moved() {
    for (Relation relation : before.relations()) {
      Relation now = moved(relation);
      relations.put(now.name(), now);
    }
    Map<String, Sink> sinks = new LinkedHashMap<>();
    for (Sink sink : before.sinks()) {
      Sink now = new Sink(sink.oid(), name(sink.name()), name(sink.view()), sink.options());
      if (!now.name().equals(sink.name())) {
        throw refused("sink " + SqlException.quote(sink.name()) + " writes on under its name");
      }
      sinks.put(now.name(), now);
    }
    Map<String, Index> indexes = new LinkedHashMap<>();
    for (Index index : before.indexes()) {
      String relation = before.relation(index.relation()).orElseThrow().name();
      Index now = texts(index).named(Catalog.schemaOf(name(relation)), index.order().name());
      indexes.put(now.name(), now);
    }
    Map<String, Sequence> sequences = new LinkedHashMap<>();
    for (Sequence sequence : before.sequences()) {
      Sequence now = sequence.named(name(sequence.name()));
      sequences.put(now.name(), now);
    }
    return before.rebuilt(relations, sinks, indexes, sequences).with(before.types().renamed(names));
  }

  private String name(String old) {
    return names.apply(old);
  }

  private static SqlException refused(String why) {
    return new SqlException(
        ErrorCode.FEATURE_NOT_SUPPORTED, "cannot move to another schema: " + why);
  }

  private Relation moved(Relation relation) {
    boolean named = Catalog.named(relation).stream().anyMatch(n -> !name(n).equals(n));
    boolean same = !named && name(relation.name()).equals(relation.name());
    return switch (relation) {
      case BaseRelation base -> table(base, same);
      case View view -> same && !scansMoved(view.rel()) ? view : view(view);
      case ViewDefinition view -> same && !scansMoved(view.rel()) ? view : definition(view);
      case MaterializedView view ->
          same && !scansMoved(view.rel())
              ? view
              : definition(ViewDefinition.of(view)).inPlaceOf(view);
      case SystemRelation system -> system;
    };
  }

  private boolean scansMoved(Rel rel) {
    return Scans.of(rel).stream()
        .map(Rel.Scan::relation)
        .anyMatch(name -> !name(name).equals(name));
  }

  private BaseRelation table(BaseRelation table, boolean same) {
    List<Optional<ParsedExpression>> defaults = new ArrayList<>();
    boolean changed = !same;
    for (Optional<ParsedExpression> value : table.defaults()) {
      Optional<ParsedExpression> now =
          value.map(e -> e.withSequences(this::sequence)).map(e -> withTypes(e));
      changed |= !now.map(ParsedExpression::text).equals(value.map(ParsedExpression::text));
      defaults.add(now);
    }
    List<BaseRelation.Check> checks =
        table.checks().stream()
            .map(
                check ->
                    new BaseRelation.Check(
                        check.name(), check.condition(), text(check.text()), check.validated()))
            .toList();
    changed |= !checks.equals(table.checks());
    if (!changed) {
      return table;
    }
    if (!same && (table.errors() != null || table.kind() != BaseRelation.Kind.TABLE)) {
      throw refused(SqlException.quote(table.name()) + " belongs to a connector");
    }
    return table
        .withDefaults(defaults)
        .withConstraints(table.keyName(), checks)
        .shaped(name(table.name()), table.fields());
  }

  // ---- types in expressions, where their schemas stand unless it is public

  private ParsedExpression withTypes(ParsedExpression expression) {
    return before.types().all().isEmpty() ? expression : expression.withTypes(this::type);
  }

  private String text(String expression) {
    return before.types().all().isEmpty()
        ? expression
        : withTypes(SqlParser.expression(expression)).text();
  }

  private String type(String written) {
    return BoundText.name(name(Catalog.unqualified(written)));
  }

  private Index texts(Index index) {
    if (before.types().all().isEmpty()) {
      return index;
    }
    KeyOrder order = index.order();
    List<KeyColumn> columns =
        order.columns().stream()
            .map(
                key ->
                    key.expression() instanceof Expr.Column
                        ? key
                        : new KeyColumn(key.expression(), key.order(), text(key.text())))
            .toList();
    return new Index(
        index.oid(),
        index.schema(),
        index.relation(),
        new KeyOrder(order.name(), columns, order.unique(), order.predicate(), order.index()),
        index.nullsDistinct(),
        index.constraint(),
        index.deferral(),
        index.condition().map(this::text));
  }

  /** A sequence in the text of a default, where its schema always stands. */
  private String sequence(String written) {
    String old = Catalog.unqualified(ObjectName.folded(written));
    String now = name(old);
    return now.equals(old)
        ? written
        : BoundText.name(ObjectName.of(Catalog.schemaOf(now), ObjectName.parts(now).getLast()));
  }

  // ---- views

  private View view(View view) {
    Rel rel = rel(view.rel());
    return new View(
        view.oid(),
        name(view.name()),
        view.fields(),
        rel,
        ContentHash.global(rel).toString(),
        text(view.name(), view.text()),
        named(view.relations()));
  }

  private ViewDefinition definition(ViewDefinition view) {
    Rel rel = rel(view.rel());
    return new ViewDefinition(
        view.oid(),
        name(view.name()),
        view.fields(),
        rel,
        ContentHash.global(rel).toString(),
        text(view.name(), view.text()),
        named(view.relations()),
        view.key(),
        view.appendOnly());
  }

  private Set<String> named(Set<String> old) {
    return old.stream().map(this::name).collect(Collectors.toSet());
  }

  private Rel rel(Rel rel) {
    if (rel instanceof Rel.Scan scan) {
      @Nullable Relation now = relations.get(name(scan.relation()));
      return now == null ? scan : new Rel.Scan(now.name(), now.identity(), scan.fields());
    }
    return RelTransformer.mapInputs(rel, this::rel);
  }

  private String text(String view, String text) {
    Statement statement = SqlParser.parse(text).getFirst().statement();
    PlannedQuery query =
        new Planner(new PlannerCatalog(new Names(before, SearchPath.ofTexts(view))))
            .query(((Statement.Select) statement).query(), List.of());
    return BoundText.renamed(text, query.references(), this::name);
  }
}
