package dev.headrace.model.text;

import dev.headrace.model.Slice;

/**
 * Keys of jsonb: a byte for the rank of the type, then the value; containers give their size first.
 * An empty array that is the whole value has the lowest rank of all, which is PostgreSQL's order.
 */
final class JsonKeys {
  private static final int EMPTY_ARRAY = 0;
  private static final int NULL = 1;
  private static final int STRING = 2;
  private static final int NUMBER = 3;
  private static final int FALSE = 4;
  private static final int TRUE = 5;
  private static final int ARRAY = 6;
  private static final int OBJECT = 7;

  private final byte[] bytes;
  private final int end;
  private final ByteOutput out;
  private int at;

  private JsonKeys(Slice json, ByteOutput out) {
    this.bytes = json.base();
    this.at = json.offset();
    this.end = at + json.length();
    this.out = out;
  }

  static void write(Slice json, ByteOutput out) {
    if (json.length() == 2 && json.at(0) == '[') {
      out.writeByte(EMPTY_ARRAY);
    } else {
      new JsonKeys(json, out).value();
    }
  }

  private void value() {
    switch (bytes[at]) {
      case '{' -> container(OBJECT);
      case '[' -> container(ARRAY);
      case '"' -> {
        out.writeByte(STRING);
        string();
      }
      case 't' -> scalar(TRUE);
      case 'f' -> scalar(FALSE);
      case 'n' -> scalar(NULL);
      default -> {
        int start = at;
        scalar(NUMBER);
        KeyCodec.writeDecimal(JsonText.number(bytes, start, at - start), out);
      }
    }
  }

  private void scalar(int rank) {
    out.writeByte(rank);
    at = JsonText.skipValue(bytes, at, end);
  }

  private void string() {
    int start = at;
    at = JsonText.skipValue(bytes, at, end);
    Slice text = JsonText.unquote(bytes, start, at - start, new Slice());
    KeyCodec.writeBytes(text.base(), text.offset(), text.offset() + text.length(), out);
  }

  private void container(int rank) {
    int size = JsonText.count(bytes, at, end);
    out.writeByte(rank);
    out.writeInt(size);
    at++;
    for (int i = 0; i < size; i++) {
      if (rank == OBJECT) {
        string();
        at += 2;
      }
      value();
      at += i < size - 1 ? 2 : 0;
    }
    at++;
  }
}
