package dev.headrace.model.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What is kept of a password for SCRAM-SHA-256 (RFC 5802, RFC 7677): enough to check a client's
 * proof and to prove to the client that the server knows it too, not enough to log in with. Its
 * text is PostgreSQL's, as in {@code pg_authid.rolpassword}:
 *
 * <pre>
 *   SCRAM-SHA-256$&lt;iterations&gt;:&lt;salt&gt;$&lt;StoredKey&gt;:&lt;ServerKey&gt;    in base 64
 * </pre>
 */
public final class ScramVerifier {
  /** PostgreSQL's default. */
  private static final int ITERATIONS = 4096;

  private static final int SALT_BYTES = 16;
  private static final int KEY_BYTES = 32;
  private static final String BASE64 = "[A-Za-z0-9+/]+={0,2}";
  private static final Pattern TEXT =
      Pattern.compile(
          "SCRAM-SHA-256\\$([1-9][0-9]{0,8}):(" + BASE64 + ")\\$(" + BASE64 + "):(" + BASE64 + ")");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final int iterations;
  private final byte[] salt;
  private final byte[] storedKey;
  private final byte[] serverKey;

  private ScramVerifier(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
    this.iterations = iterations;
    this.salt = salt;
    this.storedKey = storedKey;
    this.serverKey = serverKey;
  }

  /** Of a password, with a salt of its own. */
  public static ScramVerifier of(String password) {
    byte[] salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    return of(password, salt, ITERATIONS);
  }

  /** Of a password with a given salt, as for test vectors. */
  static ScramVerifier of(String password, byte[] salt, int iterations) {
    byte[] salted =
        saltedPassword(
            SaslPrep.prepare(password).getBytes(StandardCharsets.UTF_8), salt, iterations);
    return new ScramVerifier(
        iterations, salt.clone(), sha256(hmac(salted, "Client Key")), hmac(salted, "Server Key"));
  }

  /**
   * One that no password fits and that looks real, always the same for a user: who has no account
   * learns nothing from the exchange.
   *
   * @param secret known to nobody
   */
  public static ScramVerifier unknown(String user, byte[] secret) {
    byte[] salt = Arrays.copyOf(hmac(secret, user), SALT_BYTES);
    return new ScramVerifier(ITERATIONS, salt, new byte[KEY_BYTES], new byte[KEY_BYTES]);
  }

  /** Reads the text form; empty if it is something else, for example a password. */
  public static Optional<ScramVerifier> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      Base64.Decoder decoder = Base64.getDecoder();
      byte[] storedKey = decoder.decode(matcher.group(3));
      byte[] serverKey = decoder.decode(matcher.group(4));
      return storedKey.length == KEY_BYTES && serverKey.length == KEY_BYTES
          ? Optional.of(
              new ScramVerifier(
                  Integer.parseInt(matcher.group(1)),
                  decoder.decode(matcher.group(2)),
                  storedKey,
                  serverKey))
          : Optional.empty();
    } catch (IllegalArgumentException e) { // not base 64 after all: a password
      return Optional.empty();
    }
  }

  public int iterations() {
    return iterations;
  }

  /** The salt in base 64, as it is sent. */
  public String salt() {
    return Base64.getEncoder().encodeToString(salt);
  }

  /**
   * Whether a client's proof shows that it knows the password.
   *
   * @param authMessage what was said so far, as in RFC 5802, section 3
   */
  public boolean accepts(byte[] proof, byte[] authMessage) {
    if (proof.length != KEY_BYTES) {
      return false;
    }
    byte[] clientKey = hmac(storedKey, authMessage);
    for (int index = 0; index < KEY_BYTES; index++) {
      clientKey[index] ^= proof[index];
    }
    return MessageDigest.isEqual(storedKey, sha256(clientKey));
  }

  /** The server's signature, which shows the client that the server knows the password too. */
  public byte[] sign(byte[] authMessage) {
    return hmac(serverKey, authMessage);
  }

  /** Hi() of RFC 5802, which is PBKDF2 for one block. */
  private static byte[] saltedPassword(byte[] password, byte[] salt, int iterations) {
    Mac mac = mac(password);
    mac.update(salt);
    byte[] last = mac.doFinal(new byte[] {0, 0, 0, 1});
    byte[] result = last.clone();
    for (int iteration = 1; iteration < iterations; iteration++) {
      last = mac.doFinal(last);
      for (int index = 0; index < result.length; index++) {
        result[index] ^= last[index];
      }
    }
    return result;
  }

  private static byte[] hmac(byte[] key, String text) {
    return hmac(key, text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] hmac(byte[] key, byte[] text) {
    return mac(key).doFinal(text);
  }

  private static Mac mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      // an empty key is as good as a zero byte for HMAC, and the JDK refuses it
      mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** PostgreSQL's text form, which {@link #parse} reads. */
  public String toText() {
    Base64.Encoder encoder = Base64.getEncoder();
    return "SCRAM-SHA-256$"
        + iterations
        + ":"
        + salt()
        + "$"
        + encoder.encodeToString(storedKey)
        + ":"
        + encoder.encodeToString(serverKey);
  }

  /** Without its keys: they have no business in logs. */
  @Override
  public String toString() {
    return "SCRAM-SHA-256 verifier";
  }
}
