/**
 * Scripts and the interactive shell.
 *
 * <p>{@link dev.headrace.server.shell.StatementRunner} runs text through a {@link
 * dev.headrace.server.client.SqlClient} and prints results and errors; it is all that {@code sql
 * -c} and {@code -f} need. {@link dev.headrace.server.shell.Shell} adds a terminal: line editing,
 * history, {@linkplain dev.headrace.server.shell.SqlCompleter completion}, statements over several
 * lines, and {@linkplain dev.headrace.server.shell.MetaCommands backslash commands}.
 */
@NullMarked
package dev.headrace.server.shell;

import org.jspecify.annotations.NullMarked;
