/**
 * Constraints between tables: foreign keys and their actions.
 *
 * <p>They are enforced at the end of each statement, against what has been committed by then and
 * the transaction's own changes. So that this still holds when the transaction commits, whoever
 * refers to a key holds it with a shared lock, and whoever takes a key away locks it for itself;
 * the locks stand for keys and not for rows, so that a change of a referenced row's other columns
 * is in nobody's way.
 *
 * <p>What belongs to one table alone is elsewhere: NOT NULL and CHECK in {@link
 * dev.headrace.engine.database.RowConstraints}, uniqueness in the transaction and the stores.
 */
@NullMarked
package dev.headrace.engine.constraint;

import org.jspecify.annotations.NullMarked;
