package dev.headrace.pgwire;

import dev.headrace.model.ErrorCode;
import dev.headrace.pgwire.codec.ClientGoneException;
import dev.headrace.pgwire.codec.FatalException;
import dev.headrace.pgwire.codec.Frontend;
import dev.headrace.pgwire.codec.MessageInput;
import dev.headrace.pgwire.codec.MessageOutput;
import dev.headrace.pgwire.codec.Reply;
import dev.headrace.pgwire.tls.Tls;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The packets before authentication: agrees on encryption or refuses it, negotiates the version
 * down to 3.0, and tells what the client wants.
 */
final class Startup {
  private static final int MAJOR = 3;

  /** The first byte of a TLS handshake, which no startup packet has. */
  private static final int TLS_HANDSHAKE = 0x16;

  /** What a new connection is for. */
  sealed interface Purpose {
    /** A session for a user, with parameters from the startup message. */
    record Session(String user, String database, Map<String, String> parameters)
        implements Purpose {}

    /** To cancel what another session runs. */
    record Cancel(int processId, int secret) implements Purpose {}

    /** Nothing: it was closed. */
    record Nothing() implements Purpose {}
  }

  private final MessageInput input;
  private final MessageOutput output;
  private final ClientSocket socket;
  private final @Nullable Tls tls;

  Startup(MessageInput input, MessageOutput output, ClientSocket socket, @Nullable Tls tls) {
    this.input = input;
    this.output = output;
    this.socket = socket;
    this.tls = tls;
  }

  /** Reads packets until it is clear what the connection is for. */
  Purpose await() {
    boolean sslAnswered = false;
    boolean gssRefused = false;
    if (tls != null && input.peek() == TLS_HANDSHAKE) {
      encrypt(tls, input.takeUnread(), true);
      sslAnswered = true;
    }
    while (input.readStartupPacket()) {
      int code = input.readInt();
      if (code == Frontend.SSL_REQUEST && !sslAnswered) {
        sslAnswered = true;
        answerSslRequest();
      } else if (code == Frontend.GSS_ENCRYPTION_REQUEST && !gssRefused) {
        gssRefused = true;
        refuseEncryption();
      } else if (code == Frontend.CANCEL_REQUEST) {
        Purpose cancel = new Purpose.Cancel(input.readInt(), input.readInt());
        input.endOfMessage();
        return cancel;
      } else {
        return session(code);
      }
    }
    return new Purpose.Nothing();
  }

  private void answerSslRequest() {
    if (tls == null) {
      refuseEncryption();
      return;
    }
    input.endOfMessage();
    if (input.takeUnread().length > 0) { // somebody in between might have sent it (CVE-2021-23222)
      throw new FatalException(
          ErrorCode.PROTOCOL_VIOLATION, "received unencrypted data after SSL request");
    }
    output.single('S');
    output.flush();
    encrypt(tls, new byte[0], false);
  }

  private void encrypt(Tls certificate, byte[] received, boolean direct) {
    try {
      socket.encrypt(certificate, received, direct);
    } catch (IOException e) { // the client does not trust the certificate, or speaks no TLS
      throw new ClientGoneException("no agreement on encryption", e);
    }
  }

  private void refuseEncryption() {
    input.endOfMessage();
    output.single('N');
    output.flush();
  }

  private Purpose session(int version) {
    if (version >>> 16 != MAJOR) {
      throw new FatalException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "unsupported frontend protocol "
              + (version >>> 16)
              + "."
              + (version & 0xffff)
              + ": server supports 3.0 to 3.0");
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    List<String> unknownOptions = new ArrayList<>();
    for (String name = input.readString(); !name.isEmpty(); name = input.readString()) {
      String value = input.readString();
      if (name.startsWith("_pq_.")) {
        unknownOptions.add(name);
      } else {
        parameters.put(name, value);
      }
    }
    input.endOfMessage();
    if ((version & 0xffff) != 0 || !unknownOptions.isEmpty()) {
      negotiate(unknownOptions);
    }
    return session(parameters);
  }

  private void negotiate(List<String> unknownOptions) {
    output.begin(Reply.NEGOTIATE_PROTOCOL_VERSION);
    output.putInt(MAJOR << 16);
    output.putInt(unknownOptions.size());
    unknownOptions.forEach(output::putString);
    output.end();
  }

  private static Purpose session(Map<String, String> startup) {
    Map<String, String> parameters = new LinkedHashMap<>(startup);
    String user = parameters.remove("user");
    String database = parameters.remove("database");
    String options = parameters.remove("options");
    String replication = parameters.remove("replication");
    if (user == null || user.isEmpty()) {
      throw new FatalException(
          ErrorCode.INVALID_AUTHORIZATION_SPECIFICATION,
          "no PostgreSQL user name specified in startup packet");
    }
    if (replication != null && !List.of("false", "off", "no", "0").contains(replication)) {
      throw new FatalException(
          ErrorCode.FEATURE_NOT_SUPPORTED, "replication connections are not supported");
    }
    if (options != null) {
      addOptions(options, parameters);
    }
    return new Purpose.Session(
        user, database == null || database.isEmpty() ? user : database, parameters);
  }

  /**
   * Adds the parameters of an {@code options} string: {@code -c name=value}, {@code -cname=value}
   * and {@code --name=value}, between blanks; a backslash takes the next character as it is.
   */
  static void addOptions(String options, Map<String, String> parameters) {
    List<String> words = splitWords(options);
    for (int index = 0; index < words.size(); index++) {
      String word = words.get(index);
      String setting;
      if (word.equals("-c") && index + 1 < words.size()) {
        setting = words.get(++index);
      } else if (word.startsWith("-c") || word.startsWith("--")) {
        setting = word.substring(2);
      } else {
        throw invalidOption(word);
      }
      int equals = setting.indexOf('=');
      if (equals <= 0) {
        throw invalidOption(word);
      }
      parameters.put(setting.substring(0, equals).replace('-', '_'), setting.substring(equals + 1));
    }
  }

  private static FatalException invalidOption(String word) {
    return new FatalException(
        ErrorCode.SYNTAX_ERROR,
        "invalid command-line argument for server process: "
            + dev.headrace.model.SqlException.quote(word));
  }

  private static List<String> splitWords(String options) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    for (int at = 0; at < options.length(); at++) {
      char character = options.charAt(at);
      if (character == '\\' && at + 1 < options.length()) {
        word.append(options.charAt(++at));
      } else if (!Character.isWhitespace(character)) {
        word.append(character);
      } else if (!word.isEmpty()) {
        words.add(word.toString());
        word.setLength(0);
      }
    }
    if (!word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }
}
