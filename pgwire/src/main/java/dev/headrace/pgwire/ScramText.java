package dev.headrace.pgwire;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.pgwire.codec.FatalException;
import java.util.Base64;

/** Takes a SCRAM message apart: attributes {@code x=value} between commas, in their fixed order. */
final class ScramText {
  private final String text;
  private int next;

  ScramText(String text) {
    this.text = text;
  }

  /**
   * Reads the header that says what the client does about channel binding, up to and including its
   * second comma: {@code n,,}, {@code y,,} or {@code p=type,,}.
   */
  String gs2Header() {
    int comma = text.indexOf(',');
    String flag = comma < 0 ? "" : text.substring(0, comma);
    if (!flag.equals("n") && !flag.equals("y") && !flag.equals("p=tls-server-end-point")) {
      throw malformed(
          flag.startsWith("p=")
              ? "The client asks for a channel binding that is not supported."
              : "The message does not begin with a channel binding flag.");
    }
    if (text.startsWith("a=", comma + 1)) {
      throw new FatalException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "client uses authorization identity, but it is not supported");
    }
    if (!text.startsWith(",", comma + 1)) {
      throw malformed("A comma was expected behind the channel binding flag.");
    }
    next = comma + 2;
    return text.substring(0, next);
  }

  /** What has not been read. */
  String rest() {
    return text.substring(next);
  }

  /** Reads an attribute and forgets it. */
  void skip(char name) {
    attribute(name);
  }

  /** Reads an attribute that is not empty. */
  String value(char name) {
    String value = attribute(name);
    if (value.isEmpty()) {
      throw malformed("Attribute \"" + name + "\" is empty.");
    }
    return value;
  }

  private String attribute(char name) {
    if (text.startsWith("m=", next)) {
      throw new FatalException(
          ErrorCode.PROTOCOL_VIOLATION, "client requires an unsupported SCRAM extension");
    }
    if (!text.startsWith(name + "=", next)) {
      throw malformed("Attribute \"" + name + "\" was expected.");
    }
    int comma = text.indexOf(',', next);
    int end = comma < 0 ? text.length() : comma;
    String value = text.substring(next + 2, end);
    next = comma < 0 ? end : end + 1;
    return value;
  }

  /** Reads an attribute in base 64. */
  byte[] base64(char name) {
    try {
      return Base64.getDecoder().decode(value(name));
    } catch (IllegalArgumentException e) {
      throw malformed("Attribute \"" + name + "\" is not in base 64.");
    }
  }

  /** Insists that everything was read. */
  void end() {
    if (next != text.length()) {
      throw malformed("There is more than expected.");
    }
  }

  static FatalException malformed(String detail) {
    return new FatalException(
        new SqlException(ErrorCode.PROTOCOL_VIOLATION, "malformed SCRAM message")
            .withDetail(detail));
  }
}
