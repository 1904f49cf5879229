/**
 * SQL text to the intermediate representation.
 *
 * <pre>
 *   text ─► SqlParser ─► Statement ─► Planner(Catalog) ─► PlannedQuery, PlannedInsert, ... (ir.Rel)
 * </pre>
 *
 * <p>{@link dev.headrace.sql.SqlParser} splits a text into statements and parses them; queries and
 * expressions inside them stay opaque. {@link dev.headrace.sql.Planner} resolves names against a
 * {@link dev.headrace.sql.Catalog}, gives every expression its type by PostgreSQL's rules (chapter
 * 10 of its manual) and writes relational algebra without subqueries.
 *
 * <p>Calcite's validator is not used: PostgreSQL's typing of literals, parameters, operators and
 * functions, its messages and their positions are the point here, and each would have to be worked
 * around there.
 */
@NullMarked
package dev.headrace.sql;

import org.jspecify.annotations.NullMarked;
