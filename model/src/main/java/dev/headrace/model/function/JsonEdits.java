package dev.headrace.model.function;

import dev.headrace.model.ArrayValues;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.text.NumberText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operators and functions that make another JSONB value of one. */
public final class JsonEdits {
  private JsonEdits() {}

  private static boolean isContainer(Slice json) {
    return json.at(0) == '[' || json.at(0) == '{';
  }

  private static SqlException invalid(String message) {
    return new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, message);
  }

  /** {@code left || right}: members of both, the right one's first; or elements of both. */
  public static Slice concat(Slice left, Slice right, Slice out) {
    if (left.at(0) == '{' && right.at(0) == '{') {
      JsonParts parts = JsonParts.of(left);
      JsonParts more = JsonParts.of(right);
      parts.names().addAll(more.names());
      parts.values().addAll(more.values());
      return out.set(parts.joined());
    }
    JsonParts parts = JsonParts.asArray(left);
    parts.values().addAll(JsonParts.asArray(right).values());
    return out.set(parts.joined());
  }

  /** {@code json - name}: without a member, or without the strings in an array. */
  public static Slice without(Slice json, Slice name, Slice out) {
    return out.set(without(json, List.of(name)));
  }

  /** {@code json - names}. */
  public static Slice withoutAll(Slice json, Slice names, Slice out) {
    List<Slice> removed = new ArrayList<>();
    for (Object name : ArrayValues.decode(SqlType.array(SqlType.TEXT), names)) {
      if (name != null) {
        removed.add((Slice) name);
      }
    }
    return out.set(without(json, removed));
  }

  private static Slice without(Slice json, List<Slice> names) {
    if (!isContainer(json)) {
      throw invalid("cannot delete from scalar");
    }
    JsonParts parts = JsonParts.of(json);
    for (int i = parts.size() - 1; i >= 0; i--) {
      Slice value = parts.values().get(i);
      boolean removed =
          parts.isObject()
              ? names.contains(parts.names().get(i))
              : names.stream().anyMatch(name -> JsonParts.isString(value, name));
      if (removed) {
        parts.remove(i);
      }
    }
    return parts.joined();
  }

  /** {@code json - index}, from the end if it is negative. */
  public static Slice without(Slice json, int index, Slice out) {
    if (json.at(0) == '{') {
      throw invalid("cannot delete from object using integer index");
    }
    if (json.at(0) != '[') {
      throw invalid("cannot delete from scalar");
    }
    JsonParts parts = JsonParts.of(json);
    int at = index < 0 ? parts.size() + index : index;
    if (at >= 0 && at < parts.size()) {
      parts.remove(at);
    }
    return out.set(parts.joined());
  }

  /** {@code json #- path}. */
  public static Slice withoutPath(Slice json, Slice path, Slice out) {
    if (!isContainer(json)) {
      throw invalid("cannot delete path in scalar");
    }
    return out.set(JsonPathEdit.DELETE.apply(json, steps(path), Jsons.NULL));
  }

  /** JSONB_SET. */
  public static Slice set(Slice json, Slice path, Slice value, boolean create, Slice out) {
    if (!isContainer(json)) {
      throw invalid("cannot set path in scalar");
    }
    JsonPathEdit edit = create ? JsonPathEdit.SET : JsonPathEdit.REPLACE;
    return out.set(edit.apply(json, steps(path), value));
  }

  /** JSONB_SET_LAX with NULL for the new value: what that means is told. */
  public static Slice setNull(Slice json, Slice path, boolean create, Slice treatment, Slice out) {
    return switch (treatment.toString()) {
      case "use_json_null" -> set(json, path, Jsons.NULL, create, out);
      case "delete_key" -> withoutPath(json, path, out);
      case "return_target" -> out.set(json);
      case "raise_exception" ->
          throw new SqlException(ErrorCode.NULL_VALUE_NOT_ALLOWED, "JSON value must not be null")
              .withDetail(
                  "Exception was raised because null_value_treatment is \"raise_exception\".")
              .withHint(
                  "To avoid, either change the null_value_treatment argument or ensure that an SQL"
                      + " NULL is not passed.");
      default ->
          throw invalid(
              "null_value_treatment must be \"delete_key\", \"return_target\","
                  + " \"use_json_null\", or \"raise_exception\"");
    };
  }

  /** JSONB_SET that makes what is missing. */
  public static Slice set(Slice json, Slice path, Slice value, Slice out) {
    return set(json, path, value, true, out);
  }

  /** JSONB_INSERT. */
  public static Slice insert(Slice json, Slice path, Slice value, boolean behind, Slice out) {
    if (!isContainer(json)) {
      throw invalid("cannot set path in scalar");
    }
    JsonPathEdit edit = behind ? JsonPathEdit.INSERT_BEHIND : JsonPathEdit.INSERT_BEFORE;
    return out.set(edit.apply(json, steps(path), value));
  }

  /** JSONB_INSERT before. */
  public static Slice insert(Slice json, Slice path, Slice value, Slice out) {
    return insert(json, path, value, false, out);
  }

  private static List<Slice> steps(Slice path) {
    List<Slice> steps = new ArrayList<>();
    for (Object step : ArrayValues.decode(SqlType.array(SqlType.TEXT), path)) {
      if (step == null) {
        throw new SqlException(
            ErrorCode.NULL_VALUE_NOT_ALLOWED,
            "path element at position " + (steps.size() + 1) + " is null");
      }
      steps.add((Slice) step);
    }
    return steps;
  }

  /** The number of an array's element. */
  static int index(Slice step, int position) {
    try {
      return NumberText.parseInteger(step.base(), step.offset(), step.length());
    } catch (SqlException e) {
      throw new SqlException(
          ErrorCode.INVALID_TEXT_REPRESENTATION,
          "path element at position " + position + " is not an integer: \"" + step + "\"",
          e);
    }
  }

  /** JSONB_STRIP_NULLS: without members that are null, at any depth. */
  public static Slice stripNulls(Slice json, Slice out) {
    return out.set(stripped(json));
  }

  private static Slice stripped(Slice json) {
    if (!isContainer(json)) {
      return json;
    }
    JsonParts parts = JsonParts.of(json);
    for (int i = parts.size() - 1; i >= 0; i--) {
      Slice value = parts.values().get(i);
      if (parts.isObject() && value.at(0) == 'n') {
        parts.remove(i);
      } else {
        parts.values().set(i, stripped(value));
      }
    }
    return parts.joined();
  }

  /** JSONB_OBJECT of names and values in turn. */
  public static Slice object(Slice array, Slice out) {
    List<@Nullable Object> items = ArrayValues.decode(SqlType.array(SqlType.TEXT), array);
    if (items.size() % 2 != 0) {
      throw new SqlException(
          ErrorCode.ARRAY_SUBSCRIPT_ERROR, "array must have even number of elements");
    }
    List<@Nullable Object> names = new ArrayList<>();
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < items.size(); i += 2) {
      names.add(items.get(i));
      values.add(items.get(i + 1));
    }
    return out.set(object(names, values));
  }

  /** JSONB_OBJECT of an array of names and one of values. */
  public static Slice object(Slice names, Slice values, Slice out) {
    if (ArrayValues.size(names) != ArrayValues.size(values)) {
      throw new SqlException(ErrorCode.ARRAY_SUBSCRIPT_ERROR, "mismatched array dimensions");
    }
    return out.set(
        object(
            ArrayValues.decode(SqlType.array(SqlType.TEXT), names),
            ArrayValues.decode(SqlType.array(SqlType.TEXT), values)));
  }

  private static Slice object(List<@Nullable Object> names, List<@Nullable Object> values) {
    List<Slice> keys = new ArrayList<>();
    List<Slice> texts = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if (!(names.get(i) instanceof Slice name)) {
        throw new SqlException(
            ErrorCode.NULL_VALUE_NOT_ALLOWED, "null value not allowed for object key");
      }
      keys.add(name);
      texts.add(values.get(i) instanceof Slice text ? Jsons.quote(text, new Slice()) : Jsons.NULL);
    }
    return Jsons.object(keys, texts);
  }
}
