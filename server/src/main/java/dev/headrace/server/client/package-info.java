/**
 * One way to run SQL for the shell, wherever the database is.
 *
 * <p>{@link dev.headrace.server.client.SqlClient} is the port: a session that runs one statement at
 * a time and pushes its result into a {@link dev.headrace.server.client.ResultSink} as text, row by
 * row, so that a result of any size can be written out. {@link
 * dev.headrace.server.client.JdbcClient} is a session of a server. What goes wrong is a {@link
 * dev.headrace.server.client.StatementFailure} with the fields that PostgreSQL sends.
 */
@NullMarked
package dev.headrace.server.client;

import org.jspecify.annotations.NullMarked;
