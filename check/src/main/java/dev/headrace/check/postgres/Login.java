package dev.headrace.check.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The conversation at the beginning of a connection, until the server is ready for requests. */
final class Login {
  private static final int PROTOCOL = 3 << 16;

  private final DatabaseUrl url;
  private final PgSocket socket;
  private @Nullable Scram scram;

  Login(DatabaseUrl url, PgSocket socket) {
    this.url = url;
    this.socket = socket;
  }

  void run() throws IOException, PgException {
    MessageWriter startup =
        new MessageWriter()
            .int32(PROTOCOL)
            .string("user")
            .string(url.user())
            .string("database")
            .string(url.database())
            .string("client_encoding")
            .string("UTF8")
            .string("application_name")
            .string("headrace-check")
            .int8(0)
            .end();
    socket.write(startup.bytes());
    while (true) {
      Message message = socket.read();
      switch (message.type()) {
        case 'R' -> authenticate(message);
        case 'E' -> {
          Reply.ServerError error = message.error();
          throw new PgException(error.message() + " (" + error.state() + ")");
        }
        case 'Z' -> {
          return;
        }
        case 'S', 'K', 'N' -> {} // parameters, the key for cancelling, notices
        default -> throw new PgException("the server speaks another protocol");
      }
    }
  }

  private void authenticate(Message message) throws IOException, PgException {
    switch (message.int32()) {
      case 0 -> {}
      case 3 -> send(new MessageWriter().string(password()));
      case 5 -> send(new MessageWriter().string(md5(message.rest())));
      case 10 -> {
        scram = new Scram(password());
        byte[] first = scram.first().getBytes(StandardCharsets.UTF_8);
        send(new MessageWriter().string("SCRAM-SHA-256").int32(first.length).raw(first));
      }
      case 11 -> {
        String server = new String(message.rest(), StandardCharsets.UTF_8);
        send(new MessageWriter().raw(started().last(server).getBytes(StandardCharsets.UTF_8)));
      }
      case 12 -> started().verify(new String(message.rest(), StandardCharsets.UTF_8));
      default -> throw new PgException("the server asks for a kind of login that is not known");
    }
  }

  private Scram started() throws PgException {
    if (scram == null) {
      throw new PgException("the server does not follow SCRAM-SHA-256");
    }
    return scram;
  }

  private void send(MessageWriter body) throws IOException {
    socket.write(body.end('p').bytes());
  }

  private String password() throws PgException {
    if (url.password() == null) {
      throw new PgException("the server asks for a password, and the URL has none");
    }
    return url.password();
  }

  private String md5(byte[] salt) throws PgException {
    byte[] user = url.user().getBytes(StandardCharsets.UTF_8);
    byte[] inner = md5(password().getBytes(StandardCharsets.UTF_8), user);
    String hex = HexFormat.of().formatHex(inner);
    return "md5" + HexFormat.of().formatHex(md5(hex.getBytes(StandardCharsets.US_ASCII), salt));
  }

  private static byte[] md5(byte[]... parts) throws PgException {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new PgException("this JDK has no MD5, which the server asks for", e);
    }
  }
}
