package dev.headrace.check.migrate;

/**
 * A row of {@code headrace_migrations}.
 *
 * @param installedAt when, in UTC
 * @param success false while it runs without a transaction, and after that failed
 */
record Applied(
    String version,
    String description,
    String checksum,
    String installedAt,
    long milliseconds,
    boolean success) {}
