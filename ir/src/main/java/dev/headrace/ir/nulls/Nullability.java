package dev.headrace.ir.nulls;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.AggregateCall;
import dev.headrace.ir.Rel.Join;
import dev.headrace.ir.TableCall;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntPredicate;

/**
 * Which columns of relations can be NULL, from the leaves of a tree up.
 *
 * <p>Filters and join conditions rule NULLs out: where {@code a = b} is TRUE neither is NULL. The
 * side of an outer join that may be missing becomes a group of columns that are NULL together
 * ({@link Presence.NullTogether}); a condition on one of them that NULL does not fulfil brings all
 * of them back. Nodes are remembered by identity.
 */
public final class Nullability {
  /** What a scan reads. */
  public sealed interface Source {
    /** Rows that fulfil constraints. */
    record Stored(BitSet notNull) implements Source {}

    /** The rows of a query, which may have further columns. */
    record Query(Rel rel) implements Source {}

    /** Rows about which this is known. */
    record Known(List<Presence> columns) implements Source {}
  }

  private final Function<Rel.Scan, Source> sources;
  private final IntPredicate givenParameters;
  private final IdentityHashMap<Rel, List<Presence>> known = new IdentityHashMap<>();
  private final Map<String, List<Presence>> working = new HashMap<>();
  private int groups;

  /**
   * @param givenParameters the parameters, from 0, whose values are never NULL
   */
  public Nullability(Function<Rel.Scan, Source> sources, IntPredicate givenParameters) {
    this.sources = sources;
    this.givenParameters = givenParameters;
  }

  /** What is known of the columns of a relation. */
  public NullFacts facts(Rel rel) {
    return new NullFacts(of(rel), givenParameters);
  }

  private List<Presence> of(Rel rel) {
    List<Presence> columns = known.get(rel);
    if (columns == null) {
      columns = List.copyOf(find(rel));
      if (columns.size() != rel.fields().size()) {
        throw new IllegalStateException(columns.size() + " columns of " + rel.fields().size());
      }
      if (working.isEmpty()) {
        known.put(rel, columns);
      }
    }
    return columns;
  }

  private List<Presence> find(Rel rel) {
    return switch (rel) {
      case Rel.Scan scan -> ofScan(scan);
      case Rel.Values values -> ofValues(values);
      case Rel.Filter filter -> facts(filter.input()).whenTrue(filter.predicate()).columns();
      case Rel.Project project -> {
        NullFacts facts = facts(project.input());
        yield project.expressions().stream().map(facts::of).toList();
      }
      case Rel.Join join -> ofJoin(join);
      case Rel.Aggregate aggregate -> ofAggregate(aggregate);
      case Rel.Window window -> ofWindow(window);
      case Rel.Expand expand -> ofExpand(expand);
      case Rel.Union union ->
          union.inputs().stream().map(this::of).reduce(this::either).orElse(none(union));
      case Rel.Recursive recursive -> ofRecursive(recursive);
      case Rel.Working round -> working.getOrDefault(round.name(), none(round));
      case Rel.SetOperation operation -> ofSetOperation(operation);
      case Rel.Sort sort -> of(sort.input());
      case Rel.Once once -> of(once.input());
    };
  }

  private static List<Presence> none(Rel rel) {
    return Collections.nCopies(rel.fields().size(), Presence.Alone.MAYBE_NULL);
  }

  private List<Presence> ofScan(Rel.Scan scan) {
    return switch (sources.apply(scan)) {
      case Source.Stored(BitSet notNull) -> {
        List<Presence> columns = new ArrayList<>();
        for (int i = 0; i < scan.fields().size(); i++) {
          columns.add(notNull.get(i) ? Presence.Alone.NEVER_NULL : Presence.Alone.MAYBE_NULL);
        }
        yield columns;
      }
      case Source.Query(Rel rel) -> of(rel).subList(0, scan.fields().size());
      case Source.Known(List<Presence> columns) -> columns;
    };
  }

  private List<Presence> ofValues(Rel.Values values) {
    NullFacts nothing = new NullFacts(List.of(), givenParameters);
    return values.rows().stream()
        .map(row -> row.stream().map(nothing::of).toList())
        .reduce(this::either)
        // there are no rows, so nothing is NULL; yet what is joined with them may become so
        .orElseGet(() -> none(values));
  }

  /** Of rows that come from one of two places. Their groups are not the same. */
  private List<Presence> either(List<Presence> left, List<Presence> right) {
    List<Presence> columns = new ArrayList<>();
    for (int i = 0; i < left.size(); i++) {
      boolean nullable = left.get(i).nullable() || right.get(i).nullable();
      columns.add(nullable ? Presence.Alone.MAYBE_NULL : Presence.Alone.NEVER_NULL);
    }
    return columns;
  }

  // ---- joins

  private List<Presence> ofJoin(Join join) {
    List<Presence> left = of(join.left());
    // the same subtree on both sides has the same groups, of different rows
    List<Presence> right = renumbered(of(join.right()));
    int width = left.size();
    List<Presence> both = new ArrayList<>(left);
    both.addAll(right);
    NullFacts matched = new NullFacts(both, givenParameters).withPresent(matching(join, width));
    List<Presence> leftMatched = matched.columns().subList(0, width);
    List<Presence> rightMatched = matched.columns().subList(width, both.size());
    return switch (join.kind()) {
      case INNER -> matched.columns();
      case SEMI -> leftMatched;
      case ANTI -> left;
      case LEFT -> concat(left, missing(rightMatched));
      case RIGHT -> concat(missing(leftMatched), right);
      case FULL -> concat(missing(left), missing(right));
    };
  }

  /** The columns of a pair of rows that match which are certainly not NULL. */
  private static BitSet matching(Join join, int width) {
    Expr residual = join.residual();
    BitSet present = residual == null ? new BitSet() : Strictness.columnsOfTrue(residual);
    for (Join.Key key : join.keys()) {
      if (!key.nullsMatch()) {
        present.set(key.left());
        present.set(width + key.right());
      }
    }
    return present;
  }

  private static List<Presence> concat(List<Presence> left, List<Presence> right) {
    List<Presence> all = new ArrayList<>(left);
    all.addAll(right);
    return all;
  }

  /** Of a side that may be missing: what was never NULL now is so where the whole side is. */
  private List<Presence> missing(List<Presence> side) {
    Presence together = new Presence.NullTogether(groups++);
    return side.stream().map(column -> column.nullable() ? column : together).toList();
  }

  private List<Presence> renumbered(List<Presence> columns) {
    Map<Integer, Presence> renamed = new HashMap<>();
    List<Presence> result = new ArrayList<>();
    for (Presence column : columns) {
      result.add(
          column instanceof Presence.NullTogether(int group)
              ? renamed.computeIfAbsent(group, g -> new Presence.NullTogether(groups++))
              : column);
    }
    return result;
  }

  // ---- aggregates and windows

  private List<Presence> ofAggregate(Rel.Aggregate aggregate) {
    List<Presence> input = of(aggregate.input());
    List<Presence> columns = new ArrayList<>();
    aggregate.keys().forEach(key -> columns.add(input.get(key)));
    boolean hasRows = !aggregate.keys().isEmpty();
    for (AggregateCall call : aggregate.calls()) {
      columns.add(ofCall(call, input, hasRows));
    }
    return columns;
  }

  /**
   * @param hasRows whether there certainly is a row to aggregate, before the call's filter
   */
  private static Presence ofCall(AggregateCall call, List<Presence> input, boolean hasRows) {
    boolean some = hasRows && call.filter() < 0;
    boolean never =
        switch (call.function()) {
          case COUNT, REGR_COUNT, RANK, DENSE_RANK, PERCENT_RANK, CUME_DIST -> true;
          case SUM, AVG, MIN, MAX, BOOL_AND, BOOL_OR, BIT_AND, BIT_OR, BIT_XOR, SINGLE_VALUE ->
              some && !input.get(call.argument()).nullable();
          case STRING_AGG, MODE, VAR_POP, STDDEV_POP ->
              some && !call.columns().isEmpty() && noneNullable(call, input);
          case ARRAY_AGG, JSONB_AGG -> some;
          case JSONB_OBJECT_AGG -> some;
          case VAR_SAMP,
              STDDEV_SAMP,
              CORR,
              COVAR_POP,
              COVAR_SAMP,
              REGR_AVGX,
              REGR_AVGY,
              REGR_SXX,
              REGR_SYY,
              REGR_SXY,
              REGR_SLOPE,
              REGR_INTERCEPT,
              REGR_R2,
              PERCENTILE_CONT,
              PERCENTILE_DISC ->
              false;
        };
    return never ? Presence.Alone.NEVER_NULL : Presence.Alone.MAYBE_NULL;
  }

  private static boolean noneNullable(AggregateCall call, List<Presence> input) {
    return call.columns().stream().map(input::get).noneMatch(Presence::nullable);
  }

  private List<Presence> ofWindow(Rel.Window window) {
    List<Presence> input = of(window.input());
    List<Presence> columns = new ArrayList<>(input);
    window.calls().forEach(call -> columns.add(WindowNulls.of(call, input)));
    return columns;
  }

  static Presence ofFrame(AggregateCall call, List<Presence> input, boolean hasRows) {
    return ofCall(call, input, hasRows);
  }

  // ---- the others

  private List<Presence> ofExpand(Rel.Expand expand) {
    List<Presence> columns = new ArrayList<>(of(expand.input()));
    List<Presence> made = new ArrayList<>();
    for (TableCall call : expand.calls()) {
      // where there are several, one with fewer rows is padded
      boolean never = expand.calls().size() == 1 && givesNoNulls(call.function());
      made.addAll(
          Collections.nCopies(
              call.types().size(), never ? Presence.Alone.NEVER_NULL : Presence.Alone.MAYBE_NULL));
    }
    if (expand.ordinality()) {
      made.add(Presence.Alone.NEVER_NULL);
    }
    columns.addAll(expand.outer() ? missing(made) : made);
    return columns;
  }

  private static boolean givesNoNulls(TableCall.Function function) {
    return switch (function) {
      case LONG_SERIES,
          INTEGER_SERIES,
          DECIMAL_SERIES,
          TIMESTAMP_SERIES,
          TIMESTAMPTZ_SERIES,
          GENERATE_SUBSCRIPTS,
          JSONB_ARRAY_ELEMENTS,
          JSONB_EACH,
          JSONB_OBJECT_KEYS,
          REGEXP_SPLIT_TO_TABLE ->
          true;
      case UNNEST,
          NUMBERED_ELEMENTS,
          OPTIONS,
          JSONB_ARRAY_ELEMENTS_TEXT,
          JSONB_EACH_TEXT,
          STRING_TO_TABLE,
          REGEXP_MATCHES,
          NO_ROWS ->
          false;
    };
  }

  /** What holds for the first rows and is kept by every round. */
  private List<Presence> ofRecursive(Rel.Recursive recursive) {
    List<Presence> assumed = either(of(recursive.initial()), of(recursive.initial()));
    List<Presence> outer = working.get(recursive.working());
    try {
      while (true) {
        working.put(recursive.working(), assumed);
        List<Presence> next = either(assumed, of(recursive.step()));
        if (next.equals(assumed)) {
          return assumed;
        }
        assumed = next;
      }
    } finally {
      if (outer == null) {
        working.remove(recursive.working());
      } else {
        working.put(recursive.working(), outer);
      }
    }
  }

  private List<Presence> ofSetOperation(Rel.SetOperation operation) {
    List<Presence> left = of(operation.left());
    return switch (operation.operator()) {
      case EXCEPT -> left;
      case INTERSECT -> {
        List<Presence> right = of(operation.right());
        BitSet present = new BitSet();
        for (int i = 0; i < right.size(); i++) {
          present.set(i, !right.get(i).nullable());
        }
        yield new NullFacts(left, givenParameters).withPresent(present).columns();
      }
    };
  }
}
