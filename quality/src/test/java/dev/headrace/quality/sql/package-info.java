/**
 * Headrace's answers compared with PostgreSQL's: the same tables and the same queries, ad hoc and
 * as materialized views that are kept up to date.
 */
@NullMarked
package dev.headrace.quality.sql;

import org.jspecify.annotations.NullMarked;
