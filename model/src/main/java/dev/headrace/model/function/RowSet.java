package dev.headrace.model.function;

import dev.headrace.model.ArrayValues;
import dev.headrace.model.CatalogTypes;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Interval;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.text.JsonText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a call of a set-returning function, one after the other. A call with a NULL argument
 * has no rows. Not thread-safe; can be opened again for another call.
 */
public abstract class RowSet {
  private static final Interval NO_TIME = new Interval(0, 0, 0);

  /** Starts a call, before its first row. */
  public final void open(List<? extends @Nullable Object> arguments) {
    if (arguments.stream().anyMatch(Objects::isNull)) {
      close();
    } else {
      start(arguments);
    }
  }

  abstract void close();

  abstract void start(List<? extends @Nullable Object> arguments);

  /** Moves to the next row; false if there is none. */
  public abstract boolean next();

  /** A column of the current row as its carrier. */
  public abstract @Nullable Object value(int column);

  private static <T> T required(Class<T> carrier, List<? extends @Nullable Object> list, int at) {
    return Objects.requireNonNull(carrier.cast(list.get(at)));
  }

  private static SqlException noStep() {
    return new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "step size cannot equal zero");
  }

  /** No rows. */
  public static RowSet none() {
    return new RowSet() {
      @Override
      void close() {}

      @Override
      void start(List<? extends @Nullable Object> arguments) {}

      @Override
      public boolean next() {
        return false;
      }

      @Override
      public @Nullable Object value(int column) {
        throw new IllegalStateException("there is no row");
      }
    };
  }

  /**
   * GENERATE_SERIES of BIGINT, with a step.
   *
   * @param narrow whether values are INTEGER
   */
  public static RowSet series(boolean narrow) {
    return new RowSet() {
      private long current;
      private long following;
      private long end;
      private long step;
      private boolean more;

      @Override
      void close() {
        more = false;
      }

      @Override
      void start(List<? extends @Nullable Object> arguments) {
        following = required(Long.class, arguments, 0);
        end = required(Long.class, arguments, 1);
        step = required(Long.class, arguments, 2);
        if (step == 0) {
          throw noStep();
        }
        more = true;
      }

      @Override
      public boolean next() {
        if (!more || (step > 0 ? following > end : following < end)) {
          return false;
        }
        current = following;
        following = current + step;
        // a series ends where its type does
        more = (step > 0) == (following > current);
        return true;
      }

      @Override
      public Object value(int column) {
        if (narrow) {
          return (int) current;
        }
        return current;
      }
    };
  }

  /** GENERATE_SERIES of NUMERIC, with a step. */
  public static RowSet decimalSeries() {
    return new RowSet() {
      private BigDecimal current = BigDecimal.ZERO;
      private BigDecimal following = BigDecimal.ZERO;
      private BigDecimal end = BigDecimal.ZERO;
      private BigDecimal step = BigDecimal.ZERO;
      private boolean more;

      @Override
      void close() {
        more = false;
      }

      @Override
      void start(List<? extends @Nullable Object> arguments) {
        following = required(BigDecimal.class, arguments, 0);
        end = required(BigDecimal.class, arguments, 1);
        step = required(BigDecimal.class, arguments, 2);
        if (step.signum() == 0) {
          throw noStep();
        }
        more = true;
      }

      @Override
      public boolean next() {
        if (!more || following.compareTo(end) * step.signum() > 0) {
          return false;
        }
        current = following;
        following = current.add(step);
        return true;
      }

      @Override
      public Object value(int column) {
        return current;
      }
    };
  }

  /**
   * GENERATE_SERIES of TIMESTAMP, with an INTERVAL as its step.
   *
   * @param zoned whether of TIMESTAMPTZ, with the time zone of days as a fourth argument
   */
  public static RowSet timestampSeries(boolean zoned) {
    return new RowSet() {
      private long current;
      private long following;
      private long end;
      private Interval step = NO_TIME;
      private Slice zone = Slice.of("");
      private boolean more;

      @Override
      void close() {
        more = false;
      }

      @Override
      void start(List<? extends @Nullable Object> arguments) {
        following = required(Long.class, arguments, 0);
        end = required(Long.class, arguments, 1);
        step = required(Interval.class, arguments, 2);
        if (step.compareTo(NO_TIME) == 0) {
          throw noStep();
        }
        zone = zoned ? required(Slice.class, arguments, 3).copy() : zone;
        more = true;
      }

      @Override
      public boolean next() {
        boolean upwards = step.compareTo(NO_TIME) > 0;
        if (!more || (upwards ? following > end : following < end)) {
          return false;
        }
        current = following;
        following = zoned ? DateTimes.add(current, step, zone) : DateTimes.add(current, step);
        more = following != current;
        return true;
      }

      @Override
      public Object value(int column) {
        return current;
      }
    };
  }

  /** Rows that are known when the call starts. */
  private abstract static class Listed extends RowSet {
    private final List<@Nullable Object> first = new ArrayList<>();
    private final List<@Nullable Object> second = new ArrayList<>();
    private int at;

    @Override
    final void close() {
      first.clear();
      second.clear();
      at = -1;
    }

    @Override
    final void start(List<? extends @Nullable Object> arguments) {
      close();
      list(arguments);
    }

    abstract void list(List<? extends @Nullable Object> arguments);

    final void add(@Nullable Object value) {
      first.add(value);
    }

    final void add(@Nullable Object value, @Nullable Object other) {
      first.add(value);
      second.add(other);
    }

    @Override
    public final boolean next() {
      return ++at < first.size();
    }

    @Override
    public final @Nullable Object value(int column) {
      return column == 0 ? first.get(at) : second.get(at);
    }
  }

  /** UNNEST. */
  public static RowSet elements(SqlType arrayType) {
    return new Listed() {
      @Override
      void list(List<? extends @Nullable Object> arguments) {
        ArrayValues.decode(arrayType, required(Slice.class, arguments, 0)).forEach(this::add);
      }
    };
  }

  /** PG_OPTIONS_TO_TABLE: the name and the value of each {@code name=value} of an array. */
  public static RowSet options() {
    SqlType texts = SqlType.array(SqlType.TEXT);
    return new Listed() {
      @Override
      void list(List<? extends @Nullable Object> arguments) {
        for (Object option : ArrayValues.decode(texts, required(Slice.class, arguments, 0))) {
          String text = String.valueOf(option);
          int equals = text.indexOf('=');
          add(
              Slice.of(equals < 0 ? text : text.substring(0, equals)),
              equals < 0 ? null : Slice.of(text.substring(equals + 1)));
        }
      }
    };
  }

  /** Each element of an array and its number, from 1, as a pair of integers. */
  public static RowSet numberedElements(SqlType arrayType) {
    return new Listed() {
      @Override
      void list(List<? extends @Nullable Object> arguments) {
        int number = 0;
        for (Object element : ArrayValues.decode(arrayType, required(Slice.class, arguments, 0))) {
          add(ArrayValues.encode(CatalogTypes.NUMBERED, Arrays.asList(element, ++number)));
        }
      }
    };
  }

  /**
   * GENERATE_SUBSCRIPTS of an array and a dimension.
   *
   * @param first the subscript of its first element
   */
  public static RowSet subscripts(int first) {
    return new Listed() {
      @Override
      void list(List<? extends @Nullable Object> arguments) {
        int size = ArrayValues.size(required(Slice.class, arguments, 0));
        if (required(Integer.class, arguments, 1) == 1) {
          for (int i = 0; i < size; i++) {
            add(first + i);
          }
        }
      }
    };
  }

  /**
   * JSONB_ARRAY_ELEMENTS.
   *
   * @param asText whether strings are without their quotes and null is NULL
   */
  public static RowSet jsonElements(boolean asText) {
    return new Listed() {
      @Override
      void list(List<? extends @Nullable Object> arguments) {
        Slice json = container(required(Slice.class, arguments, 0), '[');
        int end = json.offset() + json.length();
        int at = json.offset() + 1;
        while (json.base()[at] != ']') {
          int after = JsonText.skipValue(json.base(), at, end);
          add(json(json, at, after, asText));
          at = json.base()[after] == ',' ? after + 2 : after;
        }
      }

      private Slice container(Slice json, char start) {
        if (json.at(0) != start) {
          throw new SqlException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              json.at(0) == '{'
                  ? "cannot extract elements from an object"
                  : "cannot extract elements from a scalar");
        }
        return json;
      }
    };
  }

  /**
   * JSONB_EACH: names and values.
   *
   * @param asText whether strings are without their quotes and null is NULL
   */
  public static RowSet jsonMembers(String function, boolean asText) {
    return new Listed() {
      @Override
      void list(List<? extends @Nullable Object> arguments) {
        Slice json = required(Slice.class, arguments, 0);
        if (json.at(0) != '{') {
          throw new SqlException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              function.equals("jsonb_object_keys")
                  ? "cannot call jsonb_object_keys on "
                      + (json.at(0) == '[' ? "an array" : "a scalar")
                  : "cannot call " + function + " on a non-object");
        }
        int end = json.offset() + json.length();
        int at = json.offset() + 1;
        while (json.base()[at] != '}') {
          int afterName = JsonText.skipValue(json.base(), at, end);
          Slice name = JsonText.unquote(json.base(), at, afterName - at, new Slice()).copy();
          int value = afterName + 2;
          int after = JsonText.skipValue(json.base(), value, end);
          add(name, json(json, value, after, asText));
          at = json.base()[after] == ',' ? after + 2 : after;
        }
      }
    };
  }

  private static @Nullable Slice json(Slice json, int from, int to, boolean asText) {
    byte[] bytes = json.base();
    if (asText && bytes[from] == 'n') {
      return null;
    }
    return asText && bytes[from] == '"'
        ? JsonText.unquote(bytes, from, to - from, new Slice()).copy()
        : Slice.of(bytes, from, to - from).copy();
  }

  /** STRING_TO_TABLE of a text and a separator. */
  public static RowSet parts() {
    return new Listed() {
      @Override
      void list(List<? extends @Nullable Object> arguments) {
        String text = required(Slice.class, arguments, 0).toString();
        String separator = required(Slice.class, arguments, 1).toString();
        if (text.isEmpty()) {
          return;
        }
        if (separator.isEmpty()) {
          add(Slice.of(text));
          return;
        }
        int from = 0;
        for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
          add(Slice.of(text.substring(from, at)));
          from = at + separator.length();
        }
        add(Slice.of(text.substring(from)));
      }
    };
  }

  /** REGEXP_MATCHES of a text, a pattern and flags. */
  public static RowSet matches() {
    return new Listed() {
      @Override
      void list(List<? extends @Nullable Object> arguments) {
        RegexpSearches.matches(
                required(Slice.class, arguments, 0),
                required(Slice.class, arguments, 1),
                required(Slice.class, arguments, 2))
            .forEach(this::add);
      }
    };
  }

  /** REGEXP_SPLIT_TO_TABLE of a text and a pattern. */
  public static RowSet splits() {
    return new Listed() {
      @Override
      void list(List<? extends @Nullable Object> arguments) {
        RegularExpressions.split(
                required(Slice.class, arguments, 0), required(Slice.class, arguments, 1))
            .forEach(this::add);
      }
    };
  }
}
