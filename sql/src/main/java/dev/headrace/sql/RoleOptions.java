package dev.headrace.sql;

import java.util.List;
import java.util.Optional;

/**
 * What CREATE ROLE and ALTER ROLE say; empty where they say nothing.
 *
 * @param password the inner value is empty for PASSWORD NULL
 * @param validUntil a time as text
 * @param memberOf IN ROLE
 */
public record RoleOptions(
    Optional<Boolean> login,
    Optional<Boolean> superuser,
    Optional<Boolean> createDatabase,
    Optional<Boolean> createRole,
    Optional<Boolean> inherit,
    Optional<Boolean> replication,
    Optional<Password> password,
    Optional<Long> connectionLimit,
    Optional<String> validUntil,
    List<String> memberOf) {
  /** A password as written: plain, or as SCRAM-SHA-256 keeps it. */
  public record Password(Optional<String> text) {}

  public RoleOptions {
    memberOf = List.copyOf(memberOf);
  }

  /** The text stays out of logs. */
  @Override
  public String toString() {
    return "RoleOptions[login=" + login + ", superuser=" + superuser + "]";
  }
}
