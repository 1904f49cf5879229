/**
 * The front door: brings the text of a statement into a normal form in about a microsecond, so that
 * its plan can be found without parsing.
 *
 * <p>{@link dev.headrace.sql.lexer.Normalizer} reads a text once. Comments and white space become
 * single blanks, unquoted words lower case, and literals that mean nothing but their value become
 * parameters of a known type:
 *
 * <pre>
 *   SELECT * FROM t -- all of it       select * from t where id = &lt;int4&gt; and name = &lt;unknown&gt;
 *   WHERE ID = 5 AND name = 'x'    →   5, 'x'
 * </pre>
 *
 * <p>What comes out is a {@link dev.headrace.sql.lexer.StatementKey}, equal for texts that may
 * share a plan, and the literals' values. A literal is taken out only where it is a whole operand
 * of a comparison in a WHERE clause or a SET list, a bound of BETWEEN there, a number that is added
 * or the like in a SET list, an item of an INSERT's VALUES, or the count of LIMIT or OFFSET: places
 * where a parameter of the same type gives the same rows under the same column names and types.
 * Everywhere else it stays in the key: in select lists, grouping and ordering, type modifiers,
 * intervals, typed literals, function arguments.
 *
 * <p>{@link dev.headrace.sql.lexer.InsertRows} reads an INSERT of several rows as that of one row,
 * to be run with one list of literals after the other.
 */
@NullMarked
package dev.headrace.sql.lexer;

import org.jspecify.annotations.NullMarked;
