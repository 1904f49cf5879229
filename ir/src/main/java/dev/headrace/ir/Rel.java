package dev.headrace.ir;

import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
   */
  record AggregateCall(
      Function function, int argument, boolean distinct, int filter, SqlType type) {
    /** NULL arguments never take part. Over no rows COUNT is 0, the others are NULL. */
    public enum Function {
      COUNT,
      /**
       * SMALLINT, INTEGER to BIGINT; BIGINT, NUMERIC to NUMERIC; REAL to REAL; DOUBLE to DOUBLE.
       */
      SUM,
      /** Integers and NUMERIC to NUMERIC, floats to DOUBLE. */
      AVG,
      MIN,
      MAX,
      BOOL_AND,
      BOOL_OR,
      /** The only row's value, NULL counting as one; two rows are error 21000. */
      SINGLE_VALUE
    }
  }

  /** All rows of all inputs. */
  record Union(List<Rel> inputs, List<Field> fields) implements Rel {
    public Union {
      inputs = List.copyOf(inputs);
      fields = List.copyOf(fields);
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
  record SortKey(int column, boolean descending, boolean nullsFirst) {}

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
