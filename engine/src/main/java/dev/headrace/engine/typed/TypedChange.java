package dev.headrace.engine.typed;

/**
 * A row that came or went.
 *
 * @param <R> record of the view's rows
 * @param weight how often it came; if negative, how often it went
 */
public record TypedChange<R>(R row, int weight) {}
