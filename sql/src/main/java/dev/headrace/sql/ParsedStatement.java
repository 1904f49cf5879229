package dev.headrace.sql;

/**
 * A statement of a text.
 *
 * @param text of this statement alone, without its semicolon
 * @param offset of its first character in the whole text, from 0, in Java characters
 */
public record ParsedStatement(Statement statement, String text, int offset) {}
