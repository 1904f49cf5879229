package dev.headrace.model.function;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import java.util.List;

/** What is done with the value at the end of a path. */
enum JsonPathEdit {
  DELETE,
  /** Replaces it, or makes it. */
  SET,
  /** Replaces it if it is there. */
  REPLACE,
  INSERT_BEFORE,
  INSERT_BEHIND;

  /** The document after the change; steps that lead nowhere leave it as it is. */
  Slice apply(Slice json, List<Slice> path, Slice value) {
    return path.isEmpty() ? json : apply(json, path, 0, value);
  }

  private Slice apply(Slice json, List<Slice> path, int depth, Slice value) {
    if (json.at(0) != '{' && json.at(0) != '[') {
      return json;
    }
    JsonParts parts = JsonParts.of(json);
    boolean last = depth == path.size() - 1;
    if (parts.isObject()) {
      Slice name = path.get(depth);
      int at = parts.indexOf(name);
      if (last) {
        changeMember(parts, name, at, value);
      } else if (at >= 0) {
        parts.values().set(at, apply(parts.values().get(at), path, depth + 1, value));
      }
    } else {
      int index = JsonEdits.index(path.get(depth), depth + 1);
      int at = index < 0 ? parts.size() + index : index;
      if (last) {
        changeElement(parts, at, value);
      } else if (at >= 0 && at < parts.size()) {
        parts.values().set(at, apply(parts.values().get(at), path, depth + 1, value));
      }
    }
    return parts.joined();
  }

  private void changeMember(JsonParts parts, Slice name, int at, Slice value) {
    switch (this) {
      case DELETE -> {
        if (at >= 0) {
          parts.remove(at);
        }
      }
      case SET, REPLACE -> {
        if (at >= 0) {
          parts.values().set(at, value);
        } else if (this == SET) {
          parts.names().add(name);
          parts.values().add(value);
        }
      }
      case INSERT_BEFORE, INSERT_BEHIND -> {
        if (at >= 0) {
          throw new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "cannot replace existing key")
              .withHint("Try using the function jsonb_set to replace key value.");
        }
        parts.names().add(name);
        parts.values().add(value);
      }
    }
  }

  private void changeElement(JsonParts parts, int at, Slice value) {
    List<Slice> values = parts.values();
    boolean exists = at >= 0 && at < values.size();
    int nearest = Math.clamp(at, 0, values.size());
    switch (this) {
      case DELETE -> {
        if (exists) {
          values.remove(at);
        }
      }
      case SET, REPLACE -> {
        if (exists) {
          values.set(at, value);
        } else if (this == SET) {
          values.add(nearest, value);
        }
      }
      case INSERT_BEFORE -> values.add(nearest, value);
      case INSERT_BEHIND -> values.add(exists ? at + 1 : nearest, value);
    }
  }
}
