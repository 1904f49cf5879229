/**
 * The state of a database in RocksDB, and the applier that brings it up with the commit log.
 *
 * <p>A commit in the log is, byte for byte, what RocksDB's write batch holds of it, so applying
 * means to put commits behind each other until a batch is worth its call. RocksDB runs without its
 * write-ahead log; what it loses in a crash is in ours. With each batch goes the log position up to
 * which it reaches, in one column family, so whatever RocksDB has after a crash is a prefix of the
 * commits and says which.
 */
@NullMarked
package dev.headrace.storage.rocks;

import org.jspecify.annotations.NullMarked;
