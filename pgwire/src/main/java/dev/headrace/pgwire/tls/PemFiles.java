package dev.headrace.pgwire.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and private keys in PEM (RFC 7468). */
final class PemFiles {
  private static final Pattern KEY =
      Pattern.compile(
          "-----BEGIN ((?:[A-Z]+ )*PRIVATE KEY)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  /** Version 0 and the algorithm rsaEncryption, the head of a PKCS #8 key. */
  private static final byte[] RSA_HEAD = {
    2, 1, 0, 0x30, 13, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 13, 1, 1, 1, 5, 0
  };

  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 4;

  private PemFiles() {}

  /** All certificates of a file, in their order. */
  static Certificate[] certificates(Path file) throws IOException, CertificateException {
    try (InputStream in = Files.newInputStream(file)) {
      Certificate[] chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(in)
              .toArray(Certificate[]::new);
      if (chain.length == 0) {
        throw new CertificateException("no certificate in " + file);
      }
      return chain;
    }
  }

  /** The private key of a file: PKCS #8, or PKCS #1 for RSA. */
  static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
    Matcher matcher = KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
    if (!matcher.find()) {
      throw new InvalidKeySpecException("no private key in PEM in " + file);
    }
    byte[] bytes = Base64.getMimeDecoder().decode(matcher.group(2));
    return switch (matcher.group(1)) {
      case "PRIVATE KEY" -> pkcs8(bytes, file);
      case "RSA PRIVATE KEY" -> pkcs8(sequence(RSA_HEAD, element(OCTET_STRING, bytes)), file);
      default ->
          throw new InvalidKeySpecException(
              matcher.group(1)
                  + " is not supported; convert it: openssl pkcs8 -topk8 -nocrypt -in "
                  + file);
    };
  }

  private static PrivateKey pkcs8(byte[] bytes, Path file) throws GeneralSecurityException {
    InvalidKeySpecException failure =
        new InvalidKeySpecException("the private key in " + file + " is of no known kind");
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
      } catch (InvalidKeySpecException e) { // of another algorithm
        failure.addSuppressed(e);
      }
    }
    throw failure;
  }

  private static byte[] sequence(byte[] first, byte[] second) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.writeBytes(second);
    return element(SEQUENCE, both.toByteArray());
  }

  /** One element in DER; keys are shorter than 64 KiB. */
  private static byte[] element(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else if (content.length < 0x100) {
      out.write(0x81);
      out.write(content.length);
    } else {
      out.write(0x82);
      out.write(content.length >>> 8);
      out.write(content.length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }
}
