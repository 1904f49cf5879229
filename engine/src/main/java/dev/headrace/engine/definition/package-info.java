/**
 * Definitions of tables and of what belongs to them: constraints, indexes, sequences.
 *
 * <p>A definition is checked against the catalog of the transaction that makes it, while nobody
 * else can change the catalog, and becomes an edit of that catalog ({@link
 * dev.headrace.engine.database.Transaction#define}); the commit makes it everybody's. A {@link
 * dev.headrace.engine.definition.DefinitionContext} gives the parts here what they need of the
 * session.
 *
 * <ul>
 *   <li>{@link dev.headrace.engine.definition.TableDefiner}: CREATE TABLE and CREATE SOURCE
 *   <li>{@link dev.headrace.engine.definition.ConstraintDefiner}: keys, UNIQUE, CHECK, FOREIGN KEY
 *   <li>{@link dev.headrace.engine.definition.IndexDefiner}: CREATE INDEX
 *   <li>{@link dev.headrace.engine.definition.SequenceDefiner}: sequences and identity columns
 *   <li>{@link dev.headrace.engine.definition.TableAlterer}: ALTER TABLE
 *   <li>{@link dev.headrace.engine.definition.SessionSequences}: nextval and its kin
 * </ul>
 *
 * <p>A table's unique keys are indexes of the catalog, as in PostgreSQL; its checks are in its
 * {@link dev.headrace.engine.database.BaseRelation}.
 */
@NullMarked
package dev.headrace.engine.definition;

import org.jspecify.annotations.NullMarked;
