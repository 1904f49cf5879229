package dev.headrace.ir;

import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A relational expression over bags of rows.
 *
 * <p>Field names are for users only (see {@link Field}); positions are what counts.
 */
public sealed interface Rel {
  /** The columns of its rows. */
  List<Field> fields();

  /** Direct inputs, left to right. */
  List<Rel> inputs();

  /**
   * The rows of a table, source or view.
   *
   * @param relation its name in the catalog, which the engine resolves
   * @param identity what determines its contents: for a table or source its name and columns, for a
   *     view the global hash of its query; enters global hashes in place of the name
   */
  record Scan(String relation, String identity, List<Field> fields) implements Rel {
    public Scan {
      fields = List.copyOf(fields);
    }

    @Override
    public List<Rel> inputs() {
      return List.of();
    }
  }

  /** Rows of constants and parameters. */
  record Values(List<List<Expr>> rows, List<Field> fields) implements Rel {
    public Values {
      rows = rows.stream().<List<Expr>>map(List::copyOf).toList();
      fields = List.copyOf(fields);
    }

    @Override
    public List<Rel> inputs() {
      return List.of();
    }
  }

  /** The rows for which a condition is TRUE. */
  record Filter(Rel input, Expr predicate) implements Rel {
    public Filter {
      if (predicate.type().kind() != Kind.BOOLEAN) {
        throw new IllegalArgumentException("predicate of type " + predicate.type());
      }
    }

    @Override
    public List<Field> fields() {
      return input.fields();
    }

    @Override
    public List<Rel> inputs() {
      return List.of(input);
    }
  }

  /** One row of expressions for each row. */
  record Project(Rel input, List<Expr> expressions, List<Field> fields) implements Rel {
    public Project {
      expressions = List.copyOf(expressions);
      fields = List.copyOf(fields);
      if (expressions.size() != fields.size()) {
        throw new IllegalArgumentException(expressions.size() + " expressions, " + fields.size());
      }
    }

    @Override
    public List<Rel> inputs() {
      return List.of(input);
    }
  }

  /**
   * A join. Rows match when all keys are equal and the residual is TRUE.
   *
   * @param keys equalities between a column of either side; without any, every pair is tried
   * @param residual over the left columns followed by the right ones, or null
   */
  record Join(Kind kind, Rel left, Rel right, List<Key> keys, @Nullable Expr residual)
      implements Rel {
    /** SEMI and ANTI give left rows only: those with, and those without, a match. */
    public enum Kind {
      INNER,
      LEFT,
      RIGHT,
      FULL,
      SEMI,
      ANTI;

      public boolean keepsUnmatchedLeft() {
        return this == LEFT || this == FULL;
      }

      public boolean keepsUnmatchedRight() {
        return this == RIGHT || this == FULL;
      }

      public boolean leftOnly() {
        return this == SEMI || this == ANTI;
      }
    }

    /**
     * An equality.
     *
     * @param left column of the left side
     * @param right column of the right side, counted from the right side's first
     * @param nullsMatch IS NOT DISTINCT FROM instead of {@code =}
     */
    public record Key(int left, int right, boolean nullsMatch) {}

    public Join {
      keys = List.copyOf(keys);
    }

    @Override
    public List<Field> fields() {
      if (kind.leftOnly()) {
        return left.fields();
      }
      List<Field> all = new ArrayList<>();
      left.fields().forEach(f -> all.add(kind.keepsUnmatchedRight() ? nullable(f) : f));
      right.fields().forEach(f -> all.add(kind.keepsUnmatchedLeft() ? nullable(f) : f));
      return List.copyOf(all);
    }

    private static Field nullable(Field field) {
      return field.nullable() ? field : Field.of(field.name(), field.type());
    }

    @Override
    public List<Rel> inputs() {
      return List.of(left, right);
    }
  }

  /**
   * One row per group: the key columns, then the calls' results. Without keys there is exactly one
   * row, also for no input. Without calls it is DISTINCT.
   *
   * @param keys columns of the input; equality as in {@link Expr.DistinctFrom}
   * @param fields of the keys, then of the calls
   */
  record Aggregate(Rel input, List<Integer> keys, List<AggregateCall> calls, List<Field> fields)
      implements Rel {
    public Aggregate {
      keys = List.copyOf(keys);
      calls = List.copyOf(calls);
      fields = List.copyOf(fields);
      if (keys.size() + calls.size() != fields.size()) {
        throw new IllegalArgumentException("fields do not fit keys and calls");
      }
    }

    @Override
    public List<Rel> inputs() {
      return List.of(input);
    }
  }

  /**
   * An aggregate of one group's rows.
   *
   * @param argument column of the input, or -1 for COUNT(*)
   * @param distinct whether equal arguments count once
   * @param filter BOOLEAN column of the input; only rows for which it is TRUE take part; or -1
   * @param type of the result
   * @param more further arguments, columns of the input
   * @param order of the rows, on which the result depends; ties are broken by the whole row
   */
  record AggregateCall(
      Function function,
      int argument,
      boolean distinct,
      int filter,
      SqlType type,
      List<Integer> more,
      List<SortKey> order) {
    /**
     * NULL arguments never take part, except in the functions that make arrays and JSON. Over no
     * rows COUNT and REGR_COUNT are 0, a row's place is the first, the others are NULL.
     */
    public enum Function {
      COUNT,
      /**
       * SMALLINT, INTEGER to BIGINT; BIGINT, NUMERIC to NUMERIC; others to their own type: REAL,
       * DOUBLE, INTERVAL.
       */
      SUM,
      /** Integers and NUMERIC to NUMERIC, floats to DOUBLE, INTERVAL to INTERVAL. */
      AVG,
      MIN,
      MAX,
      BOOL_AND,
      BOOL_OR,
      /** The only row's value, NULL counting as one; two rows are error 21000. */
      SINGLE_VALUE,
      /**
       * Texts or byte strings; each but the first behind its own separator, the second argument.
       */
      STRING_AGG,
      ARRAY_AGG,
      /** Of JSONB values; SQL's NULL as JSON's. */
      JSONB_AGG,
      /** Of keys, TEXT, and JSONB values; of equal keys the last one counts. */
      JSONB_OBJECT_AGG,
      BIT_AND,
      BIT_OR,
      BIT_XOR,
      /** NUMERIC to NUMERIC, DOUBLE to DOUBLE; as are its siblings. */
      VAR_POP,
      VAR_SAMP,
      STDDEV_POP,
      STDDEV_SAMP,
      /** Of DOUBLE y and, the second argument, x; as are the following. */
      CORR,
      COVAR_POP,
      COVAR_SAMP,
      REGR_COUNT,
      REGR_AVGX,
      REGR_AVGY,
      REGR_SXX,
      REGR_SYY,
      REGR_SXY,
      REGR_SLOPE,
      REGR_INTERCEPT,
      REGR_R2,
      /** Of values in order; the second argument is the fraction, a DOUBLE or an array of them. */
      PERCENTILE_CONT,
      /** The same, giving one of the values. */
      PERCENTILE_DISC,
      /** The most frequent value, among equally frequent ones the first in order. */
      MODE,
      /**
       * The place that a row, the further arguments, would have among the group's in their order.
       */
      RANK,
      DENSE_RANK,
      PERCENT_RANK,
      CUME_DIST;

      /** Whether the group's rows themselves are needed, not only sums and counts of them. */
      public boolean isCollected() {
        return switch (this) {
          case COUNT, SUM, AVG, MIN, MAX, BOOL_AND, BOOL_OR, SINGLE_VALUE -> false;
          default -> true;
        };
      }
    }

    public AggregateCall {
      more = List.copyOf(more);
      order = List.copyOf(order);
      if (!function.isCollected() && !(more.isEmpty() && order.isEmpty())) {
        throw new IllegalArgumentException(function + " with an order or further arguments");
      }
    }

    /** An aggregate of at most one argument. */
    public AggregateCall(
        Function function, int argument, boolean distinct, int filter, SqlType type) {
      this(function, argument, distinct, filter, type, List.of(), List.of());
    }

    /** The columns it reads. */
    public List<Integer> columns() {
      List<Integer> columns = new ArrayList<>(more);
      columns.add(argument);
      columns.add(filter);
      order.forEach(key -> columns.add(key.column()));
      columns.removeIf(column -> column < 0);
      return columns;
    }

    /** The same over columns that stand elsewhere. */
    public AggregateCall remapped(IntUnaryOperator map) {
      return new AggregateCall(
          function,
          argument < 0 ? -1 : map.applyAsInt(argument),
          distinct,
          filter < 0 ? -1 : map.applyAsInt(filter),
          type,
          more.stream().map(map::applyAsInt).toList(),
          order.stream().map(key -> key.remapped(map)).toList());
    }
  }

  /**
   * Window functions over one partitioning and order: each row with the calls' results behind its
   * columns. Rows that are equal in the order stand as their other columns say, so that the outcome
   * is determined.
   *
   * @param partition columns of the input; equality as in {@link Expr.DistinctFrom}
   * @param fields of the input, then of the calls
   */
  record Window(
      Rel input,
      List<Integer> partition,
      List<SortKey> order,
      List<WindowCall> calls,
      List<Field> fields)
      implements Rel {
    public Window {
      partition = List.copyOf(partition);
      order = List.copyOf(order);
      calls = List.copyOf(calls);
      fields = List.copyOf(fields);
      if (input.fields().size() + calls.size() != fields.size()) {
        throw new IllegalArgumentException("fields do not fit input and calls");
      }
    }

    @Override
    public List<Rel> inputs() {
      return List.of(input);
    }
  }

  /**
   * Each row with the rows of set-returning functions behind it, as often as there are any: the
   * calls' rows side by side, NULL where one has fewer than another.
   *
   * @param ordinality whether a last column, BIGINT, numbers the rows of each input row
   * @param outer whether a row without any is there once, with NULLs
   * @param fields of the input, then of the calls, then the ordinality
   */
  record Expand(
      Rel input, List<TableCall> calls, boolean ordinality, boolean outer, List<Field> fields)
      implements Rel {
    public Expand {
      calls = List.copyOf(calls);
      fields = List.copyOf(fields);
      int made = calls.stream().mapToInt(call -> call.types().size()).sum();
      if (input.fields().size() + made + (ordinality ? 1 : 0) != fields.size()) {
        throw new IllegalArgumentException("fields do not fit input and calls");
      }
    }

    @Override
    public List<Rel> inputs() {
      return List.of(input);
    }
  }

  /** All rows of all inputs. */
  record Union(List<Rel> inputs, List<Field> fields) implements Rel {
    public Union {
      inputs = List.copyOf(inputs);
      fields = List.copyOf(fields);
    }
  }

  /**
   * WITH RECURSIVE: the rows of a query, then again and again what a step makes of the rows that
   * were new in the round before, until there are none. Only for queries that run once.
   *
   * @param step reads the rows of the round before as the {@link Working} of that name
   * @param all whether rows count that have been there before
   */
  record Recursive(Rel initial, Rel step, String working, boolean all, List<Field> fields)
      implements Rel {
    public Recursive {
      fields = List.copyOf(fields);
    }

    @Override
    public List<Rel> inputs() {
      return List.of(initial, step);
    }
  }

  /** Within the step of a {@link Recursive} the rows of the round before. */
  record Working(String name, List<Field> fields) implements Rel {
    public Working {
      fields = List.copyOf(fields);
    }

    @Override
    public List<Rel> inputs() {
      return List.of();
    }
  }

  /**
   * Rows that are computed once for all who read them, though computing them again might give
   * others: they depend on a VOLATILE function.
   *
   * @param name tells it from others of the statement; equal nodes are one
   */
  record Once(Rel input, String name) implements Rel {
    @Override
    public List<Field> fields() {
      return input.fields();
    }

    @Override
    public List<Rel> inputs() {
      return List.of(input);
    }
  }

  /** EXCEPT and INTERSECT, with ALL (counting duplicates) or without. */
  record SetOperation(Operator operator, boolean all, Rel left, Rel right, List<Field> fields)
      implements Rel {
    /** Which one. */
    public enum Operator {
      EXCEPT,
      INTERSECT
    }

    public SetOperation {
      fields = List.copyOf(fields);
    }

    @Override
    public List<Rel> inputs() {
      return List.of(left, right);
    }
  }

  /**
   * ORDER BY, OFFSET and LIMIT. Without both limits it only orders a result; with one it decides
   * which rows there are. Ties are broken by the whole row, so that the outcome is determined.
   *
   * @param limit BIGINT without columns, NULL for none; or null
   * @param offset BIGINT without columns; or null
   */
  record Sort(Rel input, List<SortKey> order, @Nullable Expr limit, @Nullable Expr offset)
      implements Rel {
    public Sort {
      order = List.copyOf(order);
    }

    @Override
    public List<Field> fields() {
      return input.fields();
    }

    @Override
    public List<Rel> inputs() {
      return List.of(input);
    }
  }

  /** A column to order by. */
  record SortKey(int column, boolean descending, boolean nullsFirst) {
    /** The same of a column that stands elsewhere. */
    public SortKey remapped(IntUnaryOperator map) {
      return new SortKey(map.applyAsInt(column), descending, nullsFirst);
    }
  }

  /** The same columns under other names. */
  static List<Field> renamed(List<Field> fields, List<String> names) {
    List<Field> result = new ArrayList<>(fields.size());
    for (int i = 0; i < fields.size(); i++) {
      Field field = fields.get(i);
      result.add(new Field(names.get(i), field.type(), field.nullable()));
    }
    return List.copyOf(Objects.requireNonNull(result));
  }
}
