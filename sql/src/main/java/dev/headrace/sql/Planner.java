package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Resolves parsed statements against a catalog.
 *
 * <p>All methods throw {@link SqlException} with PostgreSQL's code and wording and the place in the
 * text that was parsed. A planner is cheap to make, and holds nothing between calls.
 */
public final class Planner {
  private final Catalog catalog;
  private final @Nullable List<PlannedLocking> locking;

  public Planner(Catalog catalog) {
    this.catalog = catalog;
    this.locking = null;
  }

  /**
   * For statements whose queries may lock rows.
   *
   * @param locking takes those queries, each behind those that it reads
   */
  public Planner(Catalog catalog, List<PlannedLocking> locking) {
    this.catalog = catalog;
    this.locking = locking;
  }

  /**
   * Plans a query.
   *
   * @param parameterTypes as the client declared them; null to infer from their use, text if
   *     nothing tells
   */
  public PlannedQuery query(ParsedQuery query, List<? extends @Nullable SqlType> parameterTypes) {
    Analysis analysis = new Analysis(catalog, query.source(), parameterTypes, locking);
    return guarded(() -> query(analysis, query, Ctes.NONE));
  }

  static PlannedQuery query(Analysis analysis, ParsedQuery query, Ctes ctes) {
    Rel rel = new QueryBinder(analysis, null, ctes).relation(query.node());
    List<Optional<PlannedQuery.Origin>> origins = new ArrayList<>();
    for (int i = 0; i < rel.fields().size(); i++) {
      origins.add(Optional.ofNullable(origin(analysis, rel, i)));
    }
    Rel shown = ObjectNames.shown(rel);
    return new PlannedQuery(
        shown,
        shown.fields(),
        analysis.parameters().resolved(),
        analysis.relations(),
        origins,
        analysis.references().items(),
        analysis.references().columns(),
        analysis.references().names());
  }

  private static PlannedQuery.@Nullable Origin origin(Analysis analysis, Rel rel, int column) {
    PlannedQuery.Origin origin = Origins.of(rel, column);
    List<PlannedLocking> locking = analysis.locking();
    if (origin != null && locking != null) {
      for (PlannedLocking query : locking) {
        if (query.relation().equals(origin.relation())) {
          return origin(analysis, query.all(), origin.column());
        }
      }
    }
    return origin;
  }

  /** Plans an INSERT. */
  public PlannedInsert insert(ParsedDml body, List<? extends @Nullable SqlType> parameterTypes) {
    Analysis analysis = new Analysis(catalog, body.source(), parameterTypes, locking);
    return guarded(() -> new InsertPlanner(analysis, body, Ctes.NONE).plan());
  }

  /** Plans an UPDATE. */
  public PlannedUpdate update(ParsedDml body, List<? extends @Nullable SqlType> parameterTypes) {
    Analysis analysis = new Analysis(catalog, body.source(), parameterTypes, locking);
    return guarded(() -> new UpdatePlanner(analysis, body, "update", Ctes.NONE).update());
  }

  /** Plans a DELETE. */
  public PlannedDelete delete(ParsedDml body, List<? extends @Nullable SqlType> parameterTypes) {
    Analysis analysis = new Analysis(catalog, body.source(), parameterTypes, locking);
    return guarded(() -> new UpdatePlanner(analysis, body, "delete from", Ctes.NONE).delete());
  }

  /** Plans a MERGE. */
  public PlannedMerge merge(ParsedMerge body, List<? extends @Nullable SqlType> parameterTypes) {
    Analysis analysis = new Analysis(catalog, body.source(), parameterTypes, locking);
    return guarded(() -> new MergePlanner(analysis, body, Ctes.NONE).plan());
  }

  /** Plans a statement behind a WITH clause that changes data. */
  public PlannedWith with(
      ParsedWith with, Statement statement, List<? extends @Nullable SqlType> parameterTypes) {
    Analysis analysis = new Analysis(catalog, with.source(), parameterTypes);
    return guarded(() -> new WithPlanner(analysis, with).plan(statement));
  }

  /** An expression over columns, for example a CHECK; without columns, an argument of EXECUTE. */
  public Expr expression(ParsedExpression expression, List<Field> columns) {
    Analysis analysis = new Analysis(catalog, expression.source(), List.of());
    return guarded(
        () -> analysis.coercion().standalone(binder(analysis, columns).bind(expression.node())));
  }

  /** A condition over columns: of type BOOLEAN, else error 42804. */
  public Expr condition(ParsedExpression expression, List<Field> columns) {
    Analysis analysis = new Analysis(catalog, expression.source(), List.of());
    return guarded(
        () ->
            analysis
                .coercion()
                .condition(binder(analysis, columns).bind(expression.node()), "CHECK"));
  }

  /** Where an expression over columns names them, in the order of the text that was parsed. */
  public List<ColumnUse> columnUses(ParsedExpression expression, List<Field> columns) {
    Analysis analysis = new Analysis(catalog, expression.source(), List.of());
    guarded(() -> binder(analysis, columns).bind(expression.node()));
    return analysis.references().uses().stream()
        .distinct()
        .sorted(Comparator.comparingInt(ColumnUse::from))
        .toList();
  }

  /** A DEFAULT as a value of its column. */
  public Expr defaultValue(ParsedExpression expression, Field column) {
    return assignment(catalog, expression, column);
  }

  static Expr assignment(Catalog catalog, ParsedExpression expression, Field column) {
    Analysis analysis = new Analysis(catalog, expression.source(), List.of());
    return guarded(
        () -> {
          Operand operand = binder(analysis, List.of()).bind(expression.node());
          return analysis
              .coercion()
              .assignment(operand, column, expression.node().getParserPosition());
        });
  }

  /** The expression of a generated column over the columns of its table. */
  public Expr generated(ParsedExpression expression, List<Field> columns, Field column) {
    return generated(catalog, expression, columns, column);
  }

  static Expr generated(
      Catalog catalog, ParsedExpression expression, List<Field> columns, Field column) {
    Analysis analysis = new Analysis(catalog, expression.source(), List.of());
    return guarded(
        () -> {
          Operand operand = binder(analysis, columns).bind(expression.node());
          return analysis
              .coercion()
              .assignment(operand, column, expression.node().getParserPosition());
        });
  }

  private static ExpressionBinder binder(Analysis analysis, List<Field> columns) {
    List<Scope.NamedColumn> named = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Field field = columns.get(i);
      named.add(new Scope.NamedColumn(field.name(), i, field.type(), field.nullable()));
    }
    Scope.Tables tables = new Scope.Tables(List.of(new Scope.Table("", named, List.of())), named);
    Frame frame = new Frame(analysis.nextFrame(), new Rel.Values(List.of(), columns));
    return new ExpressionBinder(
        new Scope(analysis, null, frame, tables, Ctes.NONE), Clause.EXPRESSION);
  }

  private static <T> T guarded(Supplier<T> planning) {
    try {
      return planning.get();
    } catch (StackOverflowError _) {
      throw new SqlException(ErrorCode.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded")
          .withHint("Nest the statement less deeply.");
    }
  }
}
