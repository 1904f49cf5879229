/**
 * The embedded API.
 *
 * <p>{@link dev.headrace.engine.Headrace} is a database, {@link dev.headrace.engine.Session} a
 * connection to it with a transaction and parameters of its own. Statements give {@link
 * dev.headrace.engine.Result}s; {@link dev.headrace.engine.Headrace#subscribe} tells about a view's
 * changes as they happen. Everything that can be closed should be.
 *
 * <p>These classes only translate: Java values to carriers and back, outcomes to results. The work
 * is done below:
 *
 * <pre>
 *   Headrace, Session ─► statement: StatementRunner ─► database: Database ◄─ input: Inputs
 *      (public API)       (sessions, one class per      (tables, views,       (threads of
 *                          kind of statement)            commits, circuit)     connectors)
 * </pre>
 *
 * <p>A protocol server uses {@link dev.headrace.engine.Headrace#newRunner} and is spared the Java
 * values: parameters and results are carriers and EventRows there. {@code docs/java-api.md} is the
 * users' introduction.
 */
@NullMarked
package dev.headrace.engine;

import org.jspecify.annotations.NullMarked;
