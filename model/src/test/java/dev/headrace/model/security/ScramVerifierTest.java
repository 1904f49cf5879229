package dev.headrace.model.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Verifiers of passwords for SCRAM-SHA-256. */
final class ScramVerifierTest {
  private static final byte[] SALT = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");

  /** The example of RFC 7677, section 3. */
  private static final byte[] AUTH_MESSAGE =
      ("n=user,r=rOprNGfwEbeRWgbNEkqO,"
              + "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,"
              + "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0")
          .getBytes(StandardCharsets.UTF_8);

  private static final byte[] PROOF =
      Base64.getDecoder().decode("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");

  @Test
  void theExampleOfTheStandardIsAccepted() {
    ScramVerifier verifier = ScramVerifier.of("pencil", SALT, 4096);
    assertThat(verifier.accepts(PROOF, AUTH_MESSAGE)).isTrue();
    assertThat(Base64.getEncoder().encodeToString(verifier.sign(AUTH_MESSAGE)))
        .isEqualTo("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
  }

  @Test
  void anyOtherProofIsRefused() {
    ScramVerifier verifier = ScramVerifier.of("pencil", SALT, 4096);
    for (int bit = 0; bit < 256; bit += 17) {
      byte[] wrong = PROOF.clone();
      wrong[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(verifier.accepts(wrong, AUTH_MESSAGE)).isFalse();
    }
    assertThat(verifier.accepts(new byte[0], AUTH_MESSAGE)).isFalse();
    assertThat(ScramVerifier.of("Pencil", SALT, 4096).accepts(PROOF, AUTH_MESSAGE)).isFalse();
    assertThat(ScramVerifier.unknown("user", SALT).accepts(PROOF, AUTH_MESSAGE)).isFalse();
  }

  @Test
  void theTextFormIsPostgresAndComesBack() {
    ScramVerifier verifier = ScramVerifier.of("pencil", SALT, 4096);
    assertThat(verifier.toText())
        .isEqualTo(
            "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$"
                + "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:"
                + "wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=");
    assertThat(ScramVerifier.parse(verifier.toText()).orElseThrow().toText())
        .isEqualTo(verifier.toText());
  }

  @Test
  void anythingElseIsAPassword() {
    assertThat(ScramVerifier.parse("pencil")).isEmpty();
    assertThat(ScramVerifier.parse("SCRAM-SHA-256$4096:AA==$AA==:AA==")).isEmpty();
    assertThat(ScramVerifier.parse("SCRAM-SHA-256$0:AA==$AA==:AA==")).isEmpty();
    assertThat(ScramVerifier.parse("md5c4ca4238a0b923820dcc509a6f75849b")).isEmpty();
  }

  @Test
  void saltsDiffer() {
    assertThat(ScramVerifier.of("pencil").salt()).isNotEqualTo(ScramVerifier.of("pencil").salt());
  }

  @Test
  void passwordsThatLookTheSameAreTheSame() {
    // the examples of RFC 4013, section 3
    assertThat(SaslPrep.prepare("I\u00ADX")).isEqualTo("IX");
    assertThat(SaslPrep.prepare("user")).isEqualTo("user");
    assertThat(SaslPrep.prepare("\u00AA")).isEqualTo("a");
    assertThat(SaslPrep.prepare("\u2168")).isEqualTo("IX");
    assertThat(SaslPrep.prepare("a\u00A0b")).isEqualTo("a b");
  }

  @Test
  void passwordsThatCannotBePreparedAreTakenAsTheyAre() {
    assertThat(SaslPrep.prepare("\u0007")).isEqualTo("\u0007");
    assertThat(SaslPrep.prepare("\u06271")).isEqualTo("\u06271");
  }
}
