package dev.headrace.pgwire;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.model.security.ScramVerifier;
import dev.headrace.pgwire.codec.FatalException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Passwords by SCRAM-SHA-256, bound to the server's certificate on encrypted connections
 * (SCRAM-SHA-256-PLUS): the password itself is never sent, and the client learns whether the server
 * knows it.
 *
 * <pre>
 *   client                                         server
 *                                              ◄── mechanisms
 *   gs2-header n=,r=nonce                      ──►
 *                                              ◄── r=nonce+own,s=salt,i=iterations
 *   c=binding,r=nonce+own,p=proof              ──►
 *                                              ◄── v=signature
 * </pre>
 *
 * <p>Source: RFC 5802 and 7677; PostgreSQL 15, 55.3 "SASL Authentication".
 */
public final class ScramAuthenticator implements Authenticator {
  private static final int SASL = 10;
  private static final int SASL_CONTINUE = 11;
  private static final int SASL_FINAL = 12;
  private static final String PLAIN = "SCRAM-SHA-256";
  private static final String PLUS = "SCRAM-SHA-256-PLUS";
  private static final String END_POINT = "p=tls-server-end-point";
  private static final int NONCE_BYTES = 18;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Function<String, Optional<ScramVerifier>> verifiers;
  private final byte[] secret = new byte[32];

  /**
   * @param verifiers of users who may log in with a password
   */
  public ScramAuthenticator(Function<String, Optional<ScramVerifier>> verifiers) {
    this.verifiers = verifiers;
    RANDOM.nextBytes(secret);
  }

  @Override
  public void authenticate(ConnectionRequest request, Exchange exchange) {
    // whether the user exists shows at the end only, and looks like a wrong password
    ScramVerifier verifier =
        verifiers
            .apply(request.user())
            .orElseGet(() -> ScramVerifier.unknown(request.user(), secret));
    if (!new Run(verifier, exchange).succeeds()) {
      throw new SqlException(
          ErrorCode.INVALID_PASSWORD,
          "password authentication failed for user " + SqlException.quote(request.user()));
    }
  }

  /** One client's authentication. */
  private static final class Run {
    private final ScramVerifier verifier;
    private final Exchange exchange;
    private final byte @Nullable [] endPoint;

    Run(ScramVerifier verifier, Exchange exchange) {
      this.verifier = verifier;
      this.exchange = exchange;
      this.endPoint = exchange.serverEndPoint();
    }

    boolean succeeds() {
      String mechanisms = endPoint == null ? PLAIN + "\0\0" : PLUS + "\0" + PLAIN + "\0\0";
      byte[] initial = exchange.ask(SASL, utf8(mechanisms));
      int zero = endOfMechanism(initial);
      boolean plus = isPlus(new String(initial, 0, zero, StandardCharsets.US_ASCII));
      ScramText first = new ScramText(readInitialResponse(initial, zero + 1));
      String header = first.gs2Header();
      byte[] binding = binding(header, plus);
      String firstBare = first.rest();
      first.skip('n');
      String nonce = first.value('r') + newNonce();
      first.end();

      String serverFirst = "r=" + nonce + ",s=" + verifier.salt() + ",i=" + verifier.iterations();
      String clientFinal =
          new String(exchange.ask(SASL_CONTINUE, utf8(serverFirst)), StandardCharsets.UTF_8);
      ScramText last = new ScramText(clientFinal);
      byte[] claimedBinding = last.base64('c');
      if (!last.value('r').equals(nonce)) {
        throw ScramText.malformed("Nonce does not match.");
      }
      byte[] proof = last.base64('p');
      last.end();
      if (!MessageDigest.isEqual(claimedBinding, binding)) {
        throw new SqlException(
            ErrorCode.INVALID_AUTHORIZATION_SPECIFICATION, "SCRAM channel binding check failed");
      }
      String withoutProof = clientFinal.substring(0, clientFinal.lastIndexOf(",p="));
      byte[] said = utf8(firstBare + "," + serverFirst + "," + withoutProof);
      if (!verifier.accepts(proof, said)) {
        return false;
      }
      exchange.tell(
          SASL_FINAL, utf8("v=" + Base64.getEncoder().encodeToString(verifier.sign(said))));
      return true;
    }

    private boolean isPlus(String mechanism) {
      if (mechanism.equals(PLUS) && endPoint != null) {
        return true;
      }
      if (!mechanism.equals(PLAIN)) {
        throw new FatalException(
            ErrorCode.PROTOCOL_VIOLATION,
            "client selected an invalid SASL authentication mechanism");
      }
      return false;
    }

    /** What the client has to repeat at the end: its header and what the connection is bound to. */
    private byte[] binding(String header, boolean plus) {
      if (plus != header.startsWith(END_POINT)) {
        throw ScramText.malformed(
            "The client selected "
                + (plus ? PLUS : PLAIN)
                + ", but its message says otherwise about channel binding.");
      }
      if (header.startsWith("y") && endPoint != null) {
        throw new FatalException(
            new SqlException(
                    ErrorCode.INVALID_AUTHORIZATION_SPECIFICATION,
                    "SCRAM channel binding negotiation error")
                .withDetail(
                    "The client supports SCRAM channel binding but thinks the server does not.  "
                        + "However, this server does support channel binding."));
      }
      byte[] start = utf8(header);
      byte[] bound = plus && endPoint != null ? endPoint : new byte[0];
      return ByteBuffer.allocate(start.length + bound.length).put(start).put(bound).array();
    }
  }

  private static int endOfMechanism(byte[] message) {
    for (int at = 0; at < message.length; at++) {
      if (message[at] == 0) {
        return at;
      }
    }
    throw ScramText.malformed("The mechanism has no end.");
  }

  private static String readInitialResponse(byte[] message, int start) {
    ByteBuffer rest = ByteBuffer.wrap(message, start, message.length - start);
    if (rest.remaining() < 4 || rest.getInt() != rest.remaining()) {
      throw ScramText.malformed("The initial response has another length than it says.");
    }
    return StandardCharsets.UTF_8.decode(rest).toString();
  }

  private static String newNonce() {
    byte[] bytes = new byte[NONCE_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
