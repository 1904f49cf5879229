/**
 * Runs statements: one class per group of them, {@link
 * dev.headrace.engine.statement.StatementRunner} being the door.
 *
 * <pre>
 *   ParsedStatement ─ prepare ─► Prepared (with a QueryPlan) ─ run, parameters ─► Outcome
 * </pre>
 *
 * <ul>
 *   <li>{@link dev.headrace.engine.statement.StatementRunner} is a session: it keeps the
 *       transaction, {@link dev.headrace.engine.statement.SessionParameters} and named statements.
 *   <li>{@code QueryPlanner} makes a plan of the front end's tree: plain views expanded, rewritten,
 *       values that are the same throughout a statement turned into parameters ({@code
 *       StableValues}), primary keys that are looked up found. A plan is valid for one version of
 *       the catalog and any parameters.
 *   <li>{@code QueryRunner} runs a plan once, over what the statement sees, in a circuit of its own.
 *   <li>{@code DmlRunner} makes a table's delta of the rows of a change's query, {@code
 *       DefinitionRunner} carries out CREATE, DROP and SUBSCRIBE, {@code ExplainRunner} shows plans.
 * </ul>
 *
 * <p>What comes out is an {@link dev.headrace.engine.statement.Outcome}; the public API and the
 * wire protocol make their results of it.
 */
@NullMarked
package dev.headrace.engine.statement;

import org.jspecify.annotations.NullMarked;
