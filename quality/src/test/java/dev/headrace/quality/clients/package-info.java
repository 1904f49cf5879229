/**
 * Headrace as its users meet it: a database in this JVM behind the protocol on a loopback port, and
 * on the other side the clients of PostgreSQL that people have: pgjdbc, psql, psycopg2 and
 * node-postgres.
 *
 * <p>What is tested elsewhere with a pretended database (messages, formats, malformed input) is not
 * repeated here; what needs engine and protocol together is: transactions that end with a message,
 * writers that wait, statements that are cancelled, errors with their positions, subscriptions.
 */
@NullMarked
package dev.headrace.quality.clients;

import org.jspecify.annotations.NullMarked;
