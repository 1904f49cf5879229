/**
 * The heart of a database: relations and their storage, snapshots, transactions, the one committer,
 * and the circuit that keeps the views.
 *
 * <p>{@link dev.headrace.engine.database.Database} owns all of it. Everything that changes data or
 * definitions holds its commit lock; readers take a {@link dev.headrace.engine.database.ReadView}
 * and need no lock.
 */
@NullMarked
package dev.headrace.engine.database;

import org.jspecify.annotations.NullMarked;
