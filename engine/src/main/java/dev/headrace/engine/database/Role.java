package dev.headrace.engine.database;

import dev.headrace.model.security.ScramVerifier;
import java.util.List;
import java.util.Optional;

/**
 * A user, or a group of users: PostgreSQL has one notion for both. Immutable.
 *
 * @param name folded to lower case unless it was quoted
 * @param superuser whether it may do everything
 * @param createRole whether it may create, alter and drop roles that are no superusers
 * @param login whether one may log in as it
 * @param verifier of its password; without one nobody can log in with a password
 * @param connectionLimit sessions at one time; -1 for no limit
 * @param validUntil when the password expires, in microseconds since 1970 in UTC; {@link
 *     Long#MAX_VALUE} for never
 * @param memberOf the roles it is a member of
 */
public record Role(
    String name,
    boolean superuser,
    boolean createRole,
    boolean createDatabase,
    boolean inherit,
    boolean replication,
    boolean login,
    Optional<ScramVerifier> verifier,
    int connectionLimit,
    long validUntil,
    List<String> memberOf) {
  public Role {
    memberOf = List.copyOf(memberOf);
  }

  /** With PostgreSQL's defaults: it may do nothing. */
  public static Role named(String name) {
    return new Role(
        name,
        false,
        false,
        false,
        true,
        false,
        false,
        Optional.empty(),
        -1,
        Long.MAX_VALUE,
        List.of());
  }

  /** One that may log in with a password and do everything. */
  public static Role superuser(String name, ScramVerifier verifier) {
    return new Role(
        name,
        true,
        true,
        true,
        true,
        true,
        true,
        Optional.of(verifier),
        -1,
        Long.MAX_VALUE,
        List.of());
  }

  /** The verifier of a text that is either a password or, as dumps have it, a verifier. */
  public static ScramVerifier verifierOf(String password) {
    return ScramVerifier.parse(password).orElseGet(() -> ScramVerifier.of(password));
  }

  /** Whether one may log in with its password at a time, in microseconds since 1970 in UTC. */
  public boolean acceptsPasswordAt(long micros) {
    return login && verifier.isPresent() && micros < validUntil;
  }

  /** The same as a member of other roles. */
  public Role withMemberOf(List<String> others) {
    return new Role(
        name,
        superuser,
        createRole,
        createDatabase,
        inherit,
        replication,
        login,
        verifier,
        connectionLimit,
        validUntil,
        others);
  }
}
