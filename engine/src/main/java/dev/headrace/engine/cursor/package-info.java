/**
 * Cursors: results that stay with a session and are read in portions, in both directions.
 *
 * <p>A cursor's query is run when it is declared, on the snapshot of that moment; what is fetched
 * later are ranges of its result. So a cursor sees no change that comes after it (all are
 * INSENSITIVE), can always scroll, and can outlive its transaction without a copy.
 */
@NullMarked
package dev.headrace.engine.cursor;

import org.jspecify.annotations.NullMarked;
