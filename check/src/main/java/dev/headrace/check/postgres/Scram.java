package dev.headrace.check.postgres;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The client's side of SCRAM-SHA-256 (RFC 5802, RFC 7677), without channel binding. */
final class Scram {
  private final String password;
  private final String nonce;
  private String expected = "";

  Scram(String password) {
    this.password = password;
    byte[] random = new byte[18];
    new SecureRandom().nextBytes(random);
    this.nonce = Base64.getEncoder().encodeToString(random);
  }

  String first() {
    return "n,," + bare();
  }

  private String bare() {
    return "n=,r=" + nonce;
  }

  /** The answer to the server's first message. */
  String last(String server) throws PgException {
    String[] parts = server.split(",", -1);
    if (parts.length < 3
        || !parts[0].startsWith("r=" + nonce)
        || !parts[1].startsWith("s=")
        || !parts[2].matches("i=\\d{1,9}")) {
      throw new PgException("the server does not follow SCRAM-SHA-256");
    }
    try {
      byte[] salt = Base64.getDecoder().decode(parts[1].substring(2));
      int iterations = Integer.parseInt(parts[2].substring(2));
      PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, 256);
      byte[] salted =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
      byte[] clientKey = hmac(salted, "Client Key");
      byte[] storedKey = MessageDigest.getInstance("SHA-256").digest(clientKey);
      String withoutProof = "c=biws," + parts[0];
      String message = bare() + "," + server + "," + withoutProof;
      byte[] signature = hmac(storedKey, message);
      byte[] proof = new byte[clientKey.length];
      for (int i = 0; i < proof.length; i++) {
        proof[i] = (byte) (clientKey[i] ^ signature[i]);
      }
      expected = "v=" + base64(hmac(hmac(salted, "Server Key"), message));
      return withoutProof + ",p=" + base64(proof);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new PgException("SCRAM-SHA-256 failed: " + e.getMessage(), e);
    }
  }

  /** Insists that the server knows the password too. */
  void verify(String server) throws PgException {
    if (expected.isEmpty() || !server.equals(expected)) {
      throw new PgException("the server does not know the password it asked for");
    }
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
