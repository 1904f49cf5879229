package dev.headrace.check.postgres;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Messages to a server, one behind the other. */
final class MessageWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  MessageWriter string(String text) {
    body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    body.write(0);
    return this;
  }

  MessageWriter raw(byte[] value) {
    body.writeBytes(value);
    return this;
  }

  MessageWriter int8(int value) {
    body.write(value);
    return this;
  }

  MessageWriter int16(int value) {
    body.write(value >> 8);
    body.write(value);
    return this;
  }

  MessageWriter int32(int value) {
    body.writeBytes(ByteBuffer.allocate(4).putInt(value).array());
    return this;
  }

  /** Ends a message. */
  MessageWriter end(char type) {
    bytes.write(type);
    return end();
  }

  /** Ends a message of those at the beginning, which have no type. */
  MessageWriter end() {
    bytes.writeBytes(ByteBuffer.allocate(4).putInt(body.size() + 4).array());
    bytes.writeBytes(body.toByteArray());
    body.reset();
    return this;
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  /** The messages of a request, which end so that a server replies whatever came before. */
  void request(Request request) {
    switch (request) {
      case Request.Describe(String sql) -> {
        string("").string(sql).int16(0).end('P');
        int8('S').string("").end('D');
        end('S');
      }
      case Request.Rows(String sql) -> {
        string("").string(sql).int16(0).end('P');
        string("").string("").int16(0).int16(0).int16(0).end('B');
        int8('P').string("").end('D');
        string("").int32(0).end('E');
        end('S');
      }
      case Request.Prepare(String name, String sql) -> {
        string(name).string(sql).int16(0).end('P');
        end('S');
      }
      case Request.Script(String sql) -> string(sql).end('Q');
    }
  }
}
