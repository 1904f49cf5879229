/**
 * What the command line does with SQL as text, before any parser sees it.
 *
 * <p>The engine owns SQL's grammar. A command line needs only its lexical surface, where strings,
 * quoted names and comments end, for two things: {@link dev.headrace.server.text.StatementScanner}
 * tells whether what was typed is complete and where one statement ends, and {@link
 * dev.headrace.server.text.Variables} puts {@code -D name=value} into a program. Both walk the text
 * by {@link dev.headrace.server.text.SqlLexer}.
 */
@NullMarked
package dev.headrace.server.text;

import org.jspecify.annotations.NullMarked;
