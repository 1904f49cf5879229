/**
 * Connectors at work: threads that pull rows from inputs into commits, and threads that push views'
 * changes to sinks.
 */
@NullMarked
package dev.headrace.engine.input;

import org.jspecify.annotations.NullMarked;
