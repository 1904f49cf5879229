package dev.headrace.model.function;

import dev.headrace.model.Slice;
import dev.headrace.model.text.JsonText;
import java.util.ArrayList;
import java.util.List;

/**
 * The members of a JSONB object, or the elements of an array, to be changed and put together again.
 *
 * @param names of an object's members, without quotes; of an array empty
 * @param values views of the document
 */
record JsonParts(boolean isObject, List<Slice> names, List<Slice> values) {

  /** The parts of a container. */
  static JsonParts of(Slice json) {
    JsonParts parts = new JsonParts(json.at(0) == '{', new ArrayList<>(), new ArrayList<>());
    byte[] bytes = json.base();
    int end = json.offset() + json.length();
    int at = json.offset() + 1;
    while (at < end - 1) {
      int start = at;
      if (parts.isObject) {
        int nameEnd = JsonText.skipValue(bytes, at, end);
        parts.names.add(JsonText.unquote(bytes, at, nameEnd - at, new Slice()));
        start = nameEnd + 2;
      }
      int valueEnd = JsonText.skipValue(bytes, start, end);
      parts.values.add(Slice.of(bytes, start, valueEnd - start));
      at = valueEnd + 2;
    }
    return parts;
  }

  /** A value as an array, which a scalar is the only element of. */
  static JsonParts asArray(Slice json) {
    if (json.at(0) == '[') {
      return of(json);
    }
    JsonParts parts = new JsonParts(false, new ArrayList<>(), new ArrayList<>());
    parts.values.add(json);
    return parts;
  }

  int size() {
    return values.size();
  }

  /** Where the member of a name is; -1 if there is none. */
  int indexOf(Slice name) {
    return names.indexOf(name);
  }

  /** Whether an array has a string. */
  boolean hasString(Slice string) {
    return values.stream().anyMatch(value -> isString(value, string));
  }

  static boolean isString(Slice json, Slice string) {
    return json.at(0) == '"'
        && JsonText.unquote(json.base(), json.offset(), json.length(), new Slice()).equals(string);
  }

  void remove(int index) {
    values.remove(index);
    if (isObject) {
      names.remove(index);
    }
  }

  /** The container of these parts. */
  Slice joined() {
    return isObject ? Jsons.object(names, values) : Jsons.array(values);
  }
}
