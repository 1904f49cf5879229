/**
 * PostgreSQL's frontend/backend protocol, version 3.0: any client of PostgreSQL can talk to a
 * {@link dev.headrace.pgwire.Backend}.
 *
 * <p>{@link dev.headrace.pgwire.PgWireServer} accepts connections and runs a session for each. The
 * database is behind a port of few interfaces, which it implements:
 *
 * <pre>
 *   Backend ── connect ──► Connection ── query, parse ──► Statement ── bind ──► Portal
 *                            │    ▲                                               │ execute
 *                 notices,   ▼    │ finish, fail, cancel                          ▼
 *                 parameters Client                                 RowSink, then a Completion
 * </pre>
 *
 * <p>Parameters come to the database as one EventRow, rows leave it as EventRows; their text and
 * binary forms are known to {@link dev.headrace.pgwire.codec} only. Who may connect is decided by
 * an {@link dev.headrace.pgwire.Authenticator}.
 *
 * <p>Function calls, a part of the protocol that PostgreSQL calls obsolete, are refused.
 *
 * <p>Source: PostgreSQL 15 documentation, chapter 55, "Frontend/Backend Protocol".
 */
@NullMarked
package dev.headrace.pgwire;

import org.jspecify.annotations.NullMarked;
