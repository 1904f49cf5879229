/**
 * JDBC to a database in the same JVM: {@code jdbc:headrace:mem:NAME}.
 *
 * <p>A thin layer over {@link dev.headrace.engine.Session}: no network, no protocol, no copy of a
 * result's rows. Types, error codes and messages are PostgreSQL's. Applications that talk to a
 * server use PostgreSQL's own driver instead.
 */
@NullMarked
package dev.headrace.jdbc;

import org.jspecify.annotations.NullMarked;
