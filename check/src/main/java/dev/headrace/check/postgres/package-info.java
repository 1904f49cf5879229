/**
 * A client of PostgreSQL's protocol that sends many requests before it reads the first reply, and
 * never waits longer than it is told to. JDBC drivers wait for each statement's description.
 *
 * <p>{@link dev.headrace.check.postgres.PgConnection} sends {@link
 * dev.headrace.check.postgres.Request}s and reads {@link dev.headrace.check.postgres.Reply}s.
 */
@NullMarked
package dev.headrace.check.postgres;

import org.jspecify.annotations.NullMarked;
