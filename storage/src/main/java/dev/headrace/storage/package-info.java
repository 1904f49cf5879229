/**
 * Keeps databases on disk: {@link dev.headrace.storage.DurableStorageProvider} is the storage that
 * the engine finds.
 *
 * <pre>
 *   engine ─► CommitWriter ─► commit log ─ ─ ─ every 20 ms ─ ─ ─► RocksDB
 *                             (log)            applier (rocks)   (rocks)
 *                               │
 *             awaitDurable: one append, one fdatasync
 * </pre>
 *
 * <p>A commit is durable when it is in the log. A thread in the background applies the log to
 * RocksDB, which therefore needs no log of its own, and cuts the log off behind what RocksDB has
 * written out. After a crash the same code applies the rest. {@code STORAGE.md} beside this module
 * says what was measured and tuned.
 */
@NullMarked
package dev.headrace.storage;

import org.jspecify.annotations.NullMarked;
