package dev.headrace.runtime.window;

/**
 * Which measure of spread.
 *
 * @param sample whether values are a sample, and the divisor one less than their number
 * @param root whether the square root is wanted: the standard deviation
 */
public record Spread(boolean sample, boolean root) {}
