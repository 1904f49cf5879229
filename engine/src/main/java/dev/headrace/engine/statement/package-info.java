/**
 * Runs statements: one class per group of them, {@link
 * dev.headrace.engine.statement.StatementRunner} being the door. What comes out is an {@link
 * dev.headrace.engine.statement.Outcome}; the public API and the wire protocol make their results
 * of it.
 */
@NullMarked
package dev.headrace.engine.statement;

import org.jspecify.annotations.NullMarked;
