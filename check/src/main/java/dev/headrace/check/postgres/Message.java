package dev.headrace.check.postgres;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message from a server, read from its beginning to its end. */
final class Message {
  private final char type;
  private final ByteBuffer body;

  Message(char type, byte[] body) {
    this.type = type;
    this.body = ByteBuffer.wrap(body);
  }

  char type() {
    return type;
  }

  int int8() {
    return body.get();
  }

  int int16() {
    return body.getShort();
  }

  int int32() {
    return body.getInt();
  }

  String string() {
    int start = body.position();
    while (body.get() != 0) {
      // the terminator is the end
    }
    byte[] bytes = body.array();
    return new String(bytes, start, body.position() - start - 1, StandardCharsets.UTF_8);
  }

  byte[] rest() {
    byte[] rest = new byte[body.remaining()];
    body.get(rest);
    return rest;
  }

  /** A column's value; null for NULL. */
  @Nullable String value() {
    int length = int32();
    if (length < 0) {
      return null;
    }
    byte[] value = new byte[length];
    body.get(value);
    return new String(value, StandardCharsets.UTF_8);
  }

  private Map<Character, String> fields() {
    Map<Character, String> fields = new HashMap<>();
    for (char field = (char) int8(); field != 0; field = (char) int8()) {
      fields.put(field, string());
    }
    return fields;
  }

  /** What a NoticeResponse says, as psql shows it. */
  String notice() {
    Map<Character, String> fields = fields();
    StringBuilder text = new StringBuilder(fields.getOrDefault('S', "NOTICE"));
    text.append(": ").append(fields.getOrDefault('M', ""));
    if (fields.containsKey('D')) {
      text.append("\n  ").append(fields.get('D'));
    }
    if (fields.containsKey('H')) {
      text.append("\n  ").append(fields.get('H'));
    }
    return text.toString();
  }

  /** What an ErrorResponse says. */
  Reply.ServerError error() {
    Map<Character, String> fields = fields();
    String position = fields.getOrDefault('P', "0");
    return new Reply.ServerError(
        fields.getOrDefault('C', ""),
        fields.getOrDefault('M', ""),
        position.matches("\\d{1,9}") ? Integer.parseInt(position) : 0,
        fields.get('D'),
        fields.get('H'));
  }
}
