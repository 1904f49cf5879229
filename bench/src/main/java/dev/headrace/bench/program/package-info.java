/**
 * Made-up programs of any size, and how long it takes until they run.
 *
 * <p>A program looks like the SQL of a company that has kept all of its reporting in one place: a
 * few wide tables per business area, views that clean them, views that join and enrich those,
 * aggregates, rankings and reports over the aggregates, and CASE ladders everywhere.
 */
@NullMarked
package dev.headrace.bench.program;

import org.jspecify.annotations.NullMarked;
