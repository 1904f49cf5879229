/**
 * The embedded API.
 *
 * <p>{@link dev.headrace.engine.Headrace} is a database, {@link dev.headrace.engine.Session} a
 * connection to it with a transaction and parameters of its own. Statements give {@link
 * dev.headrace.engine.Result}s; {@link dev.headrace.engine.Headrace#subscribe} tells about a view's
 * changes as they happen. Everything that can be closed should be.
 */
@NullMarked
package dev.headrace.engine;

import org.jspecify.annotations.NullMarked;
