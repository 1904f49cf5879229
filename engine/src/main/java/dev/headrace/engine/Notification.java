package dev.headrace.engine;

/**
 * What another session said with NOTIFY, or this one.
 *
 * @param sender its {@code pg_backend_pid()}
 * @param payload the empty text if there is none
 */
public record Notification(int sender, String channel, String payload) {}
