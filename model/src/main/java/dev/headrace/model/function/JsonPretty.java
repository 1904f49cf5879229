package dev.headrace.model.function;

import dev.headrace.model.Slice;
import dev.headrace.model.text.ByteOutput;
import dev.headrace.model.text.JsonText;

/** JSONB_PRETTY: a member or an element a line, indented by four blanks. */
public final class JsonPretty {
  private final ByteOutput text = new ByteOutput();

  private JsonPretty() {}

  public static Slice pretty(Slice json, Slice out) {
    JsonPretty pretty = new JsonPretty();
    pretty.write(json, 0);
    return pretty.text.toSlice(out);
  }

  private void write(Slice json, int depth) {
    if (json.at(0) != '{' && json.at(0) != '[') {
      text.write(json);
      return;
    }
    JsonParts parts = JsonParts.of(json);
    text.writeByte(json.at(0));
    for (int i = 0; i < parts.size(); i++) {
      text.writeAscii(i == 0 ? "" : ",");
      line(depth + 1);
      if (parts.isObject()) {
        JsonText.writeString(parts.names().get(i), text);
        text.writeAscii(": ");
      }
      write(parts.values().get(i), depth + 1);
    }
    line(depth);
    text.writeByte(parts.isObject() ? '}' : ']');
  }

  private void line(int depth) {
    text.writeByte('\n');
    text.writeAscii("    ".repeat(depth));
  }
}
