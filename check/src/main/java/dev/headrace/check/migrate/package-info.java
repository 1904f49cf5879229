/**
 * Brings databases to the state that migrations describe, and back. {@link
 * dev.headrace.check.migrate.Migrator} compares the files, which {@link
 * dev.headrace.check.source.Migrations} finds and orders for the compiler too, with the table
 * {@code headrace_migrations}, where each migration that was applied has a row, and runs what is
 * missing.
 *
 * <p>A migration and its row are one transaction, so it is done or not. One that cannot run in a
 * transaction has a row that says so while it runs; if it fails half way, that row stays until a
 * person has looked. An advisory lock lets one migrator work at a time.
 */
@NullMarked
package dev.headrace.check.migrate;

import org.jspecify.annotations.NullMarked;
