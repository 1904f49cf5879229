package dev.headrace.engine.message;

/**
 * What one session tells all that listen.
 *
 * @param sender number of the session that says it
 * @param payload the empty text if there is none
 */
public record Message(int sender, String channel, String payload) {}
