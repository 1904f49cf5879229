/**
 * Connectors at work: threads that pull rows from inputs into commits, and threads that push views'
 * changes to sinks.
 *
 * <p>{@link dev.headrace.engine.input.Inputs} has all of them and decides when an input begins.
 * Each input has two threads ({@code InputRunner}), with three batches going round between them:
 *
 * <pre>
 *   reader: Input.read ─► rows, bad records ─full─► committer: constraints ─► Database.ingest
 *             ▲                                                                    │
 *             └──────────────────────────────free──────────────────────────────────┘
 * </pre>
 *
 * <p>So reading and decoding go on while a step is made, and a slow step slows the reader down. A
 * sink ({@code SinkRunner}) has one thread, and commits wait for it when it falls behind.
 */
@NullMarked
package dev.headrace.engine.input;

import org.jspecify.annotations.NullMarked;
