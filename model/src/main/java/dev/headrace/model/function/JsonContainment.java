package dev.headrace.model.function;

import dev.headrace.model.ArrayValues;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import java.util.Objects;

/** Whether a JSONB value has another one, or keys, in it. */
public final class JsonContainment {
  private JsonContainment() {}

  /** {@code whole @> part}. */
  public static boolean contains(Slice whole, Slice part) {
    if (whole.at(0) == '[' && part.at(0) != '[' && part.at(0) != '{') {
      // an array may contain a scalar, not the other way round
      return hasEqual(JsonParts.of(whole), part);
    }
    return containsAlike(whole, part);
  }

  /** {@code part <@ whole}. */
  public static boolean isContained(Slice part, Slice whole) {
    return contains(whole, part);
  }

  private static boolean containsAlike(Slice whole, Slice part) {
    if (whole.at(0) == '{' && part.at(0) == '{') {
      return containsMembers(JsonParts.of(whole), JsonParts.of(part));
    }
    if (whole.at(0) == '[' && part.at(0) == '[') {
      JsonParts elements = JsonParts.of(whole);
      return JsonParts.of(part).values().stream().allMatch(one -> hasElement(elements, one));
    }
    return JsonOrder.compare(whole, part) == 0;
  }

  private static boolean containsMembers(JsonParts whole, JsonParts part) {
    for (int i = 0; i < part.size(); i++) {
      int at = whole.indexOf(part.names().get(i));
      if (at < 0 || !containsAlike(whole.values().get(at), part.values().get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasElement(JsonParts elements, Slice part) {
    boolean container = part.at(0) == '[' || part.at(0) == '{';
    return container
        ? elements.values().stream()
            .anyMatch(one -> one.at(0) == part.at(0) && containsAlike(one, part))
        : hasEqual(elements, part);
  }

  private static boolean hasEqual(JsonParts elements, Slice scalar) {
    return elements.values().stream().anyMatch(one -> JsonOrder.compare(one, scalar) == 0);
  }

  /** {@code json ?| keys}. */
  public static boolean hasAny(Slice json, Slice keys) {
    return ArrayValues.decode(SqlType.array(SqlType.TEXT), keys).stream()
        .filter(Objects::nonNull)
        .anyMatch(key -> Jsons.exists(json, (Slice) key));
  }

  /** {@code json ?& keys}. */
  public static boolean hasAll(Slice json, Slice keys) {
    return ArrayValues.decode(SqlType.array(SqlType.TEXT), keys).stream()
        .filter(Objects::nonNull)
        .allMatch(key -> Jsons.exists(json, (Slice) key));
  }
}
