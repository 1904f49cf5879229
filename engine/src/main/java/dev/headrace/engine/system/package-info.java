/**
 * The rows of {@code pg_catalog} and {@code information_schema}, and the functions that go with
 * them.
 *
 * <p>Clients find out what a database holds by querying PostgreSQL's system catalogs. Here these
 * are relations whose rows are made, when a statement reads them, from the {@link
 * dev.headrace.engine.database.Catalog} that the statement sees, so they are as transactional as
 * the definitions are. To the planner they are relations like all others.
 *
 * <p>{@link dev.headrace.engine.database.SystemRelations} says what relations there are and what
 * columns they have: PostgreSQL's. {@link dev.headrace.engine.system.SystemRows} fills those that
 * have something to say; the others are empty, because Headrace has no such objects. {@link
 * dev.headrace.engine.system.SystemObjects} is the catalog the way PostgreSQL sees it: with
 * schemas, classes, indexes and constraints that have OIDs.
 *
 * <p>Source: the chapters "System Catalogs", "System Views" and "The Information Schema" of
 * PostgreSQL 15's manual.
 */
@NullMarked
package dev.headrace.engine.system;

import org.jspecify.annotations.NullMarked;
