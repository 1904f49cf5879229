package dev.headrace.pgwire;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A client that sends any bytes it is told to, and tells what comes back. */
final class RawClient implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 10_000;

  /** A message from the server; its body is the receiver's to keep. */
  @SuppressWarnings("ArrayRecordComponent")
  record Message(char type, byte[] body) {
    /** The string that starts at an offset. */
    String string(int offset) {
      int end = offset;
      while (body[end] != 0) {
        end++;
      }
      return new String(body, offset, end - offset, StandardCharsets.UTF_8);
    }

    /** ErrorResponse or NoticeResponse: values by field. */
    Map<Character, String> fields() {
      Map<Character, String> fields = new LinkedHashMap<>();
      for (int at = 0; body[at] != 0; ) {
        char field = (char) body[at];
        String value = string(at + 1);
        fields.put(field, value);
        at += 2 + value.getBytes(StandardCharsets.UTF_8).length;
      }
      return fields;
    }

    /** DataRow: values read as text, null for NULL. */
    List<String> values() {
      try {
        DataInputStream in = new DataInputStream(new java.io.ByteArrayInputStream(body));
        List<String> values = new ArrayList<>();
        for (int count = in.readShort(); count > 0; count--) {
          int length = in.readInt();
          values.add(length < 0 ? null : new String(in.readNBytes(length), StandardCharsets.UTF_8));
        }
        return values;
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    int integer(int offset) {
      return java.nio.ByteBuffer.wrap(body).getInt(offset);
    }

    /** One word: what matters of the message. */
    @Override
    public String toString() {
      return switch (type) {
        case 'Z' -> "Z" + (char) body[0];
        case 'C' -> "C(" + string(0) + ")";
        case 'D' -> "D" + values();
        case 'E' -> "E(" + fields().get('S') + " " + fields().get('C') + ")";
        case 'N' -> "N(" + fields().get('M') + ")";
        case 'S' -> "S(" + string(0) + ")";
        default -> String.valueOf(type);
      };
    }
  }

  /** Builds the body of a message. */
  static final class Body {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream data = new DataOutputStream(bytes);

    private interface Write {
      void to(DataOutputStream data) throws IOException;
    }

    private Body put(Write write) {
      try {
        write.to(data);
        return this;
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    Body string(String text) {
      return put(out -> out.write((text + "\0").getBytes(StandardCharsets.UTF_8)));
    }

    Body int8(int value) {
      return put(out -> out.writeByte(value));
    }

    Body int16(int value) {
      return put(out -> out.writeShort(value));
    }

    Body int32(int value) {
      return put(out -> out.writeInt(value));
    }

    Body raw(byte... value) {
      return put(out -> out.write(value));
    }

    byte[] bytes() {
      return bytes.toByteArray();
    }
  }

  static Body body() {
    return new Body();
  }

  final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private final ByteArrayOutputStream batch = new ByteArrayOutputStream();
  int processId;
  int secret;

  RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
    out = socket.getOutputStream();
  }

  /** A client that has been let in. */
  static RawClient connect(int port) throws IOException {
    RawClient client = new RawClient(port);
    client.packet(
        body().int32(3 << 16).string("user").string("ada").string("database").string("d").int8(0));
    for (Message message = client.read(); message.type() != 'Z'; message = client.read()) {
      if (message.type() == 'E') {
        throw new IOException("the server refused the connection: " + message.fields());
      }
      if (message.type() == 'K') {
        client.processId = message.integer(0);
        client.secret = message.integer(4);
      }
    }
    return client;
  }

  /** Sends a packet without a type byte. */
  RawClient packet(Body body) throws IOException {
    byte[] bytes = body.bytes();
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    new DataOutputStream(packet).writeInt(bytes.length + 4);
    packet.write(bytes);
    return bytes(packet.toByteArray());
  }

  /** Sends bytes as they are. */
  RawClient bytes(byte... bytes) throws IOException {
    out.write(bytes);
    out.flush();
    return this;
  }

  /** Adds a message to the batch. */
  RawClient add(char type, Body body) {
    byte[] bytes = body.bytes();
    batch.write(type);
    batch.writeBytes(java.nio.ByteBuffer.allocate(4).putInt(bytes.length + 4).array());
    batch.writeBytes(bytes);
    return this;
  }

  /** Sends the batch. */
  RawClient send() throws IOException {
    out.write(batch.toByteArray());
    out.flush();
    batch.reset();
    return this;
  }

  /** The batch, which is not sent. */
  byte[] takeBatch() {
    byte[] bytes = batch.toByteArray();
    batch.reset();
    return bytes;
  }

  RawClient addParse(String name, String sql, int... types) {
    Body body = body().string(name).string(sql).int16(types.length);
    for (int type : types) {
      body.int32(type);
    }
    return add('P', body);
  }

  /** Parameters and results as text; null is NULL. */
  RawClient addBind(String portal, String statement, String... parameters) {
    Body body = body().string(portal).string(statement).int16(0).int16(parameters.length);
    for (String parameter : parameters) {
      if (parameter == null) {
        body.int32(-1);
      } else {
        byte[] utf8 = parameter.getBytes(StandardCharsets.UTF_8);
        body.int32(utf8.length).raw(utf8);
      }
    }
    return add('B', body.int16(0));
  }

  RawClient addDescribe(char kind, String name) {
    return add('D', body().int8(kind).string(name));
  }

  RawClient addExecute(String portal, int maxRows) {
    return add('E', body().string(portal).int32(maxRows));
  }

  RawClient addClose(char kind, String name) {
    return add('C', body().int8(kind).string(name));
  }

  RawClient addSync() {
    return add('S', body());
  }

  RawClient addFlush() {
    return add('H', body());
  }

  RawClient addQuery(String sql) {
    return add('Q', body().string(sql));
  }

  /** The next message. */
  Message read() throws IOException {
    char type = (char) in.readUnsignedByte();
    int length = in.readInt();
    byte[] body = in.readNBytes(length - 4);
    if (body.length != length - 4) {
      throw new EOFException();
    }
    return new Message(type, body);
  }

  int readByte() throws IOException {
    return in.read();
  }

  /** Messages up to and including ReadyForQuery. */
  List<Message> readToReady() throws IOException {
    List<Message> messages = new ArrayList<>();
    do {
      messages.add(read());
    } while (messages.getLast().type() != 'Z');
    return messages;
  }

  /** Messages up to the end of the connection, which the server must close in order. */
  List<Message> readToEnd() throws IOException {
    List<Message> messages = new ArrayList<>();
    while (true) {
      try {
        messages.add(read());
      } catch (EOFException e) {
        return messages;
      }
    }
  }

  /** Sends the batch and reads to ReadyForQuery, in short. */
  String exchange() throws IOException {
    send();
    return transcript(readToReady());
  }

  /** Runs a Query message, in short. */
  String query(String sql) throws IOException {
    return addQuery(sql).exchange();
  }

  static String transcript(List<Message> messages) {
    return String.join(" ", messages.stream().map(Message::toString).toList());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
