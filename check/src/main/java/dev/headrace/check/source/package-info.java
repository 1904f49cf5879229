/**
 * Where a build learns what statements take and give, one {@link dev.headrace.check.source.Source}
 * per database:
 *
 * <ul>
 *   <li>{@code MigrationSource}: the embedded planner, on an empty database that migrations made;
 *   <li>{@code LiveSource}: a database that runs, Headrace or PostgreSQL, asked over one connection
 *       in a few round trips;
 *   <li>{@code OfflineSource}: files that a build with one of the others has saved.
 * </ul>
 *
 * <p>{@link dev.headrace.check.source.Sources} opens them as {@link
 * dev.headrace.check.source.Settings} say.
 */
@NullMarked
package dev.headrace.check.source;

import org.jspecify.annotations.NullMarked;
