package dev.headrace.sql;

/**
 * A column's name in a text, without what qualifies it.
 *
 * @param column from 0
 * @param from index in the text where it starts
 * @param to index behind it
 */
public record ColumnUse(int column, int from, int to) {}
