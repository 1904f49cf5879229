package dev.headrace.runtime.window;

import dev.headrace.model.ArrayValues;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.function.Jsons;
import dev.headrace.model.text.ByteOutput;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Aggregates that put a group's values together in their order. */
final class Collected {
  private Collected() {}

  private abstract static class Values extends Accumulation {
    @Override
    boolean givesNumbers() {
      return false;
    }

    @Override
    boolean seesOrder() {
      return true;
    }

    @Override
    void result(ResultColumn results, int index) {
      results.setObject(index, value());
    }

    abstract @Nullable Object value();
  }

  /** STRING_AGG of texts or byte strings. */
  static final class Texts extends Values {
    private final int argument;
    private final int separator;
    private final ByteOutput bytes = new ByteOutput();
    private boolean any;

    Texts(int argument, int separator) {
      this.argument = argument;
      this.separator = separator;
    }

    @Override
    void clear() {
      bytes.clear();
      any = false;
    }

    @Override
    void add(Partition rows, int index) {
      Object value = rows.value(index, argument);
      if (value == null) {
        return;
      }
      if (any && rows.value(index, separator) instanceof Slice between) {
        bytes.write(between);
      }
      bytes.write((Slice) value);
      any = true;
    }

    @Override
    @Nullable Object value() {
      return any ? bytes.toSlice() : null;
    }
  }

  /** ARRAY_AGG. */
  static final class ArrayOf extends Values {
    private final int argument;
    private final SqlType type;
    private final List<@Nullable Object> values = new ArrayList<>();

    /**
     * @param type of the array
     */
    ArrayOf(int argument, SqlType type) {
      this.argument = argument;
      this.type = type;
    }

    @Override
    void clear() {
      values.clear();
    }

    @Override
    void add(Partition rows, int index) {
      values.add(rows.value(index, argument));
    }

    @Override
    @Nullable Object value() {
      return values.isEmpty() ? null : ArrayValues.encode(type, values);
    }
  }

  /** JSONB_AGG of JSONB values. */
  static final class JsonArray extends Values {
    private final int argument;
    private final List<Slice> values = new ArrayList<>();

    JsonArray(int argument) {
      this.argument = argument;
    }

    @Override
    void clear() {
      values.clear();
    }

    @Override
    void add(Partition rows, int index) {
      Object value = rows.value(index, argument);
      values.add(value == null ? Jsons.NULL : (Slice) value);
    }

    @Override
    @Nullable Object value() {
      return values.isEmpty() ? null : Jsons.array(values);
    }
  }

  /** JSONB_OBJECT_AGG of TEXT keys and JSONB values. */
  static final class JsonObject extends Values {
    private final int key;
    private final int argument;
    private final List<Slice> keys = new ArrayList<>();
    private final List<Slice> values = new ArrayList<>();

    JsonObject(int key, int argument) {
      this.key = key;
      this.argument = argument;
    }

    @Override
    void clear() {
      keys.clear();
      values.clear();
    }

    @Override
    void add(Partition rows, int index) {
      Object name = rows.value(index, key);
      if (name == null) {
        throw new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "field name must not be null");
      }
      Object value = rows.value(index, argument);
      keys.add((Slice) name);
      values.add(value == null ? Jsons.NULL : (Slice) value);
    }

    @Override
    @Nullable Object value() {
      return keys.isEmpty() ? null : Jsons.object(keys, values);
    }
  }
}
