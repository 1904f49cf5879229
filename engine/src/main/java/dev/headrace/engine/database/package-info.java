/**
 * The heart of a database: relations and their storage, snapshots, transactions, the one committer,
 * and the circuit that keeps the views.
 *
 * <p>{@link dev.headrace.engine.database.Database} owns all of it. Everything that changes data or
 * definitions holds its commit lock; readers take a {@link dev.headrace.engine.database.ReadView}
 * and need no lock.
 *
 * <ul>
 *   <li>{@link dev.headrace.engine.database.Catalog} is immutable: a change of definitions makes
 *       another one with the next version, by which plans notice that they are out of date.
 *   <li>A {@link dev.headrace.engine.database.Relation} is a {@link
 *       dev.headrace.engine.database.BaseRelation} (table, source, relation of the system), a {@link
 *       dev.headrace.engine.database.View} or a {@link
 *       dev.headrace.engine.database.MaterializedView}.
 *   <li>{@link dev.headrace.engine.database.Transaction} collects the deltas of tables; {@code
 *       TableLocks} keeps two transactions from changing one table. A commit applies the deltas,
 *       makes a step of the {@code LiveCircuit} and publishes the next sequence number.
 *   <li>{@code Snapshots} knows which sequences are being read, so that stores keep their versions.
 *   <li>{@link dev.headrace.engine.database.ChangeStream} hands a view's changes to subscribers and
 *       sinks, without a gap after the rows that were there.
 * </ul>
 *
 * <p>The order of things when a step fails is in {@link dev.headrace.engine.database.Database}.
 */
@NullMarked
package dev.headrace.engine.database;

import org.jspecify.annotations.NullMarked;
