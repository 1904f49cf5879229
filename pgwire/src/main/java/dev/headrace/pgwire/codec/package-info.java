/**
 * The messages of PostgreSQL's protocol 3.0 as bytes: framing, values, errors. Knows nothing of
 * sessions.
 *
 * <ul>
 *   <li>{@link dev.headrace.pgwire.codec.MessageInput} cuts the client's bytes into messages and
 *       checks every length, {@link dev.headrace.pgwire.codec.MessageOutput} collects the answers.
 *   <li>{@link dev.headrace.pgwire.codec.RowEncoder} turns EventRows into DataRow messages, {@link
 *       dev.headrace.pgwire.codec.ParameterDecoder} turns the values of a Bind message into an
 *       EventRow.
 *   <li>{@link dev.headrace.pgwire.codec.Frontend} and {@link dev.headrace.pgwire.codec.Reply} name
 *       the message types.
 * </ul>
 *
 * <p>Source: PostgreSQL 15 documentation, chapter 55, "Frontend/Backend Protocol".
 */
@NullMarked
package dev.headrace.pgwire.codec;

import org.jspecify.annotations.NullMarked;
