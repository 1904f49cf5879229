/**
 * What SQL's scalar functions and operators do: static methods that are called by the interpreter
 * and by compiled code alike, so that both agree by construction.
 *
 * <p>Semantics, error codes and messages are PostgreSQL 15's. Arguments come unboxed (boolean; int
 * for SMALLINT, INTEGER and DATE; long; float; double; otherwise the carrier) and are never NULL. A
 * method with a {@link dev.headrace.model.Slice} result takes as last argument a slice to fill; it
 * returns that one, pointed at its own memory or at a part of an argument.
 */
@NullMarked
package dev.headrace.model.function;

import org.jspecify.annotations.NullMarked;
