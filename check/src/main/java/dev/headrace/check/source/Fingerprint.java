package dev.headrace.check.source;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The hash of a schema, as far as a source knows it.
 *
 * @param kind of the source; hashes of different ones are not comparable
 * @param hash hexadecimal digits
 */
public record Fingerprint(Kind kind, String hash) {
  /** What the hash is of. */
  public enum Kind {
    /** The tokens of migrations. */
    MIGRATIONS('m'),
    /** The columns, keys and views of a database. */
    CATALOG('c');

    private final char letter;

    Kind(char letter) {
      this.letter = letter;
    }
  }

  /** The digits that are enough to tell schemas of one project apart. */
  private static final int DIGITS = 12;

  static Fingerprint of(Kind kind, String text) {
    return new Fingerprint(kind, hash(text).substring(0, DIGITS));
  }

  /** SHA-256 in hexadecimal. */
  static String hash(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // each Java platform has SHA-256
    }
  }

  @Override
  public String toString() {
    return kind.letter + hash;
  }
}
