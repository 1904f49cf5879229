/** What {@code bench/bin/check} compares the processor that checks SQL with. */
@NullMarked
package dev.headrace.bench.check;

import org.jspecify.annotations.NullMarked;
