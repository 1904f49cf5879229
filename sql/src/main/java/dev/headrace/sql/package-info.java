/**
 * SQL text to the intermediate representation.
 *
 * <pre>
 *   text ─► SqlParser ─► Statement ─► Planner(Catalog) ─► PlannedQuery, PlannedInsert, ... (ir.Rel)
 * </pre>
 *
 * <p><b>Parsing.</b> {@link dev.headrace.sql.SqlParser} splits a text into statements. What
 * surrounds queries is parsed by hand ({@code StatementParser}, {@code DefinitionParser}, {@code
 * DmlParser}, on a {@code TokenCursor}), so that words outside of queries need not be keywords;
 * queries and expressions go through the generated parser and stay opaque: {@link
 * dev.headrace.sql.ParsedQuery}, {@link dev.headrace.sql.ParsedExpression}.
 *
 * <p><b>Binding.</b> {@link dev.headrace.sql.Planner} resolves names against a {@link
 * dev.headrace.sql.Catalog}, gives every expression its type by PostgreSQL's rules (chapter 10 of
 * its manual) and writes relational algebra without subqueries. Where to look:
 *
 * <ul>
 *   <li>{@code QueryBinder}, {@code SelectBinder}, {@code FromBinder}: one per level of a query;
 *       {@code Scope} has the names in force, {@code Frame} the rows that are being built.
 *   <li>{@code ExpressionBinder} and what it hands on to: {@code Operators}, {@code Predicates},
 *       {@code FunctionCalls}, {@code Conditionals}. A result is an {@code Operand}, whose type may
 *       still be unknown as in PostgreSQL.
 *   <li>{@code FunctionResolver}, {@code CommonType}, {@code Coercion}, {@code Types}: typing.
 *   <li>{@code Subqueries} makes joins of subqueries, {@code Unnesting} frees them of outer columns.
 * </ul>
 *
 * <p>Calcite's validator is not used: PostgreSQL's typing of literals, parameters, operators and
 * functions, its messages and their positions are the point here, and each would have to be worked
 * around there.
 */
@NullMarked
package dev.headrace.sql;

import org.jspecify.annotations.NullMarked;
