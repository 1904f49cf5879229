/**
 * The generated SQL parser.
 *
 * <p>{@code HeadraceParser} is Apache Calcite's parser template, filled in and patched (see {@code
 * generate-parser.xml}) until expressions and queries read and associate as in PostgreSQL. It gives
 * Calcite's syntax trees. {@link dev.headrace.sql.grammar.PostgresTokens} sits between its lexer
 * and its productions and decides which words are keywords. Statements around queries are parsed by
 * hand in {@code dev.headrace.sql}.
 */
@NullMarked
package dev.headrace.sql.grammar;

import org.jspecify.annotations.NullMarked;
