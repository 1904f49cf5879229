package dev.headrace.model.function;

import dev.headrace.model.ArrayValues;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.text.ByteOutput;
import dev.headrace.model.text.JsonText;
import dev.headrace.model.text.NumberText;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Functions on JSONB. They work on the normal form's text without building anything: a part of a
 * document is a view of it.
 */
public final class Jsons {
  private static final Slice[] TYPE_NAMES = {
    Slice.of("null"),
    Slice.of("string"),
    Slice.of("number"),
    Slice.of("boolean"),
    Slice.of("array"),
    Slice.of("object")
  };

  /** JSON's null. */
  public static final Slice NULL = Slice.of("null");

  private Jsons() {}

  /** An array of values. */
  public static Slice array(List<Slice> values) {
    ByteOutput array = new ByteOutput();
    array.writeByte('[');
    for (int i = 0; i < values.size(); i++) {
      array.writeAscii(i == 0 ? "" : ", ");
      array.write(values.get(i));
    }
    array.writeByte(']');
    return array.toSlice();
  }

  /** An object of names and values; of equal names the last one counts. */
  public static Slice object(List<Slice> names, List<Slice> values) {
    ByteOutput object = new ByteOutput();
    object.writeByte('{');
    for (int i = 0; i < names.size(); i++) {
      object.writeAscii(i == 0 ? "" : ", ");
      JsonText.writeString(names.get(i), object);
      object.writeByte(':');
      object.write(values.get(i));
    }
    object.writeByte('}');
    ByteOutput normal = new ByteOutput(object.length() + 16);
    JsonText.normalise(object.bytes(), 0, object.length(), normal);
    return normal.toSlice();
  }

  /** A cast of text. */
  public static Slice toJson(Slice text, Slice out) {
    ByteOutput normal = new ByteOutput(text.length() + 16);
    JsonText.normalise(text.base(), text.offset(), text.length(), normal);
    return normal.toSlice(out);
  }

  /** A cast to text: the normal form itself. */
  public static Slice toText(Slice json, Slice out) {
    return out.set(json);
  }

  /** A text as a JSON string. */
  public static Slice quote(Slice text, Slice out) {
    ByteOutput quoted = new ByteOutput(text.length() + 16);
    JsonText.writeString(text, quoted);
    return quoted.toSlice(out);
  }

  // Parts

  /** {@code json -> name}. */
  public static @Nullable Slice field(Slice json, Slice name, Slice out) {
    if (json.at(0) != '{') {
      return null;
    }
    byte[] bytes = json.base();
    int end = json.offset() + json.length();
    int at = json.offset() + 1;
    Slice unescaped = new Slice();
    while (bytes[at] != '}') {
      int nameEnd = JsonText.skipValue(bytes, at, end);
      Slice member = JsonText.unquote(bytes, at, nameEnd - at, unescaped);
      int valueEnd = JsonText.skipValue(bytes, nameEnd + 2, end);
      if (member.equals(name)) {
        return out.set(bytes, nameEnd + 2, valueEnd - nameEnd - 2);
      }
      at = bytes[valueEnd] == ',' ? valueEnd + 2 : valueEnd;
    }
    return null;
  }

  /**
   * {@code json -> index}: from 0, or from the end if negative. A scalar is its own only element,
   * as in PostgreSQL.
   */
  public static @Nullable Slice element(Slice json, int index, Slice out) {
    if (json.at(0) != '[') {
      return json.at(0) != '{' && (index == 0 || index == -1) ? out.set(json) : null;
    }
    byte[] bytes = json.base();
    int end = json.offset() + json.length();
    long left = index >= 0 ? index : (long) index + JsonText.count(bytes, json.offset(), end);
    int at = json.offset() + 1;
    while (left >= 0 && bytes[at] != ']') {
      int valueEnd = JsonText.skipValue(bytes, at, end);
      if (left == 0) {
        return out.set(bytes, at, valueEnd - at);
      }
      left--;
      at = bytes[valueEnd] == ',' ? valueEnd + 2 : valueEnd;
    }
    return null;
  }

  /** {@code json ->> name}. */
  public static @Nullable Slice fieldText(Slice json, Slice name, Slice out) {
    return asText(field(json, name, out), out);
  }

  /** {@code json ->> index}. */
  public static @Nullable Slice elementText(Slice json, int index, Slice out) {
    return asText(element(json, index, out), out);
  }

  /** {@code json #> path}, a path of TEXT[]. */
  public static @Nullable Slice path(Slice json, Slice path, Slice out) {
    Slice current = out.set(json);
    for (Object step : ArrayValues.decode(SqlType.array(SqlType.TEXT), path)) {
      if (step == null || current == null) {
        return null;
      }
      Slice name = (Slice) step;
      Integer index = current.at(0) == '[' ? indexOrNull(name) : null;
      current =
          current.at(0) == '{'
              ? field(current, name, out)
              : index == null ? null : element(current, index, out);
    }
    return current;
  }

  private static @Nullable Integer indexOrNull(Slice text) {
    try {
      return NumberText.parseInteger(text.base(), text.offset(), text.length());
    } catch (SqlException e) {
      // A step that is no number is no element: NULL in PostgreSQL too.
      return null;
    }
  }

  /** {@code json #>> path}. */
  public static @Nullable Slice pathText(Slice json, Slice path, Slice out) {
    return asText(path(json, path, out), out);
  }

  private static @Nullable Slice asText(@Nullable Slice json, Slice out) {
    if (json == null || json.at(0) == 'n') {
      return null;
    }
    return json.at(0) == '"'
        ? JsonText.unquote(json.base(), json.offset(), json.length(), out)
        : json;
  }

  /** {@code json ? name}: a member of an object, or a string of an array, or the string itself. */
  public static boolean exists(Slice json, Slice name) {
    if (json.at(0) == '{') {
      return field(json, name, new Slice()) != null;
    }
    if (json.at(0) == '"') {
      return JsonText.unquote(json.base(), json.offset(), json.length(), new Slice()).equals(name);
    }
    Slice element = new Slice();
    for (int i = 0; element(json, i, element) != null; i++) {
      if (element.at(0) == '"' && exists(element, name)) {
        return true;
      }
    }
    return false;
  }

  // Properties

  /** JSONB_TYPEOF. */
  public static Slice typeOf(Slice json, Slice out) {
    return out.set(TYPE_NAMES[JsonOrder.rank(json.at(0))]);
  }

  /** JSONB_ARRAY_LENGTH. */
  public static int arrayLength(Slice json) {
    if (json.at(0) != '[') {
      throw new SqlException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          json.at(0) == '{'
              ? "cannot get array length of a non-array"
              : "cannot get array length of a scalar");
    }
    return JsonText.count(json.base(), json.offset(), json.offset() + json.length());
  }

  // Casts to other types

  public static boolean toBoolean(Slice json) {
    if (JsonOrder.rank(json.at(0)) != 3) {
      throw cannotCast(json, "boolean");
    }
    return json.at(0) == 't';
  }

  public static BigDecimal toNumeric(Slice json) {
    return number(json, "numeric");
  }

  public static int toSmallint(Slice json) {
    return Conversions.toSmallint(number(json, "smallint"));
  }

  public static int toInteger(Slice json) {
    return Conversions.toInteger(number(json, "integer"));
  }

  public static long toBigint(Slice json) {
    return Conversions.toBigint(number(json, "bigint"));
  }

  public static float toReal(Slice json) {
    return Conversions.toReal(number(json, "real"));
  }

  public static double toDouble(Slice json) {
    return Conversions.toDouble(number(json, "double precision"));
  }

  private static BigDecimal number(Slice json, String type) {
    if (JsonOrder.rank(json.at(0)) != 2) {
      throw cannotCast(json, type);
    }
    return JsonText.number(json.base(), json.offset(), json.length());
  }

  private static SqlException cannotCast(Slice json, String type) {
    String found = TYPE_NAMES[JsonOrder.rank(json.at(0))].toString();
    return new SqlException(
        ErrorCode.INVALID_PARAMETER_VALUE, "cannot cast jsonb " + found + " to type " + type);
  }
}
