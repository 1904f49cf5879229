/**
 * Messages between sessions: LISTEN, NOTIFY.
 *
 * <p>Both belong to their transaction. A session listens from its commit on; what a transaction has
 * to say is handed over when its commit becomes visible, in the order of commits, so that whoever
 * hears of a change can read it. Handing over never waits: a receiver has a queue of its own, and
 * gives up when that is full.
 *
 * <pre>
 *   NOTIFY ─► SessionMessages ──commit──► Channels ─► receiver of every session that listens
 *                                                      (a client's connection, or a Session's queue)
 * </pre>
 */
@NullMarked
package dev.headrace.engine.message;

import org.jspecify.annotations.NullMarked;
